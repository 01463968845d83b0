/** Everything the advertisers' reports are made of: budgets and who may be counted where. */
import { CAMPAIGNS, campaignsSince, type Campaign, type Platform } from "../facts/campaigns.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Market } from "../market/market.ts";
import type { Setting } from "../world/world.ts";
import { Budgets } from "./budget.ts";
import { creditsOf, type Credit, type Credits } from "./credit.ts";

export interface Advertising {
  readonly setting: Setting;
  readonly budgets: Budgets;
  readonly credits: Credits;
}

export function simulateAdvertising(market: Market, setting: Setting): Advertising {
  return { setting, budgets: new Budgets(setting.tier), credits: creditsOf(market, setting.seed) };
}

/** Campaigns of a platform that had been set up by the as-of day, in order of their ids. */
export function campaignsOf(platform: Platform, { tier }: Setting): Campaign[] {
  const listed = new Set(campaignsSince(tier.startDay));
  return CAMPAIGNS.filter((item) => item.platform === platform && listed.has(item) && setUpAt(item) < end(tier)).sort(
    (a, b) => a.id - b.id,
  );
}

function end({ asOfDay }: Setting["tier"]): number {
  return (asOfDay + 1) * DAY_SECONDS;
}

export function creditsFor({ credits }: Advertising, { index }: Campaign): readonly Credit[] {
  return credits.get(index) ?? [];
}

/** Campaigns are set up in the morning of the day before. */
export function setUpAt({ startDay }: Campaign): number {
  return (startDay - 1) * DAY_SECONDS + 10 * 3600;
}

export type CampaignState = "active" | "paused" | "ended";

export interface CampaignVersion {
  readonly at: number;
  readonly state: CampaignState;
  /** Daily budget from then on. */
  readonly budgetCents: number;
}

/**
 * What was changed in a campaign: set up, paused, taken up again, given another budget, ended. Only what had been done by the
 * as-of day; budgets change in the first hour of a day.
 */
export function versionsOf(campaign: Campaign, { budgets, setting }: Advertising): CampaignVersion[] {
  const { startDay, endDay, pauses } = campaign;
  const { tier } = setting;
  const from = Math.max(startDay, tier.startDay);
  const events = new Map<number, CampaignState>();
  for (const [paused, resumed] of pauses) {
    events.set(paused, "paused");
    events.set(resumed, "active");
  }
  let budgetCents = budgets.dailyCents(campaign, from);
  let state: CampaignState = "active";
  const versions: CampaignVersion[] = [{ at: setUpAt(campaign), state, budgetCents }];
  for (let day = from; day <= Math.min(endDay ?? tier.asOfDay, tier.asOfDay); day += 1) {
    const budget = budgets.dailyCents(campaign, day);
    const next: CampaignState = events.get(day) ?? state;
    if (budget === budgetCents && next === state) continue;
    budgetCents = budget;
    state = next;
    versions.push({ at: day * DAY_SECONDS + 1800, state, budgetCents });
  }
  if (endDay !== null && endDay < tier.asOfDay)
    versions.push({ at: (endDay + 1) * DAY_SECONDS + 1800, state: "ended", budgetCents });
  return versions;
}
