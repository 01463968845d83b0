/**
 * What a device reports about one day. Numbers are quantised (pours and litres to what a meter shows, uptime to five minutes,
 * temperature to a tenth of a degree), since every random digit that is kept has to be downloaded.
 *
 * A day on which the device is switched off (paused account, unplugged device) is not observed: there is no row, not a row of
 * zeros. A day of outage is a row with few minutes.
 */
import type { Firmware } from "../facts/hardware.ts";
import type { BusinessType } from "../facts/names.ts";
import { civil, parseDay, weekday } from "../kit/calendar.ts";
import { nearest, poisson, quantile } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { firmwareDays, firmwareOn } from "./firmware.ts";
import { dirtOn, visitsOf } from "./maintenance.ts";
import type { Account, Device, Setting } from "./world.ts";

/** Days of telemetry that the application keeps by the day. */
export const WINDOW_DAYS = 365;
/** Days before a failure on which the temperature begins to drift. */
const DRIFT_LEAD_DAYS = 5;

/** What a device reports about a day. The reporter hands out one and the same object, so a reading holds until the next. */
export interface Reading {
  day: number;
  pours: number;
  litres: number;
  errors: number;
  anomalies: number;
  uptimeMinutes: number;
  /** Tenths of a degree; null for devices without a probe and for days without a minute of uptime. */
  temperature: number | null;
  warmest: number | null;
  firmware: Firmware;
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

/** Day-to-day noise as eight equally likely factors: most days are like their weekday, one is quiet, one is busy. */
const NOISE = [0.75, 1, 1, 1, 1, 1, 1, 1.3];
/** How far a fortnight's mean temperature strays from the usual value, in tenths of a degree. */
const STRAY = [0, 0, 0, 1, 1, -1, -1, 2];
/** How much warmer than the mean the warmest hour of a day in that fortnight was. */
const WARMER = [5, 5, 6, 8];
/** One day in sixty-four a door stays open. */
const OPEN_DOOR = 6;

/** First day of the table of seasons. */
const FIRST_SEASON_DAY = parseDay("2018-01-01");
/** The season of each day: asking the calendar half a million times would take a while. */
const SEASON_BY_DAY = Float64Array.from(
  { length: 6000 },
  (_, index) => SEASON[civil(FIRST_SEASON_DAY + index).month - 1] ?? 1,
);

export class DeviceReporter {
  readonly #account: Account;
  readonly #device: Device;
  readonly #days: Draws;
  readonly #firmwareDays: readonly number[];
  readonly #temperature: number;
  readonly #asOfDay: number;
  readonly #visits: readonly number[];
  readonly #reading: Reading;
  /** The last visit that was made by the day that was read last, as an index of `#visits`. */
  #visit = -1;

  constructor(account: Account, device: Device, { seed, tier }: Setting) {
    this.#account = account;
    this.#device = device;
    this.#asOfDay = tier.asOfDay;
    this.#days = new Draws(seed, STREAMS.deviceDay, device.key);
    this.#firmwareDays = firmwareDays(device.draws);
    this.#temperature = 30 + nearest(quantile(LOGNORMAL_NARROW, device.draws.unit(at(SITES.device.temperature))) * 6);
    this.#visits = visitsOf(account, device, tier.asOfDay).flatMap(({ day }) => day ?? []);
    this.#reading = {
      day: 0,
      pours: 0,
      litres: 0,
      errors: 0,
      anomalies: 0,
      uptimeMinutes: 0,
      temperature: null,
      warmest: null,
      firmware: firmwareOn(this.#firmwareDays, device.installDay),
    };
  }

  /** The days on which the device may have reported: those in use, without the day of installation, which is not a full one. */
  life(): readonly [from: number, to: number] {
    const { installDay, retiredDay } = this.#device;
    return [installDay + 1, retiredDay === null ? this.#asOfDay : Math.min(this.#asOfDay, retiredDay - 1)];
  }

  /** The part of its life in the last so many days. */
  window(days = WINDOW_DAYS): readonly [from: number, to: number] {
    const [from, to] = this.life();
    return [Math.max(from, this.#asOfDay - days + 1), to];
  }

  /** The newest release that has reached the device by this day. */
  firmwareOn(day: number): Firmware {
    return firmwareOn(this.#firmwareDays, day);
  }

  read(day: number): Reading | null {
    const { profile, engagement } = this.#account;
    const device = this.#device;
    const use = (engagement[day - profile.signupDay] ?? 0) / 100;
    if (use === 0) return null;
    const reading = this.#reading;
    const uptimeMinutes = 1440 - (device.downMinutes[day - device.installDay] ?? 0);
    const noise = this.#days.u32(at(SITES.deviceDay.noise, day));
    const firmware = this.firmwareOn(day);
    const daysToFailure = device.failureDay - day;
    const failingSoon = daysToFailure <= DRIFT_LEAD_DAYS;
    const dirt = dirtOn(device, this.#lastVisit(day), day);
    const pours =
      device.model.type === "tap_controller" ? this.#pours(day, (use * uptimeMinutes) / 1440, noise & 7) : 0;
    const errorMean =
      (0.02 + pours * 0.0012 + (1440 - uptimeMinutes) * 0.0008) *
      firmware.errorFactor *
      (1 + 0.8 * dirt) *
      (failingSoon ? 3 : 1);
    const events = this.#days.unit(at(SITES.deviceDay.errors, day));
    const probe = device.model.type !== "gateway" && uptimeMinutes > 0;
    const fortnight = this.#days.u32(at(SITES.deviceDay.week, Math.floor(day / 14)));
    const drift = failingSoon ? (DRIFT_LEAD_DAYS + 1 - daysToFailure) * 4 : 0;
    const temperature = this.#temperature + (STRAY[fortnight & 7] ?? 0) + nearest(dirt * 3) + drift;
    const openDoor = ((noise >>> 3) & 63) === 0 ? OPEN_DOOR : 0;
    const warmest = temperature + (WARMER[(fortnight >>> 3) & 3] ?? 5) + openDoor;
    reading.day = day;
    reading.pours = pours;
    reading.litres = litresOf(pours);
    reading.errors = poisson(events, Math.min(errorMean, 12));
    reading.anomalies = (probe && warmest > 60 ? 1 + ((noise >>> 9) % 3) : 0) + (events > 0.995 ? 1 : 0);
    reading.uptimeMinutes = uptimeMinutes;
    reading.temperature = probe ? temperature : null;
    reading.warmest = probe ? warmest : null;
    reading.firmware = firmware;
    return reading;
  }

  /** The day of the last visit by this day, or of the installation; cheap when days are read in order. */
  #lastVisit(day: number): number {
    const visits = this.#visits;
    while (this.#visit >= 0 && (visits[this.#visit] ?? 0) > day) this.#visit -= 1;
    while (this.#visit + 1 < visits.length && (visits[this.#visit + 1] ?? 0) <= day) this.#visit += 1;
    // A place before the first one is looked up by name, which takes long.
    return this.#visit < 0 ? this.#device.installDay : (visits[this.#visit] ?? 0);
  }

  #pours(day: number, use: number, level: number): number {
    const { businessType, tapPours } = this.#account.profile;
    const week = WEEK[businessType][weekday(day)] ?? 1;
    const season = SEASON_BY_DAY[day - FIRST_SEASON_DAY] ?? 1;
    return counted(tapPours * this.#device.usageFactor * week * season * use * (NOISE[level] ?? 1));
  }
}

/** What the meter shows: single pours up to ten, then steps of ten, and of twenty from a hundred. */
export function counted(pours: number): number {
  const step = pours < 10 ? 1 : pours < 100 ? 10 : 20;
  return nearest(pours / step) * step;
}

/** Two fifths of a litre a pour, in steps of five litres; a few pours are one litre to three. */
export function litresOf(pours: number): number {
  const litres = pours * 0.4;
  return litres < 3 ? Math.ceil(litres) : nearest(litres / 5) * 5;
}
