/**
 * Which channels a visitor met, and which of them (if any) made the difference.
 *
 * A visitor is keen (has seen the prices) or not, meets a first channel and later ones independently of each other, and becomes a
 * customer with probability base + sum of the lifts of what was met. The accounts are given, so we ask the other way round: what
 * was met, given that the goal was reached? Since the probability is a sum, the answer is a mixture, and exact: first draw the
 * cause in proportion to base and expected lifts, then all else from the prior with the cause among it.
 */
import { at } from "../kit/sites.ts";
import { weighted } from "../kit/distributions.ts";
import type { Draws } from "../kit/random.ts";
import { CHANNELS, CHANNEL_NAMES, FIRST_CHANNEL_MIX, type Channel } from "./channels.ts";
import { SITES } from "./sites.ts";

const MILLION = 1000000;

/** Visitors who look at the prices, and their probability to become a customer when no channel helps, in millionths. */
export const KEEN = { share: 0.18, probability: 178000 } as const;
export const CASUAL = { share: 0.82, probability: 3000 } as const;

export interface Influence {
  readonly keen: boolean;
  /** Channels after the first, in the order of `CHANNEL_NAMES`. */
  readonly later: readonly Channel[];
  readonly cause: Channel | null;
  /** In millionths. */
  readonly baseProbability: number;
  readonly lift: number;
}

/** Channels that can be met after the first visit. */
const LATER = CHANNEL_NAMES.filter((name) => CHANNELS[name].later[0] > 0);

export function liftOf(channel: Channel, large: boolean): number {
  const { lift, largeOnly } = CHANNELS[channel];
  return largeOnly && !large ? 0 : lift;
}

/** Probability that a visitor meets a channel after the first visit. */
export function laterShare(channel: Channel, large: boolean, keen: boolean): number {
  const { later, afterPricing } = CHANNELS[channel];
  return afterPricing && !keen ? 0 : (large ? later[1] : later[0]) / 1000;
}

function expectedLift(channel: Channel, large: boolean): number {
  const share = KEEN.share * laterShare(channel, large, true) + CASUAL.share * laterShare(channel, large, false);
  return share * liftOf(channel, large);
}

/** Mean probability of a visitor to become a customer, by the first channel, in millionths. */
export function meanProbability(first: Channel, large: boolean): number {
  let sum = KEEN.share * KEEN.probability + CASUAL.share * CASUAL.probability + liftOf(first, large);
  for (const channel of LATER) if (channel !== first) sum += expectedLift(channel, large);
  return sum;
}

export interface Visitor {
  readonly first: Channel;
  /** At least 100 people. */
  readonly large: boolean;
}

/** What was met by somebody who reached the goal. A channel that is `off` cannot be the cause. */
export function influenceOnGoal(draws: Draws, { first, large }: Visitor, off: Channel | null = null): Influence {
  const S = SITES.way;
  const causes: (readonly [Channel | null, number])[] = [
    [null, KEEN.share * KEEN.probability + CASUAL.share * CASUAL.probability],
    [first, first === off ? 0 : liftOf(first, large)],
  ];
  for (const channel of LATER)
    if (channel !== first && channel !== off) causes.push([channel, expectedLift(channel, large)]);
  const cause = weighted(draws.unit(at(S.cause)), causes);
  const keen = draws.chance(at(S.keen), keenGiven(cause, first, large));
  const later = LATER.filter(
    (channel, index) =>
      channel !== first && (channel === cause || draws.chance(at(S.exposure, index), laterShare(channel, large, keen))),
  );
  let lift = liftOf(first, large);
  for (const channel of later) lift += liftOf(channel, large);
  return { keen, later, cause, baseProbability: (keen ? KEEN : CASUAL).probability, lift };
}

/** Share of the keen among those who were won in this way. */
function keenGiven(cause: Channel | null, first: Channel, large: boolean): number {
  const weight = (keen: boolean): number => {
    const kind = keen ? KEEN : CASUAL;
    if (cause === null) return kind.share * kind.probability;
    return kind.share * (cause === first ? 1 : laterShare(cause, large, keen));
  };
  const ofKeen = weight(true);
  return ofKeen / (ofKeen + weight(false));
}

/** Share of the keen among the visitors who do not become customers. */
export const KEEN_AMONG_OTHERS =
  (KEEN.share * (MILLION - KEEN.probability)) /
  (KEEN.share * (MILLION - KEEN.probability) + CASUAL.share * (MILLION - CASUAL.probability));

/**
 * First channels of those who do not reach the goal: the mix of those who do, divided by the probability to do so. Where a
 * channel truly helps, fewer visitors are needed for the same number of customers.
 */
export const FIRST_CHANNELS_OF_OTHERS: readonly (readonly [Channel, number])[] = FIRST_CHANNEL_MIX.map(
  ([channel, share]) => {
    const reached = meanProbability(channel, false) / MILLION;
    return [channel, (share / reached) * (1 - reached)] as const;
  },
);

/** Later channels of somebody who did not reach the goal, as bits by the order of `LATER_CHANNELS`. */
export function laterOfOthers(draws: Draws, { first, large }: Visitor, keen: boolean): number {
  let met = 0;
  LATER.forEach((channel, index) => {
    const share = channel === first ? 0 : laterShare(channel, large, keen);
    if (share > 0 && draws.chance(at(SITES.anonymous.exposure, index), share)) met |= 1 << index;
  });
  return met;
}

export const LATER_CHANNELS: readonly Channel[] = LATER;
