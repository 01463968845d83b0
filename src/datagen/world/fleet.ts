/**
 * The devices of a site: which ones are installed and when they break.
 *
 * Outages (`outages.ts`) do not depend on how the account fares, so they are laid out when the device is installed; the
 * account's health then feels them day by day. That direction (device down, health down, account leaves) is the causal chain of the data.
 */
import { MODELS, type DeviceModel } from "../facts/hardware.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL, LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { downMinutesByDay, outagesOf } from "./outages.ts";
import { siteKey } from "./premises.ts";
import type { Device, Profile, Setting, Site } from "./world.ts";

const S = SITES.device;

/** Devices of a site, per cent. */
const DEVICE_COUNTS: readonly (readonly [number, number])[] = [
  [1, 71],
  [2, 20],
  [3, 6.5],
  [4, 2.5],
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
  const outages = outagesOf({ key, installDay, model, draws }, profile.city.state, seed, tier.asOfDay);
  return {
    key,
    site,
    model,
    installDay,
    retiredDay: failed ? failureDay : null,
    failureDay,
    failed,
    outages,
    downMinutes: downMinutesByDay(outages, installDay, tier.asOfDay),
    usageFactor: quantile(LOGNORMAL_NARROW, draws.unit(at(S.usage))),
    draws,
  };
}
