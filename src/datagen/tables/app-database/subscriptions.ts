/** `app_database.subscriptions` and `app_database.subscription_changes`: the current state and the log that leads to it. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";

const BATCH_SECONDS = 3600;

export function writeSubscriptions(registry: Registry): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const table = new TableBuilder(schema.subscriptions, registry.subscriptions.length);
  for (const { account, item: subscription } of registry.subscriptions) {
    const first = subscription.changes[0]?.at ?? 0;
    const last = subscription.changes.at(-1)?.at ?? first;
    table.add({
      id: numberOf(registry.subscriptionId, subscription),
      customer_id: account.profile.id,
      plan_id: subscription.plan.id,
      status: subscription.status,
      billing_cycle: subscription.cycle,
      quantity: subscription.quantity,
      trial_start: subscription.trialStartDay,
      trial_end: subscription.trialEndDay,
      start_date: subscription.startDay,
      end_date: subscription.endedAt === null ? null : Math.floor(subscription.endedAt / DAY_SECONDS),
      stripe_subscription_id: registry.stripeSubscriptionNumber.get(subscription) ?? null,
      created_at: first,
      updated_at: last,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

export function writeSubscriptionChanges(registry: Registry): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const lines = registry.subscriptions.flatMap(({ item }) => {
    const subscriptionId = numberOf(registry.subscriptionId, item);
    return item.changes.map((change) => ({ subscriptionId, change }));
  });
  lines.sort((a, b) => a.change.at - b.change.at || a.subscriptionId - b.subscriptionId);
  const table = new TableBuilder(schema.subscriptionChanges, lines.length);
  lines.forEach(({ subscriptionId, change }, index) => {
    table.add({
      id: index + 1,
      subscription_id: subscriptionId,
      changed_at: change.at,
      event: change.event,
      from_plan: change.fromPlan?.id ?? null,
      to_plan: change.toPlan.id,
      from_qty: change.fromQuantity,
      to_qty: change.toQuantity,
      mrr_before_cents: change.mrrBefore,
      mrr_after_cents: change.mrrAfter,
      reason: change.reason,
      _synced_at: nextBatch(change.at, BATCH_SECONDS, asOfDay),
    });
  });
  return table.finish();
}
