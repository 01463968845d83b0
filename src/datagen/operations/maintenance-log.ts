/**
 * What technicians did at the devices: preventive visits, repairs, cleaning, and firmware that would not install from afar.
 *
 * Records come in the order in which they were entered and are numbered so over all years; the application keeps those of the
 * last `SERVICE_DAYS`. A missed visit is entered when nobody hopes for it any more.
 */
import { FIRMWARE } from "../facts/hardware.ts";
import { CITIES } from "../facts/geography.ts";
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { firmwareDays } from "../world/firmware.ts";
import { MOST_DAYS_LATE, visitsOf } from "../world/maintenance.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import type { Account, Device, Setting } from "../world/world.ts";
import { needsParts, retiredMinute, visitStart, waitForParts } from "./device-states.ts";
import { SITES, STREAMS } from "./sites.ts";

const V = SITES.visit;
const DAY_MINUTES = 1440;

/** Days for which the application keeps the records of service. */
const SERVICE_DAYS = 365;

export type VisitType = "preventive" | "repair" | "cleaning" | "firmware";
export type VisitOutcome = "completed" | "parts_ordered" | "parts_replaced" | "replaced" | "missed";

export interface ServiceRecord {
  readonly id: number;
  readonly deviceId: number;
  readonly technicianId: number | null;
  readonly scheduledDay: number;
  /** Minutes since 1970; null when nobody came. */
  readonly start: number | null;
  readonly end: number | null;
  readonly type: VisitType;
  readonly outcome: VisitOutcome;
  readonly partsCents: number;
  readonly note: string | null;
  /** The minute in which it was entered. */
  readonly enteredAt: number;
}

type Draft = Omit<ServiceRecord, "id" | "deviceId">;

const NOTES: Readonly<Record<VisitType, readonly string[]>> = {
  preventive: ["Checked seals and pressure", "Calibrated the flow meter", "All readings in range"],
  repair: ["Replaced the control board", "Replaced the pump", "Replaced the power supply", "Rewired the sensor"],
  cleaning: ["Cleaned lines and nozzle", "Flushed the lines"],
  firmware: ["Installed by cable"],
};

export function keepServiceRecords(registry: Registry): ServiceRecord[] {
  const { setting } = registry.world;
  const now = (setting.tier.asOfDay + 1) * DAY_MINUTES;
  const drafts = registry.devices.flatMap(({ account, item: device }) => {
    const deviceId = numberOf(registry.deviceId, device);
    return draftsOf(account, device, setting)
      .filter(({ enteredAt }) => enteredAt < now)
      .map((draft, nth) => ({ draft, deviceId, nth }));
  });
  drafts.sort((a, b) => a.draft.enteredAt - b.draft.enteredAt || a.deviceId - b.deviceId || a.nth - b.nth);
  const keptFrom = (setting.tier.asOfDay - SERVICE_DAYS + 1) * DAY_MINUTES;
  return drafts.flatMap(({ draft, deviceId }, index) =>
    draft.enteredAt < keptFrom ? [] : [{ id: index + 1, deviceId, ...draft }],
  );
}

function draftsOf(account: Account, device: Device, setting: Setting): Draft[] {
  const draws = new Draws(setting.seed, STREAMS.visit, device.key);
  const { asOfDay } = setting.tier;
  const end = retiredMinute(device, asOfDay) ?? (asOfDay + 1) * DAY_MINUTES;
  const isOn = (minute: number): boolean =>
    minute < end && (account.engagement[Math.floor(minute / DAY_MINUTES) - account.profile.signupDay] ?? 0) > 0;
  const technicianId = technicianFor(account, device);
  return [
    ...preventiveVisits(account, device, setting, draws, isOn),
    ...repairs(device, setting, draws, isOn),
    ...cleanings(device, asOfDay, draws, isOn),
    ...manualUpdates(device, draws, isOn),
  ].map((draft) => ({ ...draft, technicianId: draft.start === null ? null : technicianId }));
}

/** Two technicians a city; a device keeps its own. */
function technicianFor({ profile }: Account, { key }: Device): number {
  return CITIES.indexOf(profile.city) * 2 + 1 + (key % 2);
}

type Ask = (minute: number) => boolean;

function visit(
  type: VisitType,
  start: number,
  minutes: number,
  rest: Pick<Draft, "outcome" | "partsCents" | "note"> & { readonly scheduledDay?: number },
): Draft {
  const end = start + minutes;
  return {
    technicianId: null,
    scheduledDay: Math.floor(start / DAY_MINUTES),
    start,
    end,
    type,
    enteredAt: end,
    ...rest,
  };
}

function preventiveVisits(account: Account, device: Device, setting: Setting, draws: Draws, isOn: Ask): Draft[] {
  const retired = retiredMinute(device, setting.tier.asOfDay);
  return visitsOf(account, device, setting.tier.asOfDay).flatMap(({ ordinal, dueDay, day }): Draft[] => {
    if (day === null) {
      const enteredAt = (dueDay + MOST_DAYS_LATE + 3) * DAY_MINUTES + 360;
      if (retired !== null && retired <= enteredAt) return [];
      const missed = {
        scheduledDay: dueDay,
        type: "preventive",
        outcome: "missed",
        partsCents: 0,
        note: null,
      } as const;
      return [{ ...missed, technicianId: null, start: null, end: null, enteredAt }];
    }
    const start = visitStart(draws, ordinal, day);
    const minutes = 30 + 15 * draws.below(at(V.length, ordinal), 5);
    const orders = needsParts(draws, ordinal);
    const made = visit("preventive", start, minutes, {
      scheduledDay: dueDay,
      outcome: orders ? "parts_ordered" : "completed",
      partsCents: 0,
      note: orders ? "Worn part found, ordered" : note("preventive", ordinal),
    });
    const back = start + waitForParts(draws, ordinal);
    if (!orders || !isOn(back)) return [made];
    const partsCents = partsFor(draws.unit(at(V.parts, ordinal)));
    const fitted = visit("repair", back - 60, 60, {
      outcome: "parts_replaced",
      partsCents,
      note: note("repair", ordinal),
    });
    return [made, fitted];
  });
}

/** Broken hardware comes back to life at the hands of a technician; what cannot be repaired is replaced. */
function repairs(device: Device, { tier }: Setting, draws: Draws, isOn: Ask): Draft[] {
  const drafts: Draft[] = [];
  device.outages.forEach(({ start, end, cause }, nth) => {
    if (cause !== "hardware" || !isOn(start) || !isOn(end)) return;
    const minutes = 60 + 30 * draws.below(at(V.repairLength, nth), 4);
    drafts.push(
      visit("repair", end - minutes, minutes, {
        outcome: "parts_replaced",
        partsCents: partsFor(draws.unit(at(V.repairParts, nth))),
        note: note("repair", nth),
      }),
    );
  });
  const retired = retiredMinute(device, tier.asOfDay);
  if (retired !== null && device.failed)
    drafts.push(
      visit("repair", retired - 60, 60, { outcome: "replaced", partsCents: 0, note: "Beyond repair, device replaced" }),
    );
  return drafts;
}

/** Taps are cleaned by a professional now and then; most houses do it themselves. */
function cleanings({ model, installDay }: Device, asOfDay: number, draws: Draws, isOn: Ask): Draft[] {
  if (model.type !== "tap_controller") return [];
  const drafts: Draft[] = [];
  for (let nth = 1; installDay + nth * 90 <= asOfDay && nth < V.cleaning[1]; nth += 1) {
    if (!draws.chance(at(V.cleaning, nth), 0.1)) continue;
    const start = (installDay + nth * 90) * DAY_MINUTES + 14 * 60 + 30 * draws.below(at(V.cleaningTime, nth), 16);
    if (isOn(start))
      drafts.push(visit("cleaning", start, 45, { outcome: "completed", partsCents: 0, note: note("cleaning", nth) }));
  }
  return drafts;
}

/** One update in thirty does not arrive by itself. */
function manualUpdates(device: Device, draws: Draws, isOn: Ask): Draft[] {
  return firmwareDays(device.draws).flatMap((day, index) => {
    if (FIRMWARE[index] === undefined || day <= device.installDay || !draws.chance(at(V.manualUpdate, index), 0.033))
      return [];
    const start = day * DAY_MINUTES + 14 * 60 + 30 * draws.below(at(V.updateTime, index), 16);
    return isOn(start)
      ? [visit("firmware", start, 30, { outcome: "completed", partsCents: 0, note: note("firmware", index) })]
      : [];
  });
}

function note(type: VisitType, nth: number): string | null {
  const notes = NOTES[type];
  return notes[nth % notes.length] ?? null;
}

const PARTS: readonly (readonly [number, number])[] = [
  [1900, 30],
  [3500, 25],
  [6900, 20],
  [12900, 15],
  [24900, 10],
];

function partsFor(u: number): number {
  return weighted(u, PARTS);
}
