/** The order of the fetched rows by one column. NULL comes last both ways, as in DuckDB; rows that are equal keep their order. */
import type { Column, Table, Value } from "../../engine/core/table.ts";
import { exactText, kindOf } from "./value-kind.ts";

export interface SortOrder {
  readonly column: number;
  readonly descending: boolean;
}

export function sortedRows(table: Table, order: SortOrder | null): readonly number[] {
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  const column = order ? table.columns[order.column] : undefined;
  const values = order ? table.data[order.column] : undefined;
  if (!order || !column || !values) return rows;
  const compare = comparatorOf(column);
  const sign = order.descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [left, right] = [values[a] ?? null, values[b] ?? null];
    if (left === null || right === null) return left === right ? a - b : left === null ? 1 : -1;
    return sign * compare(left, right) || a - b;
  });
}

/** Head clicks go: ascending, descending, as it came. */
export function nextOrder(order: SortOrder | null, column: number): SortOrder | null {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? null : { column, descending: true };
}

export function comparatorOf(column: Column): (a: Value, b: Value) => number {
  if (kindOf(column) !== "number") return (a, b) => compareText(exactText(a) ?? "", exactText(b) ?? "");
  return (a, b) => {
    // A DECIMAL is text with one scale in the whole column; without its point it is an integer, which compares without rounding.
    const [left, right] = typeof a === "string" && typeof b === "string" ? [integerOf(a), integerOf(b)] : [a, b];
    return left! < right! ? -1 : left! > right! ? 1 : 0;
  };
}

function integerOf(decimal: string): bigint | string {
  return /^-?\d+(\.\d+)?$/.test(decimal) ? BigInt(decimal.replace(".", "")) : decimal;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
