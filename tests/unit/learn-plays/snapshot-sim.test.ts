/** The simulated snapshot against what dbt's macros make of the same sources, run by run. */
import { describe, expect, it } from "vitest";
import {
  faultsIn,
  historyAfter,
  shortMoment,
  type HardDeletes,
  type SourceRow,
  type Strategy,
} from "../../../src/app/learn/interactives/snapshot-sim/simulate.ts";

const row = (key: string, value: string, updatedAt: string): SourceRow => ({ key, value, updatedAt });
const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
const START = "2024-01-01 09:00:00";

/** Key 1 changes before run 2; key 2 is missing at run 3 and back at run 4, touched or not. */
function history(strategy: Strategy, hardDeletes: HardDeletes, backAt: string) {
  const one = (run: number) => (run === 0 ? row("1", "basic", START) : row("1", "pro", "2024-01-02 15:00:00"));
  const pictures = days.map((day, run) => ({
    at: `${day} 00:00:00`,
    source: [one(run), ...(run === 2 ? [] : [row("2", "pro", run === 3 ? backAt : START)])],
  }));
  return historyAfter(pictures, { strategy, hardDeletes });
}
const short = (moment: string | null) => (moment === null ? "-" : moment.slice(5, 16).replace(" 00:00", ""));
const spans = (versions: ReturnType<typeof history>, key: string) =>
  versions
    .filter((version) => version.key === key)
    .map(
      (version) =>
        `${version.deleted === true ? "deleted " : ""}[${short(version.validFrom)}, ${short(version.validTo)})`,
    );
const TOUCHED = "2024-01-04 08:00:00";

describe("a changed row", () => {
  it("begins at its updated_at with the strategy timestamp", () => {
    expect(spans(history("timestamp", "ignore", TOUCHED), "1")).toEqual([
      "[01-01 09:00, 01-02 15:00)",
      "[01-02 15:00, -)",
    ]);
  });
  it("begins when the run sees it with the strategy check", () => {
    expect(spans(history("check", "ignore", TOUCHED), "1")).toEqual(["[01-02, 01-03)", "[01-03, -)"]);
  });
});

describe("a row that vanishes and comes back", () => {
  const timestamp = (mode: HardDeletes, backAt: string) => spans(history("timestamp", mode, backAt), "2");
  const check = (mode: HardDeletes) => spans(history("check", mode, START), "2");

  it("was never gone with ignore", () => {
    expect(timestamp("ignore", TOUCHED)).toEqual(["[01-01 09:00, 01-04 08:00)", "[01-04 08:00, -)"]);
    expect(timestamp("ignore", START)).toEqual(["[01-01 09:00, -)"]);
    expect(check("ignore")).toEqual(["[01-02, -)"]);
  });
  it("leaves a gap with invalidate, and overlaps itself when it kept its time", () => {
    expect(timestamp("invalidate", TOUCHED)).toEqual(["[01-01 09:00, 01-04)", "[01-04 08:00, -)"]);
    expect(timestamp("invalidate", START)).toEqual(["[01-01 09:00, 01-04)", "[01-01 09:00, -)"]);
    expect(check("invalidate")).toEqual(["[01-02, 01-04)", "[01-05, -)"]);
  });
  it("has a row for the time without it with new_record, which ends before it begins when it kept its time", () => {
    expect(timestamp("new_record", TOUCHED)).toEqual([
      "[01-01 09:00, 01-04)",
      "deleted [01-04, 01-04 08:00)",
      "[01-04 08:00, -)",
    ]);
    expect(timestamp("new_record", START)).toContain("deleted [01-04, 01-01 09:00)");
    expect(check("new_record")).toEqual(["[01-02, 01-04)", "deleted [01-04, 01-05)", "[01-05, -)"]);
  });
  it("is said to overlap, to be inverted or to have a gap", () => {
    const kinds = (mode: HardDeletes, backAt: string) =>
      faultsIn(history("timestamp", mode, backAt)).map((fault) => `${fault.key} ${fault.kind}`);
    expect(kinds("ignore", TOUCHED)).toEqual([]);
    expect(kinds("invalidate", TOUCHED)).toEqual(["2 gap"]);
    expect(kinds("invalidate", START)).toEqual(["2 overlap"]);
    expect(kinds("new_record", START)).toEqual(["2 overlap", "2 inverted"]);
  });
});

it("marks a deleted row only once", () => {
  const gone = [
    { at: "2024-01-02 00:00:00", source: [row("1", "a", START)] },
    { at: "2024-01-03 00:00:00", source: [] },
    { at: "2024-01-04 00:00:00", source: [] },
  ];
  expect(historyAfter(gone, { strategy: "timestamp", hardDeletes: "new_record" })).toHaveLength(2);
});

it("writes moments as short as they can be told apart", () => {
  expect(["2025-01-02 15:00:00", "2025-12-31 00:00:00"].map(shortMoment)).toEqual(["2 Jan 15:00", "31 Dec"]);
});
