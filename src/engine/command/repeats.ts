/**
 * Warnings that say the same of many things: the first few are told, the others are counted, and told to the log file only.
 *
 * Two warnings are the same when they differ in nothing but names.
 */
import type { Diagnostic } from "../core/errors.ts";
import type { Session } from "./session.ts";

/** As many of one kind are told in full. */
const FIRST = 5;

export class Repeats {
  readonly #session: Session;
  readonly #counts = new Map<string, { readonly found: Diagnostic; count: number }>();

  constructor(session: Session) {
    this.#session = session;
  }

  tell(found: Diagnostic): void {
    const kind = `${found.code} ${found.message.replace(/"[^"]*"|\d+/g, "…")}`;
    const known = this.#counts.get(kind) ?? { found, count: 0 };
    this.#counts.set(kind, known);
    known.count += 1;
    if (known.count <= FIRST) this.#session.tell(found);
    // Without its line: to count the lines of a file for each of thousands would take longer than the command.
    else this.#session.say(`Warning ${found.code}: ${found.message} (${found.at?.path ?? ""})`, "debug");
  }

  /** How many more there were of each kind. */
  end(): void {
    for (const { found, count } of this.#counts.values()) {
      if (count <= FIRST) continue;
      const more = (count - FIRST).toLocaleString("en-US");
      const all = this.#session.context.host === null ? "" : "; logs/dbt.log has them all";
      this.#session.say(`Warning ${found.code}: and ${more} more of this kind${all}.`, "warn", "warn");
    }
  }
}
