/**
 * `stripe.subscription` with its one `stripe.subscription_item`, and `stripe.subscription_history`: the billing side of the
 * application's subscriptions, as they are now and as they were from each billing run on.
 */
import { billingRun, dayOf } from "../../money/billing-clock.ts";
import type { Agreement, Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { DAYS_UNTIL_DUE } from "../../world/billing.ts";
import type { Setting, Subscription } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { priceId, stripeId } from "./ids.ts";

export function writeStripeSubscriptions({ agreements }: Money, { tier }: Setting): TableData {
  const { asOfDay } = tier;
  const table = new TableBuilder(schema.subscription, agreements.length);
  for (const { number, customer, subscription, since, versions, bills } of agreements) {
    const latest = bills.at(-1);
    const sent = subscription.collection === "send_invoice";
    const leaving = subscription.cancelReason !== null && subscription.endedAt === null;
    const { trialEndDay, cancelRequestedAt, endedAt } = subscription;
    // A trial without a card runs in the application only: Stripe meets the subscription when it is first paid.
    const trialInStripe = versions[0]?.status === "trialing";
    table.add({
      id: stripeId("sub", number),
      customer_id: stripeId("cus", customer),
      status: subscription.status,
      current_period_start: billingRun(subscription.periodStart),
      current_period_end: billingRun(subscription.periodEnd),
      billing_cycle_anchor: billingRun(anchorOf(subscription)),
      cancel_at_period_end: leaving,
      cancel_at: leaving ? billingRun(subscription.periodEnd) : null,
      canceled_at: cancelRequestedAt === null ? null : billingRun(dayOf(cancelRequestedAt)),
      ended_at: endedAt === null ? null : billingRun(dayOf(endedAt)),
      trial_start: trialInStripe ? since : null,
      trial_end: trialInStripe && trialEndDay !== null ? billingRun(trialEndDay) : null,
      collection_method: subscription.collection,
      days_until_due: sent ? DAYS_UNTIL_DUE : null,
      latest_invoice_id: latest === undefined ? null : stripeId("in", latest.number),
      quantity: subscription.quantity,
      livemode: true,
      start_date: since,
      created: since,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

/** While the trial runs, the anchor is its end: the day of the first payment. */
function anchorOf(subscription: Subscription): number {
  return subscription.periodsBilled === 0
    ? (subscription.trialEndDay ?? subscription.anchorDay)
    : subscription.anchorDay;
}

export function writeStripeSubscriptionItems({ agreements }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.subscriptionItem, agreements.length);
  for (const { number, subscription, since } of agreements) {
    table.add({
      id: stripeId("si", number),
      subscription_id: stripeId("sub", number),
      price_id: priceId(subscription.plan, subscription.cycle),
      quantity: subscription.quantity,
      created: since,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripeSubscriptionHistory({ agreements }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.subscriptionHistory, agreements.length * 4);
  for (const agreement of agreements) addVersions(table, agreement, tier.asOfDay);
  return table.finish();
}

function addVersions(
  table: TableBuilder<typeof schema.subscriptionHistory>,
  { number, versions }: Agreement,
  asOfDay: number,
): void {
  versions.forEach(({ from, status, quantity, price }, index) => {
    const until = versions[index + 1]?.from ?? null;
    table.add({
      id: stripeId("sub", number),
      _valid_from: from,
      status,
      quantity,
      price_id: stripeId("price", price),
      _valid_to: until,
      _is_active: until === null,
      _synced_at: nightlyLoad(asOfDay),
    });
  });
}
