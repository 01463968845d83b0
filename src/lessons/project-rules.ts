/** What the project must say about a learner's model (refs, layers, tests, descriptions, names) as steps of a check. */
import type { ExtraStep } from "./check-rows.ts";
import type { MiniProject } from "./mini-project.ts";
import type { FixExercise, NewExercise } from "./pack.ts";
import type { Finding } from "./sql-guard.ts";
import { succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { Manifest, ManifestNode } from "../engine/core/manifest.ts";

type Open = () => Promise<Outcome<{ readonly node: ManifestNode; readonly project: MiniProject }>>;

interface Given {
  readonly node: ManifestNode;
  readonly manifest: Manifest;
  readonly columns: readonly string[];
}

export function projectSteps(exercise: FixExercise | NewExercise, open: Open): readonly ExtraStep[] {
  const { project: rules, contract } = exercise;
  const steps: { label: string; judge: (given: Given) => Finding | null }[] = [];
  const { refs, refsAtLeast, layers, materialized, tests, described, columnsNamed } = rules;

  if (exercise.type === "new" || refs.length > 0)
    steps.push({ label: "Reads models through ref(), sources in staging only", judge: noSource });
  if (refs.length > 0) steps.push({ label: `Reads ${listed(refs)}`, judge: (given) => exactRefs(given, refs) });
  if (refsAtLeast.length > 0)
    steps.push({ label: `Reads at least ${listed(refsAtLeast)}`, judge: (given) => missingRefs(given, refsAtLeast) });
  if (layers.length > 0)
    steps.push({ label: `Reads from ${listed(layers)} only`, judge: (given) => otherLayers(given, layers) });
  if (materialized !== null)
    steps.push({
      label: `Is built as a ${materialized}`,
      judge: ({ node }) =>
        node.config.materialized === materialized
          ? null
          : finding(
              `The model is a ${node.config.materialized}, not a ${materialized}.`,
              "Which config decides that, and where may it stand?",
            ),
    });
  for (const [column, wanted] of Object.entries(tests))
    steps.push({
      label: `${column} is tested: ${wanted.join(", ")}`,
      judge: (given) => missingTests(given, column, wanted),
    });
  if (described)
    steps.push({
      label: "Model and columns are described",
      judge: (given) => undescribed({ ...given, columns: contract.columns }),
    });
  if (columnsNamed !== null)
    steps.push({
      label: "Columns are named by the convention",
      judge: () => misnamed(contract.columns, columnsNamed),
    });

  return steps.map(({ label, judge }) => ({
    label,
    look: async () => {
      const opened = await open();
      if (!opened.ok) return opened;
      const { node, project } = opened.value;
      return succeed(judge({ node, manifest: project.engine.manifest, columns: contract.columns }));
    },
  }));
}

function noSource({ node }: Given): Finding | null {
  const [source] = node.sources;
  if (source === undefined || node.tags.includes("staging")) return null;
  return finding(
    `The model reads the source "${source.join(".")}" itself.`,
    "Only staging reads sources. Which staging model has that table, renamed and typed?",
  );
}

function refsOf({ node, manifest }: Given): readonly ManifestNode[] {
  return node.depends_on.nodes.flatMap((id) => manifest.nodes.get(id) ?? []);
}

function missingRefs(given: Given, wanted: readonly string[]): Finding | null {
  const names = new Set(refsOf(given).map((node) => node.name));
  const missing = wanted.find((name) => !names.has(name));
  return missing === undefined
    ? null
    : finding(`The model does not read "${missing}".`, "What does it hold that the result needs?");
}

function exactRefs(given: Given, wanted: readonly string[]): Finding | null {
  const other = refsOf(given).find((node) => !wanted.includes(node.name));
  if (other !== undefined)
    return finding(`The model reads "${other.name}".`, `The task names ${listed(wanted)}, and nothing else.`);
  return missingRefs(given, wanted);
}

function otherLayers(given: Given, layers: readonly string[]): Finding | null {
  const other = refsOf(given).find((node) => !layers.some((layer) => node.tags.includes(layer)));
  return other === undefined
    ? null
    : finding(
        `The model reads "${other.name}", which lies in another layer.`,
        `A model here reads from ${listed(layers)}. Where does "${other.name}" get the column from?`,
      );
}

function missingTests({ node, manifest }: Given, column: string, wanted: readonly string[]): Finding | null {
  const kinds = new Set(
    [...manifest.nodes.values()].flatMap((test) =>
      test.attached_node === node.unique_id && test.column_name?.toLowerCase() === column.toLowerCase()
        ? [test.test_metadata?.name ?? ""]
        : [],
    ),
  );
  const missing = wanted.find((kind) => !kinds.has(kind));
  return missing === undefined
    ? null
    : finding(
        `The column "${column}" has no test "${missing}".`,
        "Tests stand under data_tests of the column, in the model's YAML file. What would go wrong unseen without this one?",
      );
}

function undescribed({ node, columns }: Given): Finding | null {
  if (node.description.trim() === "")
    return finding(`The model "${node.name}" has no description.`, "Say what one row is; a reader asks that first.");
  const names = Object.entries(node.columns);
  const missing = columns.find(
    (column) =>
      !names.some(([name, info]) => name.toLowerCase() === column.toLowerCase() && info.description.trim() !== ""),
  );
  return missing === undefined
    ? null
    : finding(`The column "${missing}" has no description.`, "In business words: what does a value of it say?");
}

function misnamed(columns: readonly string[], pattern: string): Finding | null {
  const wrong = columns.find((column) => !new RegExp(pattern).test(column));
  return wrong === undefined
    ? null
    : finding(`The column "${wrong}" does not follow the convention.`, `Names match ${pattern}.`);
}

function finding(headline: string, detail: string): Finding {
  return { headline, detail, code: null };
}

function listed(names: readonly string[]): string {
  return names.join(", ");
}
