/**
 * The mix of currencies in advertising (F09): the Canadian account at Google is billed in its own money.
 *
 * Its account says so, and the statistics of its campaigns follow: a click costs whole cents in that money at the rate of its day,
 * the last known one at weekends, so keywords still add up to devices. At the same rates everything becomes dollars again, to
 * half a cent for a click.
 */
import { campaignsOf } from "../ads/advertising.ts";
import { ACCOUNTS, accountOf, adGroupsOf, type GoogleAccount } from "../ads/google.ts";
import type { Campaign } from "../facts/campaigns.ts";
import { nearest } from "../kit/distributions.ts";
import { lastUsdRate } from "../usage/rates.ts";
import type { Setting } from "../world/world.ts";
import type { DirtyTable } from "./dirty-table.ts";
import type { Chances, Fault } from "./fault.ts";

const COUNTRY: GoogleAccount["country"] = "CA";
const CURRENCY = "CAD";
const MILLION = 1000000;
const MICROS_PER_CENT = 10000;

function account(table: DirtyTable): void {
  const foreign = ACCOUNTS.find(({ country }) => country === COUNTRY);
  for (let row = 0; row < table.rowCount; row += 1)
    if (table.number(row, "id") === foreign?.id) table.set("F09", row, "currency_code", CURRENCY);
}

function foreignCampaigns(setting: Setting): Campaign[] {
  return campaignsOf("google_ads", setting).filter((campaign) => accountOf(campaign).country === COUNTRY);
}

/** Rewrites the money of the rows whose `column` is one of the ids. */
function statistics(
  column: string,
  idsOf: (campaign: Campaign) => readonly number[],
): (table: DirtyTable, chances: Chances) => void {
  return (table, { company: { setting } }) => {
    const foreign = new Set(foreignCampaigns(setting).flatMap(idsOf));
    for (let row = 0; row < table.rowCount; row += 1) {
      if (!foreign.has(table.number(row, column) ?? 0)) continue;
      const rate = lastUsdRate(CURRENCY, table.number(row, "date") ?? 0, setting.seed);
      const clicks = table.number(row, "clicks") ?? 0;
      if (clicks === 0) continue;
      const cents = (table.number(row, "cost_micros") ?? 0) / MICROS_PER_CENT;
      const clickCents = nearest((cents / clicks / rate) * MILLION);
      table.set("F09", row, "cost_micros", clicks * clickCents * MICROS_PER_CENT);
      const value = table.number(row, "conversions_value") ?? 0;
      table.set("F09", row, "conversions_value", nearest((value / rate) * MILLION));
    }
  };
}

export const AD_CURRENCY: Fault["tables"] = {
  google_ads__account_history: account,
  google_ads__campaign_stats: statistics("id", ({ id }) => [id]),
  google_ads__keyword_stats: statistics("ad_group_id", (campaign) => adGroupsOf(campaign).map(({ id }) => id)),
};
