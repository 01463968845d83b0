/**
 * Who may change when some nodes have changed, and in which order to find out. Manifest and roots in, plan out; nothing is built here.
 *
 * The order is decided while things happen (`nextStep`): nearest to an edit first, of equals a table before a view, because a table
 * is what people look at, and its readers cost less once it stands. Ephemeral models have no step; an edit of one is an edit of
 * whoever reads it.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { createDag } from "../graph/dag.ts";
import { isBuilt } from "./changed-nodes.ts";

export interface RippleStep {
  readonly id: NodeId;
  /** Changed itself, and did not only read something that changed. */
  readonly root: boolean;
  /** Refs between the nearest root and this node. */
  readonly distance: number;
  /** Nodes of the plan that this one reads, ephemeral ones looked through. */
  readonly reads: readonly NodeId[];
  readonly materialized: string;
}

export interface RippleTest {
  readonly id: NodeId;
  /** Nodes of the plan that it reads. */
  readonly reads: readonly NodeId[];
  readonly distance: number;
}

export interface RipplePlan {
  readonly steps: readonly RippleStep[];
  readonly tests: readonly RippleTest[];
}

export function planRipple(manifest: Manifest, changed: Iterable<NodeId>): RipplePlan {
  const dag = createDag(manifest);
  const isEphemeral = (id: NodeId): boolean => manifest.nodes.get(id)?.config.materialized === "ephemeral";
  const built = (ids: Iterable<NodeId>): NodeId[] => [...ids].filter((id) => isBuilt(manifest.nodes.get(id)));
  const roots = new Set<NodeId>();
  const openUp = (id: NodeId): void => {
    if (!isEphemeral(id)) roots.add(id);
    else for (const child of built(dag.children(id))) openUp(child);
  };
  for (const id of built(changed)) openUp(id);

  const distance = new Map<NodeId, number>([...roots].map((id) => [id, 0]));
  let frontier = [...roots];
  for (let step = 1; frontier.length > 0; step += 1) {
    const next: NodeId[] = [];
    for (const id of frontier)
      for (const child of solidChildren(id)) {
        if (distance.has(child)) continue;
        distance.set(child, step);
        next.push(child);
      }
    frontier = next;
  }

  function solidChildren(id: NodeId): NodeId[] {
    return built(dag.children(id)).flatMap((child) => (isEphemeral(child) ? solidChildren(child) : [child]));
  }
  function solidParents(id: NodeId): NodeId[] {
    return built(dag.parents(id)).flatMap((parent) => (isEphemeral(parent) ? solidParents(parent) : [parent]));
  }
  const inPlan = (ids: readonly NodeId[]): NodeId[] => [...new Set(ids)].filter((id) => distance.has(id));

  const steps = [...distance].map(([id, far]): RippleStep => ({
    id,
    root: roots.has(id),
    distance: far,
    reads: inPlan(solidParents(id)),
    materialized: materializedOf(manifest.nodes.get(id)),
  }));
  const testIds = new Set([...distance.keys()].flatMap((id) => dag.children(id)));
  const tests = [...testIds].flatMap((id): RippleTest[] => {
    const node = manifest.nodes.get(id);
    if (node?.resource_type !== "test" && node?.resource_type !== "unit_test") return [];
    // A unit test reads no rows: it can only flip when its model itself was edited.
    const tested = node.resource_type === "unit_test" ? node.depends_on.nodes.slice(0, 1) : node.depends_on.nodes;
    const reads = inPlan(tested.flatMap((parent) => (isEphemeral(parent) ? solidParents(parent) : [parent])));
    if (reads.length === 0 || (node.resource_type === "unit_test" && !reads.some((parent) => roots.has(parent))))
      return [];
    return [{ id, reads, distance: Math.max(...reads.map((parent) => distance.get(parent) ?? 0)) }];
  });
  return { steps, tests };
}

function materializedOf(node: ManifestNode | undefined): string {
  return node?.resource_type === "model" ? node.config.materialized : (node?.resource_type ?? "table");
}

/** How a node of the plan ended: only what changed carries the wave on. */
export type StepEnd = "changed" | "same" | "stopped" | "failed" | "left-out";

export type NextStep =
  | { readonly kind: "build"; readonly step: RippleStep }
  | { readonly kind: "stop"; readonly step: RippleStep; readonly end: StepEnd; readonly because: NodeId | null }
  | { readonly kind: "test"; readonly test: RippleTest }
  | { readonly kind: "skip-test"; readonly test: RippleTest };

/** Tests of a distance come after the nodes two further: the first rows of what reads an edit are wanted sooner than its tests. */
const TEST_DELAY = 2.5;

export function nextStep(
  plan: RipplePlan,
  ended: ReadonlyMap<NodeId, StepEnd>,
  tested: ReadonlySet<NodeId>,
): NextStep | null {
  const ready = plan.steps.filter(({ id, reads }) => !ended.has(id) && reads.every((parent) => ended.has(parent)));
  // What needs no work is settled first, so that the rest of the wave knows. As in dbt, nothing is built on what failed.
  for (const step of ready) {
    const parent = (end: StepEnd): NodeId | undefined => step.reads.find((id) => ended.get(id) === end);
    const broken = parent("failed");
    const out = parent("left-out");
    if (broken !== undefined) return { kind: "stop", step, end: "failed", because: broken };
    if (out !== undefined) return { kind: "stop", step, end: "left-out", because: out };
    if (!step.root && parent("changed") === undefined) return { kind: "stop", step, end: "stopped", because: null };
  }
  const open = plan.tests.filter(({ id, reads }) => !tested.has(id) && reads.every((parent) => ended.has(parent)));
  const idle = open.find(({ reads }) => !reads.some((parent) => ended.get(parent) === "changed"));
  if (idle) return { kind: "skip-test", test: idle };
  const step = ready.toSorted(nearestFirst)[0];
  const test = open.toSorted((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))[0];
  if (test && (step === undefined || test.distance + TEST_DELAY < step.distance)) return { kind: "test", test };
  return step === undefined ? null : { kind: "build", step };
}

function nearestFirst(a: RippleStep, b: RippleStep): number {
  const rank = ({ materialized }: RippleStep): number => (materialized === "view" ? 1 : 0);
  return a.distance - b.distance || rank(a) - rank(b) || (a.id < b.id ? -1 : 1);
}
