/** `google_ads`: accounts, campaigns, ad groups, advertisements and keywords, with every version of each. */
import { campaignsOf, setUpAt, versionsOf, type Advertising, type CampaignState } from "../../ads/advertising.ts";
import { ACCOUNTS, accountOf, adGroupsOf } from "../../ads/google.ts";
import type { Campaign } from "../../facts/campaigns.ts";
import { DAY_SECONDS, parseDay } from "../../kit/calendar.ts";
import { CHANNELS } from "../../market/channels.ts";
import { SITE } from "../../market/pages.ts";
import * as schema from "../../schema/google-ads.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
const OPENED = parseDay("2018-10-08") * DAY_SECONDS + 9 * 3600;

const STATUSES: Readonly<Record<CampaignState, string>> = { active: "ENABLED", paused: "PAUSED", ended: "REMOVED" };

export function writeAccountHistory({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.accountHistory, 4);
  for (const { id, name, timezone } of ACCOUNTS)
    table.add({
      id,
      updated_at: OPENED,
      descriptive_name: name,
      currency_code: "USD",
      time_zone: timezone,
      _synced_at: nextBatch(OPENED, BATCH_SECONDS, tier.asOfDay),
    });
  return table.finish();
}

/** Without the changes of budget, which Google keeps elsewhere. */
function statesOf(campaign: Campaign, ads: Advertising): { readonly at: number; readonly status: string }[] {
  const versions = versionsOf(campaign, ads);
  return versions
    .filter(({ state }, index) => state !== versions[index - 1]?.state)
    .map(({ at, state }) => ({ at, status: STATUSES[state] }));
}

export function writeCampaignHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.campaignHistory, 256);
  for (const campaign of campaignsOf("google_ads", ads.setting)) {
    const { utmSource, utmMedium } = CHANNELS[campaign.channel];
    for (const { at, status } of statesOf(campaign, ads))
      table.add({
        id: campaign.id,
        updated_at: at,
        customer_id: accountOf(campaign).id,
        name: campaign.name,
        status,
        advertising_channel_type: "SEARCH",
        start_date: campaign.startDay,
        end_date: campaign.endDay,
        tracking_url_template: `{lpurl}?utm_source=${String(utmSource)}&utm_medium=${String(utmMedium)}&utm_campaign=${campaign.name}`,
        _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
      });
  }
  return table.finish();
}

/** Parts of a campaign live as long as it does: one version when it is set up, one when it is removed. */
function lifeOf(campaign: Campaign, { setting }: Advertising): { readonly at: number; readonly status: string }[] {
  const { endDay } = campaign;
  const removedAt = endDay === null ? null : (endDay + 1) * DAY_SECONDS + 1800;
  const end = endOfWorld(setting.tier.asOfDay);
  const begun = { at: setUpAt(campaign) + 1800, status: "ENABLED" };
  return removedAt === null || removedAt > end ? [begun] : [begun, { at: removedAt, status: "REMOVED" }];
}

export function writeAdGroupHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adGroupHistory, 256);
  for (const campaign of campaignsOf("google_ads", ads.setting))
    for (const { id, name } of adGroupsOf(campaign))
      for (const { at, status } of lifeOf(campaign, ads))
        table.add({
          id,
          updated_at: at,
          campaign_id: campaign.id,
          name,
          status,
          _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
        });
  return table.finish();
}

export function writeAdHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adHistory, 512);
  for (const campaign of campaignsOf("google_ads", ads.setting))
    for (const group of adGroupsOf(campaign))
      for (const { id, name, path } of group.ads)
        for (const { at, status } of lifeOf(campaign, ads))
          table.add({
            id,
            updated_at: at,
            ad_group_id: group.id,
            name,
            status,
            final_urls: `${SITE}${path}`,
            _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
          });
  return table.finish();
}

export function writeAdGroupCriterionHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adGroupCriterionHistory, 1024);
  for (const campaign of campaignsOf("google_ads", ads.setting))
    for (const group of adGroupsOf(campaign))
      for (const { id, text, match } of group.keywords)
        for (const { at, status } of lifeOf(campaign, ads))
          table.add({
            id,
            updated_at: at,
            ad_group_id: group.id,
            status,
            keyword_text: text,
            keyword_match_type: match,
            _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
          });
  return table.finish();
}
