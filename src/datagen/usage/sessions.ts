/**
 * Everything that a person does in the application, day by day: visits, pages, and what went wrong.
 *
 * A visit is made of its pages: it is as long as they were looked at together. Times are UTC; people keep the hours of their
 * city. Made anew whenever asked for, since keeping a few million visits would cost more than drawing them again.
 */
import { offsetMinutes } from "../facts/time-zones.ts";
import { DAY_SECONDS, weekday } from "../kit/calendar.ts";
import { places } from "../kit/distributions.ts";
import { at } from "../kit/sites.ts";
import { appVersionOn, isTroubled } from "./app-releases.ts";
import { PAGES } from "./pages.ts";
import { STRETCH_DAYS, habitOf, type DeviceType, type Person } from "./person.ts";
import { SITES } from "./sites.ts";

const D = SITES.personDay;

/** Monday to Sunday: the week is planned on Monday, and somebody always looks in on Friday night. */
const WEEK = [1.35, 1.1, 1.05, 1.05, 1.15, 0.75, 0.55];

const VISITS = places(
  [
    [1, 84],
    [2, 13],
    [3, 3],
  ],
  64,
);

const PAGE_COUNTS = places(
  [
    [1, 22],
    [2, 26],
    [3, 20],
    [4, 14],
    [6, 10],
    [9, 6],
    [14, 2],
  ],
  64,
);

/** Whole half minutes: nobody needs more, and every second would have to be downloaded three times. */
const SECONDS = places(
  [
    [30, 60],
    [60, 22],
    [120, 12],
    [300, 6],
  ],
  256,
);

const PAGE_PLACES = places(PAGES, 1024);

/** More than a person could ever pay. */
export const MOST_VISITS = 10000;

export interface Session {
  /** Of this person, from 1, since the first login. */
  readonly ordinal: number;
  readonly day: number;
  readonly startAt: number;
  readonly seconds: number;
  readonly pageCount: number;
  readonly actions: number;
  readonly device: DeviceType;
  readonly browser: string | null;
  /** Null in a browser. */
  readonly appVersion: string | null;
  readonly errors: number;
  readonly crashed: boolean;
  /** Place of the visit within its day, from 0; the key of its pages. */
  readonly ofDay: number;
}

/** Calls back for each day on which the person came; `before` counts the visits of earlier days. */
export function eachDay(person: Person, visit: (day: number, before: number) => void): void {
  let before = 0;
  for (const day of daysOf(person)) {
    visit(day, before);
    before += visitCount(person, day);
  }
}

/** When the person last began a visit. */
export function lastStart(person: Person): number | null {
  const last = daysOf(person).at(-1);
  return last === undefined ? null : (startsOn(person, last).at(-1) ?? null);
}

/** Three tables ask for the same days, and each day of a life has to be looked at to know them. */
const known = new WeakMap<Person, Int32Array>();

/** The days on which the person came. */
function daysOf(person: Person): Int32Array {
  let days = known.get(person);
  if (days === undefined) {
    const { fromDay, toDay } = person;
    const found: number[] = [];
    let habit = 0;
    for (let day = fromDay; day <= toDay; day += 1) {
      const nth = day - fromDay;
      if (nth % STRETCH_DAYS === 0) habit = habitOf(person, nth / STRETCH_DAYS);
      if (comesOn(person, day, habit)) found.push(day);
    }
    days = Int32Array.from(found);
    known.set(person, days);
  }
  return days;
}

/** Everybody comes on the day on which they accept the invitation. */
function comesOn({ user, dayDraws, fromDay }: Person, day: number, habit: number): boolean {
  if (day === fromDay) return true;
  const { engagement, profile } = user.account;
  const use = (engagement[day - profile.signupDay] ?? 0) / 100;
  return use > 0 && dayDraws.chance(at(D.comes, day), habit * use * (WEEK[weekday(day)] ?? 1));
}

function visitCount({ dayDraws, fromDay }: Person, day: number): number {
  return day === fromDay ? 1 : (VISITS[dayDraws.u32(at(D.visits, day)) & 63] ?? 1);
}

/** The moments at which the day's visits begin, ascending, on the quarters of an hour; the first of all is the acceptance. */
function startsOn(person: Person, day: number): number[] {
  const { dayDraws, user, fromDay, hour } = person;
  if (day === fromDay) return [user.acceptedAt ?? 0];
  const offset = offsetMinutes(user.account.profile.city.timezone, day * DAY_SECONDS) * 60;
  const count = visitCount(person, day);
  const starts: number[] = [];
  for (let visit = 0; visit < count; visit += 1) {
    // Visits begin at least 75 minutes apart, which is longer than nearly all of them.
    const local = (hour + visit * 3) * 3600 + dayDraws.below(at(D.minute, day * 4 + visit), 8) * 900;
    starts.push(day * DAY_SECONDS + ((local - offset + DAY_SECONDS) % DAY_SECONDS));
  }
  return starts.sort((a, b) => a - b);
}

/** The visits of a day on which the person came; `before` is what `eachDay` says. */
export function sessionsOn(person: Person, day: number, before: number): Session[] {
  return startsOn(person, day).map((startAt, ofDay) => sessionAt(person, day, ofDay, startAt, before + ofDay + 1));
}

function sessionAt(person: Person, day: number, ofDay: number, startAt: number, ordinal: number): Session {
  const { dayDraws } = person;
  const pageCount = PAGE_COUNTS[dayDraws.u32(at(D.pages, day * 4 + ofDay)) & 63] ?? 1;
  let seconds = 0;
  for (let page = 0; page < pageCount; page += 1) seconds += secondsOn(person, day, ofDay, page);
  // One visit in six is made with another device than the usual one.
  const away = dayDraws.unit(at(D.device, day * 4 + ofDay)) < 1 / 6;
  const device: DeviceType = !away ? person.device : person.device === "desktop" ? "mobile" : "desktop";
  const appVersion = device === "desktop" ? null : appVersionOn(day, dayDraws.unit(at(D.device, day * 4 + 3)));
  const luck = dayDraws.unit(at(D.trouble, day * 4 + ofDay));
  const trouble = isTroubled(appVersion) ? 6 : 1;
  const errors = luck < 0.004 * trouble ? 3 : luck < 0.025 * trouble ? 1 : 0;
  return {
    ordinal,
    day,
    startAt,
    seconds,
    pageCount,
    actions: pageCount * (1 + (ordinal % 3)),
    device,
    browser: device === "desktop" ? person.browser : null,
    appVersion,
    errors,
    crashed: luck < 0.0025 * trouble,
    ofDay,
  };
}

function drawOfPage({ dayDraws }: Person, day: number, ofDay: number, page: number): number {
  return dayDraws.u32(at(D.page, day * 64 + ofDay * 16 + page));
}

/** How long the page was open. */
export function secondsOn(person: Person, day: number, ofDay: number, page: number): number {
  return SECONDS[drawOfPage(person, day, ofDay, page) & 255] ?? 10;
}

/** The page that was opened; every visit begins on the home page. */
export function pageOn(person: Person, day: number, ofDay: number, page: number): string {
  if (page === 0) return "/home";
  return PAGE_PLACES[(drawOfPage(person, day, ofDay, page) >>> 8) & 1023] ?? "/home";
}
