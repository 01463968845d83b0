/** When somebody is at a desk: weekdays from eight to six, in half hours. */
import { DAY_SECONDS, weekday } from "../kit/calendar.ts";

/** The day itself, or the Monday after a weekend. */
export function workday(day: number): number {
  const wd = weekday(day);
  return wd < 5 ? day : day + 7 - wd;
}

/** A moment of a working day; `u` is uniform in [0, 1). */
export function deskTime(day: number, u: number): number {
  return workday(day) * DAY_SECONDS + (16 + Math.floor(u * 20)) * 1800;
}

/** Stages are set twice a day, after the morning's and the afternoon's calls. */
export function reviewTime(day: number, u: number): number {
  return workday(day) * DAY_SECONDS + (u < 0.5 ? 11 : 17) * 3600;
}

/** The next full hour. */
export function fullHour(time: number): number {
  return Math.floor((time + 3599) / 3600) * 3600;
}

export function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}
