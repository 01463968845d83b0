/** The curve of time decay, and the rows that a query made of it. */
import type { PlayRow } from "../interactive.ts";

export interface DecayTouch {
  readonly id: string;
  readonly channel: string;
  readonly days: number;
  readonly weight: number;
  readonly credit: number;
}

export interface DecayChannel {
  readonly channel: string;
  readonly conversions: number;
  /** By the two rules that time decay turns into, with a very short and a very long half-life. */
  readonly last: number;
  readonly linear: number;
}

/** From the farthest to the nearest. */
export function readDecay(rows: readonly PlayRow[]): readonly DecayTouch[] {
  return rows
    .map((row) => ({
      id: String(row["touch_id"]),
      channel: String(row["channel"]),
      days: Number(row["days_before"] ?? 0),
      weight: Number(row["weight"] ?? 0),
      credit: Number(row["credit"] ?? 0),
    }))
    .sort((left, right) => right.days - left.days);
}

export function readChannels(rows: readonly PlayRow[]): readonly DecayChannel[] {
  return rows.map((row) => ({
    channel: String(row["channel"]),
    conversions: Number(row["conversions"]),
    last: Number(row["last_touch"]),
    linear: Number(row["linear"]),
  }));
}

/** What is left of a weight of 1 after so many days. */
export function weightAt(days: number, halfLife: number): number {
  return 2 ** (-days / halfLife);
}

/** The curve as the path of a line: from the farthest day at the left to the conversion at the right, 1 is on top. */
export function curvePath(days: number, halfLife: number, width: number, height: number): string {
  const STEPS = 80;
  return Array.from({ length: STEPS + 1 }, (_, index) => {
    const x = (index / STEPS) * width;
    const y = (1 - weightAt(days * (1 - index / STEPS), halfLife)) * height;
    return `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join("");
}

/** A round length for the axis, in days. */
export function axisEnd(farthest: number): number {
  return Math.max(14, Math.ceil(farthest / 7) * 7);
}
