/**
 * When a price is invoiced over a year, next to what it is worth in each of its months. The year has 365 days and begins with the
 * first invoice; the amount of MRR is not worked out here but asked from the database.
 */
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export const INTERVALS = ["day", "week", "month", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

export interface Price {
  readonly cents: number;
  readonly interval: Interval;
  readonly count: number;
}

export interface Example extends Price {
  readonly label: string;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function readExamples(rows: readonly PlayRow[]): readonly Example[] {
  return rows.flatMap((row) => {
    const interval = INTERVALS.find((name) => name === textOf(row["billing_interval"]));
    return interval === undefined
      ? []
      : [
          {
            label: textOf(row["label"]) ?? "",
            cents: Number(row["amount_cents"] ?? 0),
            interval,
            count: Math.max(1, Number(row["interval_count"] ?? 1)),
          },
        ];
  });
}

/** Invoices in each of the twelve months. */
export function invoicesByMonth({ interval, count }: Price): readonly number[] {
  const months = DAYS.map(() => 0);
  if (interval === "month" || interval === "year") {
    const step = interval === "month" ? count : 12 * count;
    return months.map((_, month) => (month % step === 0 ? 1 : 0));
  }
  const step = (interval === "day" ? 1 : 7) * count;
  let month = 0;
  let end = DAYS[0] ?? 0;
  for (let day = 0; day < 365; day += step) {
    while (day >= end) {
      month += 1;
      end += DAYS[month] ?? 365;
    }
    months[month] = (months[month] ?? 0) + 1;
  }
  return months;
}

/** How many months one price covers; a year has 365 days, 52 weeks and 12 months. */
export function monthsCovered({ interval, count }: Price): number {
  switch (interval) {
    case "day":
      return (count * 12) / 365;
    case "week":
      return (count * 12) / 52;
    case "month":
      return count;
    case "year":
      return count * 12;
  }
}
