/** What a seller writes down about a deal on the way: the amount, first guessed and then agreed, and the day of closing. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, weighted } from "../kit/distributions.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { StageEntry } from "./course.ts";
import { dayOf, reviewOf } from "./office.ts";
import type { Deal } from "./records.ts";
import { SITES } from "./sites.ts";

const S = SITES.deal;

/** The first guess against what is agreed later, in percent. */
const GUESSES: readonly (readonly [number, number])[] = [
  [70, 12],
  [85, 16],
  [100, 46],
  [120, 16],
  [150, 10],
];
/** First guesses are round. */
const GUESS_STEP = 10000;
/** Stage by stage the deal moves on, but nobody believes in a date longer than this. */
const LATE_DAYS = 14;

/** A guess on the first day; the true amount once the offer is out, or at the end of a won deal. */
export function amountsOf(draws: Draws, course: readonly StageEntry[], cents: number): Deal["amounts"] {
  const percent = weighted(draws.unit(at(S.estimate)), GUESSES);
  const guess = Math.max(GUESS_STEP, nearest((cents * percent) / 100 / GUESS_STEP) * GUESS_STEP);
  const first = { at: course[0]?.at ?? 0, cents: guess };
  const agreed = course.find(({ stage }) => stage.probability >= 500);
  return agreed === undefined || guess === cents ? [first] : [first, { at: agreed.at, cents }];
}

/** About right on the first day, in whole weeks; put off when the day has passed; the real one at the end. */
export function closeDatesOf(draws: Draws, course: readonly StageEntry[]): Deal["closeDates"] {
  const openedAt = course[0]?.at ?? 0;
  const end = course.at(-1)?.at ?? openedAt;
  const real = dayOf(end) - dayOf(openedAt);
  const weeks = Math.max(3, nearest(4 + 5 * draws.unit(at(S.expected))));
  const dates: { at: number; closeAt: number }[] = [{ at: openedAt, closeAt: noonAfter(openedAt, weeks * 7) }];
  let expected = weeks * 7;
  while (expected < real && dates.length < 8) {
    const noticed = reviewOf(noonAfter(openedAt, expected));
    if (noticed >= end) break;
    expected += 2 * LATE_DAYS;
    dates.push({ at: noticed, closeAt: noonAfter(openedAt, expected) });
  }
  dates.push({ at: end, closeAt: end });
  return dates;
}

function noonAfter(time: number, days: number): number {
  return (dayOf(time) + days) * DAY_SECONDS + 12 * 3600;
}

/** The last of a list of dated values that was written down by a time. */
export function valueAt<T extends { readonly at: number }>(values: readonly T[], time: number): T | undefined {
  let found: T | undefined;
  for (const value of values) if (value.at <= time) found = value;
  return found ?? values[0];
}
