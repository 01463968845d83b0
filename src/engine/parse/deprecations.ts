/** Old forms that still work. A project that has one mostly has hundreds, so each kind is told once, with its first place and a count. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceSpan } from "../core/source-file.ts";

export interface Note {
  /** Tells kinds apart. */
  readonly key: string;
  readonly message: string;
  readonly hint: string;
  readonly at: SourceSpan;
}

export class Deprecations {
  readonly #kinds = new Map<string, { first: Note; count: number }>();

  note(note: Note): void {
    const known = this.#kinds.get(note.key);
    if (known) known.count += 1;
    else this.#kinds.set(note.key, { first: note, count: 1 });
  }

  diagnostics(): Diagnostic[] {
    return [...this.#kinds.values()].map(({ first: { message, hint, at }, count }) =>
      diagnostic("P011", count === 1 ? message : `${message} The same stands in ${count - 1} more places.`, {
        severity: "warning",
        hint,
        at,
      }),
    );
  }
}
