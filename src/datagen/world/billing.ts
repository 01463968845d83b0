/**
 * Invoices: when one is written, whether it is paid, and what follows when it is not.
 *
 * A charged card is tried at once and again after 3, 8 and 15 days; an invoice that is sent is due after 30 days. An unpaid one
 * makes its subscription past due until the money comes or the collection is given up. Money is whole cents.
 */
import { taxBasisPoints } from "../facts/geography.ts";
import { unitCents } from "../facts/plans.ts";
import { DAY_SECONDS, addMonths, civil } from "../kit/calendar.ts";
import { clamp, nearest, weighted } from "../kit/distributions.ts";
import { SITES, at } from "../kit/sites.ts";
import { cohortFactor } from "./hazard.ts";
import { change, changeTime } from "./revenue.ts";
import type { BillingReason, Invoice, Subscription } from "./world.ts";

const S = SITES.subscriptionDay;

export const DAYS_UNTIL_DUE = 30;
/** Days after the first attempt on which a card is tried again. */
export const RETRY_DAYS: readonly number[] = [3, 8, 15];
/** Stripe finalises an invoice an hour after it was created; a good card is charged then. */
export const FINALISE_SECONDS = 3600;

const CARD_FAILURE = 0.068;

/** Days from the first failure to the payment, for cards that recover: a retry works, or the customer gives a new card. */
const RECOVERY_DAYS: readonly (readonly [number, number])[] = [
  [3, 18],
  [8, 14],
  [15, 12],
  [30, 16],
  [45, 16],
  [60, 14],
  [75, 10],
];

/** Days from invoice to payment for customers who pay by transfer; null is never. */
const TRANSFER_DAYS: readonly (readonly [number | null, number])[] = [
  [6, 14],
  [14, 20],
  [21, 22],
  [27, 23],
  [38, 10],
  [52, 5],
  [75, 3],
  [null, 3],
];

/** Sales tax in whole cents, halves up. */
export function taxCents(subtotal: number, state: string): number {
  return nearest((subtotal * taxBasisPoints(state)) / 10000);
}

/** The part of a price difference that falls on the rest of a period. */
export function prorationCents(difference: number, daysLeft: number, daysInPeriod: number): number {
  return nearest((difference * daysLeft) / daysInPeriod);
}

/** Cards expire at the turn of the year, so payments fail more often before it; later cohorts are asked for two cards. */
export function cardFailureRate(day: number, signupDay: number): number {
  return CARD_FAILURE * cohortFactor(signupDay) * (civil(day).month >= 11 ? 2.4 : 1);
}

/** Who is content gives a new card; who is not does not bother. */
export function cardRecoveryRate(health: number): number {
  return clamp(0.98 - 0.9 * (1 - health), 0.3, 0.95);
}

/** What decides whether a payment comes in. */
export interface PaymentMood {
  /** Latent health of the account, 0 to 1. */
  readonly health: number;
  /** The account has decided not to pay any more. */
  readonly stopsPaying: boolean;
}

/** Moves a subscription to its next billing period, beginning on this day. */
export function beginPeriod(subscription: Subscription, day: number): void {
  const months = subscription.cycle === "annual" ? 12 : 1;
  subscription.periodsBilled += 1;
  subscription.periodStart = day;
  subscription.periodEnd = addMonths(subscription.anchorDay, subscription.periodsBilled * months);
}

/** Writes an invoice for the coming period, tries to collect it, and makes the subscription past due when that fails. */
export function billPeriod(
  subscription: Subscription,
  day: number,
  asOfDay: number,
  reason: BillingReason,
  mood: PaymentMood,
): void {
  const subtotal = unitCents(subscription.plan, subscription.cycle) * subscription.quantity;
  const invoice = writeInvoice(subscription, day, reason, [subscription.periodStart, subscription.periodEnd], subtotal);
  if (subscription.dunning !== null) return;
  if (subscription.collection === "send_invoice") awaitTransfer(subscription, invoice, day, asOfDay, mood);
  else chargeCard(subscription, invoice, day, asOfDay, mood);
}

/** Charges the difference of better terms for the rest of the running period; small sums are always paid. */
export function billProration(subscription: Subscription, day: number, difference: number, asOfDay: number): void {
  const { periodStart, periodEnd } = subscription;
  const subtotal = prorationCents(difference, periodEnd - day, periodEnd - periodStart);
  if (subtotal <= 0) return;
  const invoice = writeInvoice(subscription, day, "subscription_update", [day, periodEnd], subtotal);
  pay(invoice, subscription.collection === "send_invoice" ? day + 9 : day, asOfDay);
}

/** Pays every open invoice of a subscription; the customer found a working card or sent the money. */
export function payOpenInvoices(subscription: Subscription, day: number, asOfDay: number): void {
  for (const invoice of subscription.invoices) if (invoice.status === "open") pay(invoice, day, asOfDay);
}

/** Gives up what is open: three in four are written off, the others cancelled as billed in error. */
export function writeOffInvoices(subscription: Subscription, day: number): void {
  for (const invoice of subscription.invoices) {
    if (invoice.status !== "open") continue;
    const index = Math.floor(invoice.createdAt / DAY_SECONDS) - subscription.startDay;
    invoice.status = subscription.dayDraws.chance(at(S.writeOff, index), 0.75) ? "uncollectible" : "void";
    invoice.settledDay = day;
    if (invoice.status === "void") invoice.voidedAt = changeTime(subscription, day);
  }
}

function writeInvoice(
  subscription: Subscription,
  day: number,
  reason: BillingReason,
  [from, to]: readonly [number, number],
  subtotal: number,
): Invoice {
  const createdAt = day * DAY_SECONDS + subscription.secondOfDay;
  const invoice: Invoice = {
    subscription,
    createdAt,
    reason,
    periodStart: from * DAY_SECONDS + subscription.secondOfDay,
    periodEnd: to * DAY_SECONDS + subscription.secondOfDay,
    subtotal,
    tax: taxCents(subtotal, subscription.account.city.state),
    dueAt: subscription.collection === "send_invoice" ? createdAt + DAYS_UNTIL_DUE * DAY_SECONDS : null,
    status: "open",
    paidAt: null,
    voidedAt: null,
    settledDay: null,
  };
  subscription.invoices.push(invoice);
  return invoice;
}

/** A payment after the last day of the world has not happened yet: the invoice stays open. */
function pay(invoice: Invoice, day: number, asOfDay: number): void {
  if (day > asOfDay) return;
  invoice.status = "paid";
  invoice.settledDay = day;
  invoice.paidAt = day * DAY_SECONDS + invoice.subscription.secondOfDay + FINALISE_SECONDS;
}

function chargeCard(
  subscription: Subscription,
  invoice: Invoice,
  day: number,
  asOfDay: number,
  mood: PaymentMood,
): void {
  const index = day - subscription.startDay;
  const draws = subscription.dayDraws;
  const fails =
    mood.stopsPaying || draws.chance(at(S.payment, index), cardFailureRate(day, subscription.account.signupDay));
  if (!fails) {
    pay(invoice, day, asOfDay);
    return;
  }
  const recovers = draws.chance(at(S.recovers, index), mood.stopsPaying ? 0.08 : cardRecoveryRate(mood.health));
  const delay = weighted(draws.unit(at(S.recoverDelay, index)), RECOVERY_DAYS);
  subscription.dunning = {
    since: day,
    recoverDay: recovers ? day + delay : null,
    giveUpDay: day + draws.between(at(S.giveUp, index), 110, 150),
  };
  change(subscription, day, "past_due", { status: "past_due" }, "card_declined");
}

function awaitTransfer(
  subscription: Subscription,
  invoice: Invoice,
  day: number,
  asOfDay: number,
  mood: PaymentMood,
): void {
  const index = day - subscription.startDay;
  const draws = subscription.dayDraws;
  const delay = mood.stopsPaying ? null : weighted(draws.unit(at(S.payDelay, index)), TRANSFER_DAYS);
  if (delay !== null && delay <= DAYS_UNTIL_DUE) {
    pay(invoice, day + delay, asOfDay);
    return;
  }
  subscription.dunning = {
    since: day + DAYS_UNTIL_DUE,
    recoverDay: delay === null ? null : day + delay,
    giveUpDay: day + DAYS_UNTIL_DUE + draws.between(at(S.giveUp, index), 85, 120),
  };
}
