/**
 * The days of a metric as one point per day, week or month. What may be done follows from its additivity: additive days are added; of
 * all others the last day of each period counts, because the MRR of thirty days is not thirty times MRR, and a mean of ratios is none.
 */
import { tableRows, type Table } from "../../engine/core/table.ts";
import { toNumber } from "../results/value-kind.ts";

export const COMPARISONS = [
  "previous_week_value",
  "previous_month_value",
  "previous_year_value",
  "avg_7d",
  "avg_28d",
  "target",
] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Grain = "day" | "week" | "month";

export interface MetricPoint {
  /** ISO day: the day itself, or the last one of the period that has a value. */
  readonly day: string;
  readonly value: number | null;
  /** What stands beside it. */
  readonly beside: Readonly<Partial<Record<Comparison, number>>>;
}

export function pointsOf(table: Table): readonly MetricPoint[] {
  return tableRows(table).map((row) => ({
    day: String(row["metric_date"]).slice(0, 10),
    value: toNumber(row["metric_value"] ?? null),
    beside: Object.fromEntries(
      COMPARISONS.flatMap((name) => {
        const value = toNumber(row[name] ?? null);
        return value === null ? [] : [[name, value]];
      }),
    ),
  }));
}

/** The points of the last `days` days before the newest one. */
export function lastDays(points: readonly MetricPoint[], days: number): readonly MetricPoint[] {
  const newest = points.at(-1);
  if (newest === undefined) return points;
  const from = new Date(Date.parse(newest.day) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return points.filter((point) => point.day >= from);
}

export function rollUp(points: readonly MetricPoint[], grain: Grain, additivity: string): readonly MetricPoint[] {
  if (grain === "day") return points;
  const periods = new Map<string, MetricPoint[]>();
  for (const point of points) {
    const key = grain === "month" ? point.day.slice(0, 7) : mondayOf(point.day);
    const period = periods.get(key);
    if (period) period.push(point);
    else periods.set(key, [point]);
  }
  return [...periods.values()].map((period) => {
    const last = period.at(-1)!;
    if (additivity !== "additive") return last;
    return {
      day: last.day,
      value: sum(period.map((point) => point.value)),
      // A comparison can be added only where every day of the period has it; a mean of days is the mean of the last ones.
      beside: Object.fromEntries(
        COMPARISONS.flatMap((name) => {
          if (name === "avg_7d" || name === "avg_28d") return [];
          const values = period.flatMap((point) => point.beside[name] ?? []);
          return values.length === period.length ? [[name, sum(values)]] : [];
        }),
      ),
    };
  });
}

function sum(values: readonly (number | null)[]): number | null {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : told.reduce((total, value) => total + value, 0);
}

/** ISO weeks begin on Monday. */
function mondayOf(day: string): string {
  const at = Date.parse(day);
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - weekday * 86_400_000).toISOString().slice(0, 10);
}
