/**
 * The port to an SQL parser. `polyglot.ts` is the adapter; everything else in the room sees plain trees.
 *
 * A parser may refuse a statement that DuckDB accepts, so a refusal is a value and never means that the SQL is wrong.
 */

/** One statement as plain data: every expression is an object with one key, its kind, for example `{ column: { … } }`. */
export type SqlTree = unknown;

export type ParsedSql =
  { readonly ok: true; readonly statements: readonly SqlTree[] } | { readonly ok: false; readonly message: string };

export interface SqlParser {
  /** Offsets in the tree count Unicode code points from the start of `sql`. */
  parse(sql: string): ParsedSql;
}
