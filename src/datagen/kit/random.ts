/**
 * The source of all chance: `u32(seed, stream, entity, counter)` is a pure function, so there is no state to carry.
 *
 * A new draw never shifts another one, tables can be made in any order, and one customer can be simulated again alone. The one
 * thing to get wrong is to reuse a counter: two draws would then be the same number. Counters live in `sites.ts`, tested for overlap.
 */

const GOLDEN = 0x9e3779b9;
const COUNTER_STEP = 0x85ebca6b;
const TO_UNIT = 1 / 4294967296;

/** A 32-bit mixer of two rounds; a bijection, so different inputs keep different outputs. */
export function mix(value: number): number {
  let x = value | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  x ^= x >>> 15;
  return x >>> 0;
}

/** A whole number from 0 to 2^32 - 1 that depends on nothing but its four arguments. */
export function u32(seed: number, stream: number, entity: number, counter: number): number {
  return mix(mix(mix(seed + Math.imul(stream, GOLDEN)) + entity) + Math.imul(counter, COUNTER_STEP));
}

/** The draws of one entity of one stream, with the first two mixing steps done once. */
export class Draws {
  readonly #base: number;

  constructor(seed: number, stream: number, entity: number) {
    this.#base = mix(mix(seed + Math.imul(stream, GOLDEN)) + entity);
  }

  u32(counter: number): number {
    return mix(this.#base + Math.imul(counter, COUNTER_STEP));
  }

  /** Uniform in [0, 1). */
  unit(counter: number): number {
    return this.u32(counter) * TO_UNIT;
  }

  /** A whole number from 0 to n - 1. */
  below(counter: number, n: number): number {
    return Math.floor(this.unit(counter) * n);
  }

  /** A whole number from low to high, both included. */
  between(counter: number, low: number, high: number): number {
    return low + Math.floor(this.unit(counter) * (high - low + 1));
  }

  chance(counter: number, probability: number): boolean {
    return this.unit(counter) < probability;
  }

  pick<T>(counter: number, items: readonly T[]): T {
    const item = items[Math.floor(this.unit(counter) * items.length)];
    if (item === undefined) throw new RangeError("pick needs a list with at least one item.");
    return item;
  }
}
