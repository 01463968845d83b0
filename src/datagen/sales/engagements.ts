/**
 * What sales did with people: calls, mails, meetings, notes and tasks, around deals, before deals and with customers.
 *
 * Every deal and every lead is worked on by its own draws over its whole planned course; what had not been entered by the end of
 * the as-of day is left out. Ids are counters in order of entry.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { poisson, weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Company, Contact, Market } from "../market/market.ts";
import { isCustomerOn } from "../world/membership.ts";
import type { Setting } from "../world/world.ts";
import { dayOf, officeTime } from "./office.ts";
import { sellerFor, standIn, worksOn, type Owner } from "./owners.ts";
import type { Deal, Sales } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const W = SITES.dealWork;
const L = SITES.leadWork;
const C = SITES.care;

export type EngagementType = "CALL" | "EMAIL" | "MEETING" | "NOTE" | "TASK";

export interface Engagement {
  readonly type: EngagementType;
  readonly owner: Owner;
  /** When it was entered; a meeting and a task are entered before they take place. */
  readonly createdAt: number;
  /** When it took place or is due; may lie ahead. */
  readonly takesPlaceAt: number;
  readonly contact: Contact;
  readonly company: Company | null;
  readonly deal: Deal | null;
  /** Two uniform numbers for its details. */
  readonly u: number;
  readonly v: number;
}

const HOUR = 3600;
const MOST_PER_STAGE = 12;
const MOST_STAGES = 32;

type Mix = readonly (readonly [EngagementType, number])[];

/** Early stages are calls and mails, later ones meetings. */
const EARLY: Mix = [
  ["EMAIL", 40],
  ["CALL", 31],
  ["NOTE", 13],
  ["TASK", 11],
  ["MEETING", 5],
];
const LATE: Mix = [
  ["EMAIL", 33],
  ["CALL", 18],
  ["NOTE", 13],
  ["TASK", 10],
  ["MEETING", 26],
];
const OUTREACH: Mix = [
  ["EMAIL", 52],
  ["CALL", 38],
  ["TASK", 6],
  ["NOTE", 4],
];
const CARE: Mix = [
  ["EMAIL", 36],
  ["CALL", 22],
  ["MEETING", 24],
  ["NOTE", 12],
  ["TASK", 6],
];

/** Touches in a week of a stage, and no matter how short it is. */
const PER_WEEK = 1.05;
const PER_STAGE = 0.55;
/** Qualified people who never got a deal are called for so many days. */
const OUTREACH_DAYS = 12;
const VISIT_GAP_DAYS = 55;

export function engage(market: Market, sales: Sales, setting: Setting): Engagement[] {
  const end = (setting.tier.asOfDay + 1) * DAY_SECONDS;
  const all = [
    ...sales.deals.flatMap((deal) => dealWork(deal, setting)),
    ...market.contacts.flatMap((contact) => leadWork(contact, sales.owners, setting)),
    ...sales.cared.flatMap((customer) => visits(customer, sales, setting)),
  ].filter(({ createdAt }) => createdAt < end);
  return all
    .map((engagement, order) => ({ engagement, order }))
    .sort(
      (a, b) =>
        a.engagement.createdAt - b.engagement.createdAt ||
        a.engagement.contact.id - b.engagement.contact.id ||
        (a.engagement.deal?.id ?? 0) - (b.engagement.deal?.id ?? 0) ||
        a.order - b.order,
    )
    .map(({ engagement }) => engagement);
}

function dealWork(deal: Deal, { seed }: Setting): Engagement[] {
  const draws = new Draws(seed, STREAMS.dealWork, deal.id);
  const result: Engagement[] = [];
  deal.course.slice(0, MOST_STAGES).forEach((entry, place) => {
    const next = deal.course[place + 1];
    if (next === undefined || entry.stage.outcome !== null) return;
    const days = dayOf(next.at) - dayOf(entry.at);
    const mean = Math.min(7, PER_STAGE + (Math.min(days, 21) / 7) * PER_WEEK);
    const count = Math.min(MOST_PER_STAGE, poisson(draws.unit(at(W.count, place)), mean));
    for (let nth = 0; nth < count; nth += 1) {
      const k = place * MOST_PER_STAGE + nth;
      const day = dayOf(entry.at) + Math.floor(draws.unit(at(W.day, k)) * (days + 1));
      const time = officeTime(day, draws.unit(at(W.minute, k)));
      if (time <= deal.openedAt || time >= (deal.course.at(-1)?.at ?? 0)) continue;
      const type = weighted(draws.unit(at(W.type, k)), entry.stage.probability >= 350 ? LATE : EARLY);
      const u = draws.unit(at(W.detail, 2 * k));
      const v = draws.unit(at(W.detail, 2 * k + 1));
      result.push(entered({ type, time, u, v, owner: deal.owner, earliest: deal.openedAt }, deal.contact, deal));
    }
  });
  return result;
}

/** Sales development calls who qualified, until the lead is accepted or given up. */
function leadWork(contact: Contact, owners: readonly Owner[], { seed }: Setting): Engagement[] {
  const { company, mqlAt, sqlAt, opportunityAt, origin, disqualified } = contact;
  const isOurs = company?.account == null || company.throughSales;
  const from = mqlAt ?? (origin === "sales" ? contact.createdAt : null);
  if (from === null || !isOurs) return [];
  const draws = new Draws(seed, STREAMS.leadWork, contact.id);
  const until = opportunityAt ?? sqlAt ?? from + OUTREACH_DAYS * DAY_SECONDS;
  const mean = opportunityAt !== null ? 1.6 : disqualified === "no_response" || origin === "sales" ? 3 : 2;
  const count = Math.min(L.type[1], poisson(draws.unit(at(L.count)), mean));
  const owner = sellerFor(owners, ["development"], { day: dayOf(from), won: null, u: draws.unit(at(L.owner)) });
  return Array.from({ length: count }, (_, k) => {
    const day = dayOf(from) + Math.floor(draws.unit(at(L.day, k)) * (dayOf(until) - dayOf(from) + 1));
    const time = officeTime(day, draws.unit(at(L.minute, k)));
    const type = weighted(draws.unit(at(L.type, k)), OUTREACH);
    const u = draws.unit(at(L.detail, 2 * k));
    const v = draws.unit(at(L.detail, 2 * k + 1));
    return { time, type, u, v };
  })
    .filter(({ time }) => time > from)
    .map((work) => entered({ ...work, owner, earliest: from }, contact, null));
}

/** Account managers talk to their customers every few weeks. */
function visits(
  { account, contact }: Sales["cared"][number],
  { owners }: Sales,
  { seed, tier }: Setting,
): Engagement[] {
  const draws = new Draws(seed, STREAMS.care, account.profile.id);
  const result: Engagement[] = [];
  let day = account.profile.signupDay + 10;
  for (let nth = 0; nth < C.visit[1] && day <= tier.asOfDay; nth += 1) {
    const time = officeTime(day, draws.unit(at(C.visitMinute, nth)));
    if (isCustomerOn(account, dayOf(time) - 1) && dayOf(time) <= tier.asOfDay && isCustomerOn(account, dayOf(time))) {
      const owner = sellerFor(owners, ["account_management"], {
        day: dayOf(time),
        won: null,
        u: account.profile.quality,
      });
      const type = weighted(draws.unit(at(C.visitType, nth)), CARE);
      const u = draws.unit(at(C.visitDetail, 2 * nth));
      const v = draws.unit(at(C.visitDetail, 2 * nth + 1));
      // Nobody plans ahead here: whether the customer is still one is known on the day only.
      const earliest = time - HOUR;
      if (worksOn(owner, dayOf(time))) result.push(entered({ type, time, u, v, owner, earliest }, contact, null));
    }
    day += 12 + draws.below(at(C.visit, nth), VISIT_GAP_DAYS);
  }
  return result;
}

interface Work {
  readonly type: EngagementType;
  readonly time: number;
  readonly u: number;
  readonly v: number;
  readonly owner: Owner;
  /** Nothing is entered before this. */
  readonly earliest: number;
}

/** Meetings are put into the calendar up to a week ahead, tasks are given up to five days; all else is entered when done. */
function entered({ type, time, u, v, owner, earliest }: Work, contact: Contact, deal: Deal | null): Engagement {
  const ahead = Math.floor(v * 16) % (type === "MEETING" ? 8 : 6);
  const planned = type === "MEETING" ? Math.max(earliest + HOUR, time - ahead * DAY_SECONDS) : time;
  const createdAt = planned > time ? time : planned;
  const takesPlaceAt = type === "TASK" ? time + ahead * DAY_SECONDS + 4 * HOUR : time;
  const company = contact.company;
  return { type, owner: standIn(owner, createdAt), createdAt, takesPlaceAt, contact, company, deal, u, v };
}
