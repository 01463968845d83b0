import { describe, expect, it } from "vitest";
import {
  daysOf,
  delayText,
  dotsPath,
  firstArrivals,
  missingAfter,
  planeOf,
  readEvents,
} from "../../../src/app/learn/interactives/event-scatter/two-clocks.ts";

const events = readEvents([
  { event_id: "1", device: "7", event_at: "2025-12-20 18:00:00", ingested_at: "2025-12-20 18:05:00", kind: "on_time" },
  { event_id: "1", device: "7", event_at: "2025-12-20 18:00:00", ingested_at: "2025-12-21 07:05:00", kind: "repeated" },
  { event_id: "2", device: "7", event_at: "2025-12-20 19:00:00", ingested_at: "2025-12-20 21:00:00", kind: "late" },
  { event_id: "3", device: "8", event_at: "2025-12-20 20:00:00", ingested_at: "2025-12-20 19:50:00", kind: "ahead" },
]);

describe("messages by two clocks", () => {
  it("waits for the first arrival of a message, not for its copies", () => {
    expect(missingAfter(firstArrivals(events), 1).map((event) => event.id)).toEqual(["2"]);
    expect(missingAfter(firstArrivals(events), 2)).toEqual([]);
  });

  it("counts a message that takes just as long as one waits as arrived", () => {
    expect(missingAfter(events, 2).map((event) => event.kind)).toEqual(["repeated"]);
  });

  it("gives both axes the same span, from the first moment to the last of either clock", () => {
    const plane = planeOf(events);
    expect((plane.to - plane.from) / 60).toBeCloseTo(13 + 5 / 60);
  });

  it("marks midnights, and not too many of them", () => {
    const plane = { from: 0.5, to: 14 * 1440 };
    expect(daysOf(plane, 20)[0]).toBe(1440);
    expect(daysOf(plane, 5).length).toBeLessThanOrEqual(5);
  });

  it("writes delays as people say them, also when a clock is ahead", () => {
    expect([95, 45, 120, -10].map(delayText)).toEqual(["1 h 35 min", "45 min", "2 h", "−10 min"]);
  });

  it("draws all points of a kind as one path", () => {
    expect(dotsPath([{ x: 10, y: 20 }], 2)).toBe("M9.0 19.0h2v2h-2z");
  });
});
