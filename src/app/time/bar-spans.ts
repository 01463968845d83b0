/**
 * The versions of one key as pieces of a lane from 0 to 100: bars, the gaps between them, and where two are in force at once.
 *
 * A version that ends where the next begins touches it and is no overlap. What lies outside of the axis is cut off at its edge.
 */
import type { HistoryBar } from "../../worker/protocol.ts";
import { daysBetween } from "./day-math.ts";

export interface BarSpan {
  readonly bar: HistoryBar;
  readonly left: number;
  readonly width: number;
}

export interface LaneSpan {
  readonly left: number;
  readonly width: number;
}

export interface Lane {
  readonly bars: readonly BarSpan[];
  readonly gaps: readonly LaneSpan[];
  readonly overlaps: readonly LaneSpan[];
}

export function laneOf(bars: readonly HistoryBar[], first: string, last: string): Lane {
  const at = scale(first, last);
  const spans = bars.map((bar) => {
    const left = at(bar.starts);
    return { bar, left, width: Math.max(0, at(bar.ends ?? last) - left) };
  });
  const gaps: LaneSpan[] = [];
  const overlaps: LaneSpan[] = [];
  /** The latest end so far; null once a version without an end has begun. */
  let reach: string | null | undefined;
  for (const bar of bars) {
    if (reach !== undefined) {
      if (reach === null || bar.starts < reach) {
        const end = reach === null ? bar.ends : bar.ends === null || bar.ends > reach ? reach : bar.ends;
        overlaps.push({ left: at(bar.starts), width: at(end ?? last) - at(bar.starts) });
      } else if (bar.starts > reach) gaps.push({ left: at(reach), width: at(bar.starts) - at(reach) });
    }
    if (reach === undefined) reach = bar.ends;
    else if (reach !== null && (bar.ends === null || bar.ends > reach)) reach = bar.ends;
  }
  return { bars: spans, gaps, overlaps };
}

/** Day -> percent of the axis. */
export function scale(first: string, last: string): (day: string) => number {
  const span = Math.max(1, daysBetween(first, last));
  return (day) => (Math.max(0, Math.min(span, daysBetween(first, day))) / span) * 100;
}

/** In force on the day: half open. */
export function isLit(bar: HistoryBar, day: string): boolean {
  return bar.starts <= day && (bar.ends === null || bar.ends > day);
}
