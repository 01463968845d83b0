/** Rows of one of a play's queries as state: what is shown stays until the next answer is there, and an answer that was overtaken is dropped. */
import type { Diagnostic, Outcome } from "../../../engine/core/errors.ts";
import type { PlayRow } from "./interactive.ts";

export class AskedRows {
  rows: readonly PlayRow[] | null = $state.raw(null);
  problems: readonly Diagnostic[] = $state.raw([]);
  #asked = 0;

  /** The rows, or null when the query failed or another was asked meanwhile. */
  async ask(answer: Promise<Outcome<readonly PlayRow[]>>): Promise<readonly PlayRow[] | null> {
    const number = (this.#asked += 1);
    const outcome = await answer;
    if (number !== this.#asked) return null;
    this.problems = outcome.ok ? [] : outcome.diagnostics;
    if (outcome.ok) this.rows = outcome.value;
    return outcome.ok ? outcome.value : null;
  }
}
