/**
 * From what the engine says about a node to what a person sees: a mark, a tone and a word. Colour never stands alone, so every
 * place that shows a mark also has the word, in text or as its accessible name.
 */
import type { NodeRunState } from "../session/run-state.ts";

/** The marks of the design language: shape first, then colour, then a word. */
export type Mark =
  "pass" | "warn" | "fail" | "running" | "skipped" | "stale" | "edited" | "added" | "removed" | "same" | "idle";

export type Tone = "pass" | "warn" | "fail" | "run" | "change" | "neutral";

export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  pass: "passed",
  warn: "warning",
  fail: "failed",
  running: "running",
  skipped: "skipped",
  stale: "out of date",
  edited: "edited",
  added: "rows added",
  removed: "rows removed",
  same: "same result",
  idle: "not run",
};

export const MARK_TONES: Readonly<Record<Mark, Tone>> = {
  pass: "pass",
  warn: "warn",
  fail: "fail",
  running: "run",
  skipped: "neutral",
  stale: "neutral",
  edited: "change",
  added: "pass",
  removed: "fail",
  same: "neutral",
  idle: "neutral",
};

/** The mark of a state of the run; no state is "not run". */
export function markOf(state: NodeRunState | undefined): Mark {
  switch (state) {
    case undefined:
    case "queued":
      return "idle";
    case "running":
      return "running";
    case "success":
    case "pass":
      return "pass";
    case "warn":
      return "warn";
    case "fail":
    case "error":
    case "runtime error":
      return "fail";
    case "skipped":
    case "no-op":
      return "skipped";
  }
}

/** The word of a state, as the engine means it: a model is built, a test passed. */
export function wordOf(state: NodeRunState | undefined): string {
  if (state === undefined) return "not run";
  if (state === "queued") return "waiting";
  if (state === "success") return "built";
  if (state === "error") return "error";
  return MARK_WORDS[markOf(state)];
}
