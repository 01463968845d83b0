/** Queries of an interactive: values filled in as literals, rows as records. */
import type { Table, Value } from "../../../engine/core/table.ts";
import { tableRows } from "../../../engine/core/table.ts";

export { bindParameters } from "../../../lessons/parameters.ts";

export function rowsOf(table: Table): readonly Readonly<Record<string, Value>>[] {
  return tableRows(table);
}

export function textOf(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
