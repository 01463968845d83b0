/**
 * A result of a query, column by column, as plain data that crosses the worker boundary by structured clone.
 *
 * Values keep what the database said: BIGINT and HUGEINT are `bigint`, DECIMAL is text with its scale ("12.50"), DATE is
 * "2025-12-31", TIMESTAMP is "2025-12-31 10:00:00" (microseconds only when there are any), lists and structs are arrays and
 * records. So `1` and `1.0`, NULL and the empty string stay apart, in the browser exactly as on the command line.
 */
export type Value = null | boolean | number | bigint | string | readonly Value[] | { readonly [key: string]: Value };

export interface Column {
  readonly name: string;
  /** DuckDB's name of the type, for example `DECIMAL(12,2)`. */
  readonly type: string;
}

export interface Table {
  readonly columns: readonly Column[];
  /** One array per column, each `rowCount` long. */
  readonly data: readonly (readonly Value[])[];
  readonly rowCount: number;
  /** True when the query had more rows than the limit allowed; the rest was not fetched. */
  readonly truncated: boolean;
}

/** The rows of a table as records; for small results (logs, tests, the page API), not for grids. */
export function tableRows(table: Table): Record<string, Value>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((column, index) => [column.name, table.data[index]?.[row] ?? null])),
  );
}
