/** Which days are in a window, and what is counted on them. */
import { describe, expect, it } from "vitest";
import {
  CONVENTION,
  lengthFrom,
  predicate,
  sumIn,
  windowOf,
} from "../../../src/app/learn/interactives/window-brush/window-sums.ts";

const asOf = "2025-03-31";

describe("a window that ends with a day", () => {
  it("has as many days as its name says, the as-of date among them", () => {
    expect(windowOf(asOf, 30, CONVENTION)).toEqual({ first: "2025-03-02", last: asOf, days: 30 });
    expect(windowOf(asOf, 1, CONVENTION)).toEqual({ first: asOf, last: asOf, days: 1 });
  });

  it("has one day too many with >=, and one too few with <", () => {
    expect(windowOf(asOf, 7, { lower: ">=", upper: "<=" }).days).toBe(8);
    expect(windowOf(asOf, 7, { lower: ">", upper: "<" }).days).toBe(6);
    expect(windowOf(asOf, 1, { lower: ">", upper: "<" }).days).toBe(0);
  });

  it("counts what happened on its days alone", () => {
    const counts = [
      { day: "2025-03-24", count: 1 },
      { day: "2025-03-25", count: 2 },
      { day: asOf, count: 4 },
      { day: "2025-04-01", count: 8 },
    ];
    expect(sumIn(counts, windowOf(asOf, 7, CONVENTION))).toBe(6);
    expect(sumIn(counts, windowOf(asOf, 7, { lower: ">=", upper: "<" }))).toBe(3);
  });

  it("is as long as the day where it was dragged to", () => {
    for (const edges of [CONVENTION, { lower: ">=", upper: "<=" }] as const)
      expect(windowOf(asOf, lengthFrom("2025-03-20", asOf, edges), edges).first).toBe("2025-03-20");
  });

  it("is written as two comparisons", () => {
    expect(predicate(30, CONVENTION)).toBe("date_day > as_of_date - 30 and date_day <= as_of_date");
  });
});
