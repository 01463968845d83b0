import { expect, test } from "vitest";
import { axisEnd, curvePath, readDecay, weightAt } from "../../../src/app/learn/interactives/halflife-slider/decay.ts";

test("after one half-life half is left, after two a quarter", () => {
  expect(weightAt(0, 7)).toBe(1);
  expect(weightAt(7, 7)).toBe(0.5);
  expect(weightAt(14, 7)).toBe(0.25);
});

test("a very long half-life leaves all touches alike, a very short one only the last", () => {
  expect(weightAt(60, 100_000)).toBeCloseTo(1, 3);
  expect(weightAt(1, 0.01)).toBeLessThan(1e-20);
});

test("the curve ends at the sale with a weight of 1", () => {
  expect(curvePath(28, 7, 100, 50).endsWith("L100.0 0.0")).toBe(true);
});

test("touches come from the farthest to the nearest", () => {
  const row = { channel: "email", weight: 1, credit: 1 };
  const touches = readDecay([
    { ...row, touch_id: 1, days_before: 3 },
    { ...row, touch_id: 2, days_before: 30.5 },
  ]);
  expect(touches.map((touch) => touch.id)).toEqual(["2", "1"]);
});

test("the axis reaches over the farthest touch in whole weeks, and over two weeks at least", () => {
  expect(axisEnd(3)).toBe(14);
  expect(axisEnd(38.1)).toBe(42);
});
