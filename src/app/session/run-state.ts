/**
 * What the page knows about the running (or last) command: events in, one immutable state out.
 *
 * Events are reduced in batches: the maps are copied once per batch and not once per event, since a build of the whole project
 * sends thousands. States of the run before stay visible until a node is touched again, so the picture does not go blank.
 */
import type { LogLine, NodeResult, NodeStatus, RunEvent, RunFinished } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";

export type NodeRunState = "queued" | "running" | NodeStatus;

export interface DataLoading {
  readonly table: string;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface RunState {
  readonly running: boolean;
  /** True from the click on Cancel until the worker says that the run ended. */
  readonly cancelling: boolean;
  readonly command: string;
  /** True when no command runs, but a preview or query builds what it reads. */
  readonly background: boolean;
  readonly log: readonly LogLine[];
  /** Lines that were dropped from the head of the log. */
  readonly droppedLines: number;
  readonly states: ReadonlyMap<NodeId, NodeRunState>;
  /** What this run will do, and what it has done, in order. */
  readonly planned: readonly NodeId[];
  readonly ran: readonly NodeResult[];
  /** Wall time of its beginning, from its first event; null before that. */
  readonly startedAt: number | null;
  readonly done: number;
  readonly total: number;
  /** Source data that are being brought in, or null. */
  readonly loading: DataLoading | null;
  readonly finished: RunFinished | null;
  /** Wall time of the end of the last run, milliseconds since 1970-01-01 UTC; null before the first. */
  readonly finishedAt: number | null;
}

/** Lines kept in the log; a build of the whole project writes about 1,600. */
const LOG_LIMIT = 10_000;

export const IDLE_RUN: RunState = {
  running: false,
  cancelling: false,
  command: "",
  background: false,
  log: [],
  droppedLines: 0,
  states: new Map(),
  planned: [],
  ran: [],
  startedAt: null,
  done: 0,
  total: 0,
  loading: null,
  finished: null,
  finishedAt: null,
};

/** The state just after a command was sent and before the worker has answered. The log starts anew. */
export function beginRun(before: RunState, command: string, background = false): RunState {
  return {
    ...IDLE_RUN,
    running: true,
    command,
    background,
    states: settled(before.states),
    finishedAt: before.finishedAt,
  };
}

/** The state after the worker answered (or died): nothing is queued or running any more. */
export function endRun(state: RunState, at: number): RunState {
  return {
    ...state,
    running: false,
    background: false,
    cancelling: false,
    loading: null,
    states: settled(state.states),
    finishedAt: at,
  };
}

export function reduceRun(state: RunState, events: readonly RunEvent[]): RunState {
  const next: { -readonly [K in keyof RunState]: RunState[K] } = { ...state };
  const states = new Map(state.states);
  const log = [...state.log];
  const ran = [...state.ran];
  for (const event of events) {
    switch (event.kind) {
      case "run-started":
        next.finished = null;
        next.done = 0;
        next.total = event.nodes.length;
        next.planned = event.nodes;
        for (const id of event.nodes) states.set(id, "queued");
        break;
      case "data-progress":
        next.loading = event.done >= event.total ? null : event;
        break;
      case "node-started":
        next.total = event.total;
        next.loading = null;
        states.set(event.id, "running");
        break;
      case "node-finished":
        next.total = event.total;
        next.done += 1;
        ran.push(event.result);
        states.set(event.result.unique_id, event.result.status);
        break;
      case "log":
        next.startedAt ??= event.at;
        log.push(event);
        break;
      case "run-finished":
        next.finished = event;
        next.loading = null;
        for (const [id, nodeState] of states) if (nodeState === "queued" || nodeState === "running") states.delete(id);
        break;
    }
  }
  const surplus = log.length - LOG_LIMIT;
  if (surplus > 0) log.splice(0, surplus);
  return { ...next, states, ran, log, droppedLines: state.droppedLines + Math.max(0, surplus) };
}

/** The last result of each node, also of earlier runs. */
export function collectResults(
  before: ReadonlyMap<NodeId, NodeResult>,
  events: readonly RunEvent[],
): ReadonlyMap<NodeId, NodeResult> {
  const finished = events.flatMap((event) => (event.kind === "node-finished" ? [event.result] : []));
  if (finished.length === 0) return before;
  const after = new Map(before);
  for (const result of finished) after.set(result.unique_id, result);
  return after;
}

/** How many results of the last run ended in each way. */
export function countStatuses(results: readonly NodeResult[]): {
  ok: number;
  warn: number;
  bad: number;
  skipped: number;
} {
  const count = { ok: 0, warn: 0, bad: 0, skipped: 0 };
  for (const { status } of results) {
    if (status === "success" || status === "pass") count.ok += 1;
    else if (status === "warn") count.warn += 1;
    else if (status === "skipped") count.skipped += 1;
    else count.bad += 1;
  }
  return count;
}

function settled(states: ReadonlyMap<NodeId, NodeRunState>): ReadonlyMap<NodeId, NodeRunState> {
  return new Map([...states].filter(([, state]) => state !== "queued" && state !== "running"));
}
