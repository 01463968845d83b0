/** What the channels are worth in truth: how many sign-ups they caused, and how many were to be expected. */
import { CHANNEL_NAMES, FIRST_CHANNEL_MIX, type Channel } from "./channels.ts";
import { KEEN, CASUAL, laterShare, liftOf, meanProbability } from "./influence.ts";
import type { Conversion } from "./market.ts";

export interface TrueLift {
  readonly channel: Channel;
  readonly conversions: number;
  readonly caused: number;
  readonly met: number;
  readonly firstTouch: number;
  readonly lastTouch: number;
}

export function trueLifts(conversions: readonly Conversion[]): TrueLift[] {
  return CHANNEL_NAMES.map((channel) => {
    const count = (test: (conversion: Conversion) => boolean): number => conversions.filter(test).length;
    return {
      channel,
      conversions: conversions.length,
      caused: count(({ journey }) => journey.causedBy === channel),
      met: count(({ journey }) => journey.exposed.includes(channel)),
      firstTouch: count(({ journey }) => journey.firstChannel === channel),
      lastTouch: count(({ lastChannel }) => lastChannel === channel),
    };
  });
}

/** Share of those who reach the goal that a channel causes, where it is on; `largeShare` of them are large businesses. */
export function expectedShareCaused(channel: Channel, largeShare: number): number {
  return (1 - largeShare) * causedAmong(channel, false) + largeShare * causedAmong(channel, true);
}

function causedAmong(channel: Channel, large: boolean): number {
  let total = 0;
  let caused = 0;
  for (const [first, weight] of FIRST_CHANNEL_MIX) {
    const met =
      first === channel
        ? 1
        : KEEN.share * laterShare(channel, large, true) + CASUAL.share * laterShare(channel, large, false);
    total += weight;
    caused += (weight * met * liftOf(channel, large)) / meanProbability(first, large);
  }
  return caused / total;
}
