/** Two runs beside each other: what ended differently, how the times stand, how many rows there are now and were then. */
import type { NodeResult, NodeStatus } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { NodeRunState } from "../session/run-state.ts";

export type Change = "broken" | "mended" | "added" | "gone" | "rows" | "same";

export interface ComparedNode {
  readonly id: NodeId;
  readonly status: NodeStatus | null;
  readonly statusBefore: NodeStatus | null;
  readonly ms: number | null;
  readonly msBefore: number | null;
  /** Time now divided by time before; null where either is missing. */
  readonly ratio: number | null;
  readonly rows: number | null;
  readonly rowsBefore: number | null;
  readonly change: Change;
}

export function compareRuns(
  results: readonly NodeResult[],
  before: ReadonlyMap<NodeId, NodeResult> | null,
): ComparedNode[] {
  const now = new Map(results.map((result) => [result.unique_id, result]));
  const gone = before === null ? [] : [...before.keys()].filter((id) => !now.has(id));
  return [...now.keys(), ...gone].map((id) => {
    const result = now.get(id);
    const old = before?.get(id);
    const ms = timeOf(result);
    const msBefore = timeOf(old);
    const rows = rowsOf(result);
    const rowsBefore = rowsOf(old);
    return {
      id,
      status: result?.status ?? null,
      statusBefore: old?.status ?? null,
      ms,
      msBefore,
      ratio: ms === null || msBefore === null || msBefore === 0 ? null : ms / msBefore,
      rows,
      rowsBefore,
      change: before === null ? "same" : changeOf(result, old, rows, rowsBefore),
    };
  });
}

export function isBad(status: NodeRunState | null | undefined): boolean {
  return status === "fail" || status === "error" || status === "runtime error";
}

/** The newest earlier run that has something in common with this one, one of the same command before all others. */
export function runBefore<
  Head extends { readonly id: string; readonly command: string; readonly nodes: number; readonly tests: number },
>(runs: readonly Head[], id: string): Head | null {
  const at = runs.findIndex((run) => run.id === id);
  const run = runs[at];
  if (!run) return null;
  const earlier = runs.slice(at + 1).filter((other) => other.nodes + other.tests > 0);
  return earlier.find((other) => other.command === run.command) ?? earlier[0] ?? null;
}

function changeOf(
  result: NodeResult | undefined,
  old: NodeResult | undefined,
  rows: number | null,
  rowsBefore: number | null,
): Change {
  if (!old) return "added";
  if (!result) return "gone";
  if (isBad(result.status) !== isBad(old.status)) return isBad(result.status) ? "broken" : "mended";
  return rows !== null && rowsBefore !== null && rows !== rowsBefore ? "rows" : "same";
}

function timeOf(result: NodeResult | undefined): number | null {
  return result === undefined || result.status === "skipped" || result.status === "no-op"
    ? null
    : result.execution_time_ms;
}

/** Rows that were built; of a test, the rows that break its rule. */
function rowsOf(result: NodeResult | undefined): number | null {
  return result?.rows ?? result?.failures ?? null;
}
