/**
 * `stripe.invoice`: every invoice with its attempts and its end.
 *
 * `total` is `subtotal` less the discount plus `tax`; Stripe keeps no column for the discount, it is what is missing. `amount_due`
 * is `total` less the customer's credit that was used.
 */
import { billingRun, chargeHour, dayOf } from "../../money/billing-clock.ts";
import { triesOf } from "../../money/collection.ts";
import type { Bill, Money } from "../../money/money.ts";
import { paymentOf } from "../../money/simulate.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { DAYS_UNTIL_DUE } from "../../world/billing.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";

export function writeStripeInvoices({ bills }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.invoice, bills.length);
  for (const bill of bills) {
    const { number, invoice, day, due, charges, paidAt } = bill;
    const paid = paidAt !== null;
    const payment = paymentOf(bill);
    const { collection } = invoice.subscription;
    table.add({
      id: stripeId("in", number),
      number: `TAP-${String(number).padStart(6, "0")}`,
      customer_id: stripeId("cus", bill.customer),
      subscription_id: stripeId("sub", bill.subscription),
      charge_id: payment === null ? null : stripeId("ch", payment.number),
      payment_intent_id: stripeId("pi", number),
      amount_due: due,
      amount_paid: paid ? due : 0,
      amount_remaining: paid ? 0 : due,
      subtotal: bill.subtotal,
      tax: bill.tax,
      total: bill.total,
      currency: "usd",
      status: invoice.status,
      billing_reason: invoice.reason,
      collection_method: collection,
      attempt_count: charges.length,
      next_payment_attempt: nextAttempt(bill, tier.asOfDay),
      due_date: collection === "send_invoice" ? billingRun(day + DAYS_UNTIL_DUE) : null,
      period_start: billingRun(dayOf(invoice.periodStart)),
      period_end: billingRun(dayOf(invoice.periodEnd)),
      status_transitions_paid_at: paidAt,
      status_transitions_finalized_at: chargeHour(day),
      status_transitions_voided_at: invoice.voidedAt === null ? null : billingRun(dayOf(invoice.voidedAt)),
      livemode: true,
      created: billingRun(day),
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

/** Only cards are tried again; a sent invoice waits for a transfer. */
function nextAttempt(bill: Bill, asOfDay: number): number | null {
  const { invoice, day } = bill;
  if (invoice.status !== "open" || invoice.subscription.collection === "send_invoice") return null;
  const retry = triesOf(bill).find((days) => day + days > asOfDay);
  return retry === undefined ? null : chargeHour(day + retry);
}
