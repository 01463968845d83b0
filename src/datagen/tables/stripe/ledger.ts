/**
 * The company's balance at Stripe: `stripe.balance_transaction` with its `stripe.fee`, `stripe.payout` and the list of what each
 * payout paid, `stripe.payout_balance_transaction`.
 *
 * A payout is the sum of `net` over its movements. What is not paid out yet has no payout. Refunds move money without a fee.
 */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { payoutHour } from "../../money/billing-clock.ts";
import { paidOutAt } from "../../money/ledger.ts";
import type { LedgerKind, Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";
import { stripeId, type IdPrefix } from "./ids.ts";

const BATCH_SECONDS = 24 * 3600;

interface KindFacts {
  readonly type: string;
  readonly category: string;
  readonly source: IdPrefix;
  readonly fee: string;
}

/** Stripe's words for a movement. */
const KIND: Readonly<Record<LedgerKind, KindFacts>> = {
  charge: { type: "charge", category: "charge", source: "ch", fee: "Card processing fee" },
  payment: { type: "payment", category: "charge", source: "ch", fee: "Bank transfer fee" },
  refund: { type: "refund", category: "refund", source: "re", fee: "" },
  dispute: { type: "adjustment", category: "dispute", source: "dp", fee: "Dispute fee" },
  dispute_reversal: { type: "adjustment", category: "dispute_reversal", source: "dp", fee: "" },
};

export function writeStripeBalanceTransactions({ ledger }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.balanceTransaction, ledger.length);
  for (const entry of ledger) {
    const { number, at, kind, source, amount, fee, availableDay, payout } = entry;
    const words = KIND[kind];
    table.add({
      id: stripeId("txn", number),
      amount,
      fee,
      net: amount - fee,
      currency: "usd",
      exchange_rate: null,
      type: words.type,
      reporting_category: words.category,
      source: stripeId(words.source, source.number),
      available_on: availableDay * DAY_SECONDS,
      payout_id: payout === null ? null : stripeId("po", payout.number),
      created: at,
      _synced_at: nextBatch(paidOutAt(entry) ?? at, BATCH_SECONDS, tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripeFees({ ledger }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.fee, ledger.length);
  for (const { number, kind, fee } of ledger) {
    if (fee === 0) continue;
    table.add({
      balance_transaction_id: stripeId("txn", number),
      index: 0,
      amount: fee,
      type: "stripe_fee",
      description: KIND[kind].fee,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripePayouts({ payouts }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.payout, payouts.length);
  for (const { number, amount, arrivalDay } of payouts) {
    table.add({
      id: stripeId("po", number),
      amount,
      arrival_date: arrivalDay,
      status: arrivalDay <= tier.asOfDay ? "paid" : "in_transit",
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripePayoutEntries({ payouts, ledger }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.payoutBalanceTransaction, ledger.length);
  for (const { number, day, entries } of payouts) {
    for (const entry of entries) {
      table.add({
        payout_id: stripeId("po", number),
        balance_transaction_id: stripeId("txn", entry.number),
        _synced_at: nextBatch(payoutHour(day), BATCH_SECONDS, tier.asOfDay),
      });
    }
  }
  return table.finish();
}
