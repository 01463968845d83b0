/**
 * How the parts of a campaign did day by day: impressions, clicks and cost, with what the advertiser counts as its own.
 *
 * A part is what a platform reports by: a device on Google, an advertisement on the social network, a creative on the business
 * network. The price of a click is fixed for a year, so cost is clicks times price and the parts add up to the cent.
 */
import type { Campaign } from "../facts/campaigns.ts";
import { DAY_SECONDS, civil, parseDay } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Setting } from "../world/world.ts";
import type { Budgets } from "./budget.ts";
import type { Credit } from "./credit.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.performance;

export const FIRST_DAY = parseDay("2018-01-01");
const MOST_PARTS = 8;
/** A few kinds of days rather than any: every digit that is drawn costs bytes. */
const LUCK = [0.87, 1, 1.13];
/** Fewer clicks than this are a matter of chance; more are rounded. */
const SMALL_CLICKS = 2;
const RATIOS = [0.9, 1.1];

export interface Price {
  /** Cents for a click in 2022. */
  readonly clickCents: number;
  /** Impressions for a click. */
  readonly perClick: number;
  /** Impressions are told in multiples of this. */
  readonly impressionStep: number;
}

export interface PartDay {
  readonly day: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly costCents: number;
  readonly signups: number;
  readonly leads: number;
  readonly valueCents: number;
  /** When the last of it was known: the end of the day, or a late sign-up. */
  readonly knownAt: number;
  /** Uniform, for what a platform tells beside it. */
  readonly u: number;
}

/** The days of each part, in order of `shares`; days without an impression are left out. */
export function deliver(
  campaign: Campaign,
  shares: readonly number[],
  price: Price,
  { budgets, credits, setting }: { budgets: Budgets; credits: readonly Credit[]; setting: Setting },
): PartDay[][] {
  if (shares.length > MOST_PARTS) throw new RangeError("A campaign has at most eight parts.");
  const { seed, tier } = setting;
  const draws = new Draws(seed, STREAMS.performance, campaign.index);
  const byDay = new Map<number, Credit[]>();
  for (const credit of credits) {
    const known = byDay.get(credit.day);
    if (known === undefined) byDay.set(credit.day, [credit]);
    else known.push(credit);
  }
  const parts: PartDay[][] = shares.map(() => []);
  const last = Math.min(campaign.endDay ?? tier.asOfDay, tier.asOfDay);
  for (let day = Math.max(campaign.startDay, tier.startDay); day <= last; day += 1) {
    const nth = day - FIRST_DAY;
    const spend = budgets.spendCents(campaign, day) * (LUCK[draws.below(at(S.noise, nth), LUCK.length)] ?? 1);
    const owned = byDay.get(day) ?? [];
    const cents = clickCents(price, day);
    shares.forEach((share, part) => {
      const mine = owned.filter(({ place }) => partAt(shares, place) === part);
      const k = nth * MOST_PARTS + part;
      const bought = Math.floor(
        (spend * share) / cents + (spend * share < SMALL_CLICKS * cents ? draws.unit(at(S.clicks, k)) : 0.5),
      );
      const signups = mine.filter(({ kind }) => kind === "signup").length;
      const clicks = Math.max(bought, mine.length);
      const ratio = RATIOS[draws.below(at(S.impressions, nth), RATIOS.length)] ?? 1;
      const wanted = (Math.max(clicks, 0.35) * price.perClick * ratio) / price.impressionStep;
      const impressions = spend === 0 && clicks === 0 ? 0 : Math.max(clicks, nearest(wanted) * price.impressionStep);
      if (impressions === 0) return;
      parts[part]?.push({
        day,
        impressions,
        clicks,
        costCents: clicks * cents,
        signups,
        leads: mine.length - signups,
        valueCents: mine.reduce((sum, { valueCents }) => sum + valueCents, 0),
        knownAt: mine.reduce((time, { knownAt }) => Math.max(time, knownAt), (day + 1) * DAY_SECONDS - 1),
        u: draws.unit(at(S.reach, nth)),
      });
    });
  }
  return parts;
}

/** The price of a click rises by three percent a year, in steps of five cents. */
function clickCents({ clickCents: before }: Price, day: number): number {
  return nearest((before * (100 + 3 * (civil(day).year - 2022))) / 100 / 5) * 5;
}

/** The part at a place in [0, 1), by the shares. */
export function partAt(shares: readonly number[], place: number): number {
  let total = 0;
  for (const share of shares) total += share;
  let left = place * total;
  for (let part = 0; part < shares.length; part += 1) {
    left -= shares[part] ?? 0;
    if (left < 0) return part;
  }
  return shares.length - 1;
}

/** Divides a whole number by shares so that the parts add up; `phase` in [0, 1) says who gets the odd ones. */
export function divided(amount: number, shares: readonly number[], phase: number): number[] {
  let total = 0;
  for (const share of shares) total += share;
  let sum = 0;
  let given = 0;
  return shares.map((share, index) => {
    sum += share;
    const until = index === shares.length - 1 ? amount : Math.min(amount, Math.floor((amount * sum) / total + phase));
    const part = until - given;
    given = until;
    return part;
  });
}
