/**
 * The data an answer is checked on. `visible` is what the learner has built; a hidden variant puts rows of its own in the place
 * of some models, as CTEs in front of the query. So a variant leaves no table behind, needs no cleaning up, and cannot be seen
 * from outside. A variant of another seed reads the same relations of another database, where they are built on the data of another
 * company; it is passed over where nobody makes such data (`seeds`).
 */
import { prependCtes, replaceRelations } from "./cte.ts";
import type { LessonEngine, SeedEngine, SeedEngines } from "./engine-port.ts";
import type { Variant, VariantRelation } from "./pack.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { NodeId } from "../engine/core/ids.ts";
import type { CancelSignal } from "../engine/core/signal.ts";

export interface Dataset {
  /** Null for the data that the learner sees. */
  readonly hiddenTitle: string | null;
  /** SQL with Jinja -> SQL with Jinja that reads this data set instead. */
  bind(sql: string): Promise<Outcome<string>>;
}

export async function openDatasets(
  exercise: { readonly variants: readonly Variant[] },
  engine: LessonEngine,
  signal?: CancelSignal,
  seeds?: SeedEngines,
): Promise<Outcome<readonly Dataset[]>> {
  const datasets: Dataset[] = [];
  for (const variant of exercise.variants) {
    const opened =
      variant.kind === "seed" && seeds !== undefined
        ? await openSeed(variant.title, await seeds(variant.seed), engine, signal)
        : await openDataset(variant, engine, signal);
    if (!opened.ok) return opened;
    if (opened.value !== null) datasets.push(opened.value);
  }
  return succeed(datasets);
}

async function openDataset(
  variant: Variant,
  engine: LessonEngine,
  signal?: CancelSignal,
): Promise<Outcome<Dataset | null>> {
  if (variant.kind === "visible")
    return succeed({ hiddenTitle: null, bind: async (sql) => Promise.resolve(succeed(sql)) });
  if (variant.kind === "seed") return succeed(null);
  return openReplaced(variant.title, variant.relations, engine, signal);
}

/** A data set in which some models hold the rows of a select. */
export async function openReplaced(
  title: string,
  relations: readonly VariantRelation[],
  engine: LessonEngine,
  signal?: CancelSignal,
): Promise<Outcome<Dataset>> {
  const definitions: string[] = [];
  const names = new Map<string, string>();
  for (const relation of relations) {
    const node = [...engine.manifest.nodes.values()].find(
      (other) => other.name === relation.model && other.relation_name !== null,
    );
    if (node === undefined) {
      return fail(
        diagnostic("L001", `The data set "${title}" replaces the model "${relation.model}", which does not exist.`, {
          hint: 'Correct the name after "relation:" in its file.',
        }),
      );
    }
    const compiled = await engine.compileText(relation.sql, options(signal));
    if (!compiled.ok) return compiled;
    const name = `variant_${relation.model}`;
    definitions.push(`"${name}" as (\n${compiled.value.compiled_code.trim()}\n)`);
    names.set([node.database, node.schema, node.alias].join(".").toLowerCase(), `"${name}"`);
  }
  return succeed({
    hiddenTitle: title,
    async bind(sql) {
      const compiled = await engine.compileText(sql, options(signal));
      if (!compiled.ok) return compiled;
      const bound = prependCtes(replaceRelations(compiled.value.compiled_code.trim(), names), definitions);
      // The text is compiled already: a brace in a string literal is not a template.
      return succeed(`{% raw %}${bound}{% endraw %}`);
    },
  });
}

/** The data of another company. What a query reads is built there first, once. */
async function openSeed(
  title: string,
  opened: Outcome<SeedEngine>,
  engine: LessonEngine,
  signal?: CancelSignal,
): Promise<Outcome<Dataset>> {
  if (!opened.ok) return opened;
  const other = opened.value;
  return Promise.resolve(
    succeed({
      hiddenTitle: title,
      async bind(sql) {
        const compiled = await engine.compileText(sql, options(signal));
        if (!compiled.ok) return compiled;
        const text = compiled.value.compiled_code.trim();
        const read = relationsOf(text, engine, other);
        const built = await other.standUp([...read.keys()], { mostTables: Infinity, ...options(signal) });
        if (!built.ok) return built;
        return succeed(`{% raw %}${replaceRelations(text, new Map(read.values()))}{% endraw %}`);
      },
    }),
  );
}

/** The relations that compiled SQL reads -> their names here and there, by node. */
function relationsOf(
  sql: string,
  engine: Pick<LessonEngine, "manifest">,
  other: Pick<LessonEngine, "manifest">,
): ReadonlyMap<NodeId, readonly [string, string]> {
  const found = new Map<NodeId, readonly [string, string]>();
  for (const [id, node] of engine.manifest.nodes) {
    const there = other.manifest.nodes.get(id)?.relation_name;
    if (node.relation_name === null || there === null || there === undefined || !sql.includes(node.relation_name))
      continue;
    found.set(id, [node.relation_name.replaceAll('"', "").toLowerCase(), there]);
  }
  return found;
}

function options(signal: CancelSignal | undefined): { signal?: CancelSignal } {
  return signal === undefined ? {} : { signal };
}
