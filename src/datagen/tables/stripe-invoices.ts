/** `stripe.invoice`: every invoice with its attempts and its end. Amounts are cents; `total` is `subtotal` plus `tax`. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import { FINALISE_SECONDS, RETRY_DAYS, attemptCount } from "../world/billing.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import type { Invoice } from "../world/world.ts";
import { nextBatch } from "./load-time.ts";
import { stripeId } from "./stripe-ids.ts";

const BATCH_SECONDS = 24 * 3600;

export function writeStripeInvoices(registry: Registry): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const table = new TableBuilder(schema.stripeInvoice, registry.invoices.length);
  registry.invoices.forEach((invoice, index) => {
    const { subscription } = invoice;
    const customer = numberOf(registry.stripeCustomerNumber, subscription.account.id);
    const total = invoice.subtotal + invoice.tax;
    const paid = invoice.status === "paid";
    const finalisedAt = invoice.createdAt + FINALISE_SECONDS;
    const lastChange = Math.max(
      finalisedAt,
      invoice.paidAt ?? 0,
      (invoice.settledDay ?? 0) * DAY_SECONDS + subscription.secondOfDay,
    );
    table.add({
      id: stripeId("in", index + 1),
      number: `TAP-${String(index + 1).padStart(6, "0")}`,
      customer_id: stripeId("cus", customer),
      subscription_id: stripeId("sub", numberOf(registry.stripeSubscriptionNumber, subscription)),
      charge_id: paid ? stripeId("ch", index + 1) : null,
      payment_intent_id: stripeId("pi", index + 1),
      amount_due: total,
      amount_paid: paid ? total : 0,
      amount_remaining: paid ? 0 : total,
      subtotal: invoice.subtotal,
      tax: invoice.tax,
      total,
      currency: "usd",
      status: invoice.status,
      billing_reason: invoice.reason,
      collection_method: subscription.collection,
      attempt_count: attemptsOf(invoice, asOfDay),
      next_payment_attempt: nextAttempt(invoice, asOfDay),
      due_date: invoice.dueAt,
      period_start: invoice.periodStart,
      period_end: invoice.periodEnd,
      status_transitions_paid_at: invoice.paidAt,
      status_transitions_finalized_at: finalisedAt,
      status_transitions_voided_at: invoice.voidedAt,
      livemode: true,
      created: invoice.createdAt,
      _synced_at: nextBatch(lastChange, BATCH_SECONDS, asOfDay),
    });
  });
  return table.finish();
}

function createdDay(invoice: Invoice): number {
  return Math.floor(invoice.createdAt / DAY_SECONDS);
}

/** Only cards are tried; a sent invoice waits for a transfer. */
function attemptsOf(invoice: Invoice, asOfDay: number): number {
  if (invoice.dueAt !== null) return invoice.status === "paid" ? 1 : 0;
  return attemptCount((invoice.settledDay ?? asOfDay) - createdDay(invoice), invoice.status === "paid");
}

function nextAttempt(invoice: Invoice, asOfDay: number): number | null {
  if (invoice.status !== "open" || invoice.dueAt !== null) return null;
  const retry = RETRY_DAYS.find((days) => createdDay(invoice) + days > asOfDay);
  return retry === undefined ? null : invoice.createdAt + FINALISE_SECONDS + retry * DAY_SECONDS;
}
