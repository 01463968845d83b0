/**
 * What may happen to an invoice after it was paid: money back, a credit note, or a dispute. At most one of them.
 *
 * Everything follows from the day of payment and from draws that belong to the invoice, so that nothing depends on later days.
 */
import { nearest, weighted } from "../kit/distributions.ts";
import { at } from "../kit/sites.ts";
import { deskHour, dayOf } from "./billing-clock.ts";
import type { Bill, CreditNote, Dispute, Refund, RiskLevel } from "./money.ts";
import { SITES } from "./sites.ts";

const S = SITES.agreement;

const REFUND_RATE = 0.0095;
const CREDIT_NOTE_RATE = 0.0091;
const DISPUTE_RATE: Readonly<Record<RiskLevel, number>> = { normal: 0.0017, elevated: 0.01, highest: 0.03 };
/** Who gives notice within ten days of paying asks for the money back, and often gets it. */
const LEAVER_DAYS = 10;
const LEAVER_REFUND = 0.3;
/** Share of credit notes whose amount is paid out; the others stay as credit for the next invoice. */
const PAID_OUT = 0.62;
const SLIPS = 0.04;

export type Fate =
  | { readonly kind: "none" }
  | { readonly kind: "refund"; readonly refund: Pick<Refund, "at" | "amount" | "reason"> }
  | {
      readonly kind: "credit_note";
      readonly note: Pick<CreditNote, "at" | "amount" | "reason" | "voided" | "lines">;
      readonly settledBy: "refund" | "balance" | "nothing";
    }
  | { readonly kind: "dispute"; readonly dispute: Pick<Dispute, "at" | "reason" | "decidedAt" | "won"> };

const NONE: Fate = { kind: "none" };

/** The part of an invoice that fate needs. */
export type PaidBill = Pick<Bill, "invoice" | "ordinal" | "draws" | "due" | "paidAt" | "planLine">;

/** What becomes of a paid invoice, on whatever day that may be. */
export function fateOf(bill: PaidBill, risk: RiskLevel): Fate {
  if (bill.paidAt === null) return NONE;
  const paidDay = dayOf(bill.paidAt);
  const u = bill.draws.unit(at(S.fate, bill.ordinal));
  if (u < REFUND_RATE) return refund(bill, paidDay + delay(bill, 1, 30), refundReason(bill));
  if (u < REFUND_RATE + CREDIT_NOTE_RATE) return creditNote(bill, paidDay);
  const byCard = bill.invoice.subscription.collection === "charge_automatically";
  if (byCard && u > 1 - DISPUTE_RATE[risk]) return dispute(bill, paidDay, risk);
  return leaverRefund(bill, paidDay);
}

/** Notice soon after paying: half of a year, or the whole month. */
function leaverRefund(bill: PaidBill, paidDay: number): Fate {
  const { cancelRequestedAt, cycle } = bill.invoice.subscription;
  if (cancelRequestedAt === null || bill.planLine === null) return NONE;
  const noticeDay = dayOf(cancelRequestedAt);
  if (noticeDay < paidDay || noticeDay > paidDay + LEAVER_DAYS) return NONE;
  if (!bill.draws.chance(at(S.leaverRefund, bill.ordinal), LEAVER_REFUND)) return NONE;
  const amount = cycle === "annual" ? dollars(bill.due / 2) : bill.due;
  return { kind: "refund", refund: { at: deskHour(noticeDay + 1), amount, reason: "requested_by_customer" } };
}

function refund(bill: PaidBill, day: number, reason: Refund["reason"]): Fate {
  const whole = reason !== "requested_by_customer";
  const share = whole ? 1 : weighted(bill.draws.unit(at(S.share, bill.ordinal)), REFUND_SHARES);
  const amount = share === 1 ? bill.due : dollars(bill.due * share);
  return { kind: "refund", refund: { at: deskHour(day), amount, reason } };
}

const REFUND_SHARES: readonly (readonly [number, number])[] = [
  [1, 40],
  [0.5, 35],
  [0.25, 25],
];

function refundReason({ draws, ordinal }: PaidBill): Refund["reason"] {
  return weighted(draws.unit(at(S.reason, ordinal)), [
    ["requested_by_customer", 82],
    ["duplicate", 12],
    ["fraudulent", 6],
  ]);
}

function creditNote(bill: PaidBill, paidDay: number): Fate {
  const { draws, ordinal } = bill;
  const amount = dollars(bill.due * weighted(draws.unit(at(S.share, ordinal)), CREDIT_SHARES));
  const u = draws.unit(at(S.outcome, ordinal));
  const voided = u < SLIPS;
  // A note over more than one line splits off a fixed sum.
  const split = u > 0.92 && amount > 2000;
  return {
    kind: "credit_note",
    note: {
      at: deskHour(paidDay + delay(bill, 2, 40)),
      amount,
      reason: weighted(draws.unit(at(S.reason, ordinal)), [
        ["order_change", 55],
        ["product_unsatisfactory", 35],
        ["duplicate", 10],
      ]),
      voided,
      lines: split ? [amount - 1000, 1000] : [amount],
    },
    settledBy: voided ? "nothing" : u < SLIPS + PAID_OUT ? "refund" : "balance",
  };
}

const CREDIT_SHARES: readonly (readonly [number, number])[] = [
  [0.1, 30],
  [0.25, 40],
  [0.5, 30],
];

/** The money is taken back at once; the bank decides some weeks later. */
function dispute(bill: PaidBill, paidDay: number, risk: RiskLevel): Fate {
  const { draws, ordinal } = bill;
  const day = paidDay + delay(bill, 5, 60);
  const u = draws.unit(at(S.outcome, ordinal));
  const reasons: readonly (readonly [string, number])[] = [
    ["fraudulent", risk === "normal" ? 30 : 70],
    ["subscription_canceled", 25],
    ["product_unacceptable", 20],
    ["unrecognized", 15],
    ["duplicate", 10],
  ];
  return {
    kind: "dispute",
    dispute: {
      at: deskHour(day),
      reason: weighted(draws.unit(at(S.reason, ordinal)), reasons),
      decidedAt: deskHour(day + 40 + Math.floor(u * 36)),
      won: draws.chance(at(S.share, ordinal), 0.4),
    },
  };
}

function delay({ draws, ordinal }: PaidBill, low: number, high: number): number {
  return draws.between(at(S.delay, ordinal), low, high);
}

/** Given back in whole dollars, and at least one. */
function dollars(cents: number): number {
  return Math.max(100, nearest(cents / 100) * 100);
}
