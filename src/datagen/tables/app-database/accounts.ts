/** `app_database.accounts`: the current row of every account. */
import { INDUSTRIES } from "../../facts/names.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { accountChanges, currentValues } from "../../world/account-log.ts";
import type { Registry } from "../../world/registry.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeAccounts({ world }: Registry): TableData {
  const { setting } = world;
  const table = new TableBuilder(schema.accounts, world.accounts.length);
  for (const account of world.accounts) {
    const { profile } = account;
    const changes = accountChanges(account, setting);
    table.add({
      id: profile.id,
      business_type: profile.businessType,
      industry: INDUSTRIES[profile.businessType],
      ...currentValues(account, setting),
      country: profile.city.country,
      timezone: profile.city.timezone,
      signup_source: profile.source,
      utm_first: profile.utm,
      experiment_arm: profile.experimentArm,
      created_at: profile.createdAt,
      updated_at: changes.at(-1)?.at ?? profile.createdAt,
      _synced_at: nightlyLoad(setting.tier.asOfDay),
    });
  }
  return table.finish();
}
