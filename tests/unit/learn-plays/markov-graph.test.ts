/** The chain of the ten journeys of the lesson: its rate, and what is missing without each channel. */
import { expect, test } from "vitest";
import {
  conversionRate,
  firstFlow,
  nextFlow,
  readArrows,
  removalEffects,
  underWay,
} from "../../../src/app/learn/interactives/markov-graph/chain.ts";

const STEPS: readonly (readonly [string, string, number])[] = [
  ["(start)", "search", 4],
  ["(start)", "social", 5],
  ["(start)", "email", 1],
  ["search", "email", 2],
  ["search", "(conversion)", 1],
  ["search", "(null)", 2],
  ["social", "search", 1],
  ["social", "email", 1],
  ["social", "(null)", 3],
  ["email", "(conversion)", 3],
  ["email", "(null)", 1],
];
const asRows = (steps: typeof STEPS) =>
  steps.map(([from_state, to_state, transitions]) => ({ from_state, to_state, transitions }));
const arrows = readArrows(asRows(STEPS));

test("the chain converts at the rate that was observed: 4 of 10 journeys", () => {
  expect(conversionRate(arrows, null)).toBeCloseTo(0.4, 9);
});

test("an arrow into a removed channel leads to nothing", () => {
  const effects = removalEffects(arrows);
  expect(effects.map(({ channel }) => channel)).toEqual(["email", "search", "social"]);
  expect(effects.map(({ rate }) => rate)).toEqual([1 / 10, 3 / 20, 11 / 40].map((rate) => expect.closeTo(rate, 9)));
  expect(effects.map(({ effect }) => effect)).toEqual([3 / 4, 5 / 8, 5 / 16].map((part) => expect.closeTo(part, 9)));
  expect(effects.map(({ share }) => share)).toEqual([12, 10, 5].map((part) => expect.closeTo(part / 27, 9)));
});

test("a channel that follows itself changes no rate", () => {
  const again = readArrows(asRows([...STEPS, ["search", "search", 7]]));
  expect(conversionRate(again, null)).toBeCloseTo(0.4, 9);
  expect(conversionRate(again, "email")).toBeCloseTo(0.1, 9);
});

test("no mass is lost on the way", () => {
  let flow = firstFlow();
  for (let step = 0; step < 4; step += 1) {
    flow = nextFlow(flow, arrows, "search");
    expect([...flow.values()].reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 12);
  }
  expect(underWay(flow)).toBeCloseTo(0, 12);
});
