/**
 * Models side by side: credits by model and channel go in, shares and their distance from the truth come out.
 *
 * The distance is the share of all credit that lies in the wrong place: half the sum of the differences, since what one channel has
 * too much another has too little.
 */
import type { PlayRow } from "../interactive.ts";
import { removalEffects, type Arrow } from "../markov-graph/chain.ts";

/** By model, the share of each channel. */
export type Shares = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface Truth {
  /** Of the sales that some channel caused. */
  readonly shares: ReadonlyMap<string, number>;
  /** Share of all sales that no channel caused. */
  readonly anyway: number;
}

export const UNATTRIBUTED = "unattributed";
export const MARKOV = "markov";

/**
 * Markov gives away what has a touch: the share of sales without one stays where the other models have it. Models stand in the order
 * of `order`, others after them.
 */
export function sharesOf(rules: readonly PlayRow[], arrows: readonly Arrow[], order: readonly string[]): Shares {
  const credits = new Map<string, Map<string, number>>();
  for (const row of rules) {
    const model = String(row["model"]);
    const channels = credits.get(model) ?? new Map<string, number>();
    channels.set(String(row["channel"]), Number(row["conversions"]));
    credits.set(model, channels);
  }
  const shares = new Map<string, ReadonlyMap<string, number>>();
  for (const [model, channels] of credits) shares.set(model, asShares(channels));
  const missed = [...shares.values()][0]?.get(UNATTRIBUTED) ?? 0;
  const chain = new Map(removalEffects(arrows).map(({ channel, share }) => [channel, share * (1 - missed)]));
  if (chain.size > 0) shares.set(MARKOV, missed > 0 ? chain.set(UNATTRIBUTED, missed) : chain);
  const rank = (model: string): number => (order.includes(model) ? order.indexOf(model) : order.length);
  return new Map([...shares].sort(([a], [b]) => rank(a) - rank(b)));
}

function asShares(credits: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sum = [...credits.values()].reduce((total, credit) => total + credit, 0);
  return new Map([...credits].map(([channel, credit]) => [channel, sum > 0 ? credit / sum : 0]));
}

/** Channels by their mean share, the largest first. */
export function channelsBySize(shares: Shares): readonly string[] {
  const sums = new Map<string, number>();
  for (const channels of shares.values())
    for (const [channel, share] of channels) sums.set(channel, (sums.get(channel) ?? 0) + share);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([channel]) => channel);
}

export function readTruth(rows: readonly PlayRow[]): Truth {
  const caused = new Map(rows.map((row) => [String(row["channel"]), Number(row["share_caused"])]));
  const sum = [...caused.values()].reduce((total, share) => total + share, 0);
  return { shares: asShares(caused), anyway: Math.max(0, 1 - sum) };
}

/** From 0, the same, to 1, nothing in the right place. */
export function misplaced(shares: ReadonlyMap<string, number>, truth: ReadonlyMap<string, number>): number {
  const channels = new Set([...shares.keys(), ...truth.keys()]);
  let sum = 0;
  for (const channel of channels) sum += Math.abs((shares.get(channel) ?? 0) - (truth.get(channel) ?? 0));
  return sum / 2;
}
