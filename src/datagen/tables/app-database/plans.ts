/** `app_database.plans`: the price list with its validity, `valid_to` exclusive. */
import { PLANS } from "../../facts/plans.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Registry } from "../../world/registry.ts";
import { nightlyLoad } from "../load-time.ts";

export function writePlans({ world }: Registry): TableData {
  const table = new TableBuilder(schema.plans, PLANS.length);
  for (const plan of PLANS) {
    table.add({
      id: plan.id,
      code: plan.code,
      name: plan.name,
      monthly_price_cents: plan.monthlyCents,
      annual_price_cents: plan.annualCents,
      device_limit: plan.deviceLimit,
      tier: plan.tier,
      valid_from: plan.validFrom,
      valid_to: plan.validTo,
      _synced_at: nightlyLoad(world.setting.tier.asOfDay),
    });
  }
  return table.finish();
}
