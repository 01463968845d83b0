import { describe, expect, it } from "vitest";
import {
  linePath,
  precisionOf,
  rangeOf,
  readConfusion,
  readDays,
  recallOf,
  verdictOf,
} from "../../../src/app/learn/interactives/anomaly-tuner/alarm.ts";

describe("an alarm", () => {
  const confusion = readConfusion({
    true_positive: 16n,
    false_positive: 4n,
    false_negative: 4n,
    true_negative: 900n,
  });

  it("has a precision over its alarms and a recall over the incidents", () => {
    expect(confusion && precisionOf(confusion)).toBe(0.8);
    expect(confusion && recallOf(confusion)).toBe(0.8);
  });

  it("that never rings has no precision, and without incidents there is no recall", () => {
    const silent = { hits: 0, falseAlarms: 0, missed: 0, quiet: 10 };
    expect(precisionOf(silent)).toBeNull();
    expect(recallOf(silent)).toBeNull();
  });
});

describe("a judged day", () => {
  const days = readDays([
    { date_day: "2025-09-06", value: "4.1", baseline: "3.7", score: 2.7, is_incident: true },
    { date_day: "2025-09-07", value: "3.7", baseline: "3.7", score: null, is_incident: true },
    { date_day: "2025-09-08", value: null, baseline: "3.7", score: 3, is_incident: false },
  ]);

  it("is a hit or missed, by the threshold, which itself raises no alarm", () => {
    expect(days[0] && verdictOf(days[0], 2.5)).toBe("hit");
    expect(days[0] && verdictOf(days[0], 2.7)).toBe("missed");
    expect(days[2] && verdictOf(days[2], 2)).toBe("false alarm");
  });

  it("without a score is neither found nor missed", () => {
    expect(days[1] && verdictOf(days[1], 0)).toBeNull();
  });

  it("leaves a gap in the line where nothing was measured", () => {
    expect(linePath([{ x: 0, y: 1 }, null, { x: 2, y: 1 }, { x: 3, y: 2 }])).toBe("M0.0 1.0M2.0 1.0L3.0 2.0");
    const [low, high] = rangeOf(days);
    expect(low).toBeLessThan(3.7);
    expect(high).toBeGreaterThan(4.1);
  });
});
