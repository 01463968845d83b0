/**
 * The hours of the payment provider's day, in UTC.
 *
 * The application hands everything over once a day: in the run at 22:00 customers and subscriptions are created or changed and
 * invoices written, an hour later the invoices are final and cards are charged. The minute of a sign-up is in the application.
 */
import { DAY_SECONDS, weekday } from "../kit/calendar.ts";
import { FINALISE_SECONDS } from "../world/billing.ts";

const HOUR = 3600;

export function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}

/** Payouts leave in the morning. */
export function payoutHour(day: number): number {
  return day * DAY_SECONDS + 5 * HOUR;
}

/** Transfers arrive with the bank's file. */
export function bankHour(day: number): number {
  return day * DAY_SECONDS + 15 * HOUR;
}

/** The desk gives money back, and banks send disputes. */
export function deskHour(day: number): number {
  return day * DAY_SECONDS + 16 * HOUR;
}

/** A card that did not work is replaced by hand, before the run of the evening. */
export function newCardHour(day: number): number {
  return day * DAY_SECONDS + 21 * HOUR;
}

/** The billing run: invoices are written and subscriptions take their new terms. */
export function billingRun(day: number): number {
  return day * DAY_SECONDS + 22 * HOUR;
}

/** The invoices of the day become final, and cards are charged. */
export function chargeHour(day: number): number {
  return billingRun(day) + FINALISE_SECONDS;
}

/** The day `count` business days after this one; holidays are not known. */
export function businessDaysAfter(day: number, count: number): number {
  let later = day;
  for (let left = count; left > 0;) {
    later += 1;
    if (weekday(later) < 5) left -= 1;
  }
  return later;
}
