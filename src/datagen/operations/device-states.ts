/**
 * The states of one device from its installation on, as the events that begin them: online, offline, maintenance, retired.
 *
 * A device goes offline because it is down (an outage, with a number of its own) or because its account is switched off (no
 * outage: nobody waits for it). Days on which it is switched off swallow the outages of those days. Times are minutes since 1970.
 */
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { REGIONAL_OUTAGE } from "../world/outages.ts";
import { visitsOf } from "../world/maintenance.ts";
import type { Account, Device, Outage, OutageCause, Setting } from "../world/world.ts";
import { SITES, STREAMS } from "./sites.ts";

const V = SITES.visit;
const DAY_MINUTES = 1440;

/** Devices are installed in the afternoon of their first day; the day after is the first that counts. */
export const INSTALL_MINUTE = 15 * 60;
/** Devices are collected in the morning; one that broke is written off in the evening. */
const COLLECTED_MINUTE = 10 * 60;
const WRITTEN_OFF_MINUTE = 20 * 60;

export type DeviceStatus = "online" | "offline" | "maintenance" | "retired";

export interface StateEvent {
  readonly minute: number;
  readonly status: DeviceStatus;
  readonly cause: OutageCause | null;
  /** "begins" gives the event a new outage, "continues" the running one of its device, "none" is no outage. */
  readonly outage: "begins" | "continues" | "none";
  /** The minute up to which the log keeps the event, at least. */
  readonly keptUntil: number;
}

/** Later than any minute of the world, and as small a number as those. */
const FOR_EVER = 0x3fffffff;

/** A stretch of time in which a device is not simply online; stretches of one device do not overlap. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly kind: "outage" | "off" | "service";
  readonly cause: OutageCause | null;
}

/** The events of a device up to the end of the as-of day, in order of time. */
export function stateEvents(account: Account, device: Device, setting: Setting): StateEvent[] {
  const end = (setting.tier.asOfDay + 1) * DAY_MINUTES;
  const installed = device.installDay * DAY_MINUTES + INSTALL_MINUTE;
  const retired = retiredMinute(device, setting.tier.asOfDay);
  const until = Math.min(end, retired ?? end);
  const events: StateEvent[] = [
    { minute: installed, status: "online", cause: null, outage: "none", keptUntil: FOR_EVER },
  ];
  const stretches = stretchesOf(account, device, setting, until);
  stretches.forEach((stretch, index) => {
    if (stretch.start >= until) return;
    const next = stretches[index + 1];
    const over = stretch.end < until && (next === undefined || next.start > stretch.end);
    // How a device ended is never forgotten.
    const kept = retired !== null && stretch.end >= until ? FOR_EVER : Math.min(stretch.end, until);
    events.push(...eventsOf(stretch, account, over, kept));
  });
  if (retired !== null) {
    const last = events.at(-1);
    const running = last !== undefined && last.outage !== "none" && last.status !== "online";
    events.push({
      minute: retired,
      status: "retired",
      cause: running ? last.cause : null,
      outage: running ? "continues" : "none",
      keptUntil: FOR_EVER,
    });
  }
  return events;
}

function eventsOf({ start, end, kind, cause }: Stretch, account: Account, over: boolean, kept: number): StateEvent[] {
  const isRegional =
    kind === "outage" &&
    account.profile.city.state === REGIONAL_OUTAGE.state &&
    start <= REGIONAL_OUTAGE.start &&
    end >= REGIONAL_OUTAGE.end;
  const keptUntil = isRegional ? FOR_EVER : kept;
  const events: StateEvent[] = [];
  const outage = kind === "outage" ? "continues" : "none";
  if (kind === "service") events.push({ minute: start, status: "maintenance", cause: null, outage, keptUntil });
  else
    events.push({
      minute: start,
      status: "offline",
      cause: kind === "off" ? "power" : cause,
      outage: kind === "outage" ? "begins" : "none",
      keptUntil,
    });
  if (over) events.push({ minute: end, status: "online", cause: kind === "outage" ? cause : null, outage, keptUntil });
  return events;
}

/** When a device is taken out of service; null while it is in use. */
export function retiredMinute(device: Device, asOfDay: number): number | null {
  const { retiredDay, failed } = device;
  if (retiredDay === null || retiredDay > asOfDay) return null;
  return retiredDay * DAY_MINUTES + (failed ? WRITTEN_OFF_MINUTE : COLLECTED_MINUTE);
}

function stretchesOf(account: Account, device: Device, setting: Setting, until: number): Stretch[] {
  const off = switchedOff(account, device, setting.tier.asOfDay);
  const outages = [...device.outages, ...lastOutage(device, setting)].filter(({ start }) => start < until);
  const observed = outages.flatMap(({ start, end, cause }) => outsideOf(off, { start, end, kind: "outage", cause }));
  const busy = joined(inOrder([...off, ...observed]));
  // Whatever happens first ends the service mode.
  const service = serviceStretches(account, device, setting).flatMap((stretch) =>
    outsideOf(busy, stretch).filter(({ start }) => start === stretch.start),
  );
  return inOrder([...busy, ...service]);
}

function inOrder(stretches: Stretch[]): Stretch[] {
  return stretches.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** An outage that runs into the failure of the device is one with it. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last !== undefined && last.kind === stretch.kind && stretch.start <= last.end)
      result[result.length - 1] = partOf(last, last.start, Math.max(last.end, stretch.end));
    else result.push(stretch);
  }
  return result;
}

/** The parts of a stretch that lie outside the taken ones, which are in order and do not overlap. */
export function outsideOf(taken: readonly Pick<Stretch, "start" | "end">[], stretch: Stretch): Stretch[] {
  const parts: Stretch[] = [];
  let { start } = stretch;
  for (const other of taken) {
    if (other.end <= start) continue;
    if (other.start >= stretch.end) break;
    if (other.start > start) parts.push(partOf(stretch, start, other.start));
    start = other.end;
  }
  if (start < stretch.end) parts.push(partOf(stretch, start, stretch.end));
  return parts;
}

function partOf({ kind, cause }: Stretch, start: number, end: number): Stretch {
  return { start, end, kind, cause };
}

/** Whole days on which the account was not in use: paused, suspended, or faded to nothing. */
function switchedOff({ engagement, profile }: Account, device: Device, asOfDay: number): Stretch[] {
  const stretches: Stretch[] = [];
  const end = device.retiredDay === null ? asOfDay : Math.min(asOfDay, device.retiredDay - 1);
  let since: number | null = null;
  for (let day = device.installDay + 1; day <= end + 1; day += 1) {
    const isOff = day <= end && (engagement[day - profile.signupDay] ?? 0) === 0;
    if (isOff && since === null) since = day;
    if (isOff || since === null) continue;
    // What lasts to the end of its time is not over: the device was retired, or nobody knows yet.
    stretches.push({
      start: since * DAY_MINUTES,
      end: day > end ? FOR_EVER : day * DAY_MINUTES,
      kind: "off",
      cause: null,
    });
    since = null;
  }
  return stretches;
}

/** A device that breaks is down from some hour of its last day until it is written off. */
function lastOutage(device: Device, { seed, tier }: Setting): Outage[] {
  if (!device.failed || device.retiredDay === null || device.retiredDay > tier.asOfDay) return [];
  const draws = new Draws(seed, STREAMS.visit, device.key);
  const start = device.retiredDay * DAY_MINUTES + 5 * draws.below(at(V.breaks), 110);
  return [{ start, end: FOR_EVER, cause: "hardware" }];
}

/** One preventive visit in five finds something that has to be ordered: the device runs in service mode until it is there. */
function serviceStretches(account: Account, device: Device, { seed, tier }: Setting): Stretch[] {
  const draws = new Draws(seed, STREAMS.visit, device.key);
  return visitsOf(account, device, tier.asOfDay).flatMap(({ ordinal, day }) => {
    if (day === null || !needsParts(draws, ordinal)) return [];
    const start = visitStart(draws, ordinal, day);
    return [{ start, end: start + waitForParts(draws, ordinal), kind: "service" as const, cause: null }];
  });
}

export function needsParts(draws: Draws, ordinal: number): boolean {
  return draws.chance(at(V.findings, ordinal), 0.2);
}

/** Minutes from the visit that ordered a part to the end of the one that fits it. */
export function waitForParts(draws: Draws, ordinal: number): number {
  return draws.between(at(V.waits, ordinal), 2, 9) * DAY_MINUTES + 120;
}

/** Minute at which a visit begins: in working hours, on the half hour. */
export function visitStart(draws: Draws, ordinal: number, day: number): number {
  return day * DAY_MINUTES + 14 * 60 + 30 * draws.below(at(V.start, ordinal), 16);
}
