/**
 * Deals with larger customers: expansions and, once they have left, attempts to win them back.
 *
 * A won expansion closes with the upgrade or the added sites that the application logs, for what these add in a year. It was
 * opened weeks before, so the customer's life is needed beyond the as-of day: it is lived again to the end of the plan. What is
 * written down by a day comes out the same on every later one.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Company, Contact } from "../market/market.ts";
import { isCustomerOn } from "../world/membership.ts";
import type { Account, Setting, SubscriptionChange } from "../world/world.ts";
import { cutShort, lostCourse, wonCourse, type StageEntry } from "./course.ts";
import { amountsOf, closeDatesOf } from "./forecast.ts";
import type { DealDraft } from "./new-business.ts";
import { dayOf, reviewOf, reviewTime } from "./office.ts";
import { sellerFor, type Owner } from "./owners.ts";
import { PIPELINES, type Pipeline } from "./pipelines.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.customerDeal;
const A = SITES.care;

/** Businesses planned for so many sites have an account manager. */
export const CARED_SITES = 3;
/** What an expansion must add in a month to be worth a deal. */
const WORTH_A_DEAL_CENTS = 50000;
const DEALS_PER_ACCOUNT = 128;
const WON_FROM = 0;
const TRIED_FROM = 32;
const RETURN_FROM = 96;

const LOSS_REASONS: readonly (readonly [string, number])[] = [
  ["no budget", 34],
  ["timing", 30],
  ["price", 22],
  ["missing feature", 14],
];

export interface Customer {
  /** Lived to the last planned day. */
  readonly account: Account;
  readonly company: Company;
  readonly contact: Contact;
}

interface Opening {
  readonly ordinal: number;
  readonly pipeline: Pipeline;
  readonly openedAt: number;
  /** Null for a deal that is lost. */
  readonly wonAt: number | null;
  readonly cents: number;
}

export function customerDeals(customer: Customer, owners: readonly Owner[], { seed, tier }: Setting): DealDraft[] {
  const { account, company, contact } = customer;
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  const openings = [...expansions(account, seed), ...attempts(account, seed, tier.lastDay), ...returns(account, seed)];
  return openings
    .filter(({ openedAt }) => openedAt < end)
    .map(({ ordinal, pipeline, openedAt, wonAt, cents }): DealDraft => {
      const draws = drawsOf(seed, account, ordinal);
      const planned =
        wonAt === null ? lostCourse(draws, pipeline, openedAt) : wonCourse(draws, pipeline, openedAt, wonAt);
      const course =
        pipeline.name === "expansion" ? cutShort(planned, pipeline, leftAfter(account, openedAt)) : planned;
      return {
        pipeline,
        company,
        contact,
        colleagues: [],
        owner: sellerFor(owners, ["account_management"], {
          day: dayOf(openedAt),
          won: wonAt !== null,
          u: draws.unit(at(S.owner)),
        }),
        name: `${company.name} - ${pipeline.label.toLowerCase()}`,
        openedAt,
        course,
        amounts: amountsOf(draws, course, cents),
        closeDates: closeDatesOf(draws, course),
        lostReason: lossReason(draws, course, planned),
      };
    });
}

function drawsOf(seed: number, account: Account, ordinal: number): Draws {
  return new Draws(seed, STREAMS.customerDeal, account.profile.id * DEALS_PER_ACCOUNT + ordinal);
}

/** Changes that add enough for a deal: upgrades and added sites. */
function isExpansion({ event, mrrBefore, mrrAfter }: SubscriptionChange): boolean {
  return (event === "upgrade" || event === "quantity") && mrrAfter - mrrBefore >= WORTH_A_DEAL_CENTS;
}

function expansions(account: Account, seed: number): Opening[] {
  const signedUp = account.profile.createdAt;
  const changes = account.subscriptions
    .flatMap((subscription) => subscription.changes.filter(isExpansion))
    .sort((a, b) => a.at - b.at || a.mrrAfter - b.mrrAfter)
    .slice(0, TRIED_FROM - WON_FROM);
  return changes.flatMap((change, index): Opening[] => {
    const ordinal = WON_FROM + index;
    const draws = drawsOf(seed, account, ordinal);
    const day = dayOf(change.at) - draws.between(at(S.opening), 12, 50);
    const openedAt = reviewTime(day);
    // Who grows in the first weeks does so without an account manager.
    if (openedAt < signedUp + 7 * DAY_SECONDS) return [];
    const cents = (change.mrrAfter - change.mrrBefore) * 12;
    return [{ ordinal, pipeline: PIPELINES.expansion, openedAt, wonAt: reviewOf(change.at), cents }];
  });
}

/** Account managers also ask where nothing comes of it. */
function attempts(account: Account, seed: number, lastDay: number): Opening[] {
  const { profile } = account;
  const care = new Draws(seed, STREAMS.care, profile.id);
  const openings: Opening[] = [];
  let day = profile.signupDay;
  for (let index = 0; index < RETURN_FROM - TRIED_FROM; index += 1) {
    day += 40 + nearest(quantile(EXPONENTIAL, care.unit(at(A.attempt, index))) * 110);
    if (day > lastDay) break;
    if (!isCustomerOn(account, day)) continue;
    const ordinal = TRIED_FROM + index;
    const openedAt = reviewTime(day);
    const mrr = mrrOn(account, openedAt);
    if (mrr === 0 || !isCustomerOn(account, dayOf(openedAt))) continue;
    // A third more of what they have, in steps of a year of the smallest plan.
    const cents = Math.max(1, nearest(mrr / 3 / 10000)) * 120000;
    openings.push({ ordinal, pipeline: PIPELINES.expansion, openedAt, wonAt: null, cents });
  }
  return openings;
}

/** A month after a customer has left, somebody calls. */
function returns(account: Account, seed: number): Opening[] {
  const { statusChanges } = account;
  return statusChanges.flatMap(({ at: time, status }, index): Opening[] => {
    const before = mrrOn(account, time - 2 * DAY_SECONDS);
    if (status !== "churned" || before === 0) return [];
    const ordinal = RETURN_FROM + Math.min(index, DEALS_PER_ACCOUNT - RETURN_FROM - 1);
    const draws = drawsOf(seed, account, ordinal);
    const openedAt = reviewTime(dayOf(time) + draws.between(at(S.opening), 8, 25));
    const back = comesBack(account, openedAt);

    const cents = (back === null ? before : back.mrrAfter) * 12;
    return [
      { ordinal, pipeline: PIPELINES.win_back, openedAt, wonAt: back === null ? null : reviewOf(back.at), cents },
    ];
  });
}

/** The return of the tenure that had just ended. */
function comesBack(account: Account, after: number): SubscriptionChange | null {
  for (const { changes } of account.subscriptions)
    for (const change of changes)
      if (change.event === "reactivate" && change.at > after && change.at < after + 300 * DAY_SECONDS) return change;
  return null;
}

/** When the customer left after this time; null while it stays. */
function leftAfter({ statusChanges }: Account, time: number): number | null {
  return statusChanges.find(({ at: changed, status }) => status === "churned" && changed > time)?.at ?? null;
}

/** What the account paid in a month at a time, over all its subscriptions. */
export function mrrOn({ subscriptions }: Pick<Account, "subscriptions">, time: number): number {
  let total = 0;
  for (const { changes } of subscriptions) {
    let mrr = 0;
    for (const change of changes) if (change.at <= time) mrr = change.mrrAfter;
    total += mrr;
  }
  return total;
}

function lossReason(draws: Draws, course: readonly StageEntry[], planned: readonly StageEntry[]): string {
  if (course.length !== planned.length || course.at(-1)?.at !== planned.at(-1)?.at) return "customer left";
  return weighted(draws.unit(at(S.lossReason)), LOSS_REASONS);
}
