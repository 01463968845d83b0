/** `strftime` and `strptime`: Python's directives, in the C locale. */
import { TemplateError } from "../../jinja/error.ts";
import { stringRepr } from "../../jinja/python.ts";
import {
  clockOf,
  dateOf,
  dayOfYear,
  daysInMonth,
  daysOf,
  isoCalendar,
  isoDays,
  isLeapYear,
  microsOf,
  pad,
  weekdayOf,
} from "./calendar.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

/** An instant on a wall clock, and what its zone adds. */
export interface WallTime {
  readonly days: number;
  readonly micros: number;
  /** Seconds east of UTC, or null without a zone. */
  readonly offset: number | null;
  readonly zone: string;
}

export function strftime(time: WallTime, format: string): string {
  let text = "";
  for (let index = 0; index < format.length; index += 1) {
    const character = format[index] ?? "";
    if (character !== "%" || index === format.length - 1) {
      text += character;
      continue;
    }
    index += 1;
    // `%-d` and the like come from the C library that Python asks on Linux: no padding.
    const bare = format[index] === "-" && index < format.length - 1;
    if (bare) index += 1;
    const letter = format[index] ?? "";
    const value = directive(time, letter);
    if (value === null) text += `%${bare ? "-" : ""}${letter}`;
    else text += bare ? value.replace(/^[0 ]+(?=\d)/, "") : value;
  }
  return text;
}

function directive(time: WallTime, letter: string): string | null {
  const { year, month, day } = dateOf(time.days);
  const { hour, minute, second, microsecond } = clockOf(time.micros);
  const weekday = weekdayOf(time.days);
  const yearDay = dayOfYear(time.days);
  const iso = isoCalendar(time.days);
  const again = (format: string): string => strftime(time, format);
  switch (letter) {
    case "Y":
      return String(year);
    case "y":
      return pad(year % 100, 2);
    case "C":
      return pad(Math.floor(year / 100), 2);
    case "m":
      return pad(month, 2);
    case "d":
      return pad(day, 2);
    case "e":
      return String(day).padStart(2);
    case "H":
      return pad(hour, 2);
    case "k":
      return String(hour).padStart(2);
    case "I":
      return pad(hour % 12 === 0 ? 12 : hour % 12, 2);
    case "l":
      return String(hour % 12 === 0 ? 12 : hour % 12).padStart(2);
    case "M":
      return pad(minute, 2);
    case "S":
      return pad(second, 2);
    case "f":
      return pad(microsecond, 6);
    case "j":
      return pad(yearDay, 3);
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "B":
      return MONTHS[month - 1] ?? "";
    case "b":
    case "h":
      return (MONTHS[month - 1] ?? "").slice(0, 3);
    case "A":
      return WEEKDAYS[weekday] ?? "";
    case "a":
      return (WEEKDAYS[weekday] ?? "").slice(0, 3);
    case "w":
      return String((weekday + 1) % 7);
    case "u":
      return String(weekday + 1);
    case "G":
      return String(iso.year);
    case "V":
      return pad(iso.week, 2);
    case "U":
      return pad(Math.floor((yearDay + 6 - ((weekday + 1) % 7)) / 7), 2);
    case "W":
      return pad(Math.floor((yearDay + 6 - weekday) / 7), 2);
    case "z":
      return time.offset === null ? "" : offsetText(time.offset, "");
    case "Z":
      return time.zone;
    case "s":
      return String(time.days * 86_400 + Math.floor(time.micros / 1_000_000) - (time.offset ?? 0));
    case "D":
      return again("%m/%d/%y");
    case "F":
      return again("%Y-%m-%d");
    case "T":
    case "X":
      return again("%H:%M:%S");
    case "R":
      return again("%H:%M");
    case "r":
      return again("%I:%M:%S %p");
    case "x":
      return again("%m/%d/%y");
    case "c":
      return again("%a %b %e %H:%M:%S %Y");
    case "n":
      return "\n";
    case "t":
      return "\t";
    case "%":
      return "%";
    default:
      return null;
  }
}

/** `+02:00`, `-0530`; seconds only where there are any. */
export function offsetText(offset: number, separator: string): string {
  const size = Math.abs(offset);
  const seconds = size % 60;
  const tail = seconds === 0 ? "" : `${separator}${pad(seconds, 2)}`;
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 3600), 2)}${separator}${pad(Math.floor(size / 60) % 60, 2)}${tail}`;
}

const PATTERNS: Readonly<Record<string, string>> = {
  Y: "\\d{4}",
  y: "\\d\\d",
  m: "1[0-2]|0[1-9]|[1-9]",
  d: "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]",
  H: "2[0-3]|[0-1]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  S: "6[0-1]|[0-5]\\d|\\d",
  f: "\\d{1,6}",
  j: "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  w: "[0-6]",
  u: "[1-7]",
  U: "5[0-3]|[0-4]\\d|\\d",
  W: "5[0-3]|[0-4]\\d|\\d",
  G: "\\d{4}",
  V: "5[0-3]|0[1-9]|[1-4]\\d|\\d",
  p: "am|pm",
  B: MONTHS.join("|"),
  b: MONTHS.map((name) => name.slice(0, 3)).join("|"),
  A: WEEKDAYS.join("|"),
  a: WEEKDAYS.map((name) => name.slice(0, 3)).join("|"),
  z: "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z",
  Z: "UTC|GMT",
};

/** `datetime.strptime(text, format)`; throws Python's ValueError. */
export function strptime(text: string, format: string): WallTime {
  const letters: string[] = [];
  const wide = format
    .replaceAll("%c", "%a %b %d %H:%M:%S %Y")
    .replaceAll("%x", "%m/%d/%y")
    .replaceAll(/%[XT]/g, "%H:%M:%S")
    .replaceAll("%F", "%Y-%m-%d");
  const pattern = wide.replaceAll(/%(.)|\s+|[\\^$.*+?()[\]{}|/-]/gs, (whole, letter: string | undefined) => {
    if (letter === undefined) return /^\s/.test(whole) ? "\\s+" : `\\${whole}`;
    if (letter === "%") return "%";
    const known = PATTERNS[letter];
    if (known === undefined)
      throw new TemplateError("ValueError", `'${letter}' is a bad directive in format ${stringRepr(format)}`);
    letters.push(letter);
    return `(${known})`;
  });
  const match = new RegExp(`^${pattern}`, "i").exec(text);
  if (match === null)
    throw new TemplateError("ValueError", `time data ${stringRepr(text)} does not match format ${stringRepr(format)}`);
  if (match[0].length < text.length)
    throw new TemplateError("ValueError", `unconverted data remains: ${text.slice(match[0].length)}`);
  return assemble(new Map(letters.map((letter, index) => [letter, match[index + 1] ?? ""])));
}

function assemble(found: ReadonlyMap<string, string>): WallTime {
  const number = (letter: string): number | null => (found.has(letter) ? Number(found.get(letter)) : null);
  const indexIn = (names: readonly string[], letter: string): number | null => {
    const text = found.get(letter)?.toLowerCase();
    const index = text === undefined ? -1 : names.findIndex((name) => name.toLowerCase().startsWith(text));
    return index < 0 ? null : index;
  };
  const short = number("y");
  const year = number("Y") ?? (short === null ? 1900 : short <= 68 ? 2000 + short : 1900 + short);
  const hour12 = number("I");
  const afternoon = found.get("p")?.toLowerCase() === "pm";
  const hour = number("H") ?? (hour12 === null ? 0 : (hour12 % 12) + (afternoon ? 12 : 0));
  const monthIndex = indexIn(MONTHS, "B") ?? indexIn(MONTHS, "b");
  const month = number("m") ?? (monthIndex === null ? 1 : monthIndex + 1);
  const micros = microsOf({
    hour,
    minute: number("M") ?? 0,
    second: number("S") ?? 0,
    microsecond: Number((found.get("f") ?? "").padEnd(6, "0")),
  });
  const zone = found.get("z");
  return {
    days: dayNumber(found, year, month, number("d") ?? 1, number, indexIn),
    micros,
    offset: zone === undefined ? null : offsetOf(zone),
    zone: "",
  };
}

function dayNumber(
  found: ReadonlyMap<string, string>,
  year: number,
  month: number,
  day: number,
  number: (letter: string) => number | null,
  indexIn: (names: readonly string[], letter: string) => number | null,
): number {
  const isoDay = number("u");
  const sundayFirst = number("w");
  const weekday =
    indexIn(WEEKDAYS, "A") ??
    indexIn(WEEKDAYS, "a") ??
    (isoDay === null ? null : isoDay - 1) ??
    (sundayFirst === null ? null : (sundayFirst + 6) % 7);
  const isoYear = number("G");
  const isoWeek = number("V");
  if (isoYear !== null && isoWeek !== null && weekday !== null) return isoDays(isoYear, isoWeek, weekday + 1);
  const yearDay = number("j");
  const first = daysOf({ year, month: 1, day: 1 });
  if (yearDay !== null && !found.has("m") && !found.has("d")) {
    if (yearDay > (isLeapYear(year) ? 366 : 365)) throw outOfRange();
    return first + yearDay - 1;
  }
  const week = number("W") ?? number("U");
  if (week !== null && weekday !== null && !found.has("d")) {
    const start = found.has("W") ? weekdayOf(first) : (weekdayOf(first) + 1) % 7;
    const position = found.has("W") ? weekday : (weekday + 1) % 7;
    return first + (week === 0 ? position - start : ((7 - start) % 7) + 7 * (week - 1) + position);
  }
  if (day > daysInMonth(year, month)) throw outOfRange();
  return daysOf({ year, month, day });
}

function outOfRange(): TemplateError {
  return new TemplateError("ValueError", "day is out of range for month");
}

/** `+02:00`, `-0530`, `Z` -> seconds east of UTC. */
export function offsetOf(text: string): number {
  if (text === "Z" || text === "z") return 0;
  const digits = text.replaceAll(":", "").slice(1);
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60 + Number(digits.slice(4, 6) || 0);
  return text.startsWith("-") ? -seconds : seconds;
}
