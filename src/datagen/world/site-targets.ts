/**
 * How many sites each business would have, so that a tier ends up with the number of locations that it asks for.
 *
 * In go the usual sizes of the businesses, out come the same sizes times one factor, at least one site each. A site that is
 * planned for later opens only if the account is still there; how many will be is estimated from the plan alone, because the
 * lives must not know what the tier wants, and the plan must not know the as-of day.
 */
import { clamp } from "../kit/distributions.ts";
import type { Draws } from "../kit/random.ts";
import { SITES, at } from "../kit/sites.ts";
import type { Tier } from "../tiers.ts";
import { MOST_SITES, openingDelays } from "./premises.ts";

/** The share of planned later sites that open: [days after sign-up, share]. */
const STILL_THERE: readonly (readonly [number, number])[] = [
  [0, 1],
  [14, 0.9],
  [365, 0.69],
  [1825, 0.42],
];

function shareStillThere(days: number): number {
  for (let index = 1; index < STILL_THERE.length; index += 1) {
    const [from, high] = STILL_THERE[index - 1] ?? [0, 1];
    const [to, low] = STILL_THERE[index] ?? [0, 0];
    if (days <= to) return high + ((low - high) * (days - from)) / (to - from);
  }
  return STILL_THERE.at(-1)?.[1] ?? 0;
}

/** A size times the factor; the fraction is rounded up or down by chance, so that small factors count too. */
export function scaledSize(usual: number, factor: number, chance: number): number {
  return clamp(Math.floor(usual * factor + chance), 1, MOST_SITES);
}

export function siteTargets(
  usual: readonly number[],
  draws: readonly Draws[],
  signupDays: Int32Array,
  tier: Tier,
): number[] {
  const chances = draws.map((draw) => draw.unit(at(SITES.account.sizeRounding)));
  const known = new Map<number, number>();
  const expectedOf = (index: number, size: number): number => {
    const key = index * (MOST_SITES + 1) + size;
    let sites = known.get(key);
    if (sites === undefined) {
      const draw = draws[index];
      const room = tier.lastDay - (signupDays[index] ?? 0);
      sites = 0;
      if (draw !== undefined)
        for (const delay of openingDelays(draw, size)) if (delay <= room) sites += shareStillThere(delay);
      known.set(key, sites);
    }
    return sites;
  };
  const sizeOf = (index: number, factor: number): number => scaledSize(usual[index] ?? 1, factor, chances[index] ?? 0);
  const expected = (factor: number): number => {
    let sites = 0;
    for (let index = 0; index < usual.length; index += 1) sites += expectedOf(index, sizeOf(index, factor));
    return sites;
  };
  let low = 0;
  let high = MOST_SITES;
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (expected(middle) < tier.locations) low = middle;
    else high = middle;
  }
  return usual.map((_, index) => sizeOf(index, high));
}
