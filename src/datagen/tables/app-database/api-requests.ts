/** `app_database.api_requests_daily`: one row per account, day and endpoint that was called, for the last year. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { apiDay, apiSince } from "../../usage/api-clients.ts";
import type { Registry } from "../../world/registry.ts";

export const API_DAYS = 365;
const SUM_SECOND = 23 * 3600 + 58 * 60;

export function writeApiRequests({ world }: Registry): TableData {
  const { seed, tier } = world.setting;
  const table = new TableBuilder(schema.apiRequestsDaily, world.accounts.length * 30);
  for (const account of world.accounts) {
    const since = apiSince(account, seed);
    if (since === null) continue;
    for (let day = Math.max(since, tier.asOfDay - API_DAYS + 1); day <= tier.asOfDay; day += 1) {
      for (const { endpoint, calls, errors, p95 } of apiDay(account, seed, day))
        table.add({
          customer_id: account.profile.id,
          day,
          endpoint,
          calls,
          errors,
          p95_ms: p95,
          _synced_at: day * DAY_SECONDS + SUM_SECOND,
        });
    }
  }
  return table.finish();
}
