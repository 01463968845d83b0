/** Models side by side, and how much of their credit lies in the wrong place. */
import { expect, test } from "vitest";
import {
  channelsBySize,
  misplaced,
  readTruth,
  sharesOf,
} from "../../../src/app/learn/interactives/attribution-lab/lab.ts";
import { readArrows } from "../../../src/app/learn/interactives/markov-graph/chain.ts";

const rules = [
  { model: "last_touch", channel: "brand", conversions: 3 },
  { model: "last_touch", channel: "unattributed", conversions: 1 },
  { model: "first_touch", channel: "search", conversions: 3 },
  { model: "first_touch", channel: "unattributed", conversions: 1 },
];
const arrows = readArrows([
  { from_state: "(start)", to_state: "search", transitions: 3 },
  { from_state: "search", to_state: "brand", transitions: 3 },
  { from_state: "brand", to_state: "(conversion)", transitions: 3 },
]);

test("every model gives everything away, in the order that was asked for", () => {
  const shares = sharesOf(rules, arrows, ["first_touch", "last_touch", "markov"]);
  expect([...shares.keys()]).toEqual(["first_touch", "last_touch", "markov"]);
  for (const [model, channels] of shares)
    expect(
      [...channels.values()].reduce((sum, share) => sum + share, 0),
      model,
    ).toBeCloseTo(1, 12);
  expect(shares.get("markov")?.get("brand")).toBeCloseTo(0.375, 12);
  expect(shares.get("markov")?.get("unattributed")).toBeCloseTo(0.25, 12);
  expect(channelsBySize(shares)[0]).toBe("brand");
});

test("the distance from the truth is the credit in the wrong place", () => {
  const truth = readTruth([
    { channel: "search", share_caused: 0.1 },
    { channel: "brand", share_caused: 0 },
  ]);
  expect(truth.anyway).toBeCloseTo(0.9, 12);
  expect(misplaced(new Map([["search", 1]]), truth.shares)).toBe(0);
  expect(misplaced(new Map([["brand", 1]]), truth.shares)).toBe(1);
  expect(
    misplaced(
      new Map([
        ["search", 0.75],
        ["unattributed", 0.25],
      ]),
      truth.shares,
    ),
  ).toBeCloseTo(0.25, 12);
});
