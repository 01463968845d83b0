/** First widths of columns, from the text that they hold: wide enough for nearly all of it, and never so wide that one fills the grid. */
import type { Table } from "../../engine/core/table.ts";
import { shownText } from "./value-kind.ts";

export const MIN_WIDTH = 56;
const MAX_WIDTH = 300;
/** Widest character of the cell's type in px, on average over text; digits are narrower. */
const CHARACTER = 7.1;
const PADDING = 25;
const LOOKED_AT = 60;

export function firstWidths(table: Table, heads: readonly string[]): number[] {
  return table.columns.map((column, index) => {
    const values = table.data[index]?.slice(0, LOOKED_AT) ?? [];
    const longest = Math.max(0, ...values.map((value) => (shownText(value, column) ?? "NULL").length));
    const head = Math.max(column.name.length * 1.06, (heads[index] ?? "").length * 0.92);
    return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.max(longest, head) * CHARACTER + PADDING)));
  });
}
