/**
 * `linkedin_ads`: accounts, campaign groups, campaigns and creatives with every version, their days, and the forms.
 *
 * The creatives of a campaign add up to the campaign. Both accounts bill in dollars, so local currency and dollars agree.
 */
import { campaignsOf, creditsFor, setUpAt, versionsOf, type Advertising } from "../../ads/advertising.ts";
import { deliver, type PartDay } from "../../ads/delivery.ts";
import { ACCOUNTS, PRICE, accountOf, creativesOf, formResponses, groupOf, isFair } from "../../ads/linkedin.ts";
import type { Campaign } from "../../facts/campaigns.ts";
import { DAY_SECONDS, parseDay } from "../../kit/calendar.ts";
import { CHANNELS } from "../../market/channels.ts";
import type { Market } from "../../market/market.ts";
import { SITE } from "../../market/pages.ts";
import * as schema from "../../schema/linkedin-ads.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
const OPENED = parseDay("2018-10-22") * DAY_SECONDS + 9 * 3600;
const STATUSES = { active: "ACTIVE", paused: "PAUSED", ended: "COMPLETED" } as const;

export function writeAccountHistory({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.accountHistory, 2);
  for (const { id, name } of ACCOUNTS)
    table.add({
      id,
      last_modified_time: OPENED,
      name,
      currency: "USD",
      type: "BUSINESS",
      _synced_at: nextBatch(OPENED, BATCH_SECONDS, tier.asOfDay),
    });
  return table.finish();
}

export function writeCampaignGroupHistory(ads: Advertising): TableData {
  const { setting } = ads;
  const table = new TableBuilder(schema.campaignGroupHistory, 16);
  const first = new Map<number, Campaign>();
  for (const campaign of campaignsOf("linkedin_ads", setting))
    if (!first.has(groupOf(campaign).id)) first.set(groupOf(campaign).id, campaign);
  for (const [id, campaign] of [...first].sort(([a], [b]) => a - b)) {
    const at = setUpAt(campaign) - 1800;
    table.add({
      id,
      last_modified_time: at,
      account_id: accountOf(campaign).id,
      name: groupOf(campaign).name,
      status: "ACTIVE",
      _synced_at: nextBatch(at, BATCH_SECONDS, setting.tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeCampaignHistory(ads: Advertising): TableData {
  const { setting } = ads;
  const table = new TableBuilder(schema.campaignHistory, 128);
  for (const campaign of campaignsOf("linkedin_ads", setting))
    for (const { at, state, budgetCents } of versionsOf(campaign, ads))
      table.add({
        id: campaign.id,
        last_modified_time: at,
        campaign_group_id: groupOf(campaign).id,
        account_id: accountOf(campaign).id,
        name: campaign.name,
        status: STATUSES[state],
        type: "SPONSORED_UPDATES",
        objective_type: isFair(campaign) ? "WEBSITE_VISIT" : "LEAD_GENERATION",
        cost_type: "CPC",
        daily_budget_amount: budgetCents,
        unit_cost_amount: PRICE.clickCents,
        locale_country: "US",
        _synced_at: nextBatch(at, BATCH_SECONDS, setting.tier.asOfDay),
      });
  return table.finish();
}

export function writeCreativeHistory(ads: Advertising): TableData {
  const { setting } = ads;
  const table = new TableBuilder(schema.creativeHistory, 256);
  for (const campaign of campaignsOf("linkedin_ads", setting)) {
    const { utmSource, utmMedium } = CHANNELS[campaign.channel];
    const versions = versionsOf(campaign, ads).filter(({ state }, index) => index === 0 || state === "ended");
    for (const { id, kind } of creativesOf(campaign))
      for (const { at, state } of versions)
        table.add({
          id,
          last_modified_time: at,
          campaign_id: campaign.id,
          status: STATUSES[state],
          type: kind,
          click_uri: `${SITE}/?utm_source=${String(utmSource)}&utm_medium=${String(utmMedium)}&utm_campaign=${campaign.name}`,
          _synced_at: nextBatch(at, BATCH_SECONDS, setting.tier.asOfDay),
        });
  }
  return table.finish();
}

function partsOf(campaign: Campaign, ads: Advertising): PartDay[][] {
  const shares = creativesOf(campaign).map(({ share }) => share / 100);
  return deliver(campaign, shares, PRICE, { ...ads, credits: creditsFor(ads, campaign) });
}

type Sum = Pick<PartDay, "impressions" | "clicks" | "costCents" | "valueCents" | "knownAt">;

function measures({ impressions, clicks, costCents, valueCents, knownAt }: Sum, asOfDay: number) {
  return {
    impressions,
    clicks,
    cost_in_local_currency: costCents,
    cost_in_usd: costCents,
    conversion_value_in_local_currency: valueCents,
    _synced_at: nextBatch(knownAt, BATCH_SECONDS, asOfDay),
  };
}

export function writeAnalyticsByCampaign(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adAnalyticsByCampaign, 4096);
  for (const campaign of campaignsOf("linkedin_ads", ads.setting)) {
    const days = new Map<number, Sum>();
    for (const part of partsOf(campaign, ads))
      for (const day of part) {
        const sum = days.get(day.day);
        days.set(day.day, sum === undefined ? day : added(sum, day));
      }
    for (const [day, sum] of [...days].sort(([a], [b]) => a - b))
      table.add({ campaign_id: campaign.id, day, ...measures(sum, asOfDay) });
  }
  return table.finish();
}

function added(a: Sum, b: Sum): Sum {
  return {
    impressions: a.impressions + b.impressions,
    clicks: a.clicks + b.clicks,
    costCents: a.costCents + b.costCents,
    valueCents: a.valueCents + b.valueCents,
    knownAt: Math.max(a.knownAt, b.knownAt),
  };
}

export function writeAnalyticsByCreative(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.adAnalyticsByCreative, 8192);
  for (const campaign of campaignsOf("linkedin_ads", ads.setting)) {
    const parts = partsOf(campaign, ads);
    creativesOf(campaign).forEach(({ id }, part) => {
      for (const day of parts[part] ?? []) table.add({ creative_id: id, day: day.day, ...measures(day, asOfDay) });
    });
  }
  return table.finish();
}

export function writeLeadGenFormResponses(market: Market, setting: Setting): TableData {
  const table = new TableBuilder(schema.leadGenFormResponse, 1024);
  for (const { id, campaign, contact, submittedAt } of formResponses(market, setting))
    table.add({
      id,
      campaign_id: campaign.id,
      submitted_at: submittedAt,
      email: contact.email,
      company_name: contact.company?.name ?? null,
      _synced_at: nextBatch(submittedAt, BATCH_SECONDS, setting.tier.asOfDay),
    });
  return table.finish();
}
