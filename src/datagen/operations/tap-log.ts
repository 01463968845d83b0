/**
 * What a tap of the panel sends in an hour: a beat, each pour, each error, and the hands that clean it.
 *
 * Pours, litres and errors are those of the hour, to the millilitre. Times of one device never coincide, so time and device
 * together are the number of an event, and numbers rise with time.
 */
import { nearest } from "../kit/distributions.ts";
import { Draws, mix } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { DeviceHours } from "./device-hours.ts";
import type { PanelMember } from "./panel.ts";
import { SITES, STREAMS } from "./sites.ts";

const P = SITES.panel;
const TO_UNIT = 1 / 4294967296;
/** Beverages on the lines of a house; a tap serves one of them. */
const DRINKS = 12;
/** Glasses, as shares of the mean. */
const GLASSES = [0.5, 0.75, 1, 1, 1, 1.25, 1.25, 1.5];

export type TapEventType = "pour" | "error" | "maintenance" | "cleaning" | "heartbeat";
export type TapEventStatus = "ok" | "aborted" | "warning" | "failed";

export interface TapEvent {
  /** Moved when two events of the device coincide, before anybody sees it. */
  time: number;
  readonly type: TapEventType;
  readonly status: TapEventStatus;
  readonly beverage: number | null;
  readonly millilitres: number | null;
  readonly temperature: number | null;
  readonly pressure: number | null;
  readonly flow: number | null;
  readonly seconds: number | null;
}

/** A visit of a technician, as far as the tap notices. */
export interface Handling {
  readonly start: number;
  readonly type: "maintenance" | "cleaning";
}

export class TapLog {
  readonly #draws: Draws;
  readonly #beverage: number;
  readonly #beat: number;

  constructor(member: PanelMember, seed: number) {
    this.#draws = new Draws(seed, STREAMS.panel, member.item.key);
    this.#beverage = 1 + this.#draws.below(at(P.drink), DRINKS);
    this.#beat = (member.deviceId % 60) * 60 + (member.deviceId % 7);
  }

  /** The events of an hour that begins at `start` (seconds since 1970), in order of time. */
  hour(start: number, hour: number, hours: DeviceHours, handlings: readonly Handling[]): TapEvent[] {
    const beat = start + this.#beat;
    const temperature = hours.measures[hour] === 1 ? (hours.temperature[hour] ?? null) : null;
    const up = hours.uptimeMinutes[hour] ?? 0;
    const pressure = up > 0 ? (hours.pressure[hour] ?? null) : null;
    const plain = (time: number, type: TapEventType, status: TapEventStatus): TapEvent => ({
      time,
      type,
      status,
      beverage: null,
      millilitres: null,
      temperature,
      pressure,
      flow: null,
      seconds: null,
    });
    const events: TapEvent[] = [];
    if (hours.isUp(beat)) events.push(plain(beat, "heartbeat", "ok"));
    for (const handling of handlings)
      if (handling.start >= start && handling.start < start + 3600)
        events.push(plain(handling.start, handling.type, "ok"));
    const pours = hours.pours[hour] ?? 0;
    const errors = hours.errors[hour] ?? 0;
    // Most hours of most houses.
    if (pours === 0 && errors === 0 && events.length < 2) return events;
    const base = this.#draws.u32(at(P.hour, Math.floor(start / 3600)));
    const chance = (nth: number): number => mix(base + Math.imul(nth + 1, 0x9e3779b9)) * TO_UNIT;
    const total = (hours.decilitres[hour] ?? 0) * 100;
    const glass = (nth: number): number => GLASSES[Math.floor(chance(nth) * GLASSES.length)] ?? 1;
    let sum = 0;
    for (let nth = 0; nth < pours; nth += 1) sum += glass(nth);
    let share = 0;
    let poured = 0;
    for (let nth = 0; nth < pours; nth += 1) {
      share += glass(nth);
      const until = nearest((total * share) / sum);
      const millilitres = until - poured;
      poured = until;
      const speed = 48 + Math.floor(chance(nth + 1000) * 5) * 6;
      const seconds = Math.max(2, nearest(millilitres / speed));
      const within = ((nth + chance(nth + 2000)) / pours) * up * 60;
      const time = hours.upSecond(start, Math.floor(within));
      const status = chance(nth + 3000) < 0.012 ? "aborted" : "ok";
      const flow = nearest(millilitres / seconds);
      events.push({
        time,
        type: "pour",
        status,
        beverage: this.#beverage,
        millilitres,
        temperature,
        pressure,
        flow,
        seconds,
      });
    }
    for (let nth = 0; nth < errors; nth += 1) {
      const time = start + Math.floor(chance(nth + 4000) * 3600);
      events.push(plain(time, "error", chance(nth + 5000) < 0.8 ? "warning" : "failed"));
    }
    return apart(events, start + 3600);
  }
}

/** In order, a second apart at least, inside the hour: a crowded end of the hour is pushed back. */
function apart(events: TapEvent[], end: number): TapEvent[] {
  // Pours come in order, so hardly anything moves; those of one second keep their order.
  for (let nth = 1; nth < events.length; nth += 1) {
    const event = events[nth];
    let place = nth;
    if (event === undefined) continue;
    for (; place > 0; place -= 1) {
      const before = events[place - 1];
      if (before === undefined || before.time <= event.time) break;
      events[place] = before;
    }
    events[place] = event;
  }
  let earliest = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    event.time = Math.max(event.time, earliest);
    earliest = event.time + 1;
  }
  let latest = end;
  for (let nth = events.length - 1; nth >= 0; nth -= 1) {
    const event = events[nth];
    if (event === undefined) continue;
    event.time = Math.min(event.time, latest - 1);
    latest = event.time;
  }
  return events;
}
