/**
 * What is known about a node besides its definition: its tests and how they ended, rows, time, and the one mark that sums it up.
 */
import type { NodeStatus } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Session } from "../session/session.svelte.ts";
import { testsOfNode } from "../session/tests-of-node.ts";
import { markOf, type Mark } from "../ui/status.ts";

export interface NodeFacts {
  readonly mark: Mark;
  /** Of the node alone, its tests left out. */
  readonly ownMark: Mark;
  readonly rows: number | null;
  readonly elapsedMs: number | null;
  /** When it was built, milliseconds since 1970-01-01 UTC. */
  readonly builtAt: number | null;
  readonly tests: readonly NodeId[];
  readonly testsPassed: number;
  readonly testsFailed: number;
  readonly testsWarned: number;
}

export function factsOf(session: Session, id: NodeId): NodeFacts {
  const manifest = session.project?.manifest ?? null;
  const tests = manifest ? testsOfNode(manifest, id) : [];
  const result = session.results.get(id);
  const ended = tests.flatMap((test): NodeStatus[] => {
    const status = session.results.get(test)?.status;
    return status === undefined ? [] : [status];
  });
  return {
    mark: markFor(session, id),
    ownMark: ownMarkOf(session, id),
    rows: result?.rows ?? null,
    elapsedMs: result?.status === "success" ? result.execution_time_ms : null,
    builtAt: result?.status === "success" ? result.completed_at : null,
    tests,
    testsPassed: ended.filter((status) => status === "pass").length,
    testsFailed: ended.filter((status) => status === "fail" || status === "error").length,
    testsWarned: ended.filter((status) => status === "warn").length,
  };
}

/**
 * The facts of many nodes at once. What did not change keeps its object, so that a card of a node that a run does not touch is not
 * drawn again.
 */
export function factsOfAll(
  session: Session,
  ids: readonly NodeId[],
  before: ReadonlyMap<NodeId, NodeFacts>,
): ReadonlyMap<NodeId, NodeFacts> {
  return new Map(
    ids.map((id) => {
      const facts = factsOf(session, id);
      const known = before.get(id);
      return [id, known && sameFacts(known, facts) ? known : facts];
    }),
  );
}

function sameFacts(one: NodeFacts, other: NodeFacts): boolean {
  return (Object.keys(one) as (keyof NodeFacts)[]).every((key) => one[key] === other[key]);
}

function ownMarkOf(session: Session, id: NodeId): Mark {
  const mark = markOf(session.run.states.get(id) ?? session.results.get(id)?.status);
  if (mark === "pass" && session.stale.has(id)) return "stale";
  const path = session.project?.manifest.nodes.get(id)?.original_file_path;
  return mark === "idle" && path !== undefined && id.startsWith("model.") && session.isEdited(path) ? "edited" : mark;
}

/** The worst of the node's own state and its tests'; then "out of date" and "edited"; then "not run". */
export function markFor(session: Session, id: NodeId): Mark {
  const manifest = session.project?.manifest ?? null;
  const ownMark = ownMarkOf(session, id);
  if (ownMark === "running") return "running";
  const tests = manifest ? testsOfNode(manifest, id).map((test) => markOf(session.results.get(test)?.status)) : [];
  if (ownMark === "fail" || tests.includes("fail")) return "fail";
  if (nodesWithProblems(session.diagnostics).has(id)) return "fail";
  if (ownMark === "stale" || ownMark === "edited") return ownMark;
  if (tests.includes("warn")) return "warn";
  if (ownMark !== "idle") return ownMark;
  return tests.includes("pass") ? "pass" : "idle";
}

const problemsByList = new WeakMap<Session["diagnostics"], ReadonlySet<NodeId>>();

function nodesWithProblems(diagnostics: Session["diagnostics"]): ReadonlySet<NodeId> {
  let nodes = problemsByList.get(diagnostics);
  if (!nodes) {
    nodes = new Set(diagnostics.flatMap(({ node, severity }) => (node !== null && severity === "error" ? [node] : [])));
    problemsByList.set(diagnostics, nodes);
  }
  return nodes;
}
