/**
 * Sorts numbers in place, ascending: ten times as fast as with a comparison of one's own.
 *
 * Only for typed arrays. `sort` without a comparison takes the items of a plain array for texts, which is why the rest of the
 * generator may not call it so.
 */
export function sortNumbers(numbers: Float64Array): void {
  numbers.sort();
}
