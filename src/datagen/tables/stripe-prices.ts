/** `stripe.price`: a monthly and an annual price for each row of the price list; `active` while it is for sale. */
import { PLANS, unitCents, type BillingCycle } from "../facts/plans.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import type { Registry } from "../world/registry.ts";
import { nightlyLoad } from "./load-time.ts";
import { priceId } from "./stripe-ids.ts";

const CYCLES: readonly BillingCycle[] = ["monthly", "annual"];

export function writeStripePrices({ world }: Registry): TableData {
  const table = new TableBuilder(schema.stripePrice, PLANS.length * 2);
  for (const plan of PLANS) {
    for (const cycle of CYCLES) {
      table.add({
        id: priceId(plan, cycle),
        product_id: `prod_${plan.code}`,
        currency: "usd",
        unit_amount: unitCents(plan, cycle),
        recurring_interval: cycle === "annual" ? "year" : "month",
        recurring_interval_count: 1,
        billing_scheme: "per_unit",
        active: plan.validTo === null,
        nickname: `${plan.name} ${cycle}`,
        created: plan.validFrom * DAY_SECONDS,
        _synced_at: nightlyLoad(world.setting.tier.asOfDay),
      });
    }
  }
  return table.finish();
}
