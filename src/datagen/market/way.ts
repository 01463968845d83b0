/**
 * The way of a person who leaves a name: which visits, when, through which channel, up to the one in which the form is sent.
 *
 * The first visit is through the first channel; what else the person met comes in between; brand search and retargeting come
 * late, because they look for people who have seen the prices, and are often the last click. Where a channel was switched off
 * its visitors come all the same: instead of the ad they click on the search result, or type the address.
 */
import { channelOff } from "../facts/experiments.ts";
import type { City } from "../facts/geography.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { CHANNELS, type Channel } from "./channels.ts";
import type { Influence } from "./influence.ts";
import { SITES } from "./sites.ts";
import { SLOT_SECONDS } from "./visit-log.ts";
import { Weights } from "./weights.ts";

const S = SITES.way;

export interface Touch {
  readonly at: number;
  readonly channel: Channel;
}

/** How often an ad on our name or a retargeting ad is the last click of somebody who met one. */
const LATE_LAST = 0.78;
/** Longest time from the first visit to the goal. */
export const LONGEST_WAY_DAYS = 75;
const MOST_TOUCHES = 9;

/** Visits that no channel explains. */
const FILLERS = new Weights<number>([
  [0, 30],
  [1, 30],
  [2, 20],
  [3, 12],
  [4, 8],
]);

export const FILLER_CHANNELS = new Weights<Channel>([
  ["direct", 58],
  ["organic", 42],
]);

/** What somebody does who looks for us and finds no ad. */
export function withoutAd(channel: Channel): Channel {
  return channel === "google_brand" ? "organic" : "direct";
}

export interface Goal {
  readonly first: Channel;
  readonly influence: Influence;
  readonly city: City;
  /** When the form is sent. */
  readonly goalAt: number;
  /** No visit is before this day. */
  readonly earliestDay: number;
}

/** Ascending by time; the last one begins one to eleven minutes before the goal. */
export function wayTo(draws: Draws, { first, influence, city, goalAt, earliestDay }: Goal): Touch[] {
  const channels = channelsOf(draws, first, influence);
  const times = timesOf(draws, channels.length, goalAt, earliestDay);
  return channels.map((channel, index) => {
    const time = times[index] ?? goalAt;
    const off = channelOff(city.state, Math.floor(time / DAY_SECONDS));
    return { at: time, channel: channel === off ? withoutAd(channel) : channel };
  });
}

function channelsOf(draws: Draws, first: Channel, { later }: Influence): Channel[] {
  const early = later.filter((channel) => !CHANNELS[channel].afterPricing);
  const late = later.filter((channel) => CHANNELS[channel].afterPricing);
  const room = MOST_TOUCHES - 1 - later.length;
  const fillers = Math.min(room, FILLERS.pick(draws.unit(at(S.fillers))));
  const between: Channel[] = [...early];
  for (let index = 0; index < fillers; index += 1)
    between.push(FILLER_CHANNELS.pick(draws.unit(at(S.fillerChannel, index))));
  for (let index = between.length - 1; index > 0; index -= 1) {
    const other = draws.below(at(S.shuffle, index), index + 1);
    [between[index], between[other]] = [between[other] ?? first, between[index] ?? first];
  }
  const lastClick =
    late.length > 0 && draws.chance(at(S.lateLast), LATE_LAST) ? draws.pick(at(S.latePick), late) : null;
  late
    .filter((channel) => channel !== lastClick)
    .forEach((channel, index) => {
      // Somebody else has the last click, so there must be somebody.
      if (lastClick === null && between.length === 0) between.push("direct");
      const places = between.length + (lastClick === null ? 0 : 1);
      between.splice(draws.below(at(S.latePlace, index), places), 0, channel);
    });
  return lastClick === null ? [first, ...between] : [first, ...between, lastClick];
}

function timesOf(draws: Draws, count: number, goalAt: number, earliestDay: number): number[] {
  const goalDay = Math.floor(goalAt / DAY_SECONDS);
  const u = draws.unit(at(S.length));
  const days = count === 1 ? 0 : Math.min(LONGEST_WAY_DAYS, goalDay - earliestDay, 1 + Math.floor(u * u * 74));
  const times: number[] = new Array<number>(count);
  let next = slotBefore(goalAt);
  times[count - 1] = next;
  for (let index = count - 2; index >= 0; index -= 1) {
    const share = (index + 0.9 * draws.unit(at(S.day, index))) / (count - 1);
    const day = goalDay - days + Math.floor(days * (index === 0 ? 0 : share));
    const time = day * DAY_SECONDS + 12 * 3600 + draws.below(at(S.minute, index), 66) * SLOT_SECONDS;
    next = Math.min(time, next - HALF_HOUR);
    times[index] = Math.max(next, earliestDay * DAY_SECONDS);
  }
  return times;
}

const HALF_HOUR = 1800;

/** When a visit began in which something was sent. */
export function slotBefore(time: number): number {
  const before = time - 60;
  return before - (before % SLOT_SECONDS);
}
