/**
 * Public holidays of the three countries, by rule. A holiday that falls on a weekend is listed on its own day, not on the day
 * off that is given for it.
 */
import { dayNumber, daysInMonth, weekday } from "../kit/calendar.ts";

export interface Holiday {
  readonly day: number;
  readonly country: "US" | "CA" | "GB";
  readonly name: string;
}

const MONDAY = 0;
const THURSDAY = 3;

/** The n-th given weekday of a month, from 1. */
function nth(year: number, month: number, day: number, n: number): number {
  const first = dayNumber(year, month, 1);
  return first + ((day - weekday(first) + 7) % 7) + (n - 1) * 7;
}

function lastMonday(year: number, month: number): number {
  const last = dayNumber(year, month, daysInMonth(year, month));
  return last - weekday(last);
}

/** Easter Sunday of the Gregorian calendar; the computus of Meeus, Jones and Butcher. */
export function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return dayNumber(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

/** All holidays of a year, by day and country. */
export function holidaysOf(year: number): Holiday[] {
  const sunday = easter(year);
  const fixed = (month: number, day: number): number => dayNumber(year, month, day);
  const holidays: readonly (readonly [Holiday["country"], string, number])[] = [
    ["US", "New Year's Day", fixed(1, 1)],
    ["US", "Martin Luther King Day", nth(year, 1, MONDAY, 3)],
    ["US", "Presidents' Day", nth(year, 2, MONDAY, 3)],
    ["US", "Memorial Day", lastMonday(year, 5)],
    ["US", "Juneteenth", fixed(6, 19)],
    ["US", "Independence Day", fixed(7, 4)],
    ["US", "Labor Day", nth(year, 9, MONDAY, 1)],
    ["US", "Columbus Day", nth(year, 10, MONDAY, 2)],
    ["US", "Veterans Day", fixed(11, 11)],
    ["US", "Thanksgiving", nth(year, 11, THURSDAY, 4)],
    ["US", "Christmas Day", fixed(12, 25)],
    ["CA", "New Year's Day", fixed(1, 1)],
    ["CA", "Good Friday", sunday - 2],
    ["CA", "Victoria Day", lastMondayBefore(year)],
    ["CA", "Canada Day", fixed(7, 1)],
    ["CA", "Labour Day", nth(year, 9, MONDAY, 1)],
    ["CA", "National Day for Truth and Reconciliation", fixed(9, 30)],
    ["CA", "Thanksgiving", nth(year, 10, MONDAY, 2)],
    ["CA", "Remembrance Day", fixed(11, 11)],
    ["CA", "Christmas Day", fixed(12, 25)],
    ["GB", "New Year's Day", fixed(1, 1)],
    ["GB", "Good Friday", sunday - 2],
    ["GB", "Easter Monday", sunday + 1],
    ["GB", "Early May bank holiday", nth(year, 5, MONDAY, 1)],
    ["GB", "Spring bank holiday", lastMonday(year, 5)],
    ["GB", "Summer bank holiday", lastMonday(year, 8)],
    ["GB", "Christmas Day", fixed(12, 25)],
    ["GB", "Boxing Day", fixed(12, 26)],
  ];
  return holidays
    .map(([country, name, day]) => ({ country, name, day }))
    .sort((a, b) => a.day - b.day || (a.country < b.country ? -1 : 1));
}

/** The Monday before 25 May. */
function lastMondayBefore(year: number): number {
  const day = dayNumber(year, 5, 24);
  return day - weekday(day);
}
