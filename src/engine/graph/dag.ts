/** The dependency graph of a manifest: who reads whom, walks with a depth, and circles. */
import type { NodeId } from "../core/ids.ts";
import type { Manifest } from "../core/manifest.ts";

export interface Dag {
  parents(id: NodeId): readonly NodeId[];
  children(id: NodeId): readonly NodeId[];
  /** Everything upstream, at most `depth` steps away. Does not include the start. */
  ancestors(start: Iterable<NodeId>, depth?: number): Set<NodeId>;
  descendants(start: Iterable<NodeId>, depth?: number): Set<NodeId>;
}

const known = new WeakMap<Manifest, Dag>();

export function createDag(manifest: Manifest): Dag {
  let dag = known.get(manifest);
  if (!dag) known.set(manifest, (dag = newDag(manifest)));
  return dag;
}

function newDag(manifest: Manifest): Dag {
  const parents = (id: NodeId): readonly NodeId[] => manifest.nodes.get(id)?.depends_on.nodes ?? [];
  const children = (id: NodeId): readonly NodeId[] => manifest.child_map.get(id) ?? [];
  return {
    parents,
    children,
    ancestors: (start, depth = Infinity) => walk(start, depth, parents),
    descendants: (start, depth = Infinity) => walk(start, depth, children),
  };
}

function walk(start: Iterable<NodeId>, depth: number, next: (id: NodeId) => readonly NodeId[]): Set<NodeId> {
  const from = new Set(start);
  const found = new Set<NodeId>();
  let frontier = [...from];
  for (let step = 0; step < depth && frontier.length > 0; step += 1) {
    const reached: NodeId[] = [];
    for (const id of frontier) {
      for (const other of next(id)) {
        if (found.has(other)) continue;
        found.add(other);
        reached.push(other);
      }
    }
    frontier = reached;
  }
  for (const id of from) found.delete(id);
  return found;
}

/** A circle of refs, opened where it should be cut: `reader` reads `read`, and from there the refs lead back to `reader`. */
export interface Cycle {
  readonly reader: NodeId;
  readonly read: NodeId;
  /** From `reader` along its refs back to itself; both ends are `reader`. */
  readonly path: readonly NodeId[];
}

/**
 * One circle per knot of nodes that depend on each other.
 *
 * Any ref of a circle could be the wrong one. Named is one whose removal opens every circle of the knot, and of those the one that
 * reaches furthest up: a staging model that reads a mart is the likely mistake, not the mart.
 */
export function findCycles(manifest: Manifest): Cycle[] {
  const dag = createDag(manifest);
  return knots(dag, manifest.nodes.keys()).map((knot) => describeKnot(manifest, dag, knot));
}

/**
 * The sets of nodes that all read each other: Tarjan's strongly connected components of more than one node, or of one that reads
 * itself. Written without recursion, since a chain of models may be thousands long.
 */
function knots(dag: Dag, ids: Iterable<NodeId>): Set<NodeId>[] {
  const found: Set<NodeId>[] = [];
  const order = new Map<NodeId, number>();
  const lowest = new Map<NodeId, number>();
  const open: NodeId[] = [];
  const isOpen = new Set<NodeId>();
  for (const start of ids) {
    if (order.has(start)) continue;
    const walk: { id: NodeId; next: number }[] = [{ id: start, next: 0 }];
    for (let step = walk.at(-1); step !== undefined; step = walk.at(-1)) {
      const { id } = step;
      if (step.next === 0) {
        order.set(id, order.size);
        lowest.set(id, order.get(id) ?? 0);
        open.push(id);
        isOpen.add(id);
      }
      const parent = dag.parents(id)[step.next];
      step.next += 1;
      if (parent !== undefined) {
        if (!order.has(parent)) walk.push({ id: parent, next: 0 });
        else if (isOpen.has(parent)) lowest.set(id, Math.min(lowest.get(id) ?? 0, order.get(parent) ?? 0));
        continue;
      }
      walk.pop();
      const below = walk.at(-1);
      if (below) lowest.set(below.id, Math.min(lowest.get(below.id) ?? 0, lowest.get(id) ?? 0));
      if (lowest.get(id) !== order.get(id)) continue;
      const knot = new Set(open.splice(open.lastIndexOf(id)));
      for (const member of knot) isOpen.delete(member);
      if (knot.size > 1 || dag.parents(id).includes(id)) found.push(knot);
    }
  }
  return found;
}

function describeKnot(manifest: Manifest, dag: Dag, knot: ReadonlySet<NodeId>): Cycle {
  const edges = [...knot].flatMap((reader) =>
    dag
      .parents(reader)
      .filter((read) => knot.has(read))
      .map((read) => ({ reader, read })),
  );
  const reach = ({ reader, read }: { reader: NodeId; read: NodeId }): number =>
    layerRank(manifest, read) - layerRank(manifest, reader);
  const cutting = edges.filter((edge) => isAcyclicWithout(dag, knot, edge));
  const [edge] = (cutting.length > 0 ? cutting : edges).sort(
    (a, b) => reach(b) - reach(a) || (a.reader < b.reader ? -1 : 1),
  );
  if (!edge) throw new Error("A knot has at least one edge.");
  return { ...edge, path: [edge.reader, ...pathBetween(dag, knot, edge.read, edge.reader)] };
}

/** Words that projects use for their layers, in folders and in front of names, from the sources up. */
const LAYERS: readonly (readonly string[])[] = [
  ["base", "bronze", "raw"],
  ["staging", "stg", "silver"],
  ["intermediate", "int"],
  ["entities", "entity", "dimensions", "dim", "facts", "fct", "fact", "core"],
  ["marts", "mart", "gold", "executive"],
  ["metrics", "reports", "exposures"],
];

function layerRank(manifest: Manifest, id: NodeId): number {
  const node = manifest.nodes.get(id);
  const words = [...(node?.fqn.slice(1, -1) ?? []), node?.name.split("_")[0] ?? ""];
  return LAYERS.findLastIndex((layer) => words.some((word) => layer.includes(word)));
}

function isAcyclicWithout(dag: Dag, knot: ReadonlySet<NodeId>, cut: { reader: NodeId; read: NodeId }): boolean {
  const state = new Map<NodeId, "open" | "done">();
  const visit = (id: NodeId): boolean => {
    state.set(id, "open");
    for (const parent of dag.parents(id)) {
      if (!knot.has(parent) || (id === cut.reader && parent === cut.read)) continue;
      if (state.get(parent) === "open" || (!state.has(parent) && !visit(parent))) return false;
    }
    state.set(id, "done");
    return true;
  };
  return [...knot].every((id) => state.has(id) || visit(id));
}

/** The shortest way along refs, both ends included. */
function pathBetween(dag: Dag, knot: ReadonlySet<NodeId>, from: NodeId, to: NodeId): NodeId[] {
  const cameFrom = new Map<NodeId, NodeId | null>([[from, null]]);
  const queue = [from];
  for (let next = queue.shift(); next !== undefined && next !== to; next = queue.shift()) {
    for (const parent of dag.parents(next)) {
      if (!knot.has(parent) || cameFrom.has(parent)) continue;
      cameFrom.set(parent, next);
      queue.push(parent);
    }
  }
  const path: NodeId[] = [];
  for (let step: NodeId | null | undefined = to; step; step = cameFrom.get(step)) path.unshift(step);
  return path;
}
