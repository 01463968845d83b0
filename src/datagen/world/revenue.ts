/**
 * What a subscription is worth in a month, and how every change of it is written down.
 *
 * Only active and past due subscriptions count: a trial and a pause are worth 0. Amounts are whole cents, because annual prices
 * are multiples of twelve.
 */
import { unitMrrCents, type BillingCycle, type Plan } from "../facts/plans.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Subscription, SubscriptionEvent, SubscriptionStatus } from "./world.ts";

export function mrrCents(plan: Plan, cycle: BillingCycle, quantity: number, status: SubscriptionStatus): number {
  return status === "active" || status === "past_due" ? unitMrrCents(plan, cycle) * quantity : 0;
}

export interface NewTerms {
  readonly plan?: Plan;
  readonly quantity?: number;
  readonly status?: SubscriptionStatus;
}

/** The time of the next change on a day: at the hour of renewal, or one second after the change before it. */
export function changeTime(subscription: Subscription, day: number): number {
  const usual = day * DAY_SECONDS + subscription.secondOfDay;
  const last = subscription.changes.at(-1);
  return last !== undefined && last.at >= usual ? last.at + 1 : usual;
}

/** Applies new terms to a subscription and logs the change with the MRR before and after; returns its time. */
export function change(
  subscription: Subscription,
  day: number,
  event: SubscriptionEvent,
  terms: NewTerms,
  reason: string,
): number {
  const first = subscription.changes.length === 0;
  const at = changeTime(subscription, day);
  const { plan: fromPlan, quantity: fromQuantity } = subscription;
  const mrrBefore = first ? 0 : mrrCents(fromPlan, subscription.cycle, fromQuantity, subscription.status);
  subscription.plan = terms.plan ?? fromPlan;
  subscription.quantity = terms.quantity ?? fromQuantity;
  subscription.status = terms.status ?? subscription.status;
  subscription.changes.push({
    at,
    event,
    fromPlan: first ? null : fromPlan,
    toPlan: subscription.plan,
    fromQuantity: first ? null : fromQuantity,
    toQuantity: subscription.quantity,
    mrrBefore,
    mrrAfter: mrrCents(subscription.plan, subscription.cycle, subscription.quantity, subscription.status),
    reason,
  });
  return at;
}
