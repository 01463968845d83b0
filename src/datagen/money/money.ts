/**
 * What happens to the customers' money, before a table writes it down: the vocabulary of this room.
 *
 * Times are seconds, amounts whole cents of US dollars. A `number` is the counter of the object's Stripe id, given in the order
 * in which such objects came to be; it is 0 until all of them are known.
 */
import type { Draws } from "../kit/random.ts";
import type { Account, Invoice, Subscription, SubscriptionStatus } from "../world/world.ts";
import type { Coupon } from "./offers.ts";

/** A line that is not simply the plan for a period. */
export interface ExtraLine {
  number: number;
  readonly bill: Bill;
  readonly kind: "unused_time" | "remaining_time" | "onboarding";
  readonly planName: string;
  readonly price: number;
  readonly quantity: number;
  readonly amount: number;
}

/** An invoice with everything that the payment provider adds to it. */
export interface Bill {
  number: number;
  readonly invoice: Invoice;
  readonly day: number;
  readonly customer: number;
  readonly subscription: number;
  /** Ordinal of the invoice within its subscription; the key of its draws. */
  readonly ordinal: number;
  readonly draws: Draws;
  /** The plan for the period; null on an invoice for a change within it. */
  readonly planLine: { readonly price: number; readonly quantity: number; readonly amount: number } | null;
  readonly extraLines: readonly ExtraLine[];
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly total: number;
  /** Credit of the customer that was used up; `total` less this is due. */
  readonly credit: number;
  readonly due: number;
  /** An older invoice of its subscription was still unpaid when it was written. */
  readonly behind: boolean;
  /** When it was paid; null when it was not. */
  readonly paidAt: number | null;
  readonly charges: Charge[];
}

export interface Charge {
  number: number;
  readonly bill: Bill;
  readonly at: number;
  /** Null for a bank transfer. */
  readonly card: Card | null;
  readonly succeeded: boolean;
  readonly failureCode: string | null;
  readonly payer: Payer;
  refund: Refund | null;
  dispute: Dispute | null;
  entry: LedgerEntry | null;
}

export interface Refund {
  number: number;
  readonly charge: Charge;
  readonly at: number;
  readonly amount: number;
  readonly reason: "requested_by_customer" | "duplicate" | "fraudulent";
}

export interface Dispute {
  number: number;
  readonly charge: Charge;
  readonly at: number;
  readonly reason: string;
  /** When the bank decides, known beforehand only here. */
  readonly decidedAt: number;
  readonly won: boolean;
}

export interface CreditNote {
  number: number;
  readonly bill: Bill;
  readonly at: number;
  readonly amount: number;
  readonly reason: "order_change" | "product_unsatisfactory" | "duplicate";
  /** A slip: taken back on the spot, without effect. */
  readonly voided: boolean;
  /** Amounts of its lines. */
  readonly lines: readonly number[];
}

export type BalanceType = "adjustment" | "applied_to_invoice" | "credit_note" | "unapplied_from_invoice";

/** A change of a customer's balance; negative is credit that the customer may use. */
export interface BalanceEntry {
  number: number;
  readonly customer: number;
  readonly at: number;
  readonly amount: number;
  readonly type: BalanceType;
}

export interface Card {
  number: number;
  readonly customer: number;
  readonly createdAt: number;
  readonly brand: string;
  readonly funding: string;
  readonly country: string;
  /** Last month in which it is valid, counted in months from the year 0. */
  expiryMonth: number;
}

/** A card was asked for and given, or refused. */
export interface Setup {
  number: number;
  readonly customer: number;
  readonly at: number;
  readonly card: Card | null;
}

export interface Discount {
  number: number;
  readonly coupon: Coupon;
  readonly code: string | null;
  readonly customer: number;
  readonly subscription: number;
  readonly start: number;
  /** Null for a coupon that holds forever. */
  readonly end: number | null;
}

/** The terms of a subscription from a time on. */
export interface Version {
  readonly from: number;
  readonly status: SubscriptionStatus;
  readonly quantity: number;
  readonly price: number;
}

/** A subscription as Stripe keeps it. */
export interface Agreement {
  readonly number: number;
  readonly customer: number;
  readonly subscription: Subscription;
  readonly since: number;
  readonly versions: readonly Version[];
  readonly bills: readonly Bill[];
  readonly discount: Discount | null;
}

export type RiskLevel = "normal" | "elevated" | "highest";

/** Everything of one customer. */
export interface Payer {
  readonly account: Account;
  readonly number: number;
  readonly since: number;
  readonly riskLevel: RiskLevel;
  readonly riskScore: number;
  readonly agreements: readonly Agreement[];
  /** In order of time; the last one is in use. */
  readonly cards: Card[];
  readonly setups: Setup[];
  readonly charges: Charge[];
  readonly creditNotes: CreditNote[];
  readonly balance: BalanceEntry[];
}

export type LedgerKind = "charge" | "payment" | "refund" | "dispute" | "dispute_reversal";

/** A movement of the company's balance at Stripe. */
export interface LedgerEntry {
  number: number;
  readonly at: number;
  readonly kind: LedgerKind;
  /** Of the charge, refund or dispute behind it. */
  readonly source: { readonly number: number };
  readonly amount: number;
  readonly fee: number;
  readonly availableDay: number;
  payout: Payout | null;
}

export interface Payout {
  readonly number: number;
  readonly day: number;
  readonly arrivalDay: number;
  readonly entries: readonly LedgerEntry[];
  readonly amount: number;
}

export interface Money {
  readonly payers: readonly Payer[];
  /** In order of number. */
  readonly agreements: readonly Agreement[];
  readonly bills: readonly Bill[];
  readonly extraLines: readonly ExtraLine[];
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  readonly creditNotes: readonly CreditNote[];
  readonly balance: readonly BalanceEntry[];
  readonly cards: readonly Card[];
  readonly setups: readonly Setup[];
  readonly discounts: readonly Discount[];
  readonly ledger: readonly LedgerEntry[];
  readonly payouts: readonly Payout[];
}
