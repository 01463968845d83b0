/**
 * When a device is down, from minute to minute, and why.
 *
 * Outages do not depend on how the account fares, so they can be laid out again from the device alone: `outagesOf` gives the
 * same list whenever it is asked, and the minutes that the life of the account feels are sums of it. Minutes are counted since
 * 1970-01-01.
 */
import { parseDay } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL, LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { firmwareDays, firmwareOn } from "./firmware.ts";
import type { Device, Outage, OutageCause } from "./world.ts";

const S = SITES.outage;
export const DAY_MINUTES = 1440;

/** Minutes of an outage: mean about nine hours, with a heavy tail. */
const LENGTHS: readonly (readonly [number, number])[] = [
  [30, 24],
  [120, 25],
  [300, 21],
  [600, 14],
  [1440, 10],
  [3600, 5],
  [7200, 1],
];

const DAYS_BETWEEN_OUTAGES = 34;

/** Short ones are mostly the network; what lasts for a day or more is broken. */
const SHORT_CAUSES: readonly (readonly [OutageCause, number])[] = [
  ["network", 58],
  ["power", 18],
  ["firmware", 8],
  ["unknown", 16],
];
const LONG_CAUSES: readonly (readonly [OutageCause, number])[] = [
  ["hardware", 46],
  ["network", 24],
  ["power", 16],
  ["unknown", 14],
];
const LONG = 1440;

/** A failure of the network of one state that took every device down for most of a day. */
export const REGIONAL_OUTAGE = {
  state: "TX",
  day: parseDay("2024-11-12"),
  start: parseDay("2024-11-12") * DAY_MINUTES + 560,
  end: parseDay("2024-11-12") * DAY_MINUTES + 1400,
} as const;

/** What the outages of a device depend on. */
export type Outlined = Pick<Device, "key" | "installDay" | "model" | "draws">;

/** All outages of a device that begin by the end of a day, whether it is still in use by then or not. */
export function outagesOf(device: Outlined, state: string, seed: number, lastDay: number): Outage[] {
  const outages: Outage[] = [];
  const end = (lastDay + 1) * DAY_MINUTES;
  const draws = new Draws(seed, STREAMS.outage, device.key);
  const schedule = firmwareDays(device.draws);
  const gapMinutes = (DAYS_BETWEEN_OUTAGES * DAY_MINUTES) / (device.model.outageFactor * placement(device));
  // The day of installation is not a full day; the first outage comes later.
  let minute = (device.installDay + 1) * DAY_MINUTES;
  for (let n = 0; n < S.gap[1]; n += 1) {
    const { errorFactor } = firmwareOn(schedule, Math.floor(minute / DAY_MINUTES));
    const gap = (quantile(EXPONENTIAL, draws.unit(at(S.gap, n))) * gapMinutes) / outageFactor(errorFactor);
    minute += Math.max(5, 5 * nearest(gap / 5));
    if (minute >= end) break;
    const length = weighted(draws.unit(at(S.length, n)), LENGTHS);
    outages.push({
      start: minute,
      end: minute + length,
      cause: causeOf(draws.unit(at(S.cause, n)), length, errorFactor),
    });
    minute += length;
  }
  const struck =
    state === REGIONAL_OUTAGE.state && device.installDay < REGIONAL_OUTAGE.day && REGIONAL_OUTAGE.start < end;
  return struck ? withRegionalOutage(outages) : outages;
}

/** One device in twelve is placed badly (weak signal, shared socket) and fails several times as often. */
function placement({ draws }: Outlined): number {
  const luck = draws.unit(at(SITES.device.flakiness));
  return luck < 0.08 ? 5 : quantile(LOGNORMAL_NARROW, luck) * 0.8;
}

/** Bad firmware crashes too, though less often than it reports errors. */
export function outageFactor(errorFactor: number): number {
  return errorFactor <= 1 ? 1 : 1 + (errorFactor - 1) * 0.3;
}

function causeOf(u: number, length: number, errorFactor: number): OutageCause {
  // The crashes that bad firmware adds are its own.
  const added = 1 - 1 / outageFactor(errorFactor);
  if (length < LONG && u < added) return "firmware";
  return weighted(length < LONG ? (u - added) / (1 - added) : u, length < LONG ? SHORT_CAUSES : LONG_CAUSES);
}

/** The failure of the region swallows what it touches. */
function withRegionalOutage(outages: readonly Outage[]): Outage[] {
  let { start, end }: { start: number; end: number } = REGIONAL_OUTAGE;
  const others = outages.filter((outage) => {
    if (outage.end < start || outage.start > end) return true;
    start = Math.min(start, outage.start);
    end = Math.max(end, outage.end);
    return false;
  });
  const at = others.filter((outage) => outage.start < start).length;
  others.splice(at, 0, { start, end, cause: "network" });
  return others;
}

/** Minutes of outage by day since installation, up to the last day. */
export function downMinutesByDay(outages: readonly Outage[], installDay: number, lastDay: number): Uint16Array {
  const down = new Uint16Array(Math.max(0, lastDay - installDay + 1));
  for (const { start, end } of outages) {
    for (let minute = start; minute < end;) {
      const day = Math.floor(minute / DAY_MINUTES);
      const until = Math.min(end, (day + 1) * DAY_MINUTES);
      const index = day - installDay;
      if (index >= down.length) break;
      down[index] = (down[index] ?? 0) + until - minute;
      minute = until;
    }
  }
  return down;
}
