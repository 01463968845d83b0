/** The game of the ten journeys of the lesson: worth of coalitions, and the mean of what each channel adds. */
import { expect, test } from "vitest";
import {
  meanAdded,
  ordersOf,
  playersOf,
  readSets,
  worthOf,
} from "../../../src/app/learn/interactives/permutation-carousel/coalitions.ts";

const sets = readSets(
  [
    { channels: "email;search", journeys: 2, conversions: 2 },
    { channels: "search;social", journeys: 1, conversions: 1 },
    { channels: "social", journeys: 3, conversions: 0 },
    { channels: "search", journeys: 2, conversions: 0 },
    { channels: "email", journeys: 1, conversions: 1 },
    { channels: "email;social", journeys: 1, conversions: 0 },
  ].map((row) => ({ ...row })),
);
const players = playersOf(sets);
const orders = ordersOf(players);

test("a coalition makes the sales of its parts as well", () => {
  expect(worthOf(["email"], sets, "count")).toBe(1);
  expect(worthOf(["search", "email"], sets, "count")).toBe(3);
  expect(worthOf(players, sets, "count")).toBe(4);
  expect(worthOf([], sets, "rate")).toBe(0);
});

test("three channels have six orders, and in all of them they add up to everything", () => {
  expect(orders).toHaveLength(6);
  expect(new Set(orders.map(String)).size).toBe(6);
  const values = meanAdded(orders, sets, "count");
  expect([...values.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(4, 12);
});

test("the mean over all orders is the Shapley value, and by rates it can be negative", () => {
  const count = meanAdded(orders, sets, "count");
  expect(["email", "search", "social"].map((player) => count.get(player))).toEqual([2, 1.5, 0.5]);
  const rate = meanAdded(orders, sets, "rate");
  expect(rate.get("email")).toBeCloseTo(49 / 90, 12);
  expect(rate.get("search")).toBeCloseTo(1 / 36, 12);
  expect(rate.get("social")).toBeCloseTo(-31 / 180, 12);
});
