/** Days, dates and weeks of the proleptic Gregorian calendar, years 1 to 9999, as Python's datetime counts them. */

export const MICROS_PER_DAY = 86_400_000_000;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01. */
export function daysOf({ year, month, day }: CivilDate): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export function dateOf(days: number): CivilDate {
  // Years are counted from March, so that the leap day is the last day of its year (400 years are 146,097 days).
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  return {
    year: yearOfEra + era * 400 + (month >= 10 ? 1 : 0),
    month: month < 10 ? month + 3 : month - 9,
    day: dayOfYear - Math.floor((153 * month + 2) / 5) + 1,
  };
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** 0 is Monday. */
export function weekdayOf(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

export function dayOfYear(days: number): number {
  return days - daysOf({ year: dateOf(days).year, month: 1, day: 1 }) + 1;
}

/** Year, week and weekday (1 is Monday) of ISO 8601. */
export function isoCalendar(days: number): { year: number; week: number; weekday: number } {
  const weekday = weekdayOf(days);
  const thursday = days - weekday + 3;
  const { year } = dateOf(thursday);
  return { year, week: Math.floor((thursday - daysOf({ year, month: 1, day: 1 })) / 7) + 1, weekday: weekday + 1 };
}

/** The day that an ISO year, week and weekday name. */
export function isoDays(year: number, week: number, weekday: number): number {
  const fourth = daysOf({ year, month: 1, day: 4 });
  return fourth - weekdayOf(fourth) + (week - 1) * 7 + weekday - 1;
}

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export function clockOf(micros: number): ClockTime {
  const seconds = Math.floor(micros / 1_000_000);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: micros - seconds * 1_000_000,
  };
}

export function microsOf({ hour, minute, second, microsecond }: ClockTime): number {
  return ((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond;
}

export function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
