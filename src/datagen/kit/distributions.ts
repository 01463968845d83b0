/**
 * Distributions as functions of a uniform number, by table and exact arithmetic only (+ - * /, floor).
 */
import { expNegative } from "./exp-table.ts";
import type { Draws } from "./random.ts";

/** Reads a quantile table of `quantile-tables.ts` at `u`, linear between its entries. */
export function quantile(table: readonly number[], u: number): number {
  const position = u * 256;
  const index = Math.floor(position);
  const low = table[index] ?? 0;
  const high = table[index + 1] ?? low;
  return (low + (high - low) * (position - index)) / 10000;
}

/** One of the weighted items; weights need not sum to 1. */
export function weighted<T>(u: number, items: readonly (readonly [item: T, weight: number])[]): T {
  let total = 0;
  for (let index = 0; index < items.length; index += 1) total += items[index]?.[1] ?? 0;
  let left = u * total;
  for (let index = 0; index < items.length; index += 1) {
    const entry = items[index];
    if (entry === undefined) continue;
    left -= entry[1];
    if (left < 0) return entry[0];
  }
  const last = items[items.length - 1];
  if (last === undefined) throw new RangeError("weighted needs a list with at least one item.");
  return last[0];
}

/** The weighted items laid out in `size` equal places, for draws by the million: take a place instead of calling `weighted`. */
export function places<T>(items: readonly (readonly [item: T, weight: number])[], size: number): readonly T[] {
  return Array.from({ length: size }, (_, place) => weighted((place + 0.5) / size, items));
}

/** Poisson by inversion, for a mean of at most 20. */
export function poisson(u: number, mean: number): number {
  let probability = expNegative(mean);
  let cumulative = probability;
  let count = 0;
  while (u >= cumulative && count < 80) {
    count += 1;
    probability = (probability * mean) / count;
    cumulative += probability;
  }
  return count;
}

/**
 * One uniform number per entity 0 … n-1 that together cover [0, 1) evenly (Latin hypercube): shares come out as planned even
 * in the tier of 60 accounts. The order is a permutation drawn with the given counter.
 */
export function stratified(drawsOf: (entity: number) => Draws, counter: number, n: number): Float64Array {
  const order = Array.from({ length: n }, (_, entity) => ({ entity, key: drawsOf(entity).u32(counter) }));
  order.sort((a, b) => a.key - b.key || a.entity - b.entity);
  const result = new Float64Array(n);
  order.forEach(({ entity }, rank) => {
    result[entity] = (rank + 0.5) / n;
  });
  return result;
}

export function clamp(value: number, low: number, high: number): number {
  if (value < low) return low;
  if (value > high) return high;
  return value;
}

/** Nearest whole number, halves up; `Math.round` would do, but names the intent less well for money. */
export function nearest(value: number): number {
  return Math.floor(value + 0.5);
}
