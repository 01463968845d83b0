/**
 * The accounts as they sign up: who they are, how large, how they found us, what they buy.
 *
 * Comes out in order of id. Business type, size, quality and level of use are stratified over all accounts, so the planned
 * shares hold in every tier.
 */
import { CITIES } from "../facts/geography.ts";
import { FIRST_NAMES, LAST_NAMES, businessName, type BusinessType } from "../facts/names.ts";
import { type BillingCycle, type PlanCode, planOn } from "../facts/plans.ts";
import { DAY_SECONDS, parseDay } from "../kit/calendar.ts";
import { nearest, quantile, stratified, weighted } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW, LOGNORMAL_WIDE } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { SITES, STREAMS, at } from "../kit/sites.ts";
import { signupDays } from "./demand.ts";
import { siteTargets } from "./site-targets.ts";
import type { Profile, Setting } from "./world.ts";

const S = SITES.account;

const BUSINESS_TYPES: readonly (readonly [BusinessType, number])[] = [
  ["restaurant", 40],
  ["bar", 25],
  ["hotel", 15],
  ["stadium", 10],
  ["corporate", 10],
];

/** [fewest sites, most sites], per mille. */
const SIZES: readonly (readonly [readonly [number, number], number])[] = [
  [[1, 1], 720],
  [[2, 2], 170],
  [[3, 5], 80],
  [[6, 15], 24],
  [[16, 40], 6],
];

const SOURCES: readonly (readonly [readonly [string, string | null], number])[] = [
  [["organic", null], 28],
  [["google_ads", "google / cpc"], 24],
  [["referral", null], 14],
  [["facebook_ads", "facebook / paid_social"], 12],
  [["linkedin_ads", "linkedin / paid_social"], 8],
  [["email", "newsletter / email"], 6],
  [["partner", "partner / referral"], 8],
];

const WEIGHTED_CITIES = CITIES.map((city) => [city, city.weight] as const);

/** How often a kind of business closes for the winter. */
const SEASONAL_SHARE: Readonly<Record<BusinessType, number>> = {
  restaurant: 0.035,
  bar: 0.17,
  hotel: 0.18,
  stadium: 0.24,
  corporate: 0.01,
};

/** People per site. */
const CREW: Readonly<Record<BusinessType, number>> = {
  restaurant: 18,
  bar: 11,
  hotel: 45,
  stadium: 120,
  corporate: 60,
};

/** The onboarding experiment: accounts that signed up in this time were put into arm A or B at even odds. */
const EXPERIMENT = [parseDay("2024-01-01"), parseDay("2025-03-31")] as const;

/** Largest depth of a franchise group, the head included. */
const GROUP_LEVELS = 4;

export function makeProfiles(setting: Setting): Profile[] {
  const { tier, seed } = setting;
  const draws = Array.from({ length: tier.accounts }, (_, index) => new Draws(seed, STREAMS.account, index + 1));
  const drawsOf = (index: number): Draws => draws[index] ?? new Draws(seed, STREAMS.account, index + 1);
  const spread = (site: readonly [number, number]): Float64Array => stratified(drawsOf, at(site), tier.accounts);
  const days = signupDays(setting);
  const types = spread(S.businessType);
  const sizes = spread(S.size);
  const qualities = spread(S.quality);
  const uses = spread(S.usage);
  const seasons = spread(S.seasonal);
  const nameOffset = new Draws(seed, STREAMS.account, 0).below(at(S.nameOffset), 3600);
  const groupLevel = new Map<number, number>();
  const heads: Head[] = [];

  const targets = siteTargets(
    draws.map((draw, index) => sitesOf(sizes[index] ?? 0, draw.unit(at(S.sizeWithin)))),
    draws,
    days,
    tier,
  );
  const profiles = draws.map((draw, index): Profile => {
    const id = index + 1;
    const signupDay = days[index] ?? tier.startDay;
    const businessType = weighted(types[index] ?? 0, BUSINESS_TYPES);
    const siteTarget = targets[index] ?? 1;
    const { name, domain } = businessName(index, nameOffset, businessType, draw.below(at(S.suffix), 60));
    const [source, utm] = weighted(draw.unit(at(S.source)), SOURCES);
    const quality = qualities[index] ?? 0.5;
    const planCode = firstPlan(siteTarget, draw.unit(at(S.planChoice)), signupDay);
    const seasonal = (seasons[index] ?? 1) < SEASONAL_SHARE[businessType];
    const parentId = parentOf(draw, { id, signupDay }, siteTarget, groupLevel, heads);
    const joinsLater = draw.unit(at(S.franchiseLater));
    const parentSince =
      parentId === null ? null : joinsLater < 0.75 ? signupDay : signupDay + nearest(joinsLater * 360);
    const employees = crewOf(businessType, siteTarget, draw.unit(at(S.employees)));
    const revenuePerHead = 52000 * quantile(LOGNORMAL_NARROW, draw.unit(at(S.revenue)));
    return {
      id,
      draws: draw,
      dayDraws: new Draws(seed, STREAMS.accountDay, id),
      signupDay,
      createdAt: signupDay * DAY_SECONDS + (9 * 12 + draw.below(at(S.signupMinute), 144)) * 300,
      name,
      domain,
      businessType,
      city: weighted(draw.unit(at(S.city)), WEIGHTED_CITIES),
      ownerFirstName: draw.pick(at(S.ownerFirstName), FIRST_NAMES),
      ownerLastName: draw.pick(at(S.ownerLastName), LAST_NAMES),
      source,
      utm,
      experimentArm: armOf(signupDay, draw.unit(at(S.experimentArm))),
      parentId,
      parentSince,
      siteTarget,
      employees,
      annualRevenue: nearest((employees * revenuePerHead) / 10000) * 10000,
      quality,
      tapPours: 17 * quantile(LOGNORMAL_WIDE, uses[index] ?? 0.5),
      seasonal,
      trialWithCard: draw.chance(at(S.trialCard), 0.7),
      planCode,
      // Who closes every winter does not pay for the year.
      cycle: seasonal ? "monthly" : firstCycle(siteTarget, draw.unit(at(S.cycleChoice))),
      collection:
        planCode === "business" || planCode === "enterprise"
          ? invoiceOrCard(draw.unit(at(S.collection)))
          : "charge_automatically",
    };
  });
  // Shares are spread over all accounts that are planned; those to come are nobody yet.
  return profiles.filter(({ signupDay }) => signupDay <= tier.asOfDay);
}

/** Inside a size class small counts are likelier: the draw is squared. */
function sitesOf(u: number, within: number): number {
  const [low, high] = weighted(u, SIZES);
  return low + Math.floor(within * within * (high - low + 1));
}

function crewOf(type: BusinessType, sites: number, u: number): number {
  return Math.max(2, nearest(CREW[type] * sites * quantile(LOGNORMAL_NARROW, u)));
}

/** Larger businesses start on larger plans. A plan that is not for sale yet (Lite) or no more (Basic) gives way to Starter. */
function firstPlan(sites: number, u: number, day: number): PlanCode {
  const wish = planWish(sites, u);
  return planOn(wish, day) === null ? "starter" : wish;
}

function planWish(sites: number, u: number): PlanCode {
  if (sites >= 16) return "enterprise";
  if (sites >= 6) return u < 0.6 ? "business" : "enterprise";
  if (sites >= 3) return u < 0.35 ? "professional" : "business";
  if (sites === 2) return u < 0.4 ? "starter" : "professional";
  if (u < 0.12) return "basic";
  if (u < 0.28) return "lite";
  return u < 0.72 ? "starter" : "professional";
}

function firstCycle(sites: number, u: number): BillingCycle {
  return u < (sites >= 3 ? 0.55 : 0.24) ? "annual" : "monthly";
}

function invoiceOrCard(u: number): Profile["collection"] {
  return u < 0.6 ? "send_invoice" : "charge_automatically";
}

function armOf(day: number, u: number): Profile["experimentArm"] {
  if (day < EXPERIMENT[0] || day > EXPERIMENT[1]) return null;
  return u < 0.5 ? "A" : "B";
}

/** An account that others may join. */
interface Head {
  readonly id: number;
  readonly signupDay: number;
}

/** Six percent of the accounts belong to an earlier account of a group; groups are at most four levels deep. */
function parentOf(
  draw: Draws,
  account: Head,
  sites: number,
  levels: Map<number, number>,
  heads: Head[],
): number | null {
  let parent: number | null = null;
  let earlier = heads.length;
  while (earlier > 0 && heads[earlier - 1]?.signupDay === account.signupDay) earlier -= 1;
  if (earlier > 0 && draw.chance(at(S.franchise), 0.068)) {
    // Recent heads and members are likelier, so that some groups grow deep.
    const u = draw.unit(at(S.franchiseParent));
    parent = heads[earlier - 1 - Math.floor(u * u * earlier)]?.id ?? null;
  }
  const level = parent === null ? 1 : (levels.get(parent) ?? 1) + 1;
  levels.set(account.id, level);
  if (level < GROUP_LEVELS && (parent !== null || sites >= 3)) heads.push(account);
  return parent;
}
