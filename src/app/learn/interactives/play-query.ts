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

/** A value as a number; null for NULL and for what is none. DuckDB's large integers and decimals come as bigint or text. */
export function numberOf(value: Value | undefined): number | null {
  if (value === null || value === undefined || typeof value === "object") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
