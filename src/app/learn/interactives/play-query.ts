/** Queries of an interactive: parameters filled in as literals, rows as records. */
import type { Table, Value } from "../../../engine/core/table.ts";
import { tableRows } from "../../../engine/core/table.ts";

/** `$customer` becomes a quoted literal. A name without a value stays, so that DuckDB complains about it by name. */
export function bindParameters(sql: string, parameters: Readonly<Record<string, string>>): string {
  return sql.replace(/\$([a-z][a-z0-9_]*)\b/g, (written, name: string) => {
    const value = parameters[name];
    return value === undefined ? written : `'${value.replaceAll("'", "''")}'`;
  });
}

export function rowsOf(table: Table): readonly Readonly<Record<string, Value>>[] {
  return tableRows(table);
}

export function textOf(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
