/**
 * The hours of a device's day: the daily reading, spread over 24 hours of UTC so that it adds up again exactly.
 *
 * Pours, litres, errors and anomalies of the hours are those of the day; the minutes missing from the hours' uptime are the
 * minutes missing from the day's. A tap sleeps while its house is closed: an hour without pours, errors and downtime then has no
 * row. The arrays are overwritten by the next `split`.
 */
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Reading } from "../world/telemetry.ts";
import type { Account, Device, Outage, Setting } from "../world/world.ts";
import { utcOffsetHours } from "../facts/time-zones.ts";
import { openingHours } from "./opening-hours.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.deviceHours;
const HOURS = 24;
const DAY_MINUTES = 1440;
/** How an hour differs from its usual share. */
const JITTER = [0.7, 0.95, 1.1, 1.3];
/** Closed hours still get a share, if the house was open only while the device was down. */
const CLOSED_WEIGHT = 0.001;
const TOO_WARM = 61;

export class DeviceHours {
  readonly pours = new Int32Array(HOURS);
  readonly decilitres = new Int32Array(HOURS);
  readonly errors = new Int32Array(HOURS);
  readonly anomalies = new Int32Array(HOURS);
  readonly uptimeMinutes = new Int32Array(HOURS);
  /** Tenths of a degree; meaningless where `measures` is false. */
  readonly temperature = new Int32Array(HOURS);
  /** Tenths of a psi; 0 for devices without a gauge. */
  readonly pressure = new Int32Array(HOURS);
  /** Whether the device reported in this hour at all. */
  readonly reports = new Uint8Array(HOURS);
  /** Whether a probe was there and running in this hour. */
  readonly measures = new Uint8Array(HOURS);
  readonly #weights = new Float64Array(HOURS);
  readonly #account: Account;
  readonly #device: Device;
  readonly #draws: Draws;
  readonly #outages: readonly Outage[];
  readonly #usualPressure: number;
  #outage = 0;

  constructor(account: Account, device: Device, { seed }: Setting, firstDay: number) {
    this.#account = account;
    this.#device = device;
    this.#draws = new Draws(seed, STREAMS.deviceHours, device.key);
    const from = firstDay * DAY_MINUTES;
    this.#outages = device.outages.filter(({ end }) => end > from);
    this.#usualPressure = hasGauge(device) ? 112 + this.#draws.below(at(S.pressure), 20) : 0;
  }

  /** Days must come in ascending order. */
  split(reading: Reading): void {
    const { day } = reading;
    this.#measureUptime(day);
    const opening = openingHours(this.#account.profile.businessType, day);
    const offset = utcOffsetHours(this.#account.profile.city.timezone, day);
    const jitter = this.#draws.u32(at(S.jitter, day));
    const moreJitter = this.#draws.u32(at(S.moreJitter, day));
    const sleeps = this.#device.model.type === "tap_controller";
    let total = 0;
    let peak = -1;
    for (let hour = 0; hour < HOURS; hour += 1) {
      const bits = hour < 16 ? jitter >>> (hour * 2) : moreJitter >>> ((hour - 16) * 2);
      const usual = opening[(hour + offset + HOURS) % HOURS] ?? 0;
      const up = (this.uptimeMinutes[hour] ?? 0) / 60;
      const weight = up * (usual === 0 ? CLOSED_WEIGHT : usual * (JITTER[bits & 3] ?? 1));
      this.#weights[hour] = weight;
      total += weight;
      if (up > 0 && (peak < 0 || weight > (this.#weights[peak] ?? 0))) peak = hour;
      this.reports[hour] = !sleeps || usual > 0 || up < 1 ? 1 : 0;
      this.pressure[hour] = this.#usualPressure + ((bits >>> 1) & 1);
    }
    this.#spreadPours(reading, total);
    this.#placeErrors(reading, peak);
    this.#placeTemperatures(reading, peak);
  }

  #measureUptime(day: number): void {
    this.uptimeMinutes.fill(60);
    const from = day * DAY_MINUTES;
    while (this.#outage < this.#outages.length && (this.#outages[this.#outage]?.end ?? 0) <= from) this.#outage += 1;
    for (let nth = this.#outage; nth < this.#outages.length; nth += 1) {
      const outage = this.#outages[nth];
      if (outage === undefined || outage.start >= from + DAY_MINUTES) break;
      const end = Math.min(DAY_MINUTES, outage.end - from);
      for (let minute = Math.max(0, outage.start - from); minute < end;) {
        const hour = Math.floor(minute / 60);
        const until = Math.min(end, hour * 60 + 60);
        this.uptimeMinutes[hour] = (this.uptimeMinutes[hour] ?? 0) - (until - minute);
        minute = until;
      }
    }
  }

  /** Whether the device was up at a time (seconds since 1970) of the day that was split last. */
  isUp(time: number): boolean {
    const minute = Math.floor(time / 60);
    return !this.#outages.some(({ start, end }) => start <= minute && minute < end);
  }

  /** The time of the n-th second of uptime after a time of the day that was split last. */
  upSecond(from: number, seconds: number): number {
    let time = from + seconds;
    for (let nth = this.#outage; nth < this.#outages.length; nth += 1) {
      const outage = this.#outages[nth];
      if (outage === undefined || outage.start * 60 > time) break;
      if (outage.end * 60 > from) time += outage.end * 60 - Math.max(from, outage.start * 60);
    }
    return time;
  }

  /** By cumulative shares, so that the hours add up to the day whatever is rounded. */
  #spreadPours({ pours, litres }: Reading, total: number): void {
    let weight = 0;
    let poured = 0;
    let measured = 0;
    for (let hour = 0; hour < HOURS; hour += 1) {
      weight += this.#weights[hour] ?? 0;
      const pouredNow = total === 0 ? 0 : Math.floor((pours * weight) / total + 0.5);
      const measuredNow = pours === 0 ? 0 : Math.floor((litres * 10 * pouredNow) / pours + 0.5);
      this.pours[hour] = pouredNow - poured;
      this.decilitres[hour] = measuredNow - measured;
      if (pouredNow > poured) this.reports[hour] = 1;
      poured = pouredNow;
      measured = measuredNow;
    }
  }

  /** Errors come where the device was down and where it was busiest. */
  #placeErrors({ errors, day }: Reading, peak: number): void {
    this.errors.fill(0);
    let hour = errors === 0 ? 0 : this.#draws.u32(at(S.errorHour, day)) % HOURS;
    for (let nth = 0; nth < errors; nth += 1) {
      let place = hour;
      for (let step = 0; step < HOURS && this.reports[place] === 0; step += 1) place = (place + 1) % HOURS;
      if (nth % 3 === 2 && peak >= 0) place = peak;
      this.errors[place] = (this.errors[place] ?? 0) + 1;
      this.reports[place] = 1;
      hour = (hour + 7) % HOURS;
    }
  }

  /** The busiest hour is the warmest; hours with an anomaly are too warm; the others make up for it, so that the mean holds. */
  #placeTemperatures({ temperature, warmest, anomalies }: Reading, peak: number): void {
    this.anomalies.fill(0);
    this.measures.fill(0);
    this.temperature.fill(0);
    const hot = warmest !== null && warmest >= TOO_WARM;
    let left = anomalies;
    let cool = 0;
    let excess = 0;
    for (let step = 0; step < HOURS; step += 1) {
      const hour = (Math.max(peak, 0) + step) % HOURS;
      if (this.reports[hour] === 0) continue;
      if (left > 0) {
        this.anomalies[hour] = 1;
        left -= 1;
      }
      if (temperature === null || warmest === null || this.uptimeMinutes[hour] === 0) continue;
      this.measures[hour] = 1;
      if (hour === peak) this.temperature[hour] = warmest;
      else if (hot && this.anomalies[hour] === 1) this.temperature[hour] = Math.max(TOO_WARM, temperature);
      else {
        cool += 1;
        continue;
      }
      excess += this.temperature[hour] - temperature;
    }
    if (left > 0) this.anomalies[Math.max(peak, 0)] = (this.anomalies[Math.max(peak, 0)] ?? 0) + left;
    if (temperature === null) return;
    let given = 0;
    let nth = 0;
    for (let hour = 0; hour < HOURS; hour += 1) {
      if (this.measures[hour] === 0 || this.temperature[hour] !== 0) continue;
      nth += 1;
      const givenNow = Math.floor((excess * nth) / cool + 0.5);
      this.temperature[hour] = temperature - (givenNow - given);
      given = givenNow;
    }
  }
}

/** Taps and the sensors that watch kegs and pressure. */
function hasGauge({ model }: Device): boolean {
  return model.type === "tap_controller" || model.model === "TP-20" || model.model === "K5";
}
