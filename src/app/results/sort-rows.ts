/**
 * The order of the fetched rows by one column or several. NULL comes last both ways, as in DuckDB; rows that are equal keep their order.
 */
import type { Column, Table, Value } from "../../engine/core/table.ts";
import { exactText, kindOf } from "./value-kind.ts";

export interface SortOrder {
  readonly column: number;
  readonly descending: boolean;
}

/** The first order counts most; later ones only where the ones before leave rows equal. */
export function sortedRows(table: Table, orders: readonly SortOrder[]): readonly number[] {
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  const by = orders.flatMap(({ column, descending }) => {
    const found = table.columns[column];
    const values = table.data[column];
    return found && values ? [{ values, compare: comparatorOf(found), sign: descending ? -1 : 1 }] : [];
  });
  if (by.length === 0) return rows;
  return rows.sort((a, b) => {
    for (const { values, compare, sign } of by) {
      const [left, right] = [values[a] ?? null, values[b] ?? null];
      if (left === null && right === null) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      const order = sign * compare(left, right);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

/** Head clicks go: ascending, descending, as it came. With `add` the orders by other columns stay. */
export function nextOrder(orders: readonly SortOrder[], column: number, add = false): readonly SortOrder[] {
  const own = orders.find((order) => order.column === column);
  const others = add ? orders : orders.filter((order) => order.column === column);
  if (!own) return [...(add ? orders : []), { column, descending: false }];
  if (own.descending) return others.filter((order) => order.column !== column);
  return others.map((order) => (order.column === column ? { column, descending: true } : order));
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
