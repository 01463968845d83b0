/**
 * The webhook events that the company's endpoint subscribed to: one for each thing that happened to an object, in order of time.
 *
 * Not every type that exists is subscribed to: what the tables say anyway (an invoice was written, a charge succeeded or failed) is left out.
 * An event is delivered within seconds, unless the endpoint was down; then it is tried again after one, three or nine hours, and
 * so overtaken by younger ones.
 */
import { EVENT_TYPES, type EventType } from "../facts/stripe-events.ts";
import { weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { billingRun, chargeHour, dayOf, payoutHour } from "./billing-clock.ts";
import type { Agreement, Bill, Charge, Money, Version } from "./money.ts";
import { SITES, STREAMS } from "./sites.ts";

/** An event, with the object that it is about by the prefix and the counter of its id. */
export interface MoneyEvent {
  readonly at: number;
  /** Index in EVENT_TYPES. */
  readonly type: number;
  readonly prefix: "cus" | "seti" | "pm" | "sub" | "di" | "in" | "ch" | "dp" | "cn" | "po";
  readonly object: number;
}

const DELIVERY_SECONDS = 2;
const DELIVERY_FAILS = 0.015;
const RETRY_HOURS: readonly (readonly [number, number])[] = [
  [1, 70],
  [4, 22],
  [13, 8],
];

/** When an event reached the endpoint; `number` is the counter of its id. */
export function deliveryTime(seed: number, number: number, createdAt: number): number {
  const draws = new Draws(seed, STREAMS.delivery, number);
  const soon = createdAt + DELIVERY_SECONDS;
  if (!draws.chance(at(SITES.delivery.fails), DELIVERY_FAILS)) return soon;
  return soon + weighted(draws.unit(at(SITES.delivery.retries)), RETRY_HOURS) * 3600;
}

/** All events up to a day, in order of time. */
export function eventsOf(money: Money, asOfDay: number): MoneyEvent[] {
  const log = new EventLog(asOfDay);
  for (const { number, since } of money.payers) log.add(since, "customer.created", "cus", number);
  for (const { number, at: time, card } of money.setups)
    log.add(time, card === null ? "setup_intent.setup_failed" : "setup_intent.succeeded", "seti", number);
  for (const { number, createdAt } of money.cards) log.add(createdAt, "payment_method.attached", "pm", number);
  for (const agreement of money.agreements) addAgreement(log, agreement);
  for (const { number, start } of money.discounts) log.add(start, "customer.discount.created", "di", number);
  for (const bill of money.bills) addBill(log, bill);
  for (const charge of money.charges) addCharge(log, charge);
  for (const { number, at: time } of money.creditNotes) log.add(time, "credit_note.created", "cn", number);
  for (const { number, arrivalDay } of money.payouts) log.add(payoutHour(arrivalDay), "payout.paid", "po", number);
  return log.inOrder();
}

class EventLog {
  readonly #end: number;
  readonly #byDay: MoneyEvent[][] = [];

  constructor(asOfDay: number) {
    this.#end = chargeHour(asOfDay);
  }

  /** What lies after the as-of day has not happened. */
  add(time: number, type: EventType, prefix: MoneyEvent["prefix"], object: number): void {
    if (time > this.#end) return;
    const event = { at: time, type: EVENT_TYPES.indexOf(type), prefix, object };
    const day = dayOf(time);
    const others = this.#byDay[day];
    if (others === undefined) this.#byDay[day] = [event];
    else others.push(event);
  }

  inOrder(): MoneyEvent[] {
    const events: MoneyEvent[] = [];
    for (const ofDay of this.#byDay) {
      if (ofDay === undefined) continue;
      ofDay.sort((a, b) => a.at - b.at || a.type - b.type || a.object - b.object);
      for (const event of ofDay) events.push(event);
    }
    return events;
  }
}

const TRIAL_WARNING_DAYS = 3;

function addAgreement(log: EventLog, { number, since, versions, subscription }: Agreement): void {
  log.add(since, "customer.subscription.created", "sub", number);
  const { trialEndDay } = subscription;
  if (versions[0]?.status === "trialing" && trialEndDay !== null)
    log.add(billingRun(trialEndDay - TRIAL_WARNING_DAYS), "customer.subscription.trial_will_end", "sub", number);
  versions.forEach((version, index) => {
    const before = versions[index - 1];
    if (before !== undefined) log.add(version.from, changeType(before, version), "sub", number);
  });
}

/** What a new version of a subscription is called. */
export function changeType(before: Version, after: Version): EventType {
  if (after.status === "canceled") return "customer.subscription.deleted";
  if (after.status === "paused") return "customer.subscription.paused";
  return before.status === "paused" ? "customer.subscription.resumed" : "customer.subscription.updated";
}

function addBill(log: EventLog, { number, invoice, day, paidAt }: Bill): void {
  if (invoice.dueAt !== null) log.add(chargeHour(day), "invoice.sent", "in", number);
  if (paidAt !== null) log.add(paidAt, "invoice.paid", "in", number);
  const settled = invoice.settledDay;
  if (settled === null || invoice.status === "paid") return;
  log.add(
    billingRun(settled),
    invoice.status === "void" ? "invoice.voided" : "invoice.marked_uncollectible",
    "in",
    number,
  );
}

function addCharge(log: EventLog, { number, bill, at: time, succeeded, refund, dispute }: Charge): void {
  if (!succeeded) log.add(time, "invoice.payment_failed", "in", bill.number);
  if (refund !== null) log.add(refund.at, "charge.refunded", "ch", number);
  if (dispute === null) return;
  log.add(dispute.at, "charge.dispute.created", "dp", dispute.number);
  log.add(dispute.decidedAt, "charge.dispute.closed", "dp", dispute.number);
}
