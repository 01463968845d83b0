/** Ids in Stripe's manner: a prefix and a counter. Counters compress twenty times better than random letters. */
import type { BillingCycle, Plan } from "../../facts/plans.ts";
import { planPrice } from "../../money/prices.ts";

export type IdPrefix =
  | "acct"
  | "cbtxn"
  | "ch"
  | "cn"
  | "cnli"
  | "cus"
  | "di"
  | "dp"
  | "evt"
  | "ii"
  | "il"
  | "in"
  | "pi"
  | "pm"
  | "po"
  | "price"
  | "promo"
  | "re"
  | "seti"
  | "si"
  | "sub"
  | "txn"
  | "txr";

/** Events run into the millions in the largest tier; ids must stay in the order of their counters. */
const WIDE: ReadonlySet<IdPrefix> = new Set(["evt"]);

const ZEROS = ["", "0", "00", "000", "0000", "00000", "000000"];

export function stripeId(prefix: IdPrefix, number: number): string {
  const digits = String(number);
  return `${prefix}_${ZEROS[(WIDE.has(prefix) ? 7 : 6) - digits.length] ?? ""}${digits}`;
}

/** Two prices per plan: the month and the year. */
export function priceId(plan: Plan, cycle: BillingCycle): string {
  return stripeId("price", planPrice(plan, cycle));
}

export function productId(code: string): string {
  return `prod_${code}`;
}
