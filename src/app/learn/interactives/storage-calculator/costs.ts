/** Rows and bytes of the three tables of an entity, and what a change of definition leaves behind. Pure arithmetic. */
import type { PlayRow } from "../interactive.ts";

export interface Size {
  readonly customers: number;
  readonly features: number;
  readonly days: number;
  /** Versions of one customer, on average. */
  readonly versions: number;
}

export interface Cost {
  readonly table: "atomic" | "history" | "daily";
  readonly rows: number;
  readonly bytes: number;
}

export function costsOf(size: Size, bytesPerValue: number): readonly Cost[] {
  const rows = {
    atomic: size.customers,
    history: Math.round(size.customers * size.versions),
    daily: size.customers * size.days,
  };
  return (["atomic", "history", "daily"] as const).map((table) => ({
    table,
    rows: rows[table],
    bytes: rows[table] * size.features * bytesPerValue,
  }));
}

/** Milliseconds for the daily table, by what one feature took on another number of rows. */
export function rebuildTime(size: Size, measured: { readonly rows: number; readonly ms: number }): number {
  return (measured.ms * size.customers * size.days * size.features) / Math.max(1, measured.rows);
}

export interface DriftMonth {
  readonly month: string;
  readonly rows: number;
  readonly old: number | null;
  readonly new: number | null;
}

export type Definition = "old" | "changed" | "backfilled";

export function readDrift(rows: readonly PlayRow[]): readonly DriftMonth[] {
  const number = (value: PlayRow[string] | undefined) => (value === null || value === undefined ? null : Number(value));
  return rows.map((row) => ({
    month: String(row["month"]).slice(0, 7),
    rows: Number(row["row_count"]),
    old: number(row["old_value"]),
    new: number(row["new_value"]),
  }));
}

/** What the daily table holds for each month: by the old definition before the change, by the new one from it on. */
export function keptValues(
  months: readonly DriftMonth[],
  definition: Definition,
  at: number,
): readonly (number | null)[] {
  return months.map((month, index) => {
    if (definition === "old") return month.old;
    return definition === "backfilled" || index >= at ? month.new : month.old;
  });
}

/** Rows before the change, and all. */
export function rowsBefore(
  months: readonly DriftMonth[],
  at: number,
): { readonly before: number; readonly all: number } {
  const sum = (part: readonly DriftMonth[]) => part.reduce((total, month) => total + month.rows, 0);
  return { before: sum(months.slice(0, at)), all: sum(months) };
}
