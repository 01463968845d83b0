/**
 * Deals for equipment, through the stages of the pipeline: forward, sometimes over a stage, back, or closed and opened again.
 *
 * A deal lives by its own draws from the day it opens, so what is known of it on a day never depends on later days. Only two
 * things reach in from outside: who leaves as a customer ends every open deal, and nobody sells to who has left.
 */
import { DAY_SECONDS, civil, dayNumber } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { EXPONENTIAL, LOGNORMAL_WIDE } from "../kit/quantile-tables.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { isCustomerOn } from "../world/membership.ts";
import type { Setting } from "../world/world.ts";
import { basketOf, subtotalOf } from "./basket.ts";
import { sitesOn } from "./accounts.ts";
import { contactAt } from "./contacts.ts";
import { SELLERS } from "./crew.ts";
import { dayOf, deskTime, fullHour, reviewTime } from "./office-hours.ts";
import type { Product } from "./range.ts";
import { DEAL_STAGES, type Contact, type Deal, type DealStage, type ShopAccount, type StageEvent } from "./records.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.deal;
const A = SITES.account;
export const DEALS_PER_ACCOUNT = 64;

/** Share of the deals with customers that an average seller wins; prospects never buy. */
const CUSTOMER_WIN_SHARE = 0.285;
const SKIPS = 0.06;
const STEPS_BACK = 0.08;
/** Of the lost deals; two percent of all. */
const REOPENS = 0.028;
const MOST_MOVES = 20;

/** Days in a stage, on the median: prospecting, qualification, proposal, negotiation. */
const STAGE_DAYS = [7, 11, 12, 9];

/** The stage in which a deal that is not won ends. */
const LOST_FROM: readonly (readonly [number, number])[] = [
  [0, 18],
  [1, 32],
  [2, 28],
  [3, 22],
];

const LOSS_REASONS: readonly (readonly [string | null, number])[] = [
  ["price", 28],
  ["no budget", 22],
  ["bought elsewhere", 20],
  ["no answer", 16],
  [null, 14],
];

const TITLES: readonly (readonly [string, number])[] = [
  ["Tap renewal", 26],
  ["Cooling upgrade", 20],
  ["New bar", 18],
  ["Keg fleet", 14],
  ["Cellar refit", 12],
  ["Festival equipment", 10],
];

const DESCRIPTIONS: readonly (readonly [string | null, number])[] = [
  [null, 78],
  ["Site visit needed before the offer", 8],
  ["Compares with one other supplier", 8],
  ["Wants delivery before the season", 6],
];

export function shopDeals(
  accounts: readonly ShopAccount[],
  contactsOf: ReadonlyMap<ShopAccount, readonly Contact[]>,
  products: readonly Product[],
  setting: Setting,
): Deal[] {
  const equipment = products.filter(({ use }) => use === "equipment");
  return accounts
    .flatMap((account) =>
      openings(account, setting).map(({ ordinal, openedAt }) =>
        makeDeal(account, ordinal, openedAt, contactsOf.get(account) ?? [], equipment, setting),
      ),
    )
    .sort((a, b) => a.openedAt - b.openedAt || a.account.id - b.account.id || a.ordinal - b.ordinal)
    .map((draft, index) => ({ ...draft, id: index + 1 }));
}

/** A first deal soon after the account is entered, then another every year or so while it is a customer. */
function openings(account: ShopAccount, { tier }: Setting): { ordinal: number; openedAt: number }[] {
  const { draws, life } = account;
  const most = life === null ? 1 + draws.below(at(A.prospectDeals), 3) : DEALS_PER_ACCOUNT;
  const result: { ordinal: number; openedAt: number }[] = [];
  let day = dayOf(account.createdAt) + 1 + draws.below(at(A.firstDeal), 12);
  for (let ordinal = 0; ordinal < most && day <= tier.asOfDay; ordinal += 1) {
    const openedAt = deskTime(day, draws.unit(at(A.dealMinute, ordinal)));
    if (dayOf(openedAt) > tier.asOfDay) break;
    if (life === null || isCustomerOn(life, dayOf(openedAt))) result.push({ ordinal, openedAt });
    day += 40 + nearest(quantile(EXPONENTIAL, draws.unit(at(A.dealGap, ordinal))) * (life === null ? 270 : 400));
  }
  return result;
}

function makeDeal(
  account: ShopAccount,
  ordinal: number,
  openedAt: number,
  contacts: readonly Contact[],
  equipment: readonly Product[],
  { seed, tier }: Setting,
): Omit<Deal, "id"> {
  const key = account.key * DEALS_PER_ACCOUNT + ordinal;
  const draws = new Draws(seed, STREAMS.deal, key);
  const seller = draws.chance(at(S.owner), 0.88)
    ? account.seller
    : (SELLERS[ordinal % SELLERS.length] ?? account.seller);
  const wins = account.life !== null && draws.chance(at(S.wins), CUSTOMER_WIN_SHARE * seller.skill);
  const planned = planStages(draws, openedAt, wins, account.life !== null);
  const end = (tier.asOfDay + 1) * DAY_SECONDS;
  const events = cutShort(planned, leftAfter(account, openedAt)).filter((event) => event.at < end);
  const basket = basketOf(new Draws(seed, STREAMS.dealOrder, key), SITES.dealOrder, {
    products: equipment,
    day: dayOf(openedAt),
    sites: sitesOn(account, dayOf(openedAt)),
  });
  const amountCents = Math.max(5000, nearest(subtotalOf(basket) / 5000) * 5000);
  return {
    account,
    ordinal,
    draws,
    contact: contactAt(contacts, openedAt, draws.unit(at(S.contact))),
    name: weighted(draws.unit(at(S.title)), TITLES),
    description: weighted(draws.unit(at(S.description)), DESCRIPTIONS),
    seller,
    source: ordinal === 0 ? account.source : draws.chance(at(S.source), 0.7) ? "existing_customer" : "outbound",
    openedAt,
    expectedCloseDay: expectedDay(draws, openedAt, planned),
    basket,
    amountCents,
    events,
  };
}

/** The whole course of a deal, were nothing to come between: opening first, closing last. */
export function planStages(draws: Draws, openedAt: number, wins: boolean, mayBuy = true): StageEvent[] {
  const events: StageEvent[] = [{ stage: "prospecting", at: openedAt, note: null }];
  const lostFrom = weighted(draws.unit(at(S.exit)), LOST_FROM);
  let stage = 0;
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const day = dayOf(events.at(-1)?.at ?? openedAt) + stageDays(draws, stage, move);
    const time = reviewTime(day, draws.unit(at(S.minute, move)));
    const next = nextStage(stage, draws.unit(at(S.move, move)), wins ? 4 : lostFrom);
    if (next === "closed") {
      events.push(closing(draws, time, wins));
      break;
    }
    events.push({ stage: stageAt(next), at: time, note: next < stage ? "scope changed" : null });
    stage = next;
  }
  // After twenty moves nobody believes in it any more.
  if (!isClosed(events.at(-1)?.stage)) {
    const last = events.at(-1)?.at ?? openedAt;
    events.push({ stage: "closed_lost", at: reviewTime(dayOf(last) + 30, 0.5), note: "no answer" });
  }
  rushAtQuarterEnd(draws, events);
  return reopen(draws, events, mayBuy);
}

function stageDays(draws: Draws, stage: number, move: number): number {
  return Math.max(1, nearest((STAGE_DAYS[stage] ?? 10) * quantile(LOGNORMAL_WIDE, draws.unit(at(S.duration, move)))));
}

/** `last` is the stage out of which the deal closes; a won deal goes through negotiation. */
function nextStage(stage: number, u: number, last: number): number | "closed" {
  const end = Math.min(last, 3);
  if (stage > 0 && u < STEPS_BACK) return stage - 1;
  if (stage >= end) return "closed";
  return u > 1 - SKIPS ? Math.min(stage + 2, end) : stage + 1;
}

function stageAt(index: number): DealStage {
  return DEAL_STAGES[index] ?? "prospecting";
}

function closing(draws: Draws, time: number, wins: boolean): StageEvent {
  if (wins) return { stage: "closed_won", at: time, note: null };
  return { stage: "closed_lost", at: time, note: weighted(draws.unit(at(S.lossReason)), LOSS_REASONS) };
}

/** A third of the deals that would close in the first days of a quarter are signed in the last days of the one before. */
function rushAtQuarterEnd(draws: Draws, events: StageEvent[]): void {
  const last = events.at(-1);
  const before = events.at(-2);
  if (last === undefined || before === undefined) return;
  const { year, month } = civil(dayOf(last.at));
  const quarterStart = dayNumber(year, month - ((month - 1) % 3), 1);
  const u = draws.unit(at(S.rush));
  if (dayOf(last.at) - quarterStart >= 14 || u >= 0.4) return;
  const time = reviewTime(quarterStart - 4 - Math.floor(u * 5), u);
  if (time > before.at) events[events.length - 1] = { ...last, at: time };
}

/** Some lost deals come back into negotiation, and half of these are then won. */
function reopen(draws: Draws, events: StageEvent[], mayBuy: boolean): StageEvent[] {
  const last = events.at(-1);
  if (last?.stage !== "closed_lost" || !draws.chance(at(S.reopens), REOPENS)) return events;
  const again = reviewTime(dayOf(last.at) + draws.between(at(S.reopenDelay), 10, 60), 0.2);
  const end = reviewTime(dayOf(again) + draws.between(at(S.reopenLength), 4, 24), 0.7);
  const won = mayBuy && draws.chance(at(S.reopenWins), 0.5);
  return [
    ...events,
    { stage: "negotiation", at: again, note: "reopened" },
    won ? { stage: "closed_won", at: end, note: null } : { stage: "closed_lost", at: end, note: "price" },
  ];
}

/** When the customer left after this time; null while it stays. */
export function leftAfter({ life }: ShopAccount, time: number): number | null {
  return life?.statusChanges.find(({ at: changed, status }) => status === "churned" && changed > time)?.at ?? null;
}

/** What the leaving of a customer makes of the plan: open deals are lost on that day. */
export function cutShort(events: readonly StageEvent[], leftAt: number | null): StageEvent[] {
  if (leftAt === null) return [...events];
  const kept = events.filter((event) => event.at < leftAt);
  if (isClosed(kept.at(-1)?.stage)) return kept;
  return [...kept, { stage: "closed_lost", at: fullHour(leftAt + 1), note: "customer left" }];
}

/** The seller's guess on the first day: about right, in whole weeks. */
function expectedDay(draws: Draws, openedAt: number, planned: readonly StageEvent[]): number {
  const real = dayOf(planned.find(({ stage }) => isClosed(stage))?.at ?? openedAt) - dayOf(openedAt);
  const weeks = Math.max(2, nearest((real / 7) * (0.6 + draws.unit(at(S.expected)) * 0.8)));
  return dayOf(openedAt) + weeks * 7;
}

export function isClosed(stage: DealStage | undefined): boolean {
  return stage === "closed_won" || stage === "closed_lost";
}

/** Chance of success that the system shows for a stage, in percent. */
export const PROBABILITY: Readonly<Record<DealStage, number>> = {
  prospecting: 10,
  qualification: 25,
  proposal: 50,
  negotiation: 75,
  closed_won: 100,
  closed_lost: 0,
};
