/**
 * A selection -> what runs, in an order that keeps every edge.
 *
 * A step waits for the selected nodes above it, also across nodes that were not selected. In `build` a node also waits for the
 * tests whose parents all lie above it: that is what keeps bad data from flowing on.
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

const RUNS: Record<string, readonly ManifestNode["resource_type"][]> = {
  build: ["model", "seed", "snapshot", "test"],
  run: ["model"],
  test: ["test"],
  seed: ["seed"],
  snapshot: ["snapshot"],
  compile: ["model", "seed", "test", "analysis", "snapshot"],
};

export function planRun(manifest: Manifest, selected: ReadonlySet<NodeId>, command: string): RunPlan {
  const types = RUNS[command] ?? [];
  const dag = createDag(manifest);
  const nodes = [...selected]
    .flatMap((id) => manifest.nodes.get(id) ?? [])
    .filter((node) => types.includes(node.resource_type));
  const chosen = new Set(nodes.map((node) => node.unique_id));
  const waits = new Map(nodes.map((node) => [node.unique_id, nearestChosen(dag, node.unique_id, chosen)]));
  if (command === "build") addTestEdges(dag, nodes, waits);
  const ordered = order(
    nodes.map((node) => node.unique_id),
    waits,
  );
  const sources = [...dag.ancestors(chosen)].filter((id) => manifest.nodes.get(id)?.resource_type === "source").sort();
  return { command, steps: ordered.map((id) => ({ id, waitsFor: [...(waits.get(id) ?? [])] })), sources };
}

function nearestChosen(dag: Dag, id: NodeId, chosen: ReadonlySet<NodeId>): Set<NodeId> {
  const found = new Set<NodeId>();
  const seen = new Set<NodeId>();
  const queue = [...dag.parents(id)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (chosen.has(next)) found.add(next);
    else queue.push(...dag.parents(next));
  }
  return found;
}

function addTestEdges(dag: Dag, nodes: readonly ManifestNode[], waits: ReadonlyMap<NodeId, Set<NodeId>>): void {
  const tests = nodes.filter((node) => node.resource_type === "test" && node.depends_on.nodes.length > 0);
  for (const node of nodes) {
    if (node.resource_type === "test") continue;
    const above = dag.ancestors([node.unique_id]);
    for (const test of tests) {
      if (test.depends_on.nodes.every((parent) => above.has(parent))) waits.get(node.unique_id)?.add(test.unique_id);
    }
  }
}

/** Kahn's algorithm, first come first served among those that are ready; circles are left out (they were reported before). */
function order(ids: readonly NodeId[], waits: ReadonlyMap<NodeId, ReadonlySet<NodeId>>): NodeId[] {
  const open = new Map(ids.map((id) => [id, waits.get(id)?.size ?? 0]));
  const followers = new Map<NodeId, NodeId[]>();
  for (const [id, parents] of waits)
    for (const parent of parents) followers.set(parent, [...(followers.get(parent) ?? []), id]);
  const ready = ids.filter((id) => open.get(id) === 0);
  const ordered: NodeId[] = [];
  for (let index = 0; index < ready.length; index += 1) {
    const id = ready[index];
    if (id === undefined) break;
    ordered.push(id);
    for (const follower of followers.get(id) ?? []) {
      const left = (open.get(follower) ?? 0) - 1;
      open.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  return ordered;
}
