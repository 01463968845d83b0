/** What had been loaded by the end of a day: a source table as somebody saw it then. */
import { DAY_SECONDS } from "./kit/calendar.ts";
import { keepRows } from "./picked-rows.ts";
import type { TableData } from "./table.ts";

/** The table without the rows that were loaded later; the table itself when there are none. Takes its numbers over. */
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
  return keepRows(table, kept.subarray(0, count));
}
