/**
 * What is for sale: `stripe.product`, one row for each plan, and `stripe.price`, a monthly and an annual price for each row of the
 * price list and a price for setting a customer up, charged once. `active` while it is for sale.
 */
import { PLANS, unitCents, type BillingCycle, type PlanCode } from "../../facts/plans.ts";
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { ONBOARDING_CENTS } from "../../money/offers.ts";
import { PRODUCTS, onboardingPrice } from "../../money/prices.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { priceId, productId, stripeId } from "./ids.ts";

const CYCLES: readonly BillingCycle[] = ["monthly", "annual"];

interface Sale {
  readonly code: PlanCode;
  readonly name: string;
  readonly since: number;
  /** The last row of its plan is still for sale. */
  readonly active: boolean;
}

function productsOn(asOfDay: number): Sale[] {
  return PRODUCTS.flatMap((code) => {
    const rows = PLANS.filter((plan) => plan.code === code && plan.validFrom <= asOfDay);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [{ code, name: first.name, since: first.validFrom, active: isSold(last.validTo, asOfDay) }];
  });
}

function isSold(validTo: number | null, asOfDay: number): boolean {
  return validTo === null || validTo > asOfDay;
}

export function writeStripeProducts({ tier }: Setting): TableData {
  const products = productsOn(tier.asOfDay).sort((a, b) => (a.code < b.code ? -1 : 1));
  const table = new TableBuilder(schema.product, products.length);
  for (const { code, name, since, active } of products) {
    table.add({
      id: productId(code),
      name,
      active,
      type: "service",
      created: since * DAY_SECONDS,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripePrices({ tier }: Setting): TableData {
  const { asOfDay } = tier;
  const table = new TableBuilder(schema.price, PLANS.length * 2 + PRODUCTS.length);
  for (const plan of PLANS) {
    if (plan.validFrom > asOfDay) continue;
    for (const cycle of CYCLES) {
      table.add({
        id: priceId(plan, cycle),
        product_id: productId(plan.code),
        currency: "usd",
        unit_amount: unitCents(plan, cycle),
        recurring_interval: cycle === "annual" ? "year" : "month",
        recurring_interval_count: 1,
        billing_scheme: "per_unit",
        active: isSold(plan.validTo, asOfDay),
        nickname: `${plan.name} ${cycle}`,
        created: plan.validFrom * DAY_SECONDS,
        _synced_at: nightlyLoad(asOfDay),
      });
    }
  }
  for (const { code, name, since, active } of productsOn(asOfDay)) {
    table.add({
      id: stripeId("price", onboardingPrice(code)),
      product_id: productId(code),
      currency: "usd",
      unit_amount: ONBOARDING_CENTS[code],
      recurring_interval: null,
      recurring_interval_count: null,
      billing_scheme: "per_unit",
      active,
      nickname: `${name} onboarding`,
      created: since * DAY_SECONDS,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}
