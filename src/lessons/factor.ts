/** Do two columns differ by one constant factor? Then the unit is wrong, and the factor usually says which. */
import { numbersEqual } from "./cell.ts";
import type { Cell } from "./cell.ts";

interface CellPair {
  readonly yours: Cell;
  readonly expected: Cell;
}

export interface Factor {
  /** For example "100 times". */
  readonly text: string;
  readonly detail: string;
  readonly code: string | null;
}

const KNOWN: readonly { factor: number; text: string; detail: string; code: string | null }[] = [
  {
    factor: 100,
    text: "100 times",
    detail: "Are these integer cents, or a ratio written in percent? Convert once, as early as possible.",
    code: "M-CENTS",
  },
  {
    factor: 1 / 100,
    text: "one hundredth of",
    detail: "Was it divided by 100 twice, or is a percentage expected?",
    code: "M-CENTS",
  },
  {
    factor: 12,
    text: "12 times",
    detail: "A yearly price contributes 1/12 of itself to each month. Which interval does the price have?",
    code: "M-INTERVAL",
  },
  {
    factor: 1 / 12,
    text: "one twelfth of",
    detail: "A monthly value was divided by twelve once too often. Which interval does it have already?",
    code: "M-INTERVAL",
  },
  {
    factor: 3,
    text: "3 times",
    detail: "A price for three months contributes a third of itself to each month.",
    code: "M-INTERVAL",
  },
  {
    factor: 1 / 3,
    text: "one third of",
    detail: "A monthly value was divided by three once too often.",
    code: "M-INTERVAL",
  },
  { factor: 30 / 31, text: "30/31 of", detail: "Days of a month or always 30 days? The task says which.", code: null },
  { factor: 31 / 30, text: "31/30 of", detail: "Days of a month or always 30 days? The task says which.", code: null },
];

const LOOSE = { abs: 0, rel: 1e-6 };

/**
 * Null unless at least two values differ, all by the same factor, and whatever agrees is zero or NULL on both sides (those carry
 * no factor).
 */
export function findFactor(different: readonly CellPair[], same: readonly CellPair[]): Factor | null {
  if (different.length < 2 || same.some((pair) => pair.expected.kind !== "null" && numberOf(pair.expected) !== 0))
    return null;
  const ratios = different.map((pair) => numberOf(pair.yours) / numberOf(pair.expected));
  const ratio = ratios[0];
  if (ratio === undefined || !Number.isFinite(ratio) || ratio === 0) return null;
  if (!ratios.every((other) => numbersEqual(other, ratio, LOOSE))) return null;
  // Large whole numbers that differ in their last digits have no other unit.
  if (numbersEqual(ratio, 1, LOOSE)) return null;
  const known = KNOWN.find((entry) => numbersEqual(entry.factor, ratio, LOOSE));
  if (known !== undefined) return known;
  return {
    text: `${Number(ratio.toPrecision(4))} times`,
    detail: "One constant factor runs through the whole column. Which unit, period or multiplied row brings it in?",
    code: null,
  };
}

function numberOf(cell: Cell): number {
  return cell.kind === "number" ? cell.value : Number.NaN;
}
