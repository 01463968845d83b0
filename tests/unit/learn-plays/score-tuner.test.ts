/** Weights always add up to 1, and the ranking says who moved and who changed band. */
import { describe, expect, it } from "vitest";
import {
  bandOf,
  rank,
  readBands,
  readScored,
  readWeights,
  scoreOf,
  withWeight,
} from "../../../src/app/learn/interactives/score-tuner/weigh.ts";

const weights = readWeights([
  { component: "usage", label: "Usage", weight: "0.50" },
  { component: "online", label: "Online", weight: "0.30" },
  { component: "payment", label: "Payment", weight: "0.20" },
]);
const part = (id: number, component: string, value: string) => ({ id, name: `Bar ${id}`, component, value });
const things = readScored(
  [
    part(1, "usage", "1.0"),
    part(1, "online", "0.0"),
    part(1, "payment", "0.0"),
    part(2, "usage", "0.0"),
    part(2, "online", "1.0"),
    part(2, "payment", "1.0"),
    part(3, "usage", "1.0"),
    part(3, "online", "1.0"),
    part(3, "payment", "1.0"),
  ],
  [{ id: 3, ceiling: "0.20" }],
);
const bands = readBands([
  { band: "healthy", from_score: "0.50" },
  { band: "unhealthy", from_score: "0" },
]);
const sum = (list: typeof weights) => list.reduce((total, weight) => total + weight.weight, 0);

describe("a weight that is moved", () => {
  it("takes from the others in their proportion", () => {
    const moved = withWeight(weights, "usage", 0.75);
    expect(moved.map((weight) => weight.weight)).toEqual([0.75, expect.closeTo(0.15), expect.closeTo(0.1)]);
    expect(sum(moved)).toBeCloseTo(1);
  });

  it("gives the rest back evenly when the others had lost all", () => {
    const alone = withWeight(weights, "usage", 1);
    expect(sum(alone)).toBeCloseTo(1);
    expect(withWeight(alone, "usage", 0.5).map((weight) => weight.weight)).toEqual([0.5, 0.25, 0.25]);
  });

  it("stays between 0 and 1", () => {
    expect(sum(withWeight(weights, "usage", 7))).toBeCloseTo(1);
    expect(withWeight(weights, "usage", -1)[0]?.weight).toBe(0);
  });
});

describe("a ranking", () => {
  it("says who moved and who changed band", () => {
    const ranked = rank(things, weights, withWeight(weights, "usage", 0.1), bands);
    expect(ranked.map((item) => [item.thing.id, item.moved])).toEqual([
      ["2", 1],
      ["3", 1],
      ["1", -2],
    ]);
    expect(ranked.find((item) => item.thing.id === "1")).toMatchObject({ bandBefore: "healthy", band: "unhealthy" });
  });

  it("keeps a score below its ceiling, whatever the weights", () => {
    const capped = things[2];
    expect(capped === undefined ? null : scoreOf(capped, weights)).toBe(0.2);
  });

  it("counts the lower end of a band to it", () => {
    expect(bandOf(0.5, bands)).toBe("healthy");
    expect(bandOf(0.1 + 0.2 + 0.2, bands)).toBe("healthy");
    expect(bandOf(0.4999, bands)).toBe("unhealthy");
  });
});
