/**
 * What an invoice is for: the plan for a period, what is left of a period after a change, and onboarding.
 *
 * The world knows the sum of an invoice. Which terms it came from is found again among the changes of its day; terms that do not
 * give the sum are a mistake of this room, and it says so.
 */
import { unitCents, type Plan } from "../facts/plans.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { prorationCents } from "../world/billing.ts";
import type { Invoice, Subscription, SubscriptionChange } from "../world/world.ts";
import { dayOf } from "./billing-clock.ts";
import type { Bill, ExtraLine } from "./money.ts";
import { ONBOARDING_CENTS } from "./offers.ts";
import { onboardingPrice, planPrice } from "./prices.ts";
import { SITES } from "./sites.ts";

/** A line before its invoice is there. */
export type Line = Omit<ExtraLine, "number" | "bill">;

/** Terms that a subscription had at some moment of a day. */
interface Terms {
  readonly plan: Plan;
  readonly quantity: number;
}

/** The plan's line of an invoice for a whole period. Billing comes after some changes of the day and before others. */
export function planLine({ subscription, createdAt, subtotal }: Invoice): NonNullable<Bill["planLine"]> {
  const { changes, cycle } = subscription;
  const day = dayOf(createdAt);
  let before: Terms | null = null;
  for (const { at: time, toPlan, toQuantity } of changes) {
    if (dayOf(time) > day) break;
    const terms: Terms = { plan: toPlan, quantity: toQuantity };
    if (dayOf(time) < day) before = terms;
    else if (before !== null && unitCents(before.plan, cycle) * before.quantity === subtotal) break;
    else before = terms;
  }
  if (before === null || unitCents(before.plan, cycle) * before.quantity !== subtotal)
    throw new RangeError(`No terms of the subscription give an invoice of ${String(subtotal)} cents.`);
  return { price: planPrice(before.plan, cycle), quantity: before.quantity, amount: subtotal };
}

/** The change of its day that an invoice within a period was written for. */
export function billedChange(invoice: Invoice, periodStart: number): SubscriptionChange {
  const { subscription, createdAt, subtotal } = invoice;
  const day = dayOf(createdAt);
  const end = dayOf(invoice.periodEnd);
  const found = subscription.changes.find(
    (change) =>
      dayOf(change.at) === day &&
      (change.event === "upgrade" || change.event === "quantity") &&
      prorationCents(difference(subscription, change), end - day, end - periodStart) === subtotal,
  );
  if (found === undefined) throw new RangeError(`No change of the day gives an invoice of ${String(subtotal)} cents.`);
  return found;
}

function difference({ cycle }: Subscription, change: SubscriptionChange): number {
  const { fromPlan, fromQuantity, toPlan, toQuantity } = change;
  return unitCents(toPlan, cycle) * toQuantity - unitCents(fromPlan ?? toPlan, cycle) * (fromQuantity ?? 0);
}

/**
 * The lines of an invoice within a period. A new plan gives back the unused time of the old one; added sites are one line of
 * what is left for them.
 */
export function prorationLines(invoice: Invoice, periodStart: number): Line[] {
  const { cycle } = invoice.subscription;
  const change = billedChange(invoice, periodStart);
  const { fromPlan, fromQuantity, toPlan, toQuantity } = change;
  if (fromPlan === null || fromPlan === toPlan) {
    const added = toQuantity - (fromQuantity ?? 0);
    return [line("remaining_time", toPlan, planPrice(toPlan, cycle), added, invoice.subtotal)];
  }
  const day = dayOf(invoice.createdAt);
  const end = dayOf(invoice.periodEnd);
  const quantity = fromQuantity ?? 0;
  const unused = prorationCents(unitCents(fromPlan, cycle) * quantity, end - day, end - periodStart);
  return [
    line("unused_time", fromPlan, planPrice(fromPlan, cycle), quantity, -unused),
    line("remaining_time", toPlan, planPrice(toPlan, cycle), toQuantity, invoice.subtotal + unused),
  ];
}

/** Business and Enterprise customers are set up by our people, some Professional ones too; it is charged with the first invoice. */
export function onboardingLine({ subscription, reason }: Invoice, price: number, draws: Draws): Line | null {
  if (reason !== "subscription_create" || subscription.ordinal !== 0) return null;
  const plan = planOfPrice(subscription, price);
  const wanted =
    plan.code === "business" ||
    plan.code === "enterprise" ||
    (plan.code === "professional" && draws.chance(at(SITES.agreement.onboarding), 0.35));
  if (!wanted) return null;
  return line("onboarding", plan, onboardingPrice(plan.code), 1, ONBOARDING_CENTS[plan.code]);
}

function planOfPrice({ changes, cycle }: Subscription, price: number): Plan {
  const change = changes.find(({ toPlan }) => planPrice(toPlan, cycle) === price);
  if (change === undefined) throw new RangeError(`The subscription never had price ${String(price)}.`);
  return change.toPlan;
}

function line(kind: Line["kind"], plan: Plan, price: number, quantity: number, amount: number): Line {
  return { kind, planName: plan.name, price, quantity, amount };
}

/** The day on which a period began. */
export function periodDay({ periodStart }: Invoice): number {
  return Math.floor(periodStart / DAY_SECONDS);
}
