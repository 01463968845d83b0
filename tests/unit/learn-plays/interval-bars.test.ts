/** Versions as bars on one axis: which overlap, where gaps are, and what the axis reads. */
import { describe, expect, it } from "vitest";
import {
  extentOf,
  faultsOf,
  levelsOf,
  momentText,
  placeOf,
  readLanes,
  ticksOf,
} from "../../../src/app/learn/interactives/interval-bars/interval-axis.ts";

const bar = (value: string, from: string, to: string | null) => ({
  lane: "plan",
  value,
  valid_from: from,
  valid_to: to,
});

describe("places on the axis", () => {
  it("are days for dates and moments, and numbers as they are", () => {
    expect(placeOf("1970-01-03")).toBe(2);
    expect(placeOf("1970-01-01 12:00:00")).toBe(0.5);
    expect(placeOf(7n)).toBe(7);
    expect(placeOf("12.50")).toBe(12.5);
    expect(placeOf(null)).toBeNull();
  });
  it("are written without a midnight", () => {
    expect(momentText("2025-01-02 00:00:00")).toBe("2025-01-02");
    expect(momentText("2025-01-02 17:30:00")).toBe("2025-01-02 17:30");
  });
});

describe("bars", () => {
  it("share a track where each ends when the next begins", () => {
    const lanes = readLanes([bar("a", "2025-01-01", "2025-01-03"), bar("b", "2025-01-03", null)], []);
    expect(lanes[0]?.tracks).toBe(1);
    expect(faultsOf(lanes)).toEqual({ overlaps: 0, gaps: 0 });
  });
  it("of a plan that was grouped by value lie on two tracks", () => {
    const lanes = readLanes([bar("a", "2025-01-01", "2025-01-08"), bar("b", "2025-01-03", "2025-01-07")], []);
    expect(lanes[0]?.bars.map((item) => item.track)).toEqual([0, 1]);
    expect(faultsOf(lanes)).toEqual({ overlaps: 1, gaps: 0 });
  });
  it("with a time between them have a gap", () => {
    const lanes = readLanes([bar("a", "2025-01-01", "2025-01-05"), bar("a", "2025-01-06", null)], []);
    expect(faultsOf(lanes)).toEqual({ overlaps: 0, gaps: 1 });
  });
  it("after an open one overlap it, however late they begin", () => {
    expect(faultsOf(readLanes([bar("a", "2025-01-01", null), bar("b", "2026-01-01", null)], [])).overlaps).toBe(1);
  });
});

describe("the axis", () => {
  it("keeps the ends that it is given, and makes room for marks that move", () => {
    const lanes = readLanes([bar("a", "2025-01-01", "2025-01-11")], []);
    const first = placeOf("2025-01-01") ?? 0;
    expect(extentOf(lanes, { first, last: first + 7 }, 0)).toEqual({ first, last: first + 7 });
    expect(extentOf(lanes, { first: null, last: null }, 5)).toEqual({ first: first - 5, last: first + 15 });
  });
  it("reads days on a week, months on a year, years on a decade", () => {
    const texts = (from: string, to: string) =>
      ticksOf(placeOf(from) ?? 0, placeOf(to) ?? 0, 8, true).map((tick) => tick.text);
    expect(texts("2025-01-01", "2025-01-04")).toEqual(["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"]);
    expect(texts("2024-11-10", "2025-12-31")).toEqual(["2025-01", "2025-04", "2025-07", "2025-10"]);
    expect(texts("2016-02-01", "2025-12-31").every((text) => /^\d{4}$/.test(text))).toBe(true);
  });
  it("puts marks of one moment on levels of their own", () => {
    const mark = (at: number) => ({ id: String(at), at, atText: "", value: null });
    expect(levelsOf([mark(1), mark(1), mark(5)], 2)).toEqual([0, 1, 0]);
  });
});
