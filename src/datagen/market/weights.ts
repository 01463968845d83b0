/** A list of weighted items that is drawn from very often: `weighted` of the kit, with the sums made once. */
export class Weights<T> {
  readonly #items: readonly T[];
  readonly #ends: Float64Array;

  constructor(items: readonly (readonly [item: T, weight: number])[]) {
    this.#items = items.map(([item]) => item);
    this.#ends = new Float64Array(items.length);
    let end = 0;
    items.forEach(([, weight], index) => {
      end += weight;
      this.#ends[index] = end;
    });
  }

  pick(u: number): T {
    const ends = this.#ends;
    const target = u * (ends[ends.length - 1] ?? 0);
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (target < (ends[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    const item = this.#items[low];
    if (item === undefined) throw new RangeError("There is nothing to draw from.");
    return item;
  }
}
