/** Faults, tests, and which of them are needed. */
import { describe, expect, it } from "vitest";
import {
  fewestTests,
  foundBy,
  holds,
  killMatrix,
  readFaults,
} from "../../../src/app/learn/interactives/kill-matrix/kills.ts";

const found: readonly (readonly [string, string, readonly number[]])[] = [
  ["sound data", "sound", [0, 0, 0, 5]],
  ["overlap", "fault", [1, 0, 0, 5]],
  ["gap", "fault", [0, 1, 0, 5]],
  ["inverted", "fault", [0, 1, 2, 5]],
];
const tests = ["no_overlap", "no_gap", "positive", "always"];
const faults = readFaults(
  found.flatMap(([fault, kind, counts]) =>
    tests.map((test, index) => ({ fault, title: fault, kind, test, found: counts[index] ?? 0 })),
  ),
);
const named = (title: string) => faults.find((fault) => fault.title === title) ?? faults[0]!;

describe("the wall of faults", () => {
  it("says who caught a fault, of the tests that are on", () => {
    expect(foundBy(named("inverted"), new Set(["no_gap", "positive"]))).toEqual(["no_gap", "positive"]);
    expect(foundBy(named("inverted"), new Set(["no_overlap"]))).toEqual([]);
    expect(holds(named("inverted"), new Set(["no_overlap"]))).toBe(false);
  });
  it("counts a test that objects to sound data as a false alarm", () => {
    expect(holds(named("sound data"), new Set(["no_gap"]))).toBe(true);
    expect(holds(named("sound data"), new Set(["always"]))).toBe(false);
  });
  it("knows how few tests would do, without those that give false alarms", () => {
    expect(fewestTests(faults, tests)).toBe(2);
    expect(fewestTests(faults, ["no_overlap", "positive", "always"])).toBeNull();
  });
  it("is the same table that a check of tests shows", () => {
    const matrix = killMatrix(faults, tests, new Set(["no_overlap", "no_gap"]));
    expect(matrix.tests).toEqual(["no_overlap", "no_gap"]);
    expect(matrix.columns.map((column) => column.holds)).toEqual([true, true, true, true]);
    expect(matrix.columns[1]?.found).toEqual([1, 0]);
  });
});
