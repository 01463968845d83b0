/**
 * Counts what may have changed which relations a database holds, told from the words of its statements. In doubt a statement counts:
 * a wrong "yes" costs one look into the catalog, a wrong "no" would let a query read what is gone.
 */

/** Blanks, parentheses and comments in front of a statement. A comment inside of a comment ends where DuckDB says, not here. */
const BEFORE = String.raw`(?:[\s(]|--[^\n]*\n|/\*(?:(?!/\*)[\s\S])*?\*/)*`;
/** One question and nothing behind it. */
const QUESTION = new RegExp(
  `^${BEFORE}(?:select|with|from|values|describe|summarize|show)\\b(?![\\s\\S]*;\\s*\\S)`,
  "i",
);

/** What may hold a semicolon that ends nothing: texts, names in quotes, comments to the end of the line. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*/g;
/** Where quotes may mean something else: block comments, texts with backslashes or dollars. */
const UNSURE = /\/\*|\$|\be'/i;

function isQuestion(sql: string): boolean {
  return QUESTION.test(UNSURE.test(sql) ? sql : sql.replaceAll(QUOTED, (text) => (text.startsWith("--") ? "" : "''")));
}

export class CatalogWatch {
  #changes = 0;

  /** Another number than before: what was known of the relations may be wrong now. */
  get changes(): number {
    return this.#changes;
  }

  /** The work of a statement. It counts when it is asked for, since whoever asks next comes behind it, and when it has ended. */
  async during<T>(sql: string, work: () => Promise<T>): Promise<T> {
    if (isQuestion(sql)) return work();
    this.changed();
    try {
      return await work();
    } finally {
      this.changed();
    }
  }

  changed(): void {
    this.#changes += 1;
  }
}
