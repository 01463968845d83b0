/**
 * The company's balance at Stripe: every movement with its fee, and the payouts that empty it.
 *
 * A charge becomes available two business days later and leaves with the next payout, on Tuesdays and Fridays. Refunds and disputes
 * are movements of their own and lower the payout they fall into; a payout that would be negative waits for the next one. What a
 * payout pays is the sum of `amount - fee` of its movements: the payout itself is no movement here.
 */
import { nearest } from "../kit/distributions.ts";
import { weekday } from "../kit/calendar.ts";
import { businessDaysAfter, dayOf, chargeHour, payoutHour } from "./billing-clock.ts";
import type { Charge, LedgerEntry, LedgerKind, Payout } from "./money.ts";

const DISPUTE_FEE = 1500;
/** Business days until the money of a movement may be paid out. */
const AVAILABLE_AFTER = 2;
const TUESDAY = 1;
const FRIDAY = 4;

/** 2.9 percent and 30 cents for a card; 0.8 percent, at most five dollars, for a transfer. */
export function chargeFee(cents: number, byCard: boolean): number {
  return byCard ? nearest((cents * 29) / 1000) + 30 : Math.min(500, nearest((cents * 8) / 1000));
}

/** All movements that the charges led to up to a day, in order of time. */
export function movementsOf(charges: readonly Charge[], asOfDay: number): LedgerEntry[] {
  const end = chargeHour(asOfDay);
  const entries: LedgerEntry[] = [];
  for (const charge of charges) {
    const { bill, at, card, refund, dispute } = charge;
    if (!charge.succeeded) continue;
    charge.entry = movement(
      at,
      card === null ? "payment" : "charge",
      charge,
      bill.due,
      chargeFee(bill.due, card !== null),
    );
    entries.push(charge.entry);
    if (refund !== null) entries.push(movement(refund.at, "refund", refund, -refund.amount, 0));
    if (dispute === null) continue;
    entries.push(movement(dispute.at, "dispute", dispute, -bill.due, DISPUTE_FEE));
    if (dispute.won && dispute.decidedAt <= end)
      entries.push(movement(dispute.decidedAt, "dispute_reversal", dispute, bill.due, 0));
  }
  return entries.sort(
    (a, b) => a.at - b.at || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.source.number - b.source.number,
  );
}

/** The order of movements of one moment. */
const KINDS: readonly LedgerKind[] = ["charge", "payment", "refund", "dispute", "dispute_reversal"];

function movement(
  at: number,
  kind: LedgerKind,
  source: LedgerEntry["source"],
  amount: number,
  fee: number,
): LedgerEntry {
  return {
    number: 0,
    at,
    kind,
    source,
    amount,
    fee,
    availableDay: businessDaysAfter(dayOf(at), AVAILABLE_AFTER),
    payout: null,
  };
}

/** Pays out what was available on each day of payout up to the as-of day. */
export function payOut(entries: readonly LedgerEntry[], asOfDay: number): Payout[] {
  const payouts: Payout[] = [];
  let waiting: LedgerEntry[] = [];
  let amount = 0;
  let next = 0;
  const first = entries[0];
  if (first === undefined) return payouts;
  for (let day = first.availableDay; day <= asOfDay; day += 1) {
    if (weekday(day) !== TUESDAY && weekday(day) !== FRIDAY) continue;
    for (let entry = entries[next]; entry !== undefined && entry.availableDay <= day; entry = entries[next]) {
      waiting.push(entry);
      amount += entry.amount - entry.fee;
      next += 1;
    }
    if (amount <= 0) continue;
    const payout: Payout = {
      number: payouts.length + 1,
      day,
      arrivalDay: businessDaysAfter(day, 2),
      entries: waiting,
      amount,
    };
    for (const entry of waiting) entry.payout = payout;
    payouts.push(payout);
    waiting = [];
    amount = 0;
  }
  return payouts;
}

/** When the money of a movement left; null while it waits. */
export function paidOutAt({ payout }: LedgerEntry): number | null {
  return payout === null ? null : payoutHour(payout.day);
}
