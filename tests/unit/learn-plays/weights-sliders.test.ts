import { expect, test } from "vitest";
import { readCredit, setWeight, sumOf } from "../../../src/app/learn/interactives/weights-sliders/credit-parts.ts";

const shape = [
  { name: "first", weight: 0.4 },
  { name: "middle", weight: 0.2 },
  { name: "last", weight: 0.4 },
];
const total = (weights: readonly { readonly weight: number }[]): number =>
  weights.reduce((sum, item) => sum + item.weight, 0);

test("when one weight grows the others keep their proportion, and all add up to 1", () => {
  const weights = setWeight(shape, "first", 0.7);
  expect(weights.map((item) => item.weight)).toEqual([0.7, 0.1, 0.2]);
});

test("the sum stays 1 to the hundredth, wherever a slider is put", () => {
  let weights: readonly { readonly name: string; readonly weight: number }[] = shape;
  for (const [name, value] of [
    ["first", 0.33],
    ["last", 0.07],
    ["middle", 1],
    ["first", 0.01],
    ["last", 0.999],
  ] as const) {
    weights = setWeight(weights, name, value);
    expect(total(weights)).toBeCloseTo(1, 9);
    expect(Math.min(...weights.map((item) => item.weight))).toBeGreaterThanOrEqual(0);
  }
});

test("weights that were all zero share what is left evenly", () => {
  const weights = setWeight(setWeight(shape, "first", 1), "first", 0.5);
  expect(weights.map((item) => item.weight)).toEqual([0.5, 0.25, 0.25]);
});

test("credit that the query left empty counts as none", () => {
  const credits = readCredit([
    { touch_id: 1, credit: 0.4 },
    { touch_id: 2, credit: null },
  ]);
  expect(sumOf(credits)).toBeCloseTo(0.4);
});
