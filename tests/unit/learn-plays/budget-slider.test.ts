/** Budget follows the cheapest sales of a model, in proportion. */
import { expect, test } from "vitest";
import { moveBudget, readSpend, salesWith } from "../../../src/app/learn/interactives/budget-slider/budget.ts";

const rows = [
  { model: "last_touch", channel: "brand", spend_usd: 100, conversions: 10 },
  { model: "last_touch", channel: "search", spend_usd: 400, conversions: 4 },
  { model: "last_touch", channel: "social", spend_usd: 300, conversions: null },
  { model: "first_touch", channel: "search", spend_usd: 400, conversions: 9 },
];
const channels = readSpend(rows, "last_touch");

test("money goes from where sales are dearest, or never happen, to where they are cheapest", () => {
  const move = moveBudget(channels, 0.5);
  expect(move).toMatchObject({ from: "social", to: "brand", amount: 150 });
  expect([...(move?.spend ?? [])]).toEqual([
    ["brand", 250],
    ["search", 400],
    ["social", 150],
  ]);
});

test("the promise of the model and the truth part", () => {
  const spend = moveBudget(channels, 1)?.spend ?? new Map<string, number>();
  expect(salesWith(channels, spend, ({ conversions }) => conversions)).toBe(44);
  const caused = new Map([["social", 6]]);
  expect(salesWith(channels, spend, ({ channel }) => caused.get(channel) ?? 0)).toBe(0);
});

test("nothing is moved when a model credits no channel", () => {
  expect(moveBudget(readSpend([{ ...rows[2], conversions: 0 }], "last_touch"), 1)).toBeNull();
  expect(moveBudget([], 1)).toBeNull();
});
