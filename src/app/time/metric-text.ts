/** A measure in words, its value as text, and what it was on a day. */
import type { HistoryPoint, Measure } from "../../worker/protocol.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";

const words = surfaceStrings.time;

export function measureName({ aggregate, column }: Measure): string {
  if (aggregate === "count" || column === null) return words.countOf;
  return aggregate === "sum" ? words.sumOf(column) : words.avgOf(column);
}

/** Counts are whole; everything else has two places, as money has. */
export function measureText(measure: Measure, value: number | null): string {
  if (value === null) return words.null;
  const places = measure.aggregate === "count" ? 0 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** With its sign: "+1,000.50"; null when one of the two is not known. */
export function differenceText(measure: Measure, from: number | null, to: number | null): string | null {
  if (from === null || to === null) return null;
  const text = measureText(measure, Math.abs(to - from));
  return to < from ? `−${text}` : `+${text}`;
}

/** The value holds from its day on until the next; null before the first. */
export function valueOn(points: readonly HistoryPoint[], day: string): number | null {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.day ?? "") <= day) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.value ?? null;
}
