/** How long a run may still take, from what its nodes took so far. */
import type { RunState } from "../session/run-state.ts";

/** Nodes that must have ended before a guess is worth anything. */
const ENOUGH = 3;

/** Milliseconds; null while there is nothing to go by. */
export function timeLeft(run: Pick<RunState, "running" | "done" | "total" | "startedAt" | "ran">): number | null {
  const last = run.ran.at(-1)?.completed_at ?? null;
  if (!run.running || run.done < ENOUGH || run.total <= run.done || run.startedAt === null || last === null)
    return null;
  const first = run.ran.find((result) => result.status !== "skipped")?.started_at ?? run.startedAt;
  const each = (last - first) / run.done;
  return each <= 0 ? null : each * (run.total - run.done);
}
