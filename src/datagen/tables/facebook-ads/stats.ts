/**
 * `facebook_ads.basic_ad` and `facebook_ads.basic_ad_actions`: what an advertisement cost on a day, and what people did after it.
 *
 * Each action is told once, by the most that the network can claim: a click of the last seven days or a view of the last day.
 */
import { campaignsOf, creditsFor, type Advertising } from "../../ads/advertising.ts";
import { deliver, type PartDay } from "../../ads/delivery.ts";
import { frequencyTenths, partsOf, priceOf, type Ad } from "../../ads/facebook.ts";
import type { Campaign } from "../../facts/campaigns.ts";
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { nearest } from "../../kit/distributions.ts";
import * as schema from "../../schema/facebook-ads.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
/** Of those who click, so many wait until the page is there; the tenth is drawn. */
const ARRIVE = 0.78;

function* adDays(ads: Advertising): Generator<{ campaign: Campaign; ad: Ad; days: readonly PartDay[] }> {
  for (const campaign of campaignsOf("facebook_ads", ads.setting)) {
    const parts = partsOf(campaign).ads;
    const shares = normal(parts.map(({ share }) => share));
    const delivered = deliver(campaign, shares, priceOf(campaign), { ...ads, credits: creditsFor(ads, campaign) });
    for (let part = 0; part < parts.length; part += 1) {
      const ad = parts[part];
      if (ad !== undefined) yield { campaign, ad, days: delivered[part] ?? [] };
    }
  }
}

function normal(shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

export function writeBasicAd(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.basicAd, 32768);
  for (const { campaign, ad, days } of adDays(ads))
    for (const { day, impressions, clicks, costCents, u } of days) {
      const reach = Math.max(clicks, nearest((impressions * 10) / frequencyTenths(campaign, u)));
      table.add({
        ad_id: ad.id,
        date: day,
        impressions,
        reach,
        frequency: nearest((impressions * 100) / reach),
        inline_link_clicks: clicks,
        spend: costCents,
        _synced_at: nextBatch((day + 1) * DAY_SECONDS - 1, BATCH_SECONDS, asOfDay),
      });
    }
  return table.finish();
}

export function writeBasicAdActions(ads: Advertising): TableData {
  const { asOfDay } = ads.setting.tier;
  const table = new TableBuilder(schema.basicAdActions, 65536);
  for (const { ad, days } of adDays(ads))
    for (const { day, clicks, signups, leads, knownAt, u } of days) {
      const arrived = Math.min(clicks, Math.max(leads, signups, Math.floor(clicks * ARRIVE + u)));
      const actions: readonly (readonly [string, number, number])[] = [
        ["complete_registration", signups, knownAt],
        ["landing_page_view", arrived, knownAt],
        ["lead", leads, knownAt],
        ["link_click", clicks, (day + 1) * DAY_SECONDS - 1],
      ];
      for (const [type, value, at] of actions)
        if (value > 0)
          table.add({
            ad_id: ad.id,
            date: day,
            action_type: type,
            value,
            _synced_at: nextBatch(at, BATCH_SECONDS, asOfDay),
          });
    }
  return table.finish();
}
