/**
 * How fast the support desk answers on a day: a calendar of load, not a queue.
 *
 * A queue would make every account's wait depend on all the others, and no account could be simulated alone. The calendar says
 * how many times longer than usual everybody waits; working minutes become clock time here and nowhere else.
 */
import { DAY_SECONDS, civil, parseDay, weekday } from "../kit/calendar.ts";
import type { TicketPriority } from "./world.ts";

/** The desk works Monday to Friday from 13:00 to 23:00 UTC: the day of its customers from coast to coast. */
const OPENS = 13 * 3600;
const CLOSES = 23 * 3600;

/** Too few people in the third quarter of 2023, when the price rise brought many letters. */
const UNDERSTAFFED = [parseDay("2023-07-01"), parseDay("2023-09-30")] as const;
const REGIONAL_OUTAGE = [parseDay("2024-11-12"), parseDay("2024-11-15")] as const;
const BAD_FIRMWARE = [parseDay("2025-03-11"), parseDay("2025-04-22")] as const;

/** Minutes until the first answer at usual load; around the clock for urgent and high, working time for the others. */
const RESPONSE_MINUTES: Readonly<Record<TicketPriority, number>> = { urgent: 25, high: 75, normal: 200, low: 330 };

export function loadOn(day: number): number {
  if (isWithin(day, UNDERSTAFFED)) return 4;
  if (isWithin(day, REGIONAL_OUTAGE)) return 2.5;
  if (isWithin(day, BAD_FIRMWARE)) return 1.6;
  const { year, month } = civil(day);
  if (month === 12) return 1.3;
  // The team grows a little ahead of the customers.
  return year <= 2022 ? 1.15 : year === 2023 ? 1.25 : 1;
}

/** Minutes that somebody waits for the first answer, before weekends and nights are added; `luck` has a median of 1. */
export function responseMinutes(priority: TicketPriority, day: number, luck: number): number {
  return RESPONSE_MINUTES[priority] * loadOn(day) * luck;
}

/** The time so many minutes of work later; urgent and high tickets are worked on day and night. */
export function afterWork(time: number, minutes: number, priority: TicketPriority): number {
  let left = minutes * 60;
  if (priority === "urgent" || priority === "high") return time + left;
  let day = Math.floor(time / DAY_SECONDS);
  let second = Math.max(time - day * DAY_SECONDS, OPENS);
  for (;;) {
    const room = weekday(day) > 4 ? 0 : Math.max(0, CLOSES - second);
    if (left <= room) return day * DAY_SECONDS + second + left;
    left -= room;
    // Whole weeks at a time would be faster, but nobody waits for weeks.
    day += 1;
    second = OPENS;
  }
}

function isWithin(day: number, [from, to]: readonly [number, number]): boolean {
  return day >= from && day <= to;
}
