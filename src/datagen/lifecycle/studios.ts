/** The customers of the lifecycle company: who they are, when they signed up, and the contracts that followed. */
import { DAY_SECONDS, parseDay } from "../kit/calendar.ts";
import { nearest, stratified, weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Setting } from "../world/world.ts";
import { liveContracts } from "./contracts.ts";
import type { PlanTier, Span, Studio } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.studio;

/** Studios per account of the tier: 260 beside 2,000. */
const STUDIOS_PER_ACCOUNT = 0.13;

const TIERS: readonly (readonly [PlanTier, number])[] = [
  ["starter", 55],
  ["professional", 33],
  ["enterprise", 12],
];

/** [fewest, most] seats of a trial. */
const TRIAL_SEATS: Readonly<Record<PlanTier, readonly [number, number]>> = {
  starter: [2, 5],
  professional: [5, 11],
  enterprise: [14, 30],
};

export const COUNTRIES: readonly (readonly [string, number])[] = [
  ["US", 44],
  ["UK", 16],
  ["CA", 12],
  ["DE", 11],
  ["AU", 9],
  ["FR", 8],
];

const ADJECTIVES =
  "Bright Paper Electric Silent Moving Lunar Cobalt Marble Neon Drifting Hidden Sunday Pixel Amber Parallel Vivid Tidal Orbit Folded Candid Rapid Distant Woven Glass".split(
    " ",
  );
const NOUNS =
  "Frame Reel Canvas Story Motion Lens Signal Studio Scene Sketch Echo Ribbon Prism Draft Beacon Loop Palette Cut Stage Atlas Mosaic Spark Wave Chapter Echoes".split(
    " ",
  );
const KINDS = ["Media", "Films", "Creative", "Content", "Productions"];

export function makeStudios({ tier, seed }: Setting): Studio[] {
  const count = Math.max(1, nearest(tier.accounts * STUDIOS_PER_ACCOUNT));
  const draws = Array.from({ length: count }, (_, index) => new Draws(seed, STREAMS.studio, index + 1));
  const drawsOf = (index: number): Draws => draws[index] ?? new Draws(seed, STREAMS.studio, index + 1);
  const plans = stratified(drawsOf, at(S.plan), count);
  const studios: Studio[] = [];
  draws.forEach((draw, index) => {
    const id = index + 1;
    const createdDay =
      tier.startDay + signupOffset((index + draw.unit(at(S.createdDay))) / count, tier.lastDay - tier.startDay);
    if (createdDay > tier.asOfDay) return;
    const firstTier = weighted(plans[index] ?? 0.5, TIERS);
    const seats = draw.between(at(S.seats), ...TRIAL_SEATS[firstTier]);
    const trialEndDay = createdDay + (firstTier === "enterprise" || draw.chance(at(S.longTrial), 0.25) ? 30 : 14);
    const { name, domain } = studioName(index);
    const monthDraws = new Draws(seed, STREAMS.contract, id);
    studios.push({
      id,
      draws: draw,
      name,
      domain,
      country: weighted(draw.unit(at(S.country)), COUNTRIES),
      createdAt: createdDay * DAY_SECONDS + draw.between(at(S.createdMinute), 8, 18) * 3600,
      firstTier,
      trialEndDay,
      ...liveContracts(draw, monthDraws, { createdDay, trialEndDay, tier: firstTier, seats }, tier.asOfDay),
    });
  });
  return studios;
}

/** The company grows: five times as many studios sign up at the end of the time as at its beginning. */
function signupOffset(share: number, days: number): number {
  return Math.floor(((Math.sqrt(0.0417 + share) - 0.2042) / 0.8164) * days);
}

/** A pair of words each, every pair once before a number is added. */
export function studioName(index: number): { name: string; domain: string } {
  const pairs = ADJECTIVES.length * NOUNS.length;
  const round = Math.floor(index / ADJECTIVES.length) + index;
  const adjective = ADJECTIVES[index % ADJECTIVES.length] ?? "Bright";
  const noun = NOUNS[round % NOUNS.length] ?? "Frame";
  const kind = KINDS[index % KINDS.length] ?? "Media";
  const serial = index < pairs ? "" : ` ${String(Math.floor(index / pairs) + 1)}`;
  const name = `${adjective} ${noun} ${kind}${serial}`;
  return { name, domain: `${name.toLowerCase().replaceAll(" ", "-")}.example` };
}

/** When the users of a studio could work: in the trial and under contract, but not while it was frozen. */
export function accessSpans({ createdAt, trialEndDay, contracts }: Studio): Span[] {
  const created = Math.floor(createdAt / DAY_SECONDS);
  const spans: Span[] = [[created, contracts[0]?.startDay ?? trialEndDay + 1]];
  for (const { startDay, endDay, frozenFrom, frozenTo } of contracts) {
    const end = endDay ?? FOREVER;
    if (frozenFrom === null || frozenTo === null) spans.push([startDay, end]);
    else spans.push([startDay, frozenFrom], [frozenTo, end]);
  }
  return spans.filter(([from, to]) => from < to);
}

const FOREVER = parseDay("2200-01-01");

export function isOpenOn(spans: readonly Span[], day: number): boolean {
  return spans.some(([from, to]) => from <= day && day < to);
}

/** The first day from this one on which the product may be used; null when there is none. */
export function nextOpenDay(spans: readonly Span[], day: number): number | null {
  const span = spans.find(([, to]) => to > day);
  return span === undefined ? null : Math.max(day, span[0]);
}

/** Seats on a day, by the log of their changes. */
export function seatsOn({ seatChanges }: Studio, day: number): number {
  return seatChanges.findLast((change) => change.day <= day)?.after ?? 0;
}
