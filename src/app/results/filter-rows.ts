/**
 * What a person types over a column -> which of the fetched rows stay. DuckDB decides the same over all rows
 * (`engine/profile/filter-sql.ts`): both compare numbers as numbers and everything else as the text that is shown.
 */
import type { Column, Table, Value } from "../../engine/core/table.ts";
import type { ColumnFilter, FilterTest } from "../../worker/protocol.ts";
import { exactText } from "./value-kind.ts";

/** The rows, by their numbers and in their order, that all filters keep. */
export function filteredRows(
  table: Table,
  rows: readonly number[],
  filters: readonly ColumnFilter[],
): readonly number[] {
  if (filters.length === 0) return rows;
  return rows.filter((row) =>
    filters.every(({ column, test }) => {
      const value = table.data[column]?.[row] ?? null;
      const found = table.columns[column];
      return found === undefined || keeps(test, value, exactText(value), found);
    }),
  );
}

/** `smb`, `!smb`, `=SMB`, `=` (the empty text), `> 40`, `null`, `!null`; null when nothing is asked. */
export function parseFilter(typed: string): FilterTest | null {
  const text = typed.trim();
  if (text === "") return null;
  const not = text.startsWith("!");
  const rest = not ? text.slice(1).trim() : text;
  if (/^null$/i.test(rest)) return { kind: "null", not };
  const sign = /^(<=|>=|<|>)\s*(.+)$/.exec(text);
  if (sign) return { kind: "compare", sign: sign[1] as "<", text: sign[2]! };
  if (rest.startsWith("=")) return { kind: "is", text: rest.slice(1).trim(), not };
  return rest === "" ? null : { kind: "contains", text: rest, not };
}

/** `text` is the value exactly as the database said it, null for NULL. NULL stays only where it is asked for. */
export function keeps(test: FilterTest, value: Value, text: string | null, column: Column): boolean {
  if (test.kind === "null") return (value === null) !== test.not;
  if (text === null) return false;
  switch (test.kind) {
    case "contains":
      return text.toLowerCase().includes(test.text.toLowerCase()) !== test.not;
    case "is":
      return sameValue(text, test.text, column) !== test.not;
    case "compare": {
      const order =
        isNumeric(column) && isNumber(test.text) ? Number(text) - Number(test.text) : compareText(text, test.text);
      return test.sign === "<"
        ? order < 0
        : test.sign === "<="
          ? order <= 0
          : test.sign === ">"
            ? order > 0
            : order >= 0;
    }
  }
}

function sameValue(text: string, wanted: string, column: Column): boolean {
  return isNumeric(column) && isNumber(wanted) ? Number(text) === Number(wanted) : text === wanted;
}

function isNumeric(column: Column): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\([^)]*\)|DOUBLE|FLOAT)$/.test(column.type);
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
