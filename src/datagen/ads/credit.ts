/**
 * What an advertiser counts as its own: sign-ups and leads, put on the day and the campaign of the click.
 *
 * Google and the business network count last clicks. The social network counts clicks of the last seven days, and people who had
 * seen an advertisement and came by themselves a day later. A sign-up that comes weeks after the click is added to the old day
 * when it comes: `knownAt` says when.
 */
import { CAMPAIGNS, isRunning, type Campaign } from "../facts/campaigns.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Channel } from "../market/channels.ts";
import type { Conversion, Market } from "../market/market.ts";
import { firstYearCents } from "../sales/new-business.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.credit;

export interface Credit {
  readonly kind: "signup" | "lead";
  readonly day: number;
  readonly knownAt: number;
  /** Value of the first year, in cents; 0 for leads. */
  readonly valueCents: number;
  /** Which part of the campaign has it: uniform in [0, 1). */
  readonly place: number;
}

/** By place of the campaign in `CAMPAIGNS`. */
export type Credits = ReadonlyMap<number, readonly Credit[]>;

const CLICK_WINDOW_DAYS = 7;
/** Of those who met the social network and came by themselves. */
const VIEWED = 0.12;
const BY_THEMSELVES = new Set<Channel>(["direct", "organic", "referral"]);
const SOCIAL: readonly Channel[] = ["facebook_prospecting", "facebook_retargeting"];

export function creditsOf(market: Market, seed: number): Credits {
  const credits = new Map<number, Credit[]>();
  const add = (campaign: Campaign, credit: Credit): void => {
    const known = credits.get(campaign.index);
    if (known === undefined) credits.set(campaign.index, [credit]);
    else known.push(credit);
  };
  const clicks = lastClicks(market);
  for (const conversion of market.conversions) {
    const { account, at: knownAt, lastCampaign } = conversion;
    const draws = new Draws(seed, STREAMS.credit, account.id);
    const clickDay = clicks.get(account.id) ?? account.signupDay;
    const place = draws.unit(at(S.place));
    const valueCents = firstYearCents(account);
    const credit: Credit = { kind: "signup", day: clickDay, knownAt, valueCents, place };
    if (lastCampaign !== null && lastCampaign.platform !== "email") {
      if (lastCampaign.platform !== "facebook_ads" || account.signupDay - clickDay <= CLICK_WINDOW_DAYS)
        add(lastCampaign, credit);
      continue;
    }
    const viewed = viewedCampaign(conversion, draws);
    if (viewed !== null) add(viewed, { ...credit, day: account.signupDay });
  }
  for (const { at: knownAt, visit, contact } of market.submissions) {
    const campaign = CAMPAIGNS[market.visits.campaign[visit] ?? -1];
    if (campaign?.platform !== "facebook_ads") continue;
    const day = Math.floor((market.visits.startedAt[visit] ?? knownAt) / DAY_SECONDS);
    add(campaign, { kind: "lead", day, knownAt, valueCents: 0, place: (contact.id % 97) / 97 });
  }
  return credits;
}

/** The day of the last visit before the sign-up, by account. */
function lastClicks({ visits }: Market): Map<number, number> {
  const days = new Map<number, number>();
  for (let visit = 0; visit < visits.count; visit += 1) {
    const account = visits.account[visit] ?? 0;
    const isLogin = visits.identified[visit] === 1 && visits.converted[visit] === 0;
    if (account !== 0 && !isLogin) days.set(account, Math.floor((visits.startedAt[visit] ?? 0) / DAY_SECONDS));
  }
  return days;
}

/** The campaign that somebody had seen who came by themselves, as the social network tells it. */
function viewedCampaign({ account, journey, lastChannel }: Conversion, draws: Draws): Campaign | null {
  if (!BY_THEMSELVES.has(lastChannel) || !draws.chance(at(S.viewed), VIEWED)) return null;
  const seen = SOCIAL.find((channel) => journey.exposed.includes(channel));
  const running = CAMPAIGNS.find(({ channel, ...rest }) => channel === seen && covers(rest, account.signupDay));
  return running !== undefined && isRunning(running, account.signupDay) ? running : null;
}

function covers({ startDay, endDay }: Pick<Campaign, "startDay" | "endDay">, day: number): boolean {
  return day >= startDay && (endDay === null || day <= endDay);
}
