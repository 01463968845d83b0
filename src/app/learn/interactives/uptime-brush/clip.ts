/** State intervals and a window, in minutes since the epoch: what of each lies inside, and what it counts as. */
import type { PlayRow } from "../interactive.ts";
import { minutesOf } from "../gap-threshold/moments.ts";

export type Counts = "up" | "down" | "unobserved";

export interface StateSpan {
  readonly state: string;
  readonly from: number;
  /** null: still open. */
  readonly to: number | null;
  readonly counts: Counts;
}

export interface Clipped {
  readonly span: StateSpan;
  readonly from: number;
  readonly to: number;
  /** It reaches beyond the window on either side. */
  readonly isCut: boolean;
}

export function readStates(
  rows: readonly PlayRow[],
  online: ReadonlySet<string>,
  unobserved: ReadonlySet<string>,
): readonly StateSpan[] {
  return rows
    .map((row) => {
      const state = String(row["state"]);
      const counts: Counts = online.has(state) ? "up" : unobserved.has(state) ? "unobserved" : "down";
      return {
        state,
        from: minutesOf(row["valid_from"]),
        to: row["valid_to"] === null || row["valid_to"] === undefined ? null : minutesOf(row["valid_to"]),
        counts,
      };
    })
    .sort((left, right) => left.from - right.from);
}

/** greatest(valid_from, from) to least(valid_to, to), where that is a positive length. An open state reaches to `last`. */
export function clip(spans: readonly StateSpan[], from: number, to: number, last: number): readonly Clipped[] {
  return spans.flatMap((span): Clipped[] => {
    const end = span.to ?? Math.max(last, span.from);
    const [start, stop] = [Math.max(span.from, from), Math.min(end, to)];
    if (stop <= start) return [];
    return [{ span, from: start, to: stop, isCut: span.from < from || end > to }];
  });
}

export function minutesThat(clipped: readonly Clipped[], counts: readonly Counts[]): number {
  return clipped.reduce((sum, part) => (counts.includes(part.span.counts) ? sum + part.to - part.from : sum), 0);
}

/** Minutes -> "2025-03-01 10:00:00", as SQL takes it. */
export function timestampOf(minutes: number): string {
  return new Date(minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");
}

/** A whole hour, as far as the axis reaches. */
export function wholeHour(minutes: number): number {
  return Math.round(minutes / 60) * 60;
}
