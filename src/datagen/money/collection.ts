/**
 * How the invoices of a customer are collected: cards given, tried, refused and replaced, and transfers that arrive.
 *
 * Every attempt to charge a card is a charge of its own. An expired card that is charged with success has been renewed by its
 * bank; one that is refused can only be replaced. All attempts of the customer are followed in order of time, since its
 * subscriptions share one card.
 */
import { civil } from "../kit/calendar.ts";
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { RETRY_DAYS } from "../world/billing.ts";
import { chargeHour, dayOf, newCardHour } from "./billing-clock.ts";
import type { Bill, Card, Charge, Payer } from "./money.ts";
import { SITES, STREAMS } from "./sites.ts";

const C = SITES.card;
const A = SITES.agreement;

const SETUP_FAILS = 0.05;
const SETUP_AGAIN_SECONDS = 300;
/** Banks renew an expired card for four years. */
const RENEWAL_MONTHS = 48;
/** Of the payments that come outside the days of retry, so many come from a new card. */
const NEW_CARD_SHARE = 0.45;

export interface Attempt {
  readonly bill: Bill;
  readonly at: number;
  readonly succeeds: boolean;
}

export function collect(payer: Payer, draws: Draws, seed: number, asOfDay: number): void {
  const wallet = new Wallet(payer, new Draws(seed, STREAMS.card, payer.account.profile.id));
  const first = firstCardTime(payer);
  if (first !== null) giveFirstCard(wallet, payer, draws, first);
  for (const attempt of attemptsInOrder(payer, asOfDay)) {
    const { bill } = attempt;
    const charge =
      bill.invoice.subscription.collection === "charge_automatically"
        ? wallet.charge(attempt)
        : transfer(payer, attempt);
    bill.charges.push(charge);
    payer.charges.push(charge);
  }
}

/** When the customer first had a subscription that is charged to a card. */
function firstCardTime({ agreements }: Payer): number | null {
  let first: number | null = null;
  for (const { subscription, since } of agreements)
    if (subscription.collection === "charge_automatically" && (first === null || since < first)) first = since;
  return first;
}

/** One customer in twenty mistypes the card and needs a second go. */
function giveFirstCard(wallet: Wallet, payer: Payer, draws: Draws, time: number): void {
  const fails = draws.chance(at(SITES.payer.setupFails), SETUP_FAILS);
  if (fails) payer.setups.push({ number: 0, customer: payer.number, at: time, card: null });
  const givenAt = fails ? time + SETUP_AGAIN_SECONDS : time;
  payer.setups.push({ number: 0, customer: payer.number, at: givenAt, card: wallet.add(givenAt) });
}

function transfer(payer: Payer, { bill, at: time }: Attempt): Charge {
  return newCharge(payer, bill, time, null, null);
}

function newCharge(payer: Payer, bill: Bill, time: number, card: Card | null, failureCode: string | null): Charge {
  const succeeded = failureCode === null;
  return { number: 0, bill, at: time, card, succeeded, failureCode, payer, refund: null, dispute: null, entry: null };
}

function attemptsInOrder({ agreements }: Payer, asOfDay: number): Attempt[] {
  const attempts = agreements.flatMap(({ bills }) => bills.flatMap((bill) => attemptsOf(bill, asOfDay)));
  return attempts.sort(
    (a, b) => a.at - b.at || a.bill.subscription - b.bill.subscription || a.bill.ordinal - b.bill.ordinal,
  );
}

/**
 * All attempts on an invoice so far: the first, the retries until it is settled, and the payment. While an older invoice is open,
 * a newer one is tried once and then waits for it.
 */
export function attemptsOf(bill: Bill, asOfDay: number): Attempt[] {
  const { invoice, day, paidAt } = bill;
  const attempts: Attempt[] = [];
  if (invoice.subscription.collection === "charge_automatically") {
    const lastDay = invoice.settledDay === null ? asOfDay : invoice.settledDay - 1;
    for (const after of triesOf(bill)) {
      if (day + after > lastDay) break;
      attempts.push({ bill, at: chargeHour(day + after), succeeds: false });
    }
  }
  if (paidAt !== null) attempts.push({ bill, at: paidAt, succeeds: true });
  return attempts;
}

const FIRST_TRY: readonly number[] = [0];
const ALL_TRIES: readonly number[] = [0, ...RETRY_DAYS];

/** Days after an invoice on which its card is tried, as long as it is not settled. */
export function triesOf({ behind }: Pick<Bill, "behind">): readonly number[] {
  return behind ? FIRST_TRY : ALL_TRIES;
}

/** The cards of a customer, one after the other. */
class Wallet {
  readonly #payer: Payer;
  readonly #draws: Draws;
  /** What refused cards answered, by invoice; the answer stays the same. */
  readonly #refused = new Map<Bill, { readonly card: Card; readonly code: string }>();

  constructor(payer: Payer, draws: Draws) {
    this.#payer = payer;
    this.#draws = draws;
  }

  add(time: number): Card {
    const { account, number, cards } = this.#payer;
    const k = cards.length;
    const { year, month } = civil(dayOf(time));
    const expiryYear = year + 1 + this.#draws.below(at(C.expiryYear, k), 4);
    const card: Card = {
      number: 0,
      customer: number,
      createdAt: time,
      brand: weighted(this.#draws.unit(at(C.brand, k)), BRANDS),
      funding: weighted(this.#draws.unit(at(C.funding, k)), FUNDING),
      country: account.profile.city.country,
      expiryMonth: expiryYear * 12 + ((this.#draws.below(at(C.expiryMonth, k), 12) + month) % 12),
    };
    cards.push(card);
    return card;
  }

  charge({ bill, at: time, succeeds }: Attempt): Charge {
    const card = this.#current();
    if (!succeeds) return newCharge(this.#payer, bill, time, card, this.#refuse(bill, card, time));
    const refused = this.#refused.get(bill);
    this.#refused.delete(bill);
    const paying =
      refused?.card === card && needsNewCard(bill, refused.code, time) ? this.add(newCardHour(dayOf(time))) : card;
    // Charged with success after its last month: its bank has renewed it.
    while (paying.expiryMonth < monthOf(time)) paying.expiryMonth += RENEWAL_MONTHS;
    return newCharge(this.#payer, bill, time, paying, null);
  }

  #refuse(bill: Bill, card: Card, time: number): string {
    const before = this.#refused.get(bill)?.code;
    const code = card.expiryMonth < monthOf(time) ? "expired_card" : (before ?? refusal(bill));
    this.#refused.set(bill, { card, code });
    return code;
  }

  #current(): Card {
    const card = this.#payer.cards.at(-1);
    if (card === undefined) throw new RangeError(`Customer ${String(this.#payer.number)} has no card to charge.`);
    return card;
  }
}

function monthOf(time: number): number {
  const { year, month } = civil(dayOf(time));
  return year * 12 + month - 1;
}

function refusal({ draws, ordinal }: Bill): string {
  return weighted(draws.unit(at(A.decline, ordinal)), REFUSALS);
}

/** An expired or lost card stays refused; others may work on a day of retry, or after the customer called the bank. */
function needsNewCard({ day, draws, ordinal }: Bill, code: string, time: number): boolean {
  if (code === "expired_card" || code === "lost_card") return true;
  return !RETRY_DAYS.includes(dayOf(time) - day) && draws.chance(at(A.newCard, ordinal), NEW_CARD_SHARE);
}

const BRANDS: readonly (readonly [string, number])[] = [
  ["visa", 52],
  ["mastercard", 28],
  ["amex", 15],
  ["discover", 5],
];

const FUNDING: readonly (readonly [string, number])[] = [
  ["credit", 66],
  ["debit", 30],
  ["prepaid", 4],
];

const REFUSALS: readonly (readonly [string, number])[] = [
  ["insufficient_funds", 42],
  ["card_declined", 40],
  ["processing_error", 8],
  ["lost_card", 6],
  ["incorrect_cvc", 4],
];
