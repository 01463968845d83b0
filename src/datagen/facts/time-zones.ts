/**
 * The time zones of the cities, with the moments at which their clocks change. Facts of the law, not of a library: nothing here
 * asks the machine for its time-zone data.
 *
 * In North America clocks go forward on the second Sunday of March at 2:00 local time and back on the first Sunday of November;
 * in Europe on the last Sundays of March and October at 1:00 UTC.
 */
import { DAY_SECONDS, dayNumber, daysInMonth, weekday } from "../kit/calendar.ts";

type Rule = "america" | "europe" | "none";

export interface Zone {
  readonly name: string;
  /** Minutes ahead of UTC in winter. */
  readonly standardMinutes: number;
  readonly rule: Rule;
}

function zone(name: string, hours: number, rule: Rule): Zone {
  return { name, standardMinutes: hours * 60, rule };
}

export const ZONES: readonly Zone[] = [
  zone("America/Anchorage", -9, "america"),
  zone("America/Boise", -7, "america"),
  zone("America/Chicago", -6, "america"),
  zone("America/Denver", -7, "america"),
  zone("America/Los_Angeles", -8, "america"),
  zone("America/New_York", -5, "america"),
  zone("America/Phoenix", -7, "none"),
  zone("America/Toronto", -5, "america"),
  zone("America/Vancouver", -8, "america"),
  zone("Europe/London", 0, "europe"),
  zone("Pacific/Honolulu", -10, "none"),
];

const BY_NAME = new Map(ZONES.map((entry) => [entry.name, entry]));

export function zoneOf(name: string): Zone {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new RangeError(`The time zone "${name}" is not one of the world's.`);
  return found;
}

export interface Transition {
  /** Seconds since 1970, UTC: from here on the offset holds. */
  readonly at: number;
  readonly offsetMinutes: number;
  readonly isSummer: boolean;
}

const SUNDAY = 6;

/** The n-th Sunday of a month, from 1. */
function sunday(year: number, month: number, n: number): number {
  const first = dayNumber(year, month, 1);
  return first + SUNDAY - weekday(first) + (n - 1) * 7;
}

function lastSunday(year: number, month: number): number {
  const last = dayNumber(year, month, daysInMonth(year, month));
  return last - ((weekday(last) + 1) % 7);
}

/** The two changes of a year, in order of time; none where clocks stay. */
export function transitionsOf({ standardMinutes, rule }: Zone, year: number): readonly Transition[] {
  if (rule === "none") return [];
  const summer = { offsetMinutes: standardMinutes + 60, isSummer: true };
  const winter = { offsetMinutes: standardMinutes, isSummer: false };
  if (rule === "europe")
    return [
      { at: lastSunday(year, 3) * DAY_SECONDS + 3600, ...summer },
      { at: lastSunday(year, 10) * DAY_SECONDS + 3600, ...winter },
    ];
  return [
    { at: sunday(year, 3, 2) * DAY_SECONDS + 7200 - standardMinutes * 60, ...summer },
    { at: sunday(year, 11, 1) * DAY_SECONDS + 7200 - (standardMinutes + 60) * 60, ...winter },
  ];
}

/** What is known of a zone: its changes, and the stretch of time that was asked for last. */
interface Clock {
  readonly standardMinutes: number;
  readonly changes: readonly Transition[];
  from: number;
  to: number;
  minutes: number;
}

const clocks = new Map<string, Clock>();

function clockOf(name: string): Clock {
  let clock = clocks.get(name);
  if (clock === undefined) {
    const zone = zoneOf(name);
    const changes = Array.from({ length: 13 }, (_, index) => transitionsOf(zone, 2018 + index)).flat();
    clock = { standardMinutes: zone.standardMinutes, changes, from: 0, to: 0, minutes: 0 };
    clocks.set(name, clock);
  }
  return clock;
}

/** Minutes that the clocks of a zone are ahead of UTC at a moment; right for 2018 to 2030. */
export function offsetMinutes(name: string, at: number): number {
  const clock = clockOf(name);
  // Nearly always somebody asks about the same half-year again.
  if (at >= clock.from && at < clock.to) return clock.minutes;
  clock.from = Number.NEGATIVE_INFINITY;
  clock.to = Number.POSITIVE_INFINITY;
  clock.minutes = clock.standardMinutes;
  for (const change of clock.changes) {
    if (change.at > at) {
      clock.to = change.at;
      break;
    }
    clock.from = change.at;
    clock.minutes = change.offsetMinutes;
  }
  return clock.minutes;
}

/** Whole hours for a whole day, enough for opening hours; a day on which the clocks change counts as the days after it. */
export function utcOffsetHours(name: string, day: number): number {
  return offsetMinutes(name, (day + 1) * DAY_SECONDS - 1) / 60;
}
