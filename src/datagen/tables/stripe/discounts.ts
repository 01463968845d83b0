/** `stripe.coupon`, `stripe.promotion_code` and `stripe.discount`: what may be taken off, the codes for it, and who took them. */
import { PROMOTION_CODES } from "../../money/coupons.ts";
import type { Money } from "../../money/money.ts";
import { COUPONS } from "../../money/offers.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";

function stillValid(lastDay: number | null, asOfDay: number): boolean {
  return lastDay === null || lastDay >= asOfDay;
}

export function writeStripeCoupons({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.coupon, COUPONS.length);
  for (const { id, percent, cents, duration, months, lastDay } of COUPONS) {
    table.add({
      id,
      percent_off: percent,
      amount_off: cents,
      duration,
      duration_in_months: months,
      valid: stillValid(lastDay, tier.asOfDay),
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripePromotionCodes({ discounts }: Money, { tier }: Setting): TableData {
  const redeemed = new Map<string, number>();
  for (const { code } of discounts) if (code !== null) redeemed.set(code, (redeemed.get(code) ?? 0) + 1);
  const table = new TableBuilder(schema.promotionCode, PROMOTION_CODES.length);
  PROMOTION_CODES.forEach(({ coupon, code }, index) => {
    table.add({
      id: stripeId("promo", index + 1),
      coupon_id: coupon.id,
      code,
      active: stillValid(coupon.lastDay, tier.asOfDay),
      times_redeemed: redeemed.get(code) ?? 0,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeStripeDiscounts({ discounts }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.discount, discounts.length);
  for (const { number, coupon, customer, subscription, start, end } of discounts) {
    table.add({
      id: stripeId("di", number),
      coupon_id: coupon.id,
      customer_id: stripeId("cus", customer),
      subscription_id: stripeId("sub", subscription),
      start,
      end,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}
