/** A log with a late row: what was believed when, about when. */
import { describe, expect, it } from "vitest";
import {
  bandsOf,
  believed,
  dayMoment,
  isLate,
  rangeOf,
  readChanges,
  tellingPlace,
  ticksOf,
  versionsKnown,
} from "../../../src/app/learn/interactives/bitemporal-plane/plane.ts";

const changes = readChanges([
  { value: "lead", changed_at: "2024-01-02", recorded_at: "2024-01-02" },
  { value: "qualified", changed_at: "2024-01-10 00:00:00", recorded_at: "2024-01-10 00:00:00" },
  { value: "demo", changed_at: "2024-01-15", recorded_at: "2024-02-10" },
  { value: "proposal", changed_at: "2024-01-25", recorded_at: "2024-01-25" },
]);
const about = (day: string, known: string): string | null => believed(changes, dayMoment(day), dayMoment(known));

describe("belief on two axes", () => {
  it("is the old stage until the late row arrives, and the late one from then on", () => {
    expect(about("2024-01-20", "2024-02-01")).toBe("qualified");
    expect(about("2024-01-20", "2024-02-15")).toBe("demo");
  });
  it("is nothing about a day before anything was known to have happened", () => {
    expect(about("2024-01-01", "2024-02-15")).toBeNull();
    expect(about("2024-01-05", "2024-01-01")).toBeNull();
  });
  it("counts a row at the very moment of its arrival", () => {
    expect(about("2024-01-20", "2024-02-10")).toBe("demo");
    expect(about("2024-01-20", "2024-02-09")).toBe("qualified");
  });
  it("has a band for each arrival, and the late row splits an old version", () => {
    const bands = bandsOf(changes);
    expect(bands.map((band) => band.versions.length)).toEqual([1, 2, 3, 4]);
    expect(bands.at(-1)?.to).toBeNull();
    expect(bands.at(-1)?.versions[1]?.to).toBe(dayMoment("2024-01-15"));
  });
  it("lets the later row win where two happened at the same moment", () => {
    const twice = [...changes, { value: "lost", changed: dayMoment("2024-01-25"), recorded: dayMoment("2024-01-26") }];
    expect(versionsKnown(twice, Infinity).at(-1)?.value).toBe("lost");
    expect(versionsKnown(twice, dayMoment("2024-01-25")).at(-1)?.value).toBe("proposal");
  });
});

describe("the picture", () => {
  it("begins where the late row makes a difference", () => {
    const place = tellingPlace(changes);
    expect(place).not.toBeNull();
    if (place === null) return;
    expect(about(place.day, place.known)).not.toBe(about(place.day, "2024-03-01"));
    expect(changes.filter(isLate).map((change) => change.value)).toEqual(["demo"]);
  });
  it("has both axes over the same days, with a margin and a few ticks inside", () => {
    expect(rangeOf([])).toBeNull();
    const range = rangeOf(changes);
    expect(range !== null && range.firstDay < "2024-01-02" && range.lastDay > "2024-02-10").toBe(true);
    const ticks = ticksOf("2024-01-01", "2024-02-10", 5);
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.every((tick) => tick > "2024-01-01" && tick < "2024-02-10")).toBe(true);
  });
});
