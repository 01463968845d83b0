/** What a reference of a metric needs: rows of cleaned sources, days as numbers, and the value that the project tells. */
import { expect } from "vitest";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { rowsIn, type Row } from "./built-project.ts";

/** Month ends, the leap over a year, quiet days, a day with a stalled deal and one with lost MRR are among them. */
export const DAYS = [
  "2025-07-19",
  "2025-07-31",
  "2025-08-23",
  "2025-09-30",
  "2025-05-29",
  "2025-10-06",
  "2025-11-16",
  "2025-12-01",
  "2025-12-30",
  "2025-12-31",
];

/** Days as numbers, 0 is 1970-01-01. */
export const dayOf = (text: string): number => Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000;
export const textOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
export const firstOfMonth = (text: string): number => dayOf(`${text.slice(0, 8)}01`);

/** The same day of an earlier month, or that month's last. */
export function monthsBefore(text: string, months: number): number {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return Date.UTC(year, month - 1 - months, Math.min(day, last)) / 86_400_000;
}

export const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
export const ratio = (over: number, under: number): number | null => (under === 0 ? null : over / under);

export class MetricsLab {
  readonly native: NativeEngine;
  /** `metric day` -> value of the company, and of one entity at a time for the others. */
  readonly told = new Map<string, number | null>();

  /** Names of the metrics that were compared, those of single customers with the word before them, and the values that were told. */
  readonly checked = new Map<string, Set<number | null>>();

  constructor(native: NativeEngine) {
    this.native = native;
  }

  rows(sql: string): Promise<readonly Row[]> {
    return rowsIn(this.native, sql);
  }

  async variable(name: string): Promise<number> {
    return Number((await this.rows(`select {{ var('${name}') }} as value`))[0]?.["value"]);
  }

  /** Keeps what a wide model tells; `entity` is the SQL of the name that is put before the day. */
  async read(model: string, names: readonly string[], where: string, entity = "''"): Promise<void> {
    const values = names.map((name) => `cast(${name} as double) as ${name}`).join(", ");
    const rows = await this.rows(
      `select ${entity} || cast(metric_date as varchar) as day, ${values} from {{ ref('${model}') }} where ${where}`,
    );
    for (const row of rows)
      for (const name of names)
        this.told.set(`${name} ${String(row["day"])}`, row[name] === null ? null : Number(row[name]));
  }

  expect(name: string, day: string, expected: number | null): void {
    const value = this.told.get(`${name} ${day}`);
    const known = /^\d+ /.test(day) && this.told.has(`current_mrr ${day}`) ? `customer ${name}` : name;
    this.checked.set(known, (this.checked.get(known) ?? new Set<number | null>()).add(value ?? null));
    expect(value, `${name} on ${day}`).not.toBeUndefined();
    if (expected === null || value === null) expect(value, `${name} on ${day}`).toBe(expected);
    else {
      // Money is rounded to cents, the rest to four or six decimals.
      const allowed = Math.abs(expected) >= 10 ? Math.max(0.006, 1e-6 * Math.abs(expected)) : 0.0002;
      expect(Math.abs(value! - expected), `${name} on ${day}: ${value}, and not ${expected}`).toBeLessThan(allowed);
    }
  }

  /** Compared metrics that said the same every time. */
  *dull(): Iterable<string> {
    for (const [name, values] of this.checked) if (values.size < 2) yield name;
  }
}
