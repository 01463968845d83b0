/**
 * Spreads things over the days of the plan by weight, and people over the map.
 *
 * Both are even on purpose: the n-th thing falls into the n-th part of the total weight, and every 64 neighbours in time are dealt
 * over the map like a pack of cards. A comparison of two halves of the country is then as sharp as few leads allow.
 */
import { HOLDOUTS } from "../facts/experiments.ts";
import type { City } from "../facts/geography.ts";
import { VISITOR_CITIES } from "../facts/regions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Tier } from "../tiers.ts";
import { SITES, STREAMS } from "./sites.ts";
import { Weights } from "./weights.ts";

/** The day of each of `count` things, ascending; `unit` draws the place inside a thing's part. */
export function spreadDays(
  count: number,
  weightOn: (day: number) => number,
  { startDay, lastDay }: Tier,
  unit: (index: number) => number,
): Int32Array {
  const span = lastDay - startDay + 1;
  const cumulative = new Float64Array(span + 1);
  for (let index = 0; index < span; index += 1)
    cumulative[index + 1] = (cumulative[index] ?? 0) + weightOn(startDay + index);
  const total = cumulative[span] ?? 0;
  const days = new Int32Array(count);
  let index = 0;
  for (let thing = 0; thing < count; thing += 1) {
    const target = ((thing + unit(thing)) / count) * total;
    while (index < span - 1 && (cumulative[index + 1] ?? total) <= target) index += 1;
    days[thing] = startDay + index;
  }
  return days;
}

/** States of one holdout lie beside each other, so that a pack of cards has its share of each. */
const MAP = new Weights<City>(
  [0, 1, 2].flatMap((group) =>
    VISITOR_CITIES.filter(({ state }) => groupOf(state) === group).map((city) => [city, city.weight] as const),
  ),
);

function groupOf(state: string): number {
  const index = HOLDOUTS.findIndex(({ states }) => states.includes(state));
  return index < 0 ? 2 : index;
}

const PACK = 64;

/** Where the things of a kind come from, in their order in time. */
export function spreadPlaces(seed: number, kind: number, count: number): City[] {
  const cities: City[] = [];
  const cards = new Int32Array(PACK);
  for (let thing = 0; thing < count; thing += 1) {
    const card = thing % PACK;
    const draws = new Draws(seed, STREAMS.place, kind * 1000000 + (thing - card) / PACK);
    if (card === 0) shuffle(cards, draws);
    const inside = draws.unit(at(SITES.place.order, PACK + card));
    cities.push(MAP.pick(((cards[card] ?? 0) + inside) / PACK));
  }
  return cities;
}

function shuffle(cards: Int32Array, draws: Draws): void {
  for (let card = 0; card < PACK; card += 1) cards[card] = card;
  for (let card = PACK - 1; card > 0; card -= 1) {
    const other = draws.below(at(SITES.place.order, card), card + 1);
    const value = cards[card] ?? 0;
    cards[card] = cards[other] ?? 0;
    cards[other] = value;
  }
}
