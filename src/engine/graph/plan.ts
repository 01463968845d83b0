/**
 * A selection -> what runs, in an order that keeps every edge.
 *
 * A step waits for the selected nodes above it, also across nodes that were not selected. In `build` a node also waits for the tests
 * whose parents all lie above it: that is what keeps bad data from flowing on. A unit test runs right before its model. Ephemeral
 * models have no step: they are part of whoever reads them.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { createDag } from "./dag.ts";
import type { Dag } from "./dag.ts";

export interface RunStep {
  readonly id: NodeId;
  readonly waitsFor: readonly NodeId[];
}

export interface RunPlan {
  readonly command: string;
  readonly steps: readonly RunStep[];
  /** Source tables that the steps read, directly or through views that are not rebuilt. */
  readonly sources: readonly NodeId[];
}

/** Resource types that each command runs. */
export const RUNS: Readonly<Record<string, readonly ManifestNode["resource_type"][]>> = {
  build: ["model", "seed", "snapshot", "test", "unit_test", "exposure", "saved_query"],
  run: ["model"],
  test: ["test", "unit_test"],
  seed: ["seed"],
  snapshot: ["snapshot"],
  compile: ["model", "seed", "test", "analysis", "snapshot"],
  show: ["model", "seed", "test", "analysis", "snapshot"],
  docs: ["model", "seed", "test", "analysis", "snapshot"],
};

export function planRun(manifest: Manifest, selected: ReadonlySet<NodeId>, command: string): RunPlan {
  const types = RUNS[command] ?? [];
  const dag = createDag(manifest);
  const runs = command === "build" || command === "run";
  const nodes = [...selected]
    .flatMap((id) => manifest.nodes.get(id) ?? [])
    .filter((node) => types.includes(node.resource_type) && !(runs && node.config.materialized === "ephemeral"))
    // As in dbt, an empty file is listed and read by others, but never run.
    .filter((node) => !isEmptyFile(node))
    // As in dbt, a build runs a unit test only on the way to its model.
    .filter((node) => command !== "build" || node.resource_type !== "unit_test" || selected.has(modelOf(node)));
  const chosen = new Set(nodes.map((node) => node.unique_id));
  const testsAbove = command === "build" ? testEdges(manifest, dag, nodes) : new Map<NodeId, NodeId[]>();
  const waits = new Map(nodes.map((node) => [node.unique_id, nearestChosen(dag, node.unique_id, chosen, testsAbove)]));
  if (command === "build") putUnitTestsFirst(nodes, chosen, waits);
  const ordered = order(
    nodes.map((node) => node.unique_id),
    waits,
  );
  const sources = sourcesReadBy(manifest, chosen);
  return { command, steps: ordered.map((id) => ({ id, waitsFor: [...(waits.get(id) ?? [])] })), sources };
}

/** Source tables that nodes read themselves or through views. What is built as a table needs its sources no more. */
function sourcesReadBy(manifest: Manifest, ids: Iterable<NodeId>): NodeId[] {
  const found = new Set<NodeId>();
  const seen = new Set<NodeId>();
  const look = (id: NodeId): void => {
    for (const parent of manifest.nodes.get(id)?.depends_on.nodes ?? []) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      const node = manifest.nodes.get(parent);
      if (node?.resource_type === "source") found.add(parent);
      else if (node?.config.materialized === "view" || node?.config.materialized === "ephemeral") look(parent);
    }
  };
  for (const id of ids) look(id);
  return [...found].sort();
}

function isEmptyFile(node: ManifestNode): boolean {
  const isFile =
    node.resource_type === "model" || node.resource_type === "analysis" || node.resource_type === "snapshot";
  return isFile && node.raw_code.trim() === "";
}

function modelOf(unitTest: ManifestNode): NodeId {
  return unitTest.depends_on.nodes[0] ?? unitTest.unique_id;
}

function nearestChosen(
  dag: Dag,
  id: NodeId,
  chosen: ReadonlySet<NodeId>,
  testsAbove: ReadonlyMap<NodeId, readonly NodeId[]>,
): Set<NodeId> {
  const found = new Set<NodeId>(testsAbove.get(id));
  const seen = new Set<NodeId>();
  const queue = [...dag.parents(id)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (chosen.has(next)) found.add(next);
    else {
      for (const test of testsAbove.get(next) ?? []) found.add(test);
      queue.push(...dag.parents(next));
    }
  }
  return found;
}

/**
 * Node -> selected tests that it waits for. A test with one parent holds back that parent's children; one with several holds back the
 * first nodes that lie below all of them. What lies further down waits through these.
 */
function testEdges(manifest: Manifest, dag: Dag, nodes: readonly ManifestNode[]): Map<NodeId, NodeId[]> {
  const edges = new Map<NodeId, NodeId[]>();
  const waitsForTests = (id: NodeId): boolean => {
    const type = manifest.nodes.get(id)?.resource_type;
    return type === "model" || type === "seed" || type === "snapshot" || type === "analysis";
  };
  const below = new Map<NodeId, Set<NodeId>>();
  const descendants = (id: NodeId): Set<NodeId> => {
    let found = below.get(id);
    if (!found) below.set(id, (found = dag.descendants([id])));
    return found;
  };
  for (const test of nodes) {
    if (test.resource_type !== "test") continue;
    const [first, ...others] = test.depends_on.nodes;
    if (first === undefined) continue;
    let held: Iterable<NodeId>;
    if (others.length === 0) held = dag.children(first);
    else {
      const common = [...descendants(first)].filter((id) => others.every((other) => descendants(other).has(id)));
      const all = new Set(common);
      held = common.filter((id) => !dag.parents(id).some((parent) => all.has(parent)));
    }
    for (const id of held) {
      if (!waitsForTests(id)) continue;
      const tests = edges.get(id);
      if (tests) tests.push(test.unique_id);
      else edges.set(id, [test.unique_id]);
    }
  }
  return edges;
}

function putUnitTestsFirst(
  nodes: readonly ManifestNode[],
  chosen: ReadonlySet<NodeId>,
  waits: Map<NodeId, Set<NodeId>>,
): void {
  for (const node of nodes) {
    if (node.resource_type !== "unit_test") continue;
    const model = modelOf(node);
    if (!chosen.has(model)) continue;
    const above = waits.get(model) ?? new Set<NodeId>();
    waits.set(node.unique_id, new Set([...above].filter((id) => !id.startsWith("unit_test."))));
    waits.set(model, above.add(node.unique_id));
  }
}

/** By depth, then by id, as dbt hands nodes to one thread. Circles are left out (they were reported before). */
function order(ids: readonly NodeId[], waits: ReadonlyMap<NodeId, ReadonlySet<NodeId>>): NodeId[] {
  const open = new Map(ids.map((id) => [id, waits.get(id)?.size ?? 0]));
  const followers = new Map<NodeId, NodeId[]>();
  for (const [id, parents] of waits) {
    for (const parent of parents) {
      const known = followers.get(parent);
      if (known) known.push(id);
      else followers.set(parent, [id]);
    }
  }
  const ordered: NodeId[] = [];
  let level = ids.filter((id) => open.get(id) === 0);
  while (level.length > 0) {
    level.sort();
    const next: NodeId[] = [];
    for (const id of level) {
      ordered.push(id);
      for (const follower of followers.get(id) ?? []) {
        const left = (open.get(follower) ?? 0) - 1;
        open.set(follower, left);
        if (left === 0) next.push(follower);
      }
    }
    level = next;
  }
  return ordered;
}
