/**
 * What the references of exercises gave, run ahead in the background so that a check only waits for the answer. They hold for one
 * state of project and database: as soon as a table may have changed they are run anew.
 */
import type { Memo } from "./memo.ts";
import type { Outcome } from "../engine/core/errors.ts";

export class References {
  #memo: Memo = new Map();
  #of: readonly object[] = [];
  #changes: number | undefined;

  /**
   * Runs work that may use and add references. `of` are other objects whenever a text has changed, of the project or of the lessons;
   * `changes` counts what may have changed in the database, and is undefined where nobody counts: then nothing is held.
   */
  async during<T>(
    of: readonly object[],
    changes: () => number | undefined,
    work: (references: Memo | undefined) => Promise<T>,
  ): Promise<T> {
    const before = changes();
    if (before === undefined) return work(undefined);
    if (this.#changes !== before || of.some((one, index) => one !== this.#of[index])) this.#memo = new Map();
    const memo = this.#memo;
    try {
      return await work(memo);
    } finally {
      // A reference that ran before a table of the same check was built may have read another one.
      if (changes() !== before) this.#memo = new Map();
      this.#of = of;
      this.#changes = changes();
    }
  }
}

/** The value under the key, made once; what failed or was cancelled is made again. */
export async function held<T>(
  references: Memo | undefined,
  key: string,
  make: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const known = references?.get(key) as Promise<Outcome<T>> | undefined;
  if (known !== undefined) return known;
  const made = await make();
  if (made.ok) references?.set(key, Promise.resolve(made));
  return made;
}
