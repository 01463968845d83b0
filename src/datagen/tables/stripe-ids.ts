/** Ids in Stripe's manner: a prefix and a counter. Counters compress twenty times better than random letters. */
import type { BillingCycle, Plan } from "../facts/plans.ts";

export function stripeId(prefix: "cus" | "sub" | "si" | "in" | "ch" | "pi" | "pm", number: number): string {
  return `${prefix}_${String(number).padStart(6, "0")}`;
}

/** Two prices per plan: the month and the year. */
export function priceId(plan: Plan, cycle: BillingCycle): string {
  return `price_${String(plan.id * 2 - (cycle === "monthly" ? 1 : 0)).padStart(6, "0")}`;
}
