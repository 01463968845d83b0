/**
 * How Stripe saw a subscription change: one version from each billing run that found something new.
 *
 * In go the changes that the application logged, out come versions without gap or overlap, the first from the run of creation.
 * The application's log is finer: what changed twice on a day is seen here as it was in the evening.
 */
import type { Subscription, SubscriptionEvent, SubscriptionStatus } from "../world/world.ts";
import { billingRun, dayOf } from "./billing-clock.ts";
import type { Version } from "./money.ts";
import { planPrice } from "./prices.ts";

const STATUS_AFTER: Readonly<Partial<Record<SubscriptionEvent, SubscriptionStatus>>> = {
  trial_start: "trialing",
  convert: "active",
  reactivate: "active",
  resume: "active",
  recover: "active",
  pause: "paused",
  past_due: "past_due",
  cancel: "canceled",
};

/** The versions of a subscription that Stripe has known since the run of a day. */
export function versionsOf({ changes, cycle }: Pick<Subscription, "changes" | "cycle">, firstDay: number): Version[] {
  const versions: Version[] = [];
  let status: SubscriptionStatus = "active";
  changes.forEach(({ event, at, toPlan, toQuantity }, index) => {
    status = STATUS_AFTER[event] ?? status;
    const day = dayOf(at);
    const next = changes[index + 1];
    // Only the last change of a day is seen.
    if (day < firstDay || (next !== undefined && dayOf(next.at) === day)) return;
    const version: Version = { from: billingRun(day), status, quantity: toQuantity, price: planPrice(toPlan, cycle) };
    const before = versions.at(-1);
    if (before === undefined || !sameTerms(before, version)) versions.push(version);
  });
  return versions;
}

function sameTerms(a: Version, b: Version): boolean {
  return a.status === b.status && a.quantity === b.quantity && a.price === b.price;
}

/** The version at a time; undefined before the first. */
export function versionAt(versions: readonly Version[], time: number): Version | undefined {
  let found: Version | undefined;
  for (const version of versions) if (version.from <= time) found = version;
  return found;
}
