/** A customer's versions held against a day by both rules. */
import { describe, expect, it } from "vitest";
import { versionsOn, type Past, type Version } from "../../../src/app/learn/interactives/time-cut.ts";

const version = (validFrom: string, validTo: string | null): Version => ({
  plan: "Starter",
  status: "active",
  mrr: "99.00",
  validFrom,
  validTo,
});
const past: Past = {
  versions: [version("2024-01-10", "2024-01-25"), version("2024-01-25", "2024-02-05"), version("2024-02-05", null)],
  daily: new Map(),
  now: null,
  firstDay: "2024-01-10",
  lastDay: "2024-03-31",
};
const starts = (day: string, rule: "half-open" | "between"): readonly string[] =>
  versionsOn(past, day, rule).map((item) => item.validFrom);

describe("versions that match a day", () => {
  it("is the one that begins, on the day of a change", () => {
    expect(starts("2024-01-25", "half-open")).toEqual(["2024-01-25"]);
  });
  it("is two with BETWEEN, on the day of a change", () => {
    expect(starts("2024-01-25", "between")).toEqual(["2024-01-10", "2024-01-25"]);
  });
  it("is the same with both rules on a quiet day, and for the open version", () => {
    for (const day of ["2024-01-20", "2024-03-31"]) expect(starts(day, "between")).toEqual(starts(day, "half-open"));
  });
  it("is none before the first version", () => {
    expect(starts("2024-01-09", "between")).toEqual([]);
  });
});
