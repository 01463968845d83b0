/**
 * Channels as players: sets of channels with their journeys and sales go in; the worth of every coalition, what each channel adds
 * in every order, and the mean of that come out.
 */
import type { PlayRow } from "../interactive.ts";

export interface ChannelSet {
  readonly channels: readonly string[];
  readonly journeys: number;
  readonly conversions: number;
}

/** "count": the sales of a coalition. "rate": its sales divided by its journeys. */
export type Worth = "count" | "rate";

export interface Entry {
  readonly channel: string;
  /** Who is in after it has entered. */
  readonly coalition: readonly string[];
  readonly before: number;
  readonly after: number;
}

export function readSets(rows: readonly PlayRow[]): readonly ChannelSet[] {
  return rows.map((row) => ({
    channels: String(row["channels"]).split(";"),
    journeys: Number(row["journeys"]),
    conversions: Number(row["conversions"]),
  }));
}

export function playersOf(sets: readonly ChannelSet[]): readonly string[] {
  return [...new Set(sets.flatMap(({ channels }) => channels))].sort();
}

/** What a coalition makes alone: of the journeys that touched no channel outside of it. */
export function worthOf(coalition: readonly string[], sets: readonly ChannelSet[], worth: Worth): number {
  const inside = sets.filter(({ channels }) => channels.every((channel) => coalition.includes(channel)));
  const conversions = inside.reduce((sum, set) => sum + set.conversions, 0);
  if (worth === "count") return conversions;
  const journeys = inside.reduce((sum, set) => sum + set.journeys, 0);
  return journeys === 0 ? 0 : conversions / journeys;
}

/** Every order of the players, the alphabetical one first. */
export function ordersOf(players: readonly string[]): readonly (readonly string[])[] {
  if (players.length === 0) return [[]];
  return players.flatMap((first) =>
    ordersOf(players.filter((player) => player !== first)).map((rest) => [first, ...rest]),
  );
}

export function entriesOf(order: readonly string[], sets: readonly ChannelSet[], worth: Worth): readonly Entry[] {
  return order.map((channel, index) => {
    const coalition = order.slice(0, index + 1);
    return {
      channel,
      coalition,
      before: worthOf(order.slice(0, index), sets, worth),
      after: worthOf(coalition, sets, worth),
    };
  });
}

/** What each player adds, on the mean of the orders given. Of all orders it is the Shapley value. */
export function meanAdded(
  orders: readonly (readonly string[])[],
  sets: readonly ChannelSet[],
  worth: Worth,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const order of orders)
    for (const { channel, before, after } of entriesOf(order, sets, worth))
      sums.set(channel, (sums.get(channel) ?? 0) + after - before);
  return new Map([...sums].map(([channel, sum]) => [channel, sum / orders.length]));
}
