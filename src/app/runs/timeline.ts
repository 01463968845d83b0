/**
 * The results of a run -> rows of a timeline: each node with its tests folded below it, its time from the beginning of the run, and
 * what it took in another run.
 *
 * A row stands where its node began. Tests that ran for a node that the run did not build (as in `dbt test`) get that node as a row
 * of its own, without a bar; so does what a test that reads several models looks at first.
 */
import type { NodeResult } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { NodeRunState } from "../session/run-state.ts";
import { layerOf, type Layer } from "../ui/layers.ts";

export interface TimelineRow {
  readonly id: NodeId;
  readonly name: string;
  readonly layer: Layer;
  /** Null for a node that the run only tested. */
  readonly status: NodeRunState | null;
  /** Milliseconds from the beginning of the run; null for what has no bar. */
  readonly start: number | null;
  readonly ms: number | null;
  readonly result: NodeResult | null;
  /** What it took in the run that this one is compared with. */
  readonly before: number | null;
  /** How much longer it took than before, where that is worth a word. */
  readonly slower: number | null;
  readonly tests: readonly TimelineRow[];
  readonly isTest: boolean;
}

export interface Timeline {
  readonly rows: readonly TimelineRow[];
  /** Length of the axis in milliseconds. */
  readonly span: number;
}

/** What is still to come in a run that goes on. */
export interface Going {
  readonly planned: readonly NodeId[];
  readonly states: ReadonlyMap<NodeId, NodeRunState>;
}

interface Draft {
  row: Omit<TimelineRow, "tests">;
  tests: TimelineRow[];
  order: number;
}

const SLOWER_MS = 100;
const SLOWER_SHARE = 0.2;

export function timeline(
  results: readonly NodeResult[],
  manifest: Manifest | null,
  options: {
    readonly began: number | null;
    readonly before?: ReadonlyMap<NodeId, NodeResult> | null;
    readonly going?: Going | null;
  },
): Timeline {
  const { before = null, going = null } = options;
  const timed = results.filter(hasTime);
  const first = timed.reduce((least, result) => Math.min(least, result.started_at), Infinity);
  const began = Math.min(options.began ?? Infinity, first);
  const last = timed.reduce((most, result) => Math.max(most, result.completed_at), first);
  const drafts = new Map<NodeId, Draft>();

  const draftOf = (id: NodeId, order: number): Draft => {
    let draft = drafts.get(id);
    if (!draft) {
      draft = { row: rowOf(id, manifest, null, null, began, before), tests: [], order };
      drafts.set(id, draft);
    }
    draft.order = Math.min(draft.order, order);
    return draft;
  };
  const add = (id: NodeId, result: NodeResult | null, state: NodeRunState, order: number): void => {
    const row = rowOf(id, manifest, result, state, began, before, state === "running" ? last : null);
    const tested = isTest(id) ? testedBy(manifest?.nodes.get(id)) : null;
    if (tested === null) draftOf(id, order).row = row;
    else draftOf(tested, order).tests.push({ ...row, tests: [] });
  };

  results.forEach((result, index) =>
    add(result.unique_id, result, result.status, hasTime(result) ? result.started_at : last + index),
  );
  if (going) {
    const done = new Set(results.map((result) => result.unique_id));
    going.planned.forEach((id, index) => {
      const state = going.states.get(id);
      if (!done.has(id) && (state === "running" || state === "queued"))
        add(id, null, state, last + results.length + index);
    });
  }
  const rows = [...drafts.values()]
    .sort((a, b) => a.order - b.order)
    .map(({ row, tests }): TimelineRow => ({ ...row, tests: tests.sort(worstFirst) }));
  return { rows, span: Number.isFinite(began) ? Math.max(1, last - began) : 1 };
}

/** The rows on the screen, given the nodes whose tests are shown. */
export function visibleRows(rows: readonly TimelineRow[], open: ReadonlySet<NodeId>): TimelineRow[] {
  return rows.flatMap((row) => (open.has(row.id) ? [row, ...row.tests] : [row]));
}

/** The worst that happened in a row, its tests included: what a folded row must not hide. */
export function worstOf(row: TimelineRow): NodeRunState | null {
  const states = [row.status, ...row.tests.map((test) => test.status)];
  return SEVERITY.find((state) => states.includes(state)) ?? row.status ?? row.tests[0]?.status ?? null;
}

export function testCounts(row: TimelineRow): { readonly failed: number; readonly warned: number } {
  const count = (...states: readonly NodeRunState[]) =>
    row.tests.filter((test) => test.status !== null && states.includes(test.status)).length;
  return { failed: count("fail", "error", "runtime error"), warned: count("warn") };
}

/** The rows that took longest, tests apart. */
export function slowest(rows: readonly TimelineRow[], limit: number): TimelineRow[] {
  return rows
    .filter((row) => row.ms !== null)
    .sort((a, b) => (b.ms ?? 0) - (a.ms ?? 0))
    .slice(0, limit);
}

/** Marks of the axis: at most `most`, at round distances. */
export function ticks(span: number, most: number): number[] {
  const rough = span / Math.max(1, most);
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough) ?? 10 * magnitude;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}

const SEVERITY: readonly NodeRunState[] = ["error", "runtime error", "fail", "running", "warn"];

function rowOf(
  id: NodeId,
  manifest: Manifest | null,
  result: NodeResult | null,
  status: NodeRunState | null,
  began: number,
  before: ReadonlyMap<NodeId, NodeResult> | null,
  runningSince: number | null = null,
): Omit<TimelineRow, "tests"> {
  const node = manifest?.nodes.get(id);
  const timed = result !== null && hasTime(result);
  const ms = timed ? result.execution_time_ms : null;
  const old = before?.get(id);
  const beforeMs = old && hasTime(old) ? old.execution_time_ms : null;
  const more = ms !== null && beforeMs !== null ? ms - beforeMs : 0;
  return {
    id,
    name: shortName(id, node),
    layer: node ? layerOf(node) : "mart",
    status,
    start: timed ? result.started_at - began : runningSince === null ? null : Math.max(0, runningSince - began),
    ms,
    result,
    before: beforeMs,
    slower: more > SLOWER_MS && more > (beforeMs ?? 0) * SLOWER_SHARE ? more : null,
    isTest: isTest(id),
  };
}

/** A name as one says it: of a node that is not in the project any more, from its id. */
export function shortName(id: NodeId, node: ManifestNode | undefined): string {
  if (!node) return id.split(".")[2] ?? id;
  return node.resource_type === "source" ? `${node.source_name ?? ""}.${node.name}` : node.name;
}

export function isTest(id: NodeId): boolean {
  return id.startsWith("test.") || id.startsWith("unit_test.");
}

function testedBy(test: ManifestNode | undefined): NodeId | null {
  return test?.attached_node ?? test?.depends_on.nodes.find((id) => !isTest(id)) ?? null;
}

/** What was skipped, and what has nothing to run, took no time. */
function hasTime(result: NodeResult): boolean {
  return result.status !== "skipped" && result.status !== "no-op" && result.started_at > 0;
}

function worstFirst(a: TimelineRow, b: TimelineRow): number {
  const rank = (row: TimelineRow) => {
    const at = row.status === null ? -1 : SEVERITY.indexOf(row.status);
    return at < 0 ? SEVERITY.length : at;
  };
  return rank(a) - rank(b) || (a.start ?? Infinity) - (b.start ?? Infinity);
}
