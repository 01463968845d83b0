/**
 * What a campaign may spend on a day: a daily budget that is set for a quarter from the plan of sign-ups, and what a day makes of it.
 *
 * The budget is a round number and changes only when the quarter or the set of campaigns does. The money of a day follows season
 * and weekday around it, and falls where a holdout has switched the channel off.
 */
import {
  CAMPAIGNS,
  SPEND_PER_SIGNUP_CENTS,
  SPEND_SHARES,
  isRunning,
  type Campaign,
  type CampaignChannel,
} from "../facts/campaigns.ts";
import { HOLDOUTS } from "../facts/experiments.ts";
import { VISITOR_CITIES } from "../facts/regions.ts";
import { addMonths, civil, dayNumber, weekday } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import { demandOn } from "../world/demand.ts";
import type { Tier } from "../tiers.ts";

/** Monday to Sunday: bars buy on weekdays. */
const WEEK = [1.1, 1.12, 1.12, 1.1, 1.02, 0.74, 0.8];
const STEP_CENTS = 500;
const SMALL_STEP_CENTS = 100;

export class Budgets {
  readonly #perDemand: number;
  readonly #quarters = new Map<number, number>();
  readonly #months = new Map<number, number>();

  constructor(tier: Tier) {
    let total = 0;
    for (let day = tier.startDay; day <= tier.lastDay; day += 1) total += demandOn(day);
    this.#perDemand = (tier.accounts * SPEND_PER_SIGNUP_CENTS) / total;
  }

  /** Cents a day, for campaigns that are planned to run on the day; a pause does not change the budget. */
  dailyCents(campaign: Campaign, day: number): number {
    const { channel } = campaign;
    if (channel === "email") return 0;
    const money = (this.#perDemand * this.#quarterDemand(day) * SPEND_SHARES[channel]) / 1000;
    const cents = (money * campaign.weight) / weightOn(channel, day);
    const step = cents >= 10 * STEP_CENTS ? STEP_CENTS : SMALL_STEP_CENTS;
    return Math.max(step, nearest(cents / step) * step);
  }

  /** What goes out on a day, but for chance; 0 while the campaign rests. */
  spendCents(campaign: Campaign, day: number): number {
    if (!isRunning(campaign, day)) return 0;
    const season = this.#monthDemand(day) / this.#quarterDemand(day);
    return this.dailyCents(campaign, day) * season * (WEEK[weekday(day)] ?? 1) * (1 - heldOut(campaign, day));
  }

  /** Mean demand of a day of the quarter. */
  #quarterDemand(day: number): number {
    const { year, month } = civil(day);
    return meanDemand(this.#quarters, dayNumber(year, month - ((month - 1) % 3), 1), 3);
  }

  #monthDemand(day: number): number {
    const { year, month } = civil(day);
    return meanDemand(this.#months, dayNumber(year, month, 1), 1);
  }
}

function meanDemand(known: Map<number, number>, from: number, months: number): number {
  let mean = known.get(from);
  if (mean === undefined) {
    const to = addMonths(from, months);
    let total = 0;
    for (let day = from; day < to; day += 1) total += demandOn(day);
    mean = total / (to - from);
    known.set(from, mean);
  }
  return mean;
}

const BY_CHANNEL = new Map<CampaignChannel, readonly Campaign[]>();
for (const { channel } of CAMPAIGNS)
  if (!BY_CHANNEL.has(channel))
    BY_CHANNEL.set(
      channel,
      CAMPAIGNS.filter((campaign) => campaign.channel === channel),
    );

/** Weight of all campaigns of the channel that are planned for the day. */
function weightOn(channel: CampaignChannel, day: number): number {
  let total = 0;
  for (const { startDay, endDay, weight } of BY_CHANNEL.get(channel) ?? [])
    if (day >= startDay && (endDay === null || day <= endDay)) total += weight;
  return total;
}

/** The share of a campaign's audience in states in which its channel was switched off. */
export function heldOut(campaign: Campaign, day: number): number {
  const holdout = HOLDOUTS.find(
    ({ channel, startDay, endDay }) => channel === campaign.channel && day >= startDay && day <= endDay,
  );
  if (holdout === undefined) return 0;
  let off = 0;
  let all = 0;
  for (const { country, state, weight } of VISITOR_CITIES) {
    if (campaign.country !== null && campaign.country !== country) continue;
    all += weight;
    if (country === "US" && holdout.states.includes(state)) off += weight;
  }
  return off / all;
}
