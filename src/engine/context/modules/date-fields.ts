/** Year to microsecond as arguments give them, checked as Python checks them, and as text and tuple. */
import { TemplateError } from "../../jinja/error.ts";
import { toIndex } from "../../jinja/python.ts";
import { PyNamedTuple } from "../../jinja/values.ts";
import type { PyValue } from "../../jinja/values.ts";
import { clockOf, dayOfYear, daysInMonth, daysOf, microsOf, pad, weekdayOf } from "./calendar.ts";
import type { CivilDate, ClockTime } from "./calendar.ts";

export function clockText(micros: number, timespec: string): string {
  const { hour, minute, second, microsecond } = clockOf(micros);
  const upTo = [
    pad(hour, 2),
    `${pad(hour, 2)}:${pad(minute, 2)}`,
    `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}`,
  ];
  switch (timespec) {
    case "hours":
      return upTo[0] ?? "";
    case "minutes":
      return upTo[1] ?? "";
    case "seconds":
      return upTo[2] ?? "";
    case "milliseconds":
      return `${upTo[2]}.${pad(Math.floor(microsecond / 1000), 3)}`;
    case "microseconds":
      return `${upTo[2]}.${pad(microsecond, 6)}`;
    case "auto":
      return microsecond === 0 ? (upTo[2] ?? "") : `${upTo[2]}.${pad(microsecond, 6)}`;
    default:
      throw new TemplateError("ValueError", "Unknown timespec value");
  }
}

export function dayFrom(
  date: CivilDate,
  year: PyValue | undefined,
  month: PyValue | undefined,
  day: PyValue | undefined,
): number {
  const whole = {
    year: year === undefined ? date.year : toIndex(year),
    month: month === undefined ? date.month : toIndex(month),
    day: day === undefined ? date.day : toIndex(day),
  };
  if (whole.year < 1 || whole.year > 9999) throw new TemplateError("ValueError", `year ${whole.year} is out of range`);
  if (whole.month < 1 || whole.month > 12) throw new TemplateError("ValueError", "month must be in 1..12");
  if (whole.day < 1 || whole.day > daysInMonth(whole.year, whole.month))
    throw new TemplateError("ValueError", "day is out of range for month");
  return daysOf(whole);
}

export function microsFrom(
  clock: ClockTime,
  hour: PyValue | undefined,
  minute: PyValue | undefined,
  second: PyValue | undefined,
  microsecond: PyValue | undefined,
): number {
  const checked = (name: keyof ClockTime, value: PyValue | undefined, most: number): number => {
    const number = value === undefined ? clock[name] : toIndex(value);
    if (number < 0 || number > most) throw new TemplateError("ValueError", `${name} must be in 0..${most}`);
    return number;
  };
  return microsOf({
    hour: checked("hour", hour, 23),
    minute: checked("minute", minute, 59),
    second: checked("second", second, 59),
    microsecond: checked("microsecond", microsecond, 999_999),
  });
}

export function timetuple(days: number, date: CivilDate, clock: ClockTime): PyValue {
  const names = "tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst".split(" ");
  const { year, month, day } = date;
  const { hour, minute, second } = clock;
  const values = [year, month, day, hour, minute, second, weekdayOf(days), dayOfYear(days), -1];
  return new PyNamedTuple(names, values.map(BigInt));
}
