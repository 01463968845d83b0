/** `stripe.account`: the company's own account at Stripe; `stripe.tax_rate`: the rates that it set up there. */
import { OPENING_DAY } from "../../facts/plans.ts";
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { taxRates } from "../../money/offers.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";

export function writeStripeAccount({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.account, 1);
  table.add({
    id: stripeId("acct", 1),
    business_type: "company",
    country: "US",
    default_currency: "usd",
    created: OPENING_DAY * DAY_SECONDS,
    _synced_at: nightlyLoad(tier.asOfDay),
  });
  return table.finish();
}

export function writeStripeTaxRates({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.taxRate, 64);
  taxRates().forEach(({ jurisdiction, basisPoints, active }, index) => {
    table.add({
      id: stripeId("txr", index + 1),
      jurisdiction,
      // DECIMAL(6,3) of a percentage: a basis point is ten thousandths.
      percentage: basisPoints * 10,
      inclusive: false,
      active,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}
