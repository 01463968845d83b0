/**
 * The preventive visits of a device: due one interval after the visit before, made some days late, now and then not at all.
 *
 * A device that is not visited gets dirty: beyond its interval it reports more errors and runs warmer, until somebody comes.
 */
import { weekday } from "../kit/calendar.ts";
import { clamp } from "../kit/distributions.ts";
import { SITES, at } from "../kit/sites.ts";
import type { Account, Device } from "./world.ts";

const S = SITES.device;

export interface PlannedVisit {
  /** Counts the visits of the device from 0, whether they are made or not. */
  readonly ordinal: number;
  readonly dueDay: number;
  /** The day on which it is made; null when it is missed and the next one is due an interval later. */
  readonly day: number | null;
}

/** One visit in eight is missed. */
const MISSED = 0.12;
export const MOST_DAYS_LATE = 35;

/** The visits that fall due by a day. Nobody comes on a weekend, and nobody comes while the devices are switched off. */
export function visitsOf(account: Account, device: Device, lastDay: number): PlannedVisit[] {
  const { engagement, profile } = account;
  const end = device.retiredDay === null ? lastDay : Math.min(lastDay, device.retiredDay - 1);
  const visits: PlannedVisit[] = [];
  let dueDay = device.installDay + device.model.maintenanceDays;
  for (let ordinal = 0; dueDay <= end && ordinal < S.visitDelay[1]; ordinal += 1) {
    const u = device.draws.unit(at(S.visitDelay, ordinal));
    const day = nextWorkingDay(dueDay + Math.floor(u * u * MOST_DAYS_LATE));
    const isOn = (engagement[day - profile.signupDay] ?? 0) > 0;
    const made = day <= end && isOn && !device.draws.chance(at(S.visitMissed, ordinal), MISSED);
    visits.push({ ordinal, dueDay, day: made ? day : null });
    dueDay = (made ? day : dueDay) + device.model.maintenanceDays;
  }
  return visits;
}

function nextWorkingDay(day: number): number {
  const after = weekday(day);
  return after > 4 ? day + 7 - after : day;
}

/** How dirty a device is: 0 up to its interval, 1 when it was due a whole interval ago. */
export function dirtOn(device: Device, lastVisitDay: number, day: number): number {
  const { maintenanceDays } = device.model;
  return clamp((day - lastVisitDay - maintenanceDays) / maintenanceDays, 0, 1);
}
