/**
 * Budget moved to where a model says that sales are cheapest: spend and credited sales of each channel go in; the moved budget, what
 * the model promises for it, and what the channels would really cause come out.
 *
 * All of it is proportional: a channel with half the money brings half the sales. That is the naive part.
 */
import type { PlayRow } from "../interactive.ts";

export interface ChannelSpend {
  readonly channel: string;
  readonly spend: number;
  /** Credited by the model. */
  readonly conversions: number;
}

export interface Move {
  /** Where a sale costs most, by the model. */
  readonly from: string;
  /** Where it costs least. */
  readonly to: string;
  readonly amount: number;
  readonly spend: ReadonlyMap<string, number>;
}

export function readSpend(rows: readonly PlayRow[], model: string): readonly ChannelSpend[] {
  return rows
    .filter((row) => row["model"] === model)
    .map((row) => ({
      channel: String(row["channel"]),
      spend: Number(row["spend_usd"]),
      conversions: Number(row["conversions"] ?? 0),
    }));
}

/** What one sale costs; without one it costs more than any. */
export function costOf({ spend, conversions }: ChannelSpend): number {
  return conversions > 0 ? spend / conversions : Number.POSITIVE_INFINITY;
}

/** Null when there is nothing to move between. */
export function moveBudget(channels: readonly ChannelSpend[], part: number): Move | null {
  const byCost = [...channels].sort((a, b) => compare(costOf(a), costOf(b)) || compare(b.spend, a.spend));
  const [to, from] = [byCost[0], byCost.at(-1)];
  if (to === undefined || from === undefined || to === from || to.conversions === 0) return null;
  const amount = from.spend * part;
  const spend = new Map(channels.map((channel) => [channel.channel, channel.spend]));
  spend.set(from.channel, from.spend - amount);
  spend.set(to.channel, to.spend + amount);
  return { from: from.channel, to: to.channel, amount, spend };
}

/** Sales with the moved budget, if `conversions` are what each channel brings for its present spend. */
export function salesWith(
  channels: readonly ChannelSpend[],
  spend: ReadonlyMap<string, number>,
  conversions: (channel: ChannelSpend) => number,
): number {
  return channels.reduce((sum, channel) => {
    const factor = channel.spend > 0 ? (spend.get(channel.channel) ?? 0) / channel.spend : 1;
    return sum + conversions(channel) * factor;
  }, 0);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
