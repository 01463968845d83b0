/**
 * Who gets a coupon, and for how long.
 *
 * It is decided once, with the first invoice of a subscription: those who come back and those who come through a partner get one
 * more often, and whoever signs in the last days of November. About one subscription in five has one.
 */
import { addMonths, civil, parseDay } from "../kit/calendar.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Subscription } from "../world/world.ts";
import { billingRun } from "./billing-clock.ts";
import type { Discount } from "./money.ts";
import { COUPONS, coupon, type Coupon } from "./offers.ts";
import { SITES } from "./sites.ts";

const S = SITES.agreement;

/** Share of discounts that somebody in sales gave without a code. */
const WITHOUT_CODE = 0.15;

/** What of a subscription decides about its coupon. */
export type Newcomer = Pick<Subscription, "ordinal" | "primary" | "cycle" | "account">;

/** The coupon of a subscription that is first billed on a day for so many sites; `u` is uniform in [0, 1). */
export function couponFor(
  { ordinal, primary, cycle, account }: Newcomer,
  day: number,
  quantity: number,
  u: number,
): Coupon | null {
  const { month, day: dayOfMonth } = civil(day);
  const won = (chance: number, id: string): Coupon | null => (u < chance ? coupon(id) : null);
  if (!primary) return null;
  if (ordinal > 0) return won(0.5, "winback30");
  if (account.source === "partner") return won(0.6, "partner10");
  if (month === 11 && dayOfMonth >= 20) return won(0.6, "blackfriday25");
  if (quantity >= 6) return won(0.35, "volume15");
  if (account.source === "email") return won(0.45, "newsletter15");
  if (account.source === "referral") return won(0.3, "refer25");
  if (cycle === "annual") return won(0.25, "annual10");
  if (account.businessType === "corporate") return won(0.15, "nonprofit25");
  if (day <= lastDayOf("early30") && u < 0.1) return coupon("early30");
  if (day >= COMPETITOR_OUTAGE && day <= lastDayOf("switch50") && u < 0.15) return coupon("switch50");
  return u < 0.08 ? coupon("welcome20") : u < 0.11 ? coupon("starter10") : null;
}

/** A competitor was down for weeks; whoever came over paid half of the first month. */
const COMPETITOR_OUTAGE = parseDay("2023-05-08");

function lastDayOf(id: string): number {
  return coupon(id).lastDay ?? Infinity;
}

/** The discount of a subscription, from the day of its first invoice on. */
export function discountFrom(
  subscription: Newcomer,
  day: number,
  quantity: number,
  draws: Draws,
): Omit<Discount, "number" | "customer" | "subscription"> | null {
  const chosen = couponFor(subscription, day, quantity, draws.unit(at(S.coupon)));
  if (chosen === null) return null;
  const u = draws.unit(at(S.code));
  const { codes } = chosen;
  return {
    coupon: chosen,
    code:
      u < WITHOUT_CODE ? null : (codes[Math.floor(((u - WITHOUT_CODE) / (1 - WITHOUT_CODE)) * codes.length)] ?? null),
    start: billingRun(day),
    end: endOf(chosen, day),
  };
}

function endOf({ duration, months }: Coupon, day: number): number | null {
  if (duration === "forever") return null;
  return billingRun(duration === "once" ? day + 1 : addMonths(day, months ?? 1));
}

/** All codes in order of their coupon; the place of a code is its number. */
export const PROMOTION_CODES: readonly { readonly coupon: Coupon; readonly code: string }[] = COUPONS.flatMap((offer) =>
  offer.codes.map((code) => ({ coupon: offer, code })),
);
