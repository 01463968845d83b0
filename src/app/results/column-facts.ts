/**
 * What the head of a column tells about the fetched rows: how many are NULL, how many values there are, from where to where, and a
 * small picture. It speaks about the rows that are here, never about the whole relation.
 */
import type { Column, Table, Value } from "../../engine/core/table.ts";
import { comparatorOf } from "./sort-rows.ts";
import { exactText, isIdentifier, kindOf, shownText, toNumber } from "./value-kind.ts";

export interface ColumnFacts {
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  /** No value twice, and none is NULL. */
  readonly unique: boolean;
  readonly min: string | null;
  readonly max: string | null;
  /** Bars of a histogram (numbers), or shares of the most frequent values (few values); each between 0 and 1. */
  readonly picture: { readonly kind: "histogram" | "shares"; readonly parts: readonly number[] } | null;
}

const BINS = 12;
/** With more distinct values than this, shares are dust. */
const SHARES = 8;

export function columnFacts(table: Table, index: number): ColumnFacts {
  const column = table.columns[index];
  const values = table.data[index] ?? [];
  if (!column) return { rows: 0, nulls: 0, distinct: 0, unique: false, min: null, max: null, picture: null };
  const compare = comparatorOf(column);
  const counts = new Map<string, number>();
  let nulls = 0;
  let min: Value = null;
  let max: Value = null;
  for (const value of values) {
    if (value === null) {
      nulls += 1;
      continue;
    }
    const text = exactText(value)!;
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (min === null || compare(value, min) < 0) min = value;
    if (max === null || compare(value, max) > 0) max = value;
  }
  const rows = values.length;
  return {
    rows,
    nulls,
    distinct: counts.size,
    unique: rows > 1 && nulls === 0 && counts.size === rows,
    min: min === null ? null : shownText(min, column),
    max: max === null ? null : shownText(max, column),
    picture: pictureOf(column, values, counts),
  };
}

function pictureOf(
  column: Column,
  values: readonly Value[],
  counts: ReadonlyMap<string, number>,
): ColumnFacts["picture"] {
  if (counts.size < 2) return null;
  if (kindOf(column) === "number" && !isIdentifier(column) && counts.size > 2) return histogram(values);
  if (counts.size > SHARES || counts.size === values.length) return null;
  const shares = [...counts.values()].sort((a, b) => b - a);
  const total = shares.reduce((sum, count) => sum + count, 0);
  return { kind: "shares", parts: shares.map((count) => count / total) };
}

function histogram(values: readonly Value[]): ColumnFacts["picture"] {
  const numbers = values.flatMap((value) => toNumber(value) ?? []);
  const low = Math.min(...minMax(numbers));
  const high = Math.max(...minMax(numbers));
  if (!(high > low)) return null;
  const bins = new Array<number>(BINS).fill(0);
  for (const number of numbers) {
    const bin = Math.min(BINS - 1, Math.floor(((number - low) / (high - low)) * BINS));
    bins[bin]! += 1;
  }
  const tallest = Math.max(...bins);
  return { kind: "histogram", parts: bins.map((count) => count / tallest) };
}

function minMax(numbers: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < low) low = number;
    if (number > high) high = number;
  }
  return [low, high];
}
