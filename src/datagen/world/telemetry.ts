/**
 * What a device reports about one day. Numbers are quantised (pours and litres to what a meter shows, uptime to five minutes,
 * temperature to a tenth of a degree), since every random digit that is kept has to be downloaded.
 *
 * A day on which the device is switched off (paused account, unplugged device) is not observed: there is no row, not a row of
 * zeros. A day of outage is a row with few minutes.
 */
import { FIRMWARE, type Firmware } from "../facts/hardware.ts";
import type { BusinessType } from "../facts/names.ts";
import { civil, weekday } from "../kit/calendar.ts";
import { nearest, poisson, quantile } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import type { Account, Device, Setting } from "./world.ts";

/** Days of telemetry that the application keeps by the day. */
export const WINDOW_DAYS = 365;
/** Days before a failure on which the temperature begins to drift. */
const DRIFT_LEAD_DAYS = 5;

export interface Reading {
  readonly day: number;
  readonly pours: number;
  readonly litres: number;
  readonly errors: number;
  readonly anomalies: number;
  readonly uptimeMinutes: number;
  /** Tenths of a degree; null for devices without a probe. */
  readonly temperature: number | null;
  readonly warmest: number | null;
  readonly firmware: Firmware;
}

/** Monday to Sunday. */
const WEEK: Readonly<Record<BusinessType, readonly number[]>> = {
  restaurant: [0.7, 0.75, 0.85, 1, 1.4, 1.5, 0.9],
  bar: [0.55, 0.65, 0.8, 1, 1.6, 1.6, 0.8],
  hotel: [0.85, 0.9, 0.95, 1, 1.3, 1.3, 0.8],
  stadium: [0.5, 0.5, 0.8, 0.8, 1.3, 1.6, 1.5],
  corporate: [1, 1.15, 1.15, 1.3, 1.3, 0.1, 0.05],
};

/** January to December: summer terraces, December parties. */
const SEASON = [0.85, 0.85, 0.95, 1, 1.1, 1.2, 1.2, 1.15, 1, 0.95, 0.9, 1.1];

/** Day-to-day noise as four equally likely factors. */
const NOISE = [0.8, 0.95, 1.05, 1.2];
/** How far a week's mean temperature strays from the usual value, in tenths of a degree. */
const WEEKLY_STRAY = [0, 0, 0, 1, 1, -1, -1, 2];
/** How much warmer than the mean the warmest hour of a day in that week was. */
const WEEKLY_WARMER = [5, 5, 6, 8];
/** One day in sixty-four a door stays open. */
const OPEN_DOOR = 6;

export class DeviceReporter {
  readonly #account: Account;
  readonly #device: Device;
  readonly #days: Draws;
  readonly #firmwareDays: readonly number[];
  readonly #temperature: number;
  readonly #asOfDay: number;

  constructor(account: Account, device: Device, { seed, tier }: Setting) {
    this.#account = account;
    this.#device = device;
    this.#asOfDay = tier.asOfDay;
    this.#days = new Draws(seed, STREAMS.deviceDay, device.key);
    this.#firmwareDays = FIRMWARE.map(({ releasedOn }, index) => {
      const u = device.draws.unit(at(SITES.device.firmwareLag, index));
      return releasedOn + Math.floor(u * u * 40);
    });
    this.#temperature = 30 + nearest(quantile(LOGNORMAL_NARROW, device.draws.unit(at(SITES.device.temperature))) * 6);
  }

  /** First and last day of the window on which the device may have reported; the day of installation is not a full day. */
  window(): readonly [from: number, to: number] {
    const { installDay, retiredDay } = this.#device;
    const from = Math.max(installDay + 1, this.#asOfDay - WINDOW_DAYS + 1);
    const to = retiredDay === null ? this.#asOfDay : Math.min(this.#asOfDay, retiredDay - 1);
    return [from, to];
  }

  /** The newest release that has reached the device by this day. */
  firmwareOn(day: number): Firmware {
    for (let index = FIRMWARE.length - 1; index > 0; index -= 1) {
      const release = FIRMWARE[index];
      const since = this.#firmwareDays[index];
      if (release !== undefined && since !== undefined && since <= day) return release;
    }
    return FIRMWARE[0] as Firmware;
  }

  read(day: number): Reading | null {
    const { profile, engagement } = this.#account;
    const device = this.#device;
    const use = (engagement[day - profile.signupDay] ?? 0) / 100;
    if (use === 0) return null;
    const uptimeMinutes = 1440 - (device.downMinutes[day - device.installDay] ?? 0);
    const up = uptimeMinutes / 1440;
    const noise = this.#days.u32(at(SITES.deviceDay.noise, day));
    const firmware = this.firmwareOn(day);
    const daysToFailure = device.failed && device.retiredDay !== null ? device.retiredDay - day : DRIFT_LEAD_DAYS + 1;
    const failingSoon = daysToFailure <= DRIFT_LEAD_DAYS;
    const pours = device.model.type === "tap_controller" ? this.#pours(day, use * up, noise & 3) : 0;
    const errorMean =
      (0.02 + pours * 0.0012 + (1440 - uptimeMinutes) * 0.0008) * firmware.errorFactor * (failingSoon ? 3 : 1);
    const events = this.#days.unit(at(SITES.deviceDay.errors, day));
    const probe = device.model.type !== "gateway" && uptimeMinutes > 0;
    const drift = failingSoon ? (DRIFT_LEAD_DAYS + 1 - daysToFailure) * 4 : 0;
    const week = this.#days.u32(at(SITES.deviceDay.week, Math.floor(day / 7)));
    const temperature = this.#temperature + (WEEKLY_STRAY[week & 7] ?? 0) + drift;
    const openDoor = ((noise >>> 2) & 63) === 0 ? OPEN_DOOR : 0;
    const warmest = temperature + (WEEKLY_WARMER[(week >>> 3) & 3] ?? 5) + openDoor;
    return {
      day,
      pours,
      litres: nearest((pours * 2) / 5 / 5) * 5,
      errors: poisson(events, Math.min(errorMean, 12)),
      anomalies: (probe && warmest > 60 ? 1 + ((noise >>> 8) % 3) : 0) + (events > 0.995 ? 1 : 0),
      uptimeMinutes,
      temperature: probe ? temperature : null,
      warmest: probe ? warmest : null,
      firmware,
    };
  }

  #pours(day: number, use: number, level: number): number {
    const { businessType, tapPours } = this.#account.profile;
    const week = WEEK[businessType][weekday(day)] ?? 1;
    const season = SEASON[civil(day).month - 1] ?? 1;
    return nearest(tapPours * this.#device.usageFactor * week * season * use * (NOISE[level] ?? 1));
  }
}
