/**
 * The first and last day of a table, by its own event time: what the table is about, not when it was loaded or what it promises
 * for later (ends of periods, warranties).
 */
import { DAY_SECONDS, formatDay } from "./kit/calendar.ts";
import { NULL_NUMBER, type TableData } from "./table.ts";

/** In order of preference. */
const EVENT_TIMES = ["changed_at", "day", "created_at", "created", "install_date", "valid_from"] as const;

export function dateRange(table: TableData): { min_date: string | null; max_date: string | null } {
  const column = EVENT_TIMES.map((name) => table.columns.find((candidate) => candidate.name === name)).find(Boolean);
  if (column?.data.kind !== "number") return { min_date: null, max_date: null };
  const perDay = column.type === "DATE" ? 1 : DAY_SECONDS;
  let first: number | null = null;
  let last: number | null = null;
  for (const value of column.data.values) {
    if (value === NULL_NUMBER) continue;
    if (first === null || value < first) first = value;
    if (last === null || value > last) last = value;
  }
  return {
    min_date: first === null ? null : formatDay(Math.floor(first / perDay)),
    max_date: last === null ? null : formatDay(Math.floor(last / perDay)),
  };
}
