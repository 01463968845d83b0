/** Where the rows of a query stand. Rows that were there stay while a newer query runs or fails, and say that they are older. */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { QueryResult } from "../../worker/protocol.ts";

export interface ShownResult {
  readonly result: QueryResult;
  /** The text that was asked; left out where nobody compares it. */
  readonly text?: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

export type ResultState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly before: ShownResult | null }
  | { readonly kind: "rows"; readonly shown: ShownResult }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[]; readonly before: ShownResult | null };

export const NO_RESULT: ResultState = { kind: "idle" };

/** The rows on the screen, whatever else goes on. */
export function shownOf(state: ResultState): ShownResult | null {
  if (state.kind === "rows") return state.shown;
  return state.kind === "idle" ? null : state.before;
}
