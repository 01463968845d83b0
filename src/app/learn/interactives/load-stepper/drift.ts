/** A table of hours beside what a full refresh would hold: which hours differ, and how. */
import { minutesOf } from "../gap-threshold/moments.ts";
import type { PlayRow } from "../interactive.ts";

export interface Load {
  readonly number: number;
  readonly title: string;
  readonly arrived: number;
  readonly late: number;
}

export interface Hour {
  /** Minutes since the epoch. */
  readonly at: number;
  /** Rows that stand for the hour. */
  readonly rows: number;
  readonly value: number;
  /** What a full refresh says. */
  readonly truth: number;
}

export interface Drift {
  readonly hours: number;
  /** Hours whose value is too low. */
  readonly low: number;
  /** Hours that stand there more than once. */
  readonly doubled: number;
  /** What is missing in all hours together. */
  readonly missing: number;
}

export function readLoads(rows: readonly PlayRow[]): readonly Load[] {
  return rows
    .map((row) => ({
      number: Number(row["load"]),
      title: String(row["title"]),
      arrived: Number(row["arrived"]),
      late: Number(row["late"]),
    }))
    .sort((left, right) => left.number - right.number);
}

export function readHours(rows: readonly PlayRow[]): readonly Hour[] {
  return rows
    .map((row) => ({
      at: minutesOf(row["hour_ts"]),
      rows: Number(row["row_count"]),
      value: Number(row["value"]),
      truth: Number(row["truth"]),
    }))
    .sort((left, right) => left.at - right.at);
}

export function differs(hour: Hour): boolean {
  return hour.value !== hour.truth || hour.rows !== 1;
}

export function driftOf(hours: readonly Hour[]): Drift {
  const wrong = hours.filter(differs);
  return {
    hours: wrong.length,
    low: wrong.filter((hour) => hour.value < hour.truth).length,
    doubled: wrong.filter((hour) => hour.rows > 1).length,
    missing: wrong.reduce((sum, hour) => sum + Math.max(0, hour.truth - hour.value), 0),
  };
}

export interface Day {
  /** Minutes since the epoch, at midnight. */
  readonly at: number;
  /** One for each hour of the day; null where nothing was loaded. */
  readonly hours: readonly (Hour | null)[];
}

/** Hours as a grid: a row for each day from the first to the last, 24 places in each. */
export function gridOf(hours: readonly Hour[]): readonly Day[] {
  const day = 1440;
  const byTime = new Map(hours.map((hour) => [hour.at, hour]));
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return [];
  const days: Day[] = [];
  for (let at = Math.floor(first.at / day) * day; at <= last.at; at += day)
    days.push({ at, hours: Array.from({ length: 24 }, (_, hour) => byTime.get(at + hour * 60) ?? null) });
  return days;
}
