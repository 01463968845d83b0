/** `stripe.subscription` and `stripe.subscription_item`: the billing side of the application's subscriptions, one item each. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import * as schema from "../schema.ts";
import { TableBuilder, type TableData } from "../table.ts";
import { DAYS_UNTIL_DUE } from "../world/billing.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import type { Subscription } from "../world/world.ts";
import { nightlyLoad } from "./load-time.ts";
import { priceId, stripeId } from "./stripe-ids.ts";

export function writeStripeSubscriptions(registry: Registry): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const table = new TableBuilder(schema.stripeSubscription, registry.stripeSubscriptions.length);
  for (const { subscription, since } of registry.stripeSubscriptions) {
    const timeOf = (day: number): number => day * DAY_SECONDS + subscription.secondOfDay;
    const latest = subscription.invoices.at(-1);
    const sent = subscription.collection === "send_invoice";
    const leaving = subscription.cancelReason !== null && subscription.endedAt === null;
    const { trialStartDay, trialEndDay } = subscription;
    // A trial without a card runs in the application only: Stripe meets the subscription when it is first paid.
    const trialInStripe = trialStartDay !== null && since === timeOf(trialStartDay);
    table.add({
      id: stripeId("sub", numberOf(registry.stripeSubscriptionNumber, subscription)),
      customer_id: stripeId("cus", numberOf(registry.stripeCustomerNumber, subscription.account.id)),
      status: subscription.status,
      current_period_start: timeOf(subscription.periodStart),
      current_period_end: timeOf(subscription.periodEnd),
      billing_cycle_anchor: timeOf(anchorOf(subscription)),
      cancel_at_period_end: leaving,
      cancel_at: leaving ? timeOf(subscription.periodEnd) : null,
      canceled_at: subscription.cancelRequestedAt,
      ended_at: subscription.endedAt,
      trial_start: trialInStripe ? timeOf(trialStartDay) : null,
      trial_end: trialInStripe && trialEndDay !== null ? timeOf(trialEndDay) : null,
      collection_method: subscription.collection,
      days_until_due: sent ? DAYS_UNTIL_DUE : null,
      latest_invoice_id: latest === undefined ? null : stripeId("in", numberOf(registry.invoiceNumber, latest)),
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

export function writeStripeSubscriptionItems(registry: Registry): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const table = new TableBuilder(schema.stripeSubscriptionItem, registry.stripeSubscriptions.length);
  for (const { subscription, since } of registry.stripeSubscriptions) {
    const number = numberOf(registry.stripeSubscriptionNumber, subscription);
    table.add({
      id: stripeId("si", number),
      subscription_id: stripeId("sub", number),
      price_id: priceId(subscription.plan, subscription.cycle),
      quantity: subscription.quantity,
      created: since,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}
