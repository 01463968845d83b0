/**
 * `stripe.payment_intent`, the wish to collect an invoice, and `stripe.charge`, every attempt at it. An intent has the number of
 * its invoice and lives through all attempts; only the last one can have succeeded. Failed charges move no money.
 */
import { billingRun, chargeHour, dayOf } from "../../money/billing-clock.ts";
import type { Bill, Charge, Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";
import { cardId } from "./payment-methods.ts";

export function writeStripePaymentIntents({ bills }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.paymentIntent, bills.length);
  for (const { number, invoice, customer, day, due, paidAt, charges } of bills) {
    const latest = charges.at(-1);
    table.add({
      id: stripeId("pi", number),
      customer_id: stripeId("cus", customer),
      amount: due,
      amount_received: paidAt === null ? 0 : due,
      currency: "usd",
      status: intentStatus(invoice.status),
      payment_method_id: cardId(latest?.card ?? null),
      last_payment_error_code: latest?.failureCode ?? null,
      livemode: true,
      canceled_at: invoice.voidedAt === null ? null : billingRun(dayOf(invoice.voidedAt)),
      created: chargeHour(day),
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

/** Writing an invoice off leaves its intent waiting; declaring it void takes the intent back. */
function intentStatus(status: Bill["invoice"]["status"]): string {
  if (status === "paid") return "succeeded";
  return status === "void" ? "canceled" : "requires_payment_method";
}

export function writeStripeCharges({ charges }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.charge, charges.length);
  for (const charge of charges) {
    const { number, bill, at, card, succeeded, failureCode, payer, entry } = charge;
    const refunded = charge.refund?.amount ?? 0;
    table.add({
      id: stripeId("ch", number),
      customer_id: stripeId("cus", bill.customer),
      invoice_id: stripeId("in", bill.number),
      payment_intent_id: stripeId("pi", bill.number),
      balance_transaction_id: entry === null ? null : stripeId("txn", entry.number),
      amount: bill.due,
      amount_refunded: refunded,
      currency: "usd",
      status: succeeded ? "succeeded" : "failed",
      paid: succeeded,
      captured: succeeded,
      refunded: refunded === bill.due,
      failure_code: failureCode,
      outcome_risk_level: card === null ? "not_assessed" : payer.riskLevel,
      outcome_risk_score: card === null ? null : payer.riskScore,
      livemode: true,
      created: at,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

/** For tables about something that happened to a charge. */
export function chargeId({ number }: Charge): string {
  return stripeId("ch", number);
}
