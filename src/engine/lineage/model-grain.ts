/**
 * What one row of a model is: as its author says, as its tests hold, and as its SQL shows, each with its source.
 *
 * The three may disagree, and that is worth showing: a declared grain that no test holds is a hope.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import { bridgeGaps } from "./parser-gaps.ts";
import type { GrainSource, KnownKeys } from "./grain-from-sql.ts";
import { keysOfQuery } from "./grain-from-sql.ts";
import { declaredGrain, mayShowRepeats, testedKeys } from "./key-tests.ts";
import type { TestedKey } from "./key-tests.ts";
import type { LineageProject, ProjectLineage } from "./project-lineage.ts";
import { RelationBook } from "./relations.ts";
import type { SqlParser } from "./sql-parser.ts";

export interface Grain {
  /** Empty: the model has at most one row. */
  readonly columns: readonly string[];
  readonly source: TestedKey["source"] | GrainSource;
  /** The tests that hold it. */
  readonly tests: readonly NodeId[];
}

export interface ModelGrain {
  /** What follows "One row per" in the first comment; null when there is no such line. */
  readonly declared: string | null;
  /** What holds it first: tests and constraints, then what the SQL shows. */
  readonly keys: readonly Grain[];
}

export async function modelGrain(
  context: {
    readonly project: LineageProject;
    readonly lineage: ProjectLineage;
    readonly parser: () => Promise<SqlParser>;
  },
  id: NodeId,
  signal?: CancelSignal,
): Promise<ModelGrain> {
  const { project, lineage } = context;
  const { manifest } = project;
  const node = manifest.nodes.get(id);
  if (!node) return { declared: null, keys: [] };
  const options = signal ? { signal } : {};
  const compiledTests = await testsOfRepeats(project, [id, ...node.depends_on.nodes], options);
  const keysOf = (owner: ManifestNode) =>
    testedKeys(manifest, owner, (test) => compiledTests.get(test.unique_id) ?? null);
  const tested = keysOf(node).map(({ columns, source, tests }): Grain => ({ columns, source, tests }));

  const compiled = await project.compile(id, options);
  const shown: Grain[] = [];
  if (compiled.ok && node.resource_type !== "seed") {
    const parsed = (await context.parser()).parse(bridgeGaps(compiled.value.compiled_code));
    const tree = parsed.ok && parsed.statements.length === 1 ? parsed.statements[0] : undefined;
    const upstream = await upstreamKeys(manifest, node, lineage, keysOf, signal);
    if (tree !== undefined)
      shown.push(...keysOfQuery(tree, upstream).map(({ columns, source }): Grain => ({ columns, source, tests: [] })));
  }
  return { declared: declaredGrain(node.raw_code)?.text ?? null, keys: withoutRepeats([...tested, ...shown]) };
}

async function testsOfRepeats(
  project: LineageProject,
  owners: readonly NodeId[],
  options: { signal?: CancelSignal },
): Promise<Map<NodeId, string>> {
  const found = new Map<NodeId, string>();
  for (const id of owners.flatMap((owner) => project.manifest.child_map.get(owner) ?? [])) {
    const test = project.manifest.nodes.get(id);
    if (!test || !mayShowRepeats(test)) continue;
    const compiled = await project.compile(id, options);
    if (compiled.ok) found.set(id, compiled.value.compiled_code);
  }
  return found;
}

/** The keys of what the model reads; one that may be broken unnoticed is none. */
async function upstreamKeys(
  manifest: Manifest,
  node: ManifestNode,
  lineage: ProjectLineage,
  keysOf: (owner: ManifestNode) => readonly TestedKey[],
  signal: CancelSignal | undefined,
): Promise<(parts: readonly string[]) => KnownKeys | null> {
  const book = new RelationBook();
  const known = new Map<string, KnownKeys>();
  for (const id of node.depends_on.nodes) {
    const owner = manifest.nodes.get(id);
    if (!owner || owner.relation_name === null) continue;
    const keys = keysOf(owner).filter(({ holds }) => holds);
    book.add(owner.relation_name, id, null);
    known.set(owner.relation_name, {
      columns: await lineage.columnsOf(id, signal),
      keys: keys.map(({ columns }) => columns),
    });
  }
  return (parts) => known.get(book.find(parts)?.relation ?? "") ?? null;
}

function withoutRepeats(keys: readonly Grain[]): Grain[] {
  const seen = new Set<string>();
  return keys.filter(({ columns, source }) => {
    const key = [source, ...columns.map((column) => column.toLowerCase()).sort()].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}
