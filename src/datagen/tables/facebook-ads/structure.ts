/** `facebook_ads`: the account, campaigns, ad sets, advertisements and what they show, with every version of each. */
import { campaignsOf, setUpAt, versionsOf, type Advertising, type CampaignVersion } from "../../ads/advertising.ts";
import { partsOf } from "../../ads/facebook.ts";
import type { Campaign } from "../../facts/campaigns.ts";
import { DAY_SECONDS, parseDay } from "../../kit/calendar.ts";
import { nearest } from "../../kit/distributions.ts";
import { CHANNELS } from "../../market/channels.ts";
import * as schema from "../../schema/facebook-ads.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
const ACCOUNT_ID = 330500001;
const OPENED = parseDay("2018-10-15") * DAY_SECONDS + 9 * 3600;
const BID_STRATEGY = "LOWEST_COST_WITHOUT_CAP";

export function writeAccountHistory({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.accountHistory, 1);
  table.add({
    id: ACCOUNT_ID,
    updated_time: OPENED,
    name: "Taplab",
    currency: "USD",
    timezone_name: "America/Chicago",
    _synced_at: nextBatch(OPENED, BATCH_SECONDS, tier.asOfDay),
  });
  return table.finish();
}

function statusOf({ state }: CampaignVersion): string {
  return state === "active" ? "ACTIVE" : state === "paused" ? "PAUSED" : "ARCHIVED";
}

function dayStart(day: number): number {
  return day * DAY_SECONDS;
}

function stopTime({ endDay }: Campaign): number | null {
  return endDay === null ? null : dayStart(endDay + 1) - 1;
}

export function writeCampaignHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.campaignHistory, 128);
  for (const campaign of campaignsOf("facebook_ads", ads.setting))
    for (const version of versionsOf(campaign, ads))
      table.add({
        id: campaign.id,
        updated_time: version.at,
        account_id: ACCOUNT_ID,
        name: campaign.name,
        status: statusOf(version),
        objective: campaign.channel === "facebook_retargeting" ? "OUTCOME_SALES" : "OUTCOME_LEADS",
        daily_budget: version.budgetCents,
        lifetime_budget: null,
        bid_strategy: BID_STRATEGY,
        start_time: dayStart(campaign.startDay),
        stop_time: stopTime(campaign),
        _synced_at: nextBatch(version.at, BATCH_SECONDS, asOfDay),
      });
  return table.finish();
}

export function writeAdSetHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adSetHistory, 256);
  for (const campaign of campaignsOf("facebook_ads", ads.setting))
    for (const { id, name, share } of partsOf(campaign).adSets)
      for (const version of versionsOf(campaign, ads))
        table.add({
          id,
          updated_time: version.at,
          campaign_id: campaign.id,
          name,
          status: statusOf(version),
          daily_budget: nearest(version.budgetCents * share),
          bid_strategy: BID_STRATEGY,
          optimization_goal: campaign.channel === "facebook_retargeting" ? "OFFSITE_CONVERSIONS" : "LEAD_GENERATION",
          start_time: dayStart(campaign.startDay),
          end_time: stopTime(campaign),
          _synced_at: nextBatch(version.at, BATCH_SECONDS, asOfDay),
        });
  return table.finish();
}

/** The first version and, once the campaign is over, the last. */
function endsOf(campaign: Campaign, ads: Advertising): CampaignVersion[] {
  return versionsOf(campaign, ads).filter(({ state }, index) => index === 0 || state === "ended");
}

export function writeAdHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adHistory, 512);
  for (const campaign of campaignsOf("facebook_ads", ads.setting))
    for (const { id, adSet, creative, name } of partsOf(campaign).ads)
      for (const version of endsOf(campaign, ads))
        table.add({
          id,
          updated_time: version.at,
          ad_set_id: adSet.id,
          campaign_id: campaign.id,
          creative_id: creative.id,
          name,
          status: statusOf(version),
          _synced_at: nextBatch(version.at, BATCH_SECONDS, asOfDay),
        });
  return table.finish();
}

export function writeCreativeHistory(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.creativeHistory, 128);
  for (const campaign of campaignsOf("facebook_ads", ads.setting)) {
    const { utmSource, utmMedium } = CHANNELS[campaign.channel];
    const at = setUpAt(campaign);
    for (const { id, name, kind } of partsOf(campaign).creatives)
      table.add({
        id,
        updated_time: at,
        name,
        url_tags: `utm_source=${String(utmSource)}&utm_medium=${String(utmMedium)}&utm_campaign=${campaign.name}&utm_content=${kind.toLowerCase()}`,
        object_type: kind,
        _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
      });
  }
  return table.finish();
}
