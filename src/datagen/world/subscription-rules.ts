/**
 * The rules of a subscription's day, each one an `if` and its consequence. `liveSubscription` applies them in order.
 *
 * The order matters: what renewal decides (leaving, new terms) must be known before the invoice is written. Better terms hold
 * at once and are charged for the rest of the period; smaller terms wait for the renewal, so nothing is ever paid back.
 */
import { neighbourPlan, planAtRenewal, unitCents } from "../facts/plans.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { weighted } from "../kit/distributions.ts";
import { SITES, at } from "../kit/sites.ts";
import {
  beginPeriod,
  billPeriod,
  billProration,
  payOpenInvoices,
  writeOffInvoices,
  type PaymentMood,
} from "./billing.ts";
import { change } from "./revenue.ts";
import type { BillingReason, Subscription } from "./world.ts";

const S = SITES.subscriptionDay;

/** What a subscription sees of its account on a day. */
export interface Surroundings extends PaymentMood {
  readonly day: number;
  readonly asOfDay: number;
  /** Sites that this subscription should cover. */
  readonly sites: number;
  readonly devices: number;
}

export function liveSubscription(subscription: Subscription, now: Surroundings): void {
  endTrial(subscription, now);
  recoverOrGiveUp(subscription, now);
  becomeOverdue(subscription, now);
  resume(subscription, now);
  renew(subscription, now);
  coverNewSites(subscription, now);
  changePlan(subscription, now);
}

/** A trial of fourteen days ends in a customer or in nothing; a better fit converts more often. */
export function endTrial(subscription: Subscription, now: Surroundings): void {
  if (subscription.status !== "trialing" || subscription.trialEndDay !== now.day) return;
  const { account } = subscription;
  if (!account.draws.chance(at(SITES.account.trialOutcome), 0.66 + 0.34 * account.quality)) {
    cancel(subscription, now.day, "trial_ended");
    return;
  }
  const changedAt = change(
    subscription,
    now.day,
    "convert",
    { status: "active", quantity: now.sites },
    "trial_converted",
  );
  subscription.stripeSince ??= changedAt;
  startBilling(subscription, now, "subscription_create");
}

/** The first period of a subscription that begins to be paid on this day. */
export function startBilling(subscription: Subscription, now: Surroundings, reason: BillingReason): void {
  subscription.anchorDay = now.day;
  subscription.periodsBilled = 0;
  beginPeriod(subscription, now.day);
  billPeriod(subscription, now.day, now.asOfDay, reason, now);
}

export function recoverOrGiveUp(subscription: Subscription, now: Surroundings): void {
  const { dunning } = subscription;
  if (dunning === null || subscription.status === "canceled") return;
  if (dunning.recoverDay === now.day) {
    payOpenInvoices(subscription, now.day, now.asOfDay);
    subscription.dunning = null;
    if (subscription.status === "past_due")
      change(subscription, now.day, "recover", { status: "active" }, "payment_received");
  } else if (dunning.giveUpDay === now.day) {
    cancel(subscription, now.day, "payment_failed");
  }
}

/** An invoice that was sent and not paid makes the subscription past due on the day it was due. */
export function becomeOverdue(subscription: Subscription, now: Surroundings): void {
  if (subscription.status !== "active" || subscription.dunning?.since !== now.day) return;
  change(subscription, now.day, "past_due", { status: "past_due" }, "invoice_overdue");
}

export function resume(subscription: Subscription, now: Surroundings): void {
  if (subscription.status !== "paused" || subscription.resumeDay !== now.day) return;
  subscription.resumeDay = null;
  const plan = planAtRenewal(subscription.plan, now.day);
  change(subscription, now.day, "resume", { status: "active", plan, quantity: now.sites }, "reopened");
  startBilling(subscription, now, "subscription_cycle");
}

/** The end of a paid period: leave, or take over what waited for it and pay for the next one. */
export function renew(subscription: Subscription, now: Surroundings): void {
  const { status } = subscription;
  if ((status !== "active" && status !== "past_due") || subscription.periodEnd !== now.day) return;
  if (subscription.cancelReason !== null) {
    payOpenInvoices(subscription, now.day, now.asOfDay);
    cancel(subscription, now.day, subscription.cancelReason);
    return;
  }
  if (subscription.pendingPlan !== null) {
    change(subscription, now.day, "downgrade", { plan: subscription.pendingPlan }, "lower_need");
    subscription.pendingPlan = null;
  }
  const priced = planAtRenewal(subscription.plan, now.day);
  if (priced.id !== subscription.plan.id) change(subscription, now.day, "upgrade", { plan: priced }, "price_rise");
  if (now.sites !== subscription.quantity) {
    const reason = now.sites > subscription.quantity ? "site_opened" : "site_closed";
    change(subscription, now.day, "quantity", { quantity: now.sites }, reason);
  }
  beginPeriod(subscription, now.day);
  billPeriod(subscription, now.day, now.asOfDay, "subscription_cycle", now);
}

export function coverNewSites(subscription: Subscription, now: Surroundings): void {
  if (subscription.status !== "active" || now.sites <= subscription.quantity) return;
  const added = now.sites - subscription.quantity;
  change(subscription, now.day, "quantity", { quantity: now.sites }, "site_opened");
  billProration(subscription, now.day, unitCents(subscription.plan, subscription.cycle) * added, now.asOfDay);
}

/** Upgrades come with health or with more devices than the plan covers; downgrades with trouble, at the next renewal. */
export function changePlan(subscription: Subscription, now: Surroundings): void {
  if (subscription.status !== "active" || subscription.cancelReason !== null || subscription.pendingPlan !== null)
    return;
  const { plan, quantity, cycle } = subscription;
  const u = subscription.dayDraws.unit(at(S.planMove, now.day - subscription.startDay));
  const beyondLimit = plan.deviceLimit !== null && now.devices > plan.deviceLimit;
  const upgradeRate = (now.health > 0.76 ? 0.0022 : 0.0007) + (beyondLimit ? 0.01 : 0);
  const downgradeRate = now.health < 0.55 ? 0.0006 : 0.00012;
  if (u < upgradeRate) {
    const better = neighbourPlan(plan, 1, now.day);
    if (better === null) return;
    change(subscription, now.day, "upgrade", { plan: better }, beyondLimit ? "device_limit" : "more_features");
    billProration(subscription, now.day, (unitCents(better, cycle) - unitCents(plan, cycle)) * quantity, now.asOfDay);
  } else if (u > 1 - downgradeRate) {
    const cheaper = neighbourPlan(plan, -1, now.day);
    if (cheaper !== null && unitCents(cheaper, cycle) < unitCents(plan, cycle)) subscription.pendingPlan = cheaper;
  }
}

/** The customer says goodbye; the subscription runs to the end of the period that is paid. */
export function requestCancel(subscription: Subscription, day: number, reason: string): void {
  if (subscription.status !== "active" || subscription.cancelReason !== null) return;
  subscription.cancelReason = reason;
  subscription.cancelRequestedAt = day * DAY_SECONDS + subscription.secondOfDay;
}

/** A pause needs a clean account: nothing owed, no notice given. */
export function pause(subscription: Subscription, day: number, resumeDay: number, reason: string): void {
  if (subscription.status !== "active" || subscription.dunning !== null || subscription.cancelReason !== null) return;
  change(subscription, day, "pause", { status: "paused" }, reason);
  subscription.resumeDay = resumeDay;
}

/** Ends a subscription now; what is still owed is given up. */
export function cancel(subscription: Subscription, day: number, reason: string): void {
  writeOffInvoices(subscription, day);
  const changedAt = change(subscription, day, "cancel", { status: "canceled" }, reason);
  subscription.endedAt = changedAt;
  subscription.cancelRequestedAt ??= changedAt;
  subscription.dunning = null;
}

/** Why customers leave; price weighs more in the months after the rise. */
export function leavingReason(
  u: number,
  { afterPriceRise, lowUse }: { afterPriceRise: boolean; lowUse: boolean },
): string {
  return weighted(u, [
    ["low_usage", lowUse ? 45 : 8],
    ["too_expensive", afterPriceRise ? 60 : 22],
    ["switched_service", 18],
    ["business_closed", 16],
    ["missing_features", 12],
    ["unreliable_devices", 12],
  ]);
}
