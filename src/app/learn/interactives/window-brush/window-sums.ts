/** Windows that end with a day: which days are in them, by which comparison, and what was counted on those days. */
import { addDays, daysBetween } from "../../../time/day-math.ts";

export interface Edges {
  /** The day that is N days back: outside with ">", inside with ">=". */
  readonly lower: ">" | ">=";
  /** The as-of date itself: inside with "<=", outside with "<". */
  readonly upper: "<=" | "<";
}

/** The convention of the project: N days, and the last of them is the as-of date. */
export const CONVENTION: Edges = { lower: ">", upper: "<=" };

interface DayWindow {
  readonly first: string;
  readonly last: string;
  readonly days: number;
}

interface DayCount {
  readonly day: string;
  readonly count: number;
}

export function windowOf(asOf: string, days: number, edges: Edges): DayWindow {
  const first = addDays(asOf, edges.lower === ">" ? 1 - days : -days);
  const last = edges.upper === "<=" ? asOf : addDays(asOf, -1);
  return { first, last, days: Math.max(0, daysBetween(first, last) + 1) };
}

export function isIn(day: string, window: DayWindow): boolean {
  return window.first <= day && day <= window.last;
}

export function sumIn(counts: readonly DayCount[], window: DayWindow): number {
  return counts.reduce((sum, { day, count }) => (isIn(day, window) ? sum + count : sum), 0);
}

/** How many days back a window begins that starts on `day`; at least 1. */
export function lengthFrom(day: string, asOf: string, edges: Edges): number {
  return Math.max(1, daysBetween(day, asOf) + (edges.lower === ">" ? 1 : 0));
}

export function predicate(days: number, edges: Edges): string {
  return `date_day ${edges.lower} as_of_date - ${days} and date_day ${edges.upper} as_of_date`;
}
