/** Cells of a cohort table: rates by cohort and age, what is not known yet, and the rate of all cohorts together. */
import type { PlayRow } from "../interactive.ts";

export interface Cell {
  readonly cohort: string;
  readonly age: number;
  /** null: it cannot be known yet. */
  readonly numerator: number | null;
  readonly denominator: number;
  /** What those add who were not in the cohort; null when the query does not say. */
  readonly newcomers: number | null;
}

export interface Triangle {
  readonly cohorts: readonly string[];
  readonly ages: readonly number[];
  readonly at: (cohort: string, age: number) => Cell | null;
}

export function readCells(rows: readonly PlayRow[], measure: string): readonly Cell[] {
  const number = (value: PlayRow[string] | undefined) => (value === null || value === undefined ? null : Number(value));
  return rows
    .filter((row) => row["measure"] === measure)
    .map((row) => ({
      cohort: cohortName(row["cohort"]),
      age: Number(row["age"]),
      numerator: number(row["numerator"]),
      denominator: Number(row["denominator"] ?? 0),
      newcomers: number(row["newcomers"]),
    }));
}

/** The first of a month is called by its month. */
function cohortName(value: PlayRow[string] | undefined): string {
  return String(value).replace(/^(\d{4}-\d\d)-01$/, "$1");
}

export function triangleOf(cells: readonly Cell[]): Triangle {
  const byPlace = new Map(cells.map((cell) => [`${cell.cohort}|${cell.age}`, cell]));
  return {
    cohorts: [...new Set(cells.map((cell) => cell.cohort))].sort(),
    ages: [...new Set(cells.map((cell) => cell.age))].sort((left, right) => left - right),
    at: (cohort, age) => byPlace.get(`${cohort}|${age}`) ?? null,
  };
}

/** null: not known yet, or nobody in the cohort. */
export function rateOf(cell: Cell | null, withNewcomers: boolean): number | null {
  if (cell === null || cell.numerator === null || cell.denominator === 0) return null;
  return (cell.numerator + (withNewcomers ? (cell.newcomers ?? 0) : 0)) / cell.denominator;
}

export interface Pooled {
  /** Sum of numerators over sum of denominators: the rate. */
  readonly ratio: number | null;
  /** The mean of the rates, where a cohort of two weighs as much as one of two hundred. */
  readonly mean: number | null;
}

/** Cohorts that have not reached the age are in neither sum. */
export function pooledAt(triangle: Triangle, age: number, withNewcomers: boolean): Pooled {
  let [above, below, sum, count] = [0, 0, 0, 0];
  for (const cohort of triangle.cohorts) {
    const cell = triangle.at(cohort, age);
    const rate = rateOf(cell, withNewcomers);
    if (cell === null || rate === null) continue;
    above += rate * cell.denominator;
    below += cell.denominator;
    sum += rate;
    count += 1;
  }
  return { ratio: below === 0 ? null : above / below, mean: count === 0 ? null : sum / count };
}
