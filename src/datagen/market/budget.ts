/**
 * What the company plans to spend on each campaign on each day.
 *
 * The plan follows the sign-ups that are expected on the day, not those that come: so much for each, divided among the channels by
 * fixed shares and among the campaigns that run by their weights. Where a channel is switched off its money is not spent.
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
import { CITIES } from "../facts/geography.ts";
import type { Tier } from "../tiers.ts";
import { demandOn } from "../world/demand.ts";

export class Budget {
  readonly #centsPerDemand: number;
  /** Sums of the weights of the campaigns of a channel that run on a day. */
  readonly #weights = new Map<CampaignChannel, Map<number, number>>();

  constructor({ accounts, startDay, lastDay }: Tier) {
    let demand = 0;
    for (let day = startDay; day <= lastDay; day += 1) demand += demandOn(day);
    this.#centsPerDemand = (accounts / demand) * SPEND_PER_SIGNUP_CENTS;
  }

  /** Cents, not rounded; 0 on days on which the campaign does not run, and for e-mail. */
  plannedCents(campaign: Campaign, day: number): number {
    const { channel, weight } = campaign;
    if (channel === "email" || !isRunning(campaign, day)) return 0;
    const ofChannel = (this.#centsPerDemand * demandOn(day) * SPEND_SHARES[channel]) / 1000;
    return (ofChannel * (1 - shareOff(channel, day)) * weight) / this.#runningWeight(channel, day);
  }

  #runningWeight(channel: CampaignChannel, day: number): number {
    let days = this.#weights.get(channel);
    if (days === undefined) this.#weights.set(channel, (days = new Map<number, number>()));
    let sum = days.get(day);
    if (sum === undefined) {
      sum = 0;
      for (const campaign of CAMPAIGNS)
        if (campaign.channel === channel && isRunning(campaign, day)) sum += campaign.weight;
      days.set(day, sum);
    }
    return sum;
  }
}

/** Share of the market, by weight of its cities, in which a channel is off on a day. */
export function shareOff(channel: CampaignChannel, day: number): number {
  const holdout = HOLDOUTS.find(
    ({ channel: held, startDay, endDay }) => held === channel && day >= startDay && day <= endDay,
  );
  if (holdout === undefined) return 0;
  let all = 0;
  let off = 0;
  for (const { state, weight } of CITIES) {
    all += weight;
    if (holdout.states.includes(state)) off += weight;
  }
  return off / all;
}
