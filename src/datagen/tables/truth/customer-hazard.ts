/** `truth.customer_hazard`: latent health and true risk of each account by month, from the life that it lived. */
import { addMonths, civil, dayNumber } from "../../kit/calendar.ts";
import * as schema from "../../schema/truth.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Account, World } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeCustomerHazard({ setting, accounts }: World): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.customerHazard, accounts.length * 20);
  for (const account of accounts)
    for (const { month, health, hazard, daysAtRisk } of monthsOf(account, asOfDay))
      table.add({
        customer_id: account.profile.id,
        month,
        latent_health: health,
        monthly_churn_hazard: hazard,
        days_at_risk: daysAtRisk,
        _synced_at: nightlyLoad(asOfDay),
      });
  return table.finish();
}

interface HazardMonth {
  readonly month: number;
  /** In thousandths. */
  readonly health: number;
  /** In millionths. */
  readonly hazard: number;
  readonly daysAtRisk: number;
}

/** Health is 0 on days on which the account is gone, the hazard on days on which it could not begin to leave. */
function* monthsOf({ profile, health, hazard }: Account, asOfDay: number): Generator<HazardMonth> {
  const { year, month } = civil(profile.signupDay);
  for (let first = dayNumber(year, month, 1); first <= asOfDay; first = addMonths(first, 1)) {
    const next = addMonths(first, 1);
    let lastHealth = 0;
    let sum = 0;
    let daysAtRisk = 0;
    for (let day = Math.max(first, profile.signupDay); day < next && day <= asOfDay; day += 1) {
      const index = day - profile.signupDay;
      const risk = hazard[index] ?? 0;
      const alive = health[index] ?? 0;
      if (alive > 0) lastHealth = alive;
      if (risk > 0) daysAtRisk += 1;
      sum += risk;
    }
    if (lastHealth > 0) yield { month: first, health: lastHealth, hazard: sum, daysAtRisk };
  }
}
