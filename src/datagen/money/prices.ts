/** The numbers of the prices: two for each row of the price list (the month, the year), then one for setting up each plan. */
import { PLANS, type BillingCycle, type Plan, type PlanCode } from "../facts/plans.ts";

/** The plans as products, in the order in which they came for sale. */
export const PRODUCTS: readonly PlanCode[] = [...new Set(PLANS.map(({ code }) => code))];

export function planPrice(plan: Plan, cycle: BillingCycle): number {
  return plan.id * 2 - (cycle === "monthly" ? 1 : 0);
}

export function onboardingPrice(code: PlanCode): number {
  return PLANS.length * 2 + PRODUCTS.indexOf(code) + 1;
}
