/** When sales is at work: weekdays from nine to five in the middle of America, in whole hours, for the sake of the packs. */
import { DAY_SECONDS, weekday } from "../kit/calendar.ts";

const OPENS = 14 * 3600;
const REVIEW = 17 * 3600;
const STEP = 3600;
const STEPS = 8;

export function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}

/** The day itself, or the Monday after a weekend. */
export function workday(day: number): number {
  const wd = weekday(day);
  return wd < 5 ? day : day + 7 - wd;
}

/** A moment of a working day; `u` is uniform in [0, 1). */
export function officeTime(day: number, u: number): number {
  return workday(day) * DAY_SECONDS + OPENS + Math.floor(u * STEPS) * STEP;
}

/** Stages, amounts and dates of deals are set once a day, at the review in the afternoon. */
export function reviewTime(day: number): number {
  return workday(day) * DAY_SECONDS + REVIEW;
}

/** The review of the day on which something else happened, weekends included. */
export function reviewOf(time: number): number {
  return dayOf(time) * DAY_SECONDS + REVIEW;
}
