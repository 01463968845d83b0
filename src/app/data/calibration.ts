/** How a number of the calibration report is drawn and written: its place on a scale around the band, its unit, its mark. */
import type { Kpi } from "../../worker/protocol.ts";
import type { Mark } from "../ui/status.ts";

export const AREAS: readonly Kpi["area"][] = ["customers", "money", "product", "sales", "marketing"];

export const MARK_OF: Readonly<Record<Kpi["verdict"], Mark>> = {
  "in band": "pass",
  "too low": "fail",
  "too high": "fail",
  "not measured": "idle",
};

export interface Places {
  /** Percent of the bar's width. */
  readonly low: number;
  readonly high: number;
  /** Null when there is no value. */
  readonly value: number | null;
}

/** The band takes the middle half of the bar; a value far outside stands at the end. */
export function placesOf({ band, value }: Pick<Kpi, "band" | "value">): Places {
  // A band of one number still has a width that can be seen.
  const width = band.high - band.low || Math.max(1, Math.abs(band.low)) / 2;
  const middle = (band.low + band.high) / 2;
  const place = (at: number): number => Math.min(99, Math.max(1, 50 + ((at - middle) / width) * 50));
  const half = Math.max(1, ((band.high - band.low) / width) * 25);
  return { low: 50 - half, high: 50 + half, value: value === null ? null : place(value) };
}

export function amount(value: number, unit: Kpi["unit"]): string {
  if (unit === "percent") return `${(value * 100).toFixed(1)} %`;
  if (unit === "months") return `${value.toFixed(1)} months`;
  return unit === "factor" ? value.toFixed(2) : String(value);
}

export function bandText({ low, high }: Kpi["band"], unit: Kpi["unit"]): string {
  return low === high ? amount(low, unit) : `${amount(low, unit)} to ${amount(high, unit)}`;
}
