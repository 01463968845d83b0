/**
 * How many rows a request makes and how much memory they take, from the planned sizes of the tables: an honest "about".
 *
 * Nothing is simulated for it, and the sums are written down here, so that a page can tell them without loading a single schema.
 */
import { TIERS } from "./tiers.ts";

/** The planned rows of all tables of the schemas together, sealed ones aside; a test adds them up. */
export const PLANNED_ROWS = { classroom: 3_270_992, full: 33_414_058 } as const;

/** Bytes that a row takes in the database, all columns together; measured on the classroom. */
const ROW_BYTES = 90;

export interface Estimate {
  readonly rows: number;
  /** Memory of the rows once they are in the database. */
  readonly bytes: number;
}

/** Rows grow with the customers, at the rate of the two planned tiers, and shrink with a later start. */
export function estimate({ customers, startDay }: { readonly customers: number; readonly startDay: number }): Estimate {
  const { classroom, full } = TIERS;
  const sized =
    customers <= classroom.accounts
      ? (PLANNED_ROWS.classroom * customers) / classroom.accounts
      : PLANNED_ROWS.classroom +
        ((PLANNED_ROWS.full - PLANNED_ROWS.classroom) * (customers - classroom.accounts)) /
          (full.accounts - classroom.accounts);
  // About half of the rows lie in the windows of the last year, whatever came before.
  const span = classroom.lastDay - classroom.startDay;
  const rows = Math.floor(sized * Math.min(1, 0.5 + (0.5 * (classroom.lastDay - startDay)) / span));
  return { rows, bytes: rows * ROW_BYTES };
}

/** "about 2.6 million" */
export function millions(rows: number): string {
  if (rows < 10_000) return `about ${String(Math.max(1, Math.floor(rows / 100)) * 100)}`;
  if (rows < 1_000_000) return `about ${String(Math.floor(rows / 1000))} thousand`;
  return rows < 1_000_000_000
    ? `about ${tenths(rows, 1_000_000)} million`
    : `about ${tenths(rows, 1_000_000_000)} billion`;
}

/** "about 240 MB", "about 2.4 GB" */
export function gigabytes(bytes: number): string {
  if (bytes < 1_000_000_000) return `about ${String(Math.max(1, Math.floor(bytes / 1_000_000)))} MB`;
  return `about ${tenths(bytes, 1_000_000_000)} GB`;
}

function tenths(value: number, unit: number): string {
  const count = Math.floor((value * 10) / unit);
  return count % 10 === 0 || count >= 1000
    ? String(Math.floor(count / 10))
    : `${String(Math.floor(count / 10))}.${String(count % 10)}`;
}
