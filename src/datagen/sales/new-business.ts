/**
 * Deals with somebody new: one for each contact for whom the market says that sales opened one.
 *
 * Who becomes a customer through sales has a won deal that closes at the sign-up, for exactly what the first subscription is
 * worth in a year. All others are lost in the end; nobody knows that while they are open.
 */
import type { BusinessType } from "../facts/names.ts";
import { planOn, unitMrrCents, type BillingCycle, type PlanCode } from "../facts/plans.ts";
import { nearest, weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { LARGE_EMPLOYEES } from "../market/channels.ts";
import type { Company, Contact, Market } from "../market/market.ts";
import { openingDelays } from "../world/premises.ts";
import type { Profile, Setting } from "../world/world.ts";
import { lostCourse, wonCourse } from "./course.ts";
import { dayOf, reviewOf, reviewTime } from "./office.ts";
import { sellerFor, type Owner, type TeamRole } from "./owners.ts";
import { PIPELINES } from "./pipelines.ts";
import type { Deal } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";
import { amountsOf, closeDatesOf } from "./forecast.ts";

const S = SITES.deal;

const MID_EMPLOYEES = 30;
const MOST_COLLEAGUES = 2;
/** Time of day of the review: what is later is filed on the next day. */
const REVIEW = 17 * 3600;

/** People per site, by line of business: how sales guesses the number of sites of a prospect. */
const CREW: Readonly<Record<BusinessType, number>> = {
  restaurant: 18,
  bar: 11,
  hotel: 45,
  stadium: 120,
  corporate: 60,
};
const PLANS_OFFERED: readonly (readonly [PlanCode, number])[] = [
  ["starter", 42],
  ["professional", 36],
  ["business", 17],
  ["enterprise", 5],
];
const CYCLES: readonly (readonly [BillingCycle, number])[] = [
  ["monthly", 65],
  ["annual", 35],
];
const LOSS_REASONS: readonly (readonly [string, number])[] = [
  ["price", 24],
  ["no answer", 22],
  ["no budget", 18],
  ["bought elsewhere", 16],
  ["timing", 12],
  ["missing feature", 8],
];

export type DealDraft = Omit<Deal, "id">;

export function newBusiness(market: Market, owners: readonly Owner[], { seed, tier }: Setting): DealDraft[] {
  const people = peopleOf(market.contacts);
  const end = (tier.asOfDay + 1) * 86400;
  return market.contacts.flatMap((contact): DealDraft[] => {
    const { company, opportunityAt } = contact;
    if (opportunityAt === null) return [];
    // Filed at the next review.
    const openedAt = reviewTime(dayOf(opportunityAt - REVIEW) + 1);
    if (openedAt >= end) return [];
    const draws = new Draws(seed, STREAMS.deal, contact.id);
    const account = company?.account ?? null;
    const pipeline = PIPELINES.new_business;
    const won = account !== null;
    const course = won
      ? wonCourse(draws, pipeline, openedAt, reviewOf(account.createdAt))
      : lostCourse(draws, pipeline, openedAt);
    const cents = won ? firstYearCents(account) : offeredCents(draws, company, dayOf(openedAt));
    const u = draws.unit(at(S.owner));
    return [
      {
        pipeline,
        company,
        contact,
        colleagues: colleaguesOf(people, contact, openedAt).slice(
          0,
          draws.below(at(S.colleagues), MOST_COLLEAGUES + 1),
        ),
        owner: sellerFor(owners, teamFor(company), { day: dayOf(openedAt), won, u }),
        name: `${company?.name ?? `${contact.firstName} ${contact.lastName}`} - new business`,
        openedAt,
        course,
        amounts: amountsOf(draws, course, cents),
        closeDates: closeDatesOf(draws, course),
        lostReason: weighted(draws.unit(at(S.lossReason)), LOSS_REASONS),
      },
    ];
  });
}

/** What the first subscription is worth in a year, at the price of the day of the sign-up. */
export function firstYearCents(
  account: Pick<Profile, "planCode" | "cycle" | "signupDay" | "siteTarget" | "draws">,
): number {
  const plan = planOn(account.planCode, account.signupDay) ?? planOn("starter", account.signupDay);
  const sites = openingDelays(account.draws, account.siteTarget).filter((delay) => delay === 0).length;
  return plan === null ? 0 : unitMrrCents(plan, account.cycle) * sites * 12;
}

function offeredCents(draws: Draws, company: Company | null, day: number): number {
  const plan = planOn(weighted(draws.unit(at(S.plan)), PLANS_OFFERED), day);
  const cycle = weighted(draws.unit(at(S.cycle)), CYCLES);
  const sites = company === null ? 1 : Math.max(1, nearest(company.employees / CREW[company.businessType] / 1.4));
  return plan === null ? 0 : unitMrrCents(plan, cycle) * Math.min(sites, 12) * 12;
}

/** Who sells to a business of this size. */
export function teamFor(company: Pick<Company, "employees"> | null): readonly TeamRole[] {
  if (company === null || company.employees < MID_EMPLOYEES) return ["small"];
  return company.employees < LARGE_EMPLOYEES ? ["mid_market"] : ["enterprise"];
}

function peopleOf(contacts: readonly Contact[]): ReadonlyMap<Company, readonly Contact[]> {
  const people = new Map<Company, Contact[]>();
  for (const contact of contacts) {
    if (contact.company === null) continue;
    const known = people.get(contact.company);
    if (known === undefined) people.set(contact.company, [contact]);
    else known.push(contact);
  }
  return people;
}

function colleaguesOf(people: ReadonlyMap<Company, readonly Contact[]>, contact: Contact, by: number): Contact[] {
  if (contact.company === null) return [];
  return (people.get(contact.company) ?? []).filter((other) => other !== contact && other.createdAt < by);
}
