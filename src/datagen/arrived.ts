/** What had been loaded by the end of a day: a source table as somebody saw it then. */
import { DAY_SECONDS } from "./kit/calendar.ts";
import type { ColumnData, TableData } from "./table.ts";

/** The table without the rows that were loaded later; the table itself when there are none. */
export function arrivedBy(table: TableData, asOfDay: number): TableData {
  const synced = table.columns.find(({ name }) => name === "_synced_at")?.data.values;
  if (synced === undefined) return table;
  const end = (asOfDay + 1) * DAY_SECONDS;
  const isLate = (row: number): boolean => Number(synced[row]) >= end;
  let count = 0;
  while (count < table.rowCount && !isLate(count)) count += 1;
  if (count === table.rowCount) return table;
  const kept = new Int32Array(table.rowCount);
  for (let row = 0; row < count; row += 1) kept[row] = row;
  for (let row = count + 1; row < table.rowCount; row += 1) {
    if (isLate(row)) continue;
    kept[count] = row;
    count += 1;
  }
  return pickRows(table, kept.subarray(0, count));
}

/** The rows at these places, in this order. */
export function pickRows(table: TableData, rows: Int32Array): TableData {
  return { ...table, rowCount: rows.length, columns: table.columns.map((column) => pickValues(column, rows)) };
}

function pickValues(column: ColumnData, rows: Int32Array): ColumnData {
  const { data } = column;
  if (data.kind === "text") {
    const { values } = data;
    const picked: (string | null)[] = [];
    for (let index = 0; index < rows.length; index += 1) picked.push(values[rows[index] ?? 0] ?? null);
    return { ...column, data: { kind: "text", values: picked } };
  }
  const values = data.values instanceof Int32Array ? pickNarrow(data.values, rows) : pickWide(data.values, rows);
  return { ...column, data: { kind: "number", values } };
}

// One function for each kind of array, for each is then compiled for its kind: a hundred million values pass through.

function pickNarrow(from: Int32Array, rows: Int32Array): Int32Array {
  const values = new Int32Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) values[index] = from[rows[index] ?? 0] ?? 0;
  return values;
}

function pickWide(from: Float64Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) values[index] = from[rows[index] ?? 0] ?? 0;
  return values;
}
