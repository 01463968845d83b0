/**
 * The devices of a site: which ones are installed, when they break, and how many minutes of each day they are down.
 *
 * Outages do not depend on how the account fares, so they are laid out when the device is installed; the account's health
 * then feels them day by day. That direction (device down, health down, account leaves) is the causal chain of the data.
 */
import { MODELS, type DeviceModel } from "../facts/hardware.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL, LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { parseDay } from "../kit/calendar.ts";
import { siteKey } from "./premises.ts";
import type { Device, Profile, Setting, Site } from "./world.ts";

const S = SITES.device;

/** Devices of a site, per cent. */
const DEVICE_COUNTS: readonly (readonly [number, number])[] = [
  [1, 68],
  [2, 22],
  [3, 7],
  [4, 3],
];

const TYPES_OF_FIRST: readonly (readonly [DeviceModel["type"], number])[] = [
  ["tap_controller", 74],
  ["sensor", 22],
  ["gateway", 4],
];

const TYPES_OF_OTHERS: readonly (readonly [DeviceModel["type"], number])[] = [
  ["tap_controller", 37],
  ["sensor", 44],
  ["gateway", 19],
];

/** Minutes of an outage: mean about nine hours, with a heavy tail. */
const OUTAGE_LENGTHS: readonly (readonly [number, number])[] = [
  [30, 24],
  [120, 25],
  [300, 21],
  [600, 14],
  [1440, 10],
  [3600, 5],
  [7200, 1],
];

const DAYS_BETWEEN_OUTAGES = 34;

/** A failure of the network of one state that took every device down for most of a day. */
export const REGIONAL_OUTAGE = { day: parseDay("2024-11-12"), state: "TX", minutes: 840 } as const;

/** Room for four devices, three generations each, two tenures and more. */
const DEVICES_PER_SITE = 64;

export function deviceKey(accountId: number, site: Site, ordinal: number): number {
  return siteKey(accountId, site.ordinal) * DEVICES_PER_SITE + ordinal;
}

/**
 * Installs the devices of a site for one tenure of the account, replacements included. `tenure` counts from 0; a returning
 * customer gets new devices.
 */
export function installDevices(
  profile: Profile,
  site: Site,
  tenure: { readonly number: number; readonly fromDay: number; readonly patience: number },
  setting: Setting,
): Device[] {
  const count = weighted(
    new Draws(setting.seed, STREAMS.location, siteKey(profile.id, site.ordinal)).unit(at(SITES.location.deviceCount)),
    DEVICE_COUNTS,
  );
  const devices: Device[] = [];
  for (let slot = 0; slot < count; slot += 1) {
    let ordinal = tenure.number * 16 + slot * 4;
    const draws = new Draws(setting.seed, STREAMS.device, deviceKey(profile.id, site, ordinal));
    const u = draws.unit(at(S.installDelay));
    let installDay = tenure.fromDay + Math.floor(u * u * (tenure.patience + 1));
    // A broken device is replaced after a few days, by at most three successors.
    for (let generation = 0; generation < 4 && installDay <= setting.tier.asOfDay; generation += 1, ordinal += 1) {
      const device = makeDevice(profile, site, { ordinal, installDay, first: slot === 0 }, setting);
      devices.push(device);
      if (!device.failed || device.retiredDay === null) break;
      installDay = device.retiredDay + device.draws.between(at(S.replaceDelay), 1, 6);
    }
  }
  return devices;
}

function makeDevice(
  profile: Profile,
  site: Site,
  { ordinal, installDay, first }: { readonly ordinal: number; readonly installDay: number; readonly first: boolean },
  { seed, tier }: Setting,
): Device {
  const key = deviceKey(profile.id, site, ordinal);
  const draws = new Draws(seed, STREAMS.device, key);
  const type = weighted(draws.unit(at(S.type)), first ? TYPES_OF_FIRST : TYPES_OF_OTHERS);
  const model = weighted(
    draws.unit(at(S.model)),
    MODELS.filter((candidate) => candidate.type === type).map((candidate) => [candidate, candidate.weight] as const),
  );
  const lifeDays = 60 + nearest(quantile(EXPONENTIAL, draws.unit(at(S.lifetime))) * model.lifespanYears * 365 * 2);
  const failureDay = installDay + lifeDays;
  const failed = failureDay <= tier.asOfDay;
  return {
    key,
    site,
    model,
    installDay,
    retiredDay: failed ? failureDay : null,
    failed,
    downMinutes: outageMinutes(key, installDay, model, profile, draws.unit(at(S.flakiness)), { seed, tier }),
    usageFactor: quantile(LOGNORMAL_NARROW, draws.unit(at(S.usage))),
    draws,
  };
}

/** Down minutes by day since installation, in steps of five. */
function outageMinutes(
  key: number,
  installDay: number,
  model: DeviceModel,
  profile: Profile,
  luck: number,
  { seed, tier }: Setting,
): Uint16Array {
  const days = Math.max(0, tier.asOfDay - installDay + 1);
  const down = new Uint16Array(days);
  const draws = new Draws(seed, STREAMS.outage, key);
  // One device in twelve is placed badly (weak signal, shared socket) and fails several times as often.
  const placement = luck < 0.08 ? 5 : quantile(LOGNORMAL_NARROW, luck) * 0.8;
  const gapMinutes = (DAYS_BETWEEN_OUTAGES * 1440) / (model.outageFactor * placement);
  let minute = 0;
  for (let n = 0; n < 4096; n += 1) {
    minute += 5 * nearest((quantile(EXPONENTIAL, draws.unit(at(SITES.outage.gap, n))) * gapMinutes) / 5);
    if (minute >= days * 1440) break;
    minute = addOutage(down, minute, weighted(draws.unit(at(SITES.outage.length, n)), OUTAGE_LENGTHS));
  }
  const regional = REGIONAL_OUTAGE.day - installDay;
  if (profile.city.state === REGIONAL_OUTAGE.state && regional >= 0 && regional < days) {
    down[regional] = Math.max(down[regional] ?? 0, REGIONAL_OUTAGE.minutes);
  }
  return down;
}

/** Spreads an outage over the days that it touches; returns the minute at which it ended. */
function addOutage(down: Uint16Array, from: number, length: number): number {
  let start = from;
  const end = from + length;
  while (start < end) {
    const day = Math.floor(start / 1440);
    const until = Math.min(end, (day + 1) * 1440);
    if (day < down.length) down[day] = Math.min(1440, (down[day] ?? 0) + until - start);
    start = until;
  }
  return end;
}
