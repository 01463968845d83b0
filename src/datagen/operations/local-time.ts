/**
 * How many hours a city's clocks are ahead of UTC on a day: enough for opening hours, which nobody notices to the minute of a
 * change. A day on which the clocks change counts as the days after it.
 */
import { civil, dayNumber, weekday } from "../kit/calendar.ts";

/** Winter time, and whose rule for summer time holds. */
const ZONES: Readonly<Record<string, readonly [offset: number, rule: "america" | "europe" | "none"]>> = {
  "America/New_York": [-5, "america"],
  "America/Toronto": [-5, "america"],
  "America/Chicago": [-6, "america"],
  "America/Denver": [-7, "america"],
  "America/Boise": [-7, "america"],
  "America/Phoenix": [-7, "none"],
  "America/Los_Angeles": [-8, "america"],
  "America/Vancouver": [-8, "america"],
  "Europe/London": [0, "europe"],
};

export function utcOffsetHours(timezone: string, day: number): number {
  const zone = ZONES[timezone];
  if (zone === undefined) throw new RangeError(`No offset is known for the time zone "${timezone}".`);
  const [offset, rule] = zone;
  if (rule === "none") return offset;
  const { year } = civil(day);
  const [from, to] =
    rule === "america"
      ? [firstSunday(year, 3) + 7, firstSunday(year, 11)]
      : [lastSunday(year, 3), lastSunday(year, 10)];
  return day >= from && day < to ? offset + 1 : offset;
}

function firstSunday(year: number, month: number): number {
  const first = dayNumber(year, month, 1);
  return first + (6 - weekday(first));
}

function lastSunday(year: number, month: number): number {
  const last = dayNumber(year, month, 31);
  return last - ((weekday(last) + 1) % 7);
}
