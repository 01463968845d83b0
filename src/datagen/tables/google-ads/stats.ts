/**
 * `google_ads.campaign_stats` and `google_ads.keyword_stats`: the same money twice, by device and by keyword.
 *
 * On every day and campaign the keywords add up to the devices, to the click and the cent. A row is loaded again when a sign-up
 * comes long after its click.
 */
import { campaignsOf, creditsFor, type Advertising } from "../../ads/advertising.ts";
import { deliver, divided, type PartDay } from "../../ads/delivery.ts";
import { adGroupsOf, priceOf, slicesOf } from "../../ads/google.ts";
import type { Campaign } from "../../facts/campaigns.ts";
import { DAY_SECONDS, addMonths } from "../../kit/calendar.ts";
import * as schema from "../../schema/google-ads.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
const MICROS_PER_CENT = 10000;
/** DECIMAL(10,2). */
const HUNDREDTHS = 100;
const KEYWORD_MONTHS = 6;

/** Both tables are made of the same days. */
const delivered = new WeakMap<Advertising, Map<Campaign, PartDay[][]>>();

function partsOf(campaign: Campaign, ads: Advertising): PartDay[][] {
  const known = delivered.get(ads) ?? new Map<Campaign, PartDay[][]>();
  delivered.set(ads, known);
  let parts = known.get(campaign);
  if (parts === undefined) {
    const shares = slicesOf(campaign).map(({ share }) => share);
    parts = deliver(campaign, shares, priceOf(campaign), { ...ads, credits: creditsFor(ads, campaign) });
    known.set(campaign, parts);
  }
  return parts;
}

export function writeCampaignStats(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.campaignStats, 65536);
  for (const campaign of campaignsOf("google_ads", ads.setting)) {
    const slices = slicesOf(campaign);
    const rows = partsOf(campaign, ads).flatMap((days, part) => days.map((facts) => ({ facts, part })));
    rows.sort((a, b) => a.facts.day - b.facts.day || a.part - b.part);
    for (const { facts, part } of rows) {
      const { day, impressions, clicks, costCents, signups, valueCents, knownAt } = facts;
      table.add({
        id: campaign.id,
        date: day,
        device: slices[part]?.device ?? null,
        ad_network_type: slices[part]?.network ?? null,
        impressions,
        clicks,
        cost_micros: costCents * MICROS_PER_CENT,
        conversions: signups * HUNDREDTHS,
        conversions_value: valueCents,
        view_through_conversions: 0,
        _synced_at: nextBatch(knownAt, BATCH_SECONDS, asOfDay),
      });
    }
  }
  return table.finish();
}

interface Day {
  readonly day: number;
  impressions: number;
  clicks: number;
  costCents: number;
  signups: number;
  valueCents: number;
  knownAt: number;
  readonly u: number;
}

/** All parts of a campaign together. */
function daysOf(campaign: Campaign, ads: Advertising, from: number): Day[] {
  const days = new Map<number, Day>();
  for (const part of partsOf(campaign, ads))
    for (const { day, impressions, clicks, costCents, signups, valueCents, knownAt, u } of part) {
      if (day < from) continue;
      const sum = days.get(day);
      if (sum === undefined) {
        days.set(day, { day, impressions, clicks, costCents, signups, valueCents, knownAt, u });
        continue;
      }
      sum.impressions += impressions;
      sum.clicks += clicks;
      sum.costCents += costCents;
      sum.signups += signups;
      sum.valueCents += valueCents;
      sum.knownAt = Math.max(sum.knownAt, knownAt);
    }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

export function writeKeywordStats(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const from = addMonths(asOfDay, -KEYWORD_MONTHS) + 1;
  const table = new TableBuilder(schema.keywordStats, 65536);
  for (const campaign of campaignsOf("google_ads", ads.setting)) {
    if (campaign.endDay !== null && campaign.endDay < from) continue;
    const keywords = adGroupsOf(campaign).flatMap((group) =>
      group.keywords.map((keyword) => ({ groupId: group.id, keyword })),
    );
    const weights = keywords.map(({ keyword }) => keyword.weight);
    const days = daysOf(campaign, ads, from).map((day) => keywordDay(day, weights));
    keywords.forEach(({ groupId, keyword }, place) => {
      for (const { day, knownAt, impressions, clicks, best, centsPerClick, signups, valueCents } of days) {
        const seen = impressions[place] ?? 0;
        if (seen === 0) continue;
        const isBest = place === best;
        table.add({
          criterion_id: keyword.id,
          ad_group_id: groupId,
          date: day,
          impressions: seen,
          clicks: clicks[place] ?? 0,
          cost_micros: (clicks[place] ?? 0) * centsPerClick * MICROS_PER_CENT,
          conversions: isBest ? signups * HUNDREDTHS : 0,
          conversions_value: isBest ? valueCents : 0,
          _synced_at: nextBatch(isBest ? knownAt : (day + 1) * DAY_SECONDS - 1, BATCH_SECONDS, asOfDay),
        });
      }
    });
  }
  return table.finish();
}

/** A day's traffic by keyword; the keyword with the most clicks has the sign-ups. */
function keywordDay(day: Day, weights: readonly number[]) {
  const clicks = divided(day.clicks, weights, day.u);
  const extra = divided(day.impressions - day.clicks, weights, day.u);
  const impressions = clicks.map((count, place) => count + (extra[place] ?? 0));
  let best = 0;
  clicks.forEach((count, place) => {
    if (count > (clicks[best] ?? 0)) best = place;
  });
  return { ...day, clicks, impressions, best, centsPerClick: day.clicks === 0 ? 0 : day.costCents / day.clicks };
}
