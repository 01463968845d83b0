/** An alarm on a score: what it finds of the incidents that are known, and what it cries for nothing. */
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface Confusion {
  readonly hits: number;
  readonly falseAlarms: number;
  readonly missed: number;
  readonly quiet: number;
}

export interface JudgedDay {
  readonly day: string;
  readonly value: number | null;
  readonly baseline: number | null;
  /** null: not judged. */
  readonly score: number | null;
  readonly isIncident: boolean;
}

export interface CurvePoint {
  readonly threshold: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

const numberOf = (value: PlayRow[string] | undefined): number | null => {
  const text = textOf(value);
  return text === null ? null : Number(text);
};

export function readConfusion(row: PlayRow | undefined): Confusion | null {
  if (row === undefined) return null;
  return {
    hits: Number(row["true_positive"]),
    falseAlarms: Number(row["false_positive"]),
    missed: Number(row["false_negative"]),
    quiet: Number(row["true_negative"]),
  };
}

/** Of the alarms, how many were right; null without an alarm. */
export function precisionOf({ hits, falseAlarms }: Confusion): number | null {
  return hits + falseAlarms === 0 ? null : hits / (hits + falseAlarms);
}

/** Of the incidents, how many were found; null without one. */
export function recallOf({ hits, missed }: Confusion): number | null {
  return hits + missed === 0 ? null : hits / (hits + missed);
}

export function readDays(rows: readonly PlayRow[]): readonly JudgedDay[] {
  return rows.map((row) => ({
    day: String(row["date_day"]).slice(0, 10),
    value: numberOf(row["value"]),
    baseline: numberOf(row["baseline"]),
    score: numberOf(row["score"]),
    isIncident: row["is_incident"] === true,
  }));
}

export function readCurve(rows: readonly PlayRow[]): readonly CurvePoint[] {
  return rows.map((row) => ({
    threshold: Number(row["threshold"]),
    precision: numberOf(row["precision"]),
    recall: numberOf(row["recall"]),
  }));
}

/** What a day is at this threshold; null where nothing is to be said. */
export function verdictOf(day: JudgedDay, threshold: number): "hit" | "false alarm" | "missed" | null {
  const isFlagged = day.score !== null && day.score > threshold;
  if (isFlagged) return day.isIncident ? "hit" : "false alarm";
  return day.isIncident && day.score !== null ? "missed" : null;
}

/** The lowest and the highest of all values and baselines, with some air. */
export function rangeOf(days: readonly JudgedDay[]): readonly [low: number, high: number] {
  const values = days.flatMap(({ value, baseline }) => [value, baseline]).filter((value) => value !== null);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = Math.max(0.2, (high - low) * 0.12);
  return [low - air, high + air];
}

/** A line with gaps where there is no value. */
export function linePath(points: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  let isDown = false;
  return points
    .map((point) => {
      if (point === null) {
        isDown = false;
        return "";
      }
      const command = `${isDown ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
      isDown = true;
      return command;
    })
    .join("");
}
