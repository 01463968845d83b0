/**
 * Events with the time at which they happened and the time at which they arrived, both in minutes since the epoch. The delay is
 * negative where the clock of the device is ahead.
 */
import { minutesOf } from "../gap-threshold/moments.ts";
import type { PlayRow } from "../interactive.ts";

export interface TwoClocks {
  readonly id: string;
  readonly device: string;
  readonly kind: string;
  readonly eventAt: number;
  readonly arrivedAt: number;
}

export interface Plane {
  readonly from: number;
  readonly to: number;
}

export function readEvents(rows: readonly PlayRow[]): readonly TwoClocks[] {
  return rows.map((row) => ({
    id: String(row["event_id"]),
    device: String(row["device"]),
    kind: String(row["kind"]),
    eventAt: minutesOf(row["event_at"]),
    arrivedAt: minutesOf(row["ingested_at"]),
  }));
}

export function delayOf(event: TwoClocks): number {
  return event.arrivedAt - event.eventAt;
}

/** Both axes show the same span, so that what arrives at once lies on the diagonal. */
export function planeOf(events: readonly TwoClocks[]): Plane {
  let from = Infinity;
  let to = -Infinity;
  for (const event of events) {
    from = Math.min(from, event.eventAt, event.arrivedAt);
    to = Math.max(to, event.eventAt, event.arrivedAt);
  }
  return Number.isFinite(from) ? { from, to: Math.max(to, from + 1) } : { from: 0, to: 1 };
}

/** The first minute of each day within the plane, at most `most` of them. */
export function daysOf({ from, to }: Plane, most = 7): readonly number[] {
  const day = 1440;
  const days: number[] = [];
  for (let at = Math.ceil(from / day) * day; at <= to; at += day) days.push(at);
  const step = Math.max(1, Math.ceil(days.length / most));
  return days.filter((_, index) => index % step === 0);
}

/** Events that are still missing when one waits so many hours after each has happened. */
export function missingAfter(events: readonly TwoClocks[], hours: number): readonly TwoClocks[] {
  return events.filter((event) => delayOf(event) > hours * 60);
}

/** The first arrivals: a copy of what is there is not waited for. */
export function firstArrivals(events: readonly TwoClocks[]): readonly TwoClocks[] {
  const first = new Map<string, TwoClocks>();
  for (const event of events) {
    const known = first.get(event.id);
    if (known === undefined || event.arrivedAt < known.arrivedAt) first.set(event.id, event);
  }
  return [...first.values()];
}

/** Small squares as one path: thousands of elements would be slow. */
export function dotsPath(points: readonly { readonly x: number; readonly y: number }[], size: number): string {
  return points
    .map(({ x, y }) => `M${(x - size / 2).toFixed(1)} ${(y - size / 2).toFixed(1)}h${size}v${size}h-${size}z`)
    .join("");
}

/** 95 minutes -> "1 h 35 min". */
export function delayText(minutes: number): string {
  const sign = minutes < 0 ? "−" : "";
  const whole = Math.round(Math.abs(minutes));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  return sign + (hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`);
}
