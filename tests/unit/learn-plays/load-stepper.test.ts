import { describe, expect, it } from "vitest";
import { differs, driftOf, gridOf, readHours } from "../../../src/app/learn/interactives/load-stepper/drift.ts";

const hours = readHours([
  { hour_ts: "2025-12-27 01:00:00", row_count: 1n, value: 8n, truth: 9n },
  { hour_ts: "2025-12-26 23:00:00", row_count: 1n, value: 5n, truth: 5n },
  { hour_ts: "2025-12-27 02:00:00", row_count: 2n, value: 7n, truth: 7n },
]);

describe("drift of an incremental table", () => {
  it("is an hour that is too low, and an hour that stands there twice although its sum is right", () => {
    expect(hours.map(differs)).toEqual([false, true, true]);
    expect(driftOf(hours)).toEqual({ hours: 2, low: 1, doubled: 1, missing: 1 });
  });

  it("is nothing where the table is as after a full refresh", () => {
    expect(driftOf(hours.slice(0, 1)).hours).toBe(0);
  });
});

describe("the grid of hours", () => {
  it("has a row for each day and a place for each hour, also where nothing was loaded", () => {
    const days = gridOf(hours);
    expect(days).toHaveLength(2);
    expect(days.every((day) => day.hours.length === 24)).toBe(true);
    expect(days[0]?.hours[23]?.value).toBe(5);
    expect(days[1]?.hours[0]).toBeNull();
    expect(days[1]?.hours[2]?.rows).toBe(2);
  });

  it("is empty before anything is loaded", () => {
    expect(gridOf([])).toEqual([]);
  });
});
