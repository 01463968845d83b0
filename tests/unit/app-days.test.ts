/** The clock of the data moves by days, weeks and months of the calendar. */
import { describe, expect, test } from "vitest";
import { isDayWithin, stepDay } from "../../src/app/days.ts";

describe("a step of the clock", () => {
  test.each([
    ["2025-06-30", "day", "2025-07-01"],
    ["2024-12-28", "week", "2025-01-04"],
    ["2024-01-31", "month", "2024-02-29"],
    ["2025-12-15", "month", "2026-01-15"],
    ["2025-03-31", "back", "2025-02-28"],
  ] as const)("from %s a %s is %s", (from, step, to) => {
    expect(stepDay(from, step)).toBe(to);
  });

  test("stays inside the data", () => {
    const inside = (date: string) => isDayWithin(date, "2024-07-01", "2025-12-31");
    expect(["2024-07-01", "2025-12-31"].map(inside)).toEqual([true, true]);
    expect(["2024-06-30", "2026-01-01", "", "soon"].map(inside)).toEqual([false, false, false, false]);
  });
});
