/** Rates of cohorts: unknown is not zero, and all cohorts together are a ratio of sums. */
import { expect, it } from "vitest";
import {
  pooledAt,
  rateOf,
  readCells,
  triangleOf,
} from "../../../src/app/learn/interactives/cohort-heatmap/triangle.ts";

const cell = (
  cohort: string,
  age: number,
  numerator: string | null,
  denominator: string,
  newcomers: string | null = null,
) => ({
  measure: "nrr",
  cohort,
  age: BigInt(age),
  numerator,
  denominator,
  newcomers,
});
const cells = readCells(
  [
    cell("2025-02-01", 0, "10.00", "10.00"),
    cell("2025-02-01", 1, null, "10.00"),
    cell("2025-01-01", 0, "90.00", "90.00"),
    cell("2025-01-01", 1, "45.00", "90.00", "30.00"),
    cell("2024-12-01", 1, "10.00", "10.00"),
    { ...cell("2025-01-01", 1, "1", "2"), measure: "grr" },
  ],
  "nrr",
);
const triangle = triangleOf(cells);

it("orders cohorts and ages, and calls a cohort by its month", () => {
  expect(triangle.cohorts).toEqual(["2024-12", "2025-01", "2025-02"]);
  expect(triangle.ages).toEqual([0, 1]);
});

it("tells what is not known from zero", () => {
  expect(rateOf(triangle.at("2025-02", 1), false)).toBeNull();
  expect(rateOf(triangle.at("2025-01", 1), false)).toBe(0.5);
  expect(rateOf(triangle.at("2030-01", 1), false)).toBeNull();
});

it("counts newcomers in only when it is told to", () => {
  expect(rateOf(triangle.at("2025-01", 1), true)).toBeCloseTo(75 / 90);
});

it("pools by sums, leaves out cohorts that are too young, and knows the mean that would mislead", () => {
  expect(pooledAt(triangle, 1, false)).toEqual({ ratio: 0.55, mean: 0.75 });
  expect(pooledAt(triangle, 9, false)).toEqual({ ratio: null, mean: null });
});
