/** What the shop's system calls an account on the as-of day, and since when; a job of the night sets it. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { dayOf } from "./office-hours.ts";
import type { Deal, Order, ShopAccount } from "./records.ts";

export type ShopAccountStatus = "prospect" | "customer" | "active" | "inactive" | "churned";

/** Days without an order after which a customer is merely active, and without a deal after which a prospect is given up. */
const QUIET_DAYS = 365;
/** Days after which a customer who left is filed away. */
const FORGOTTEN_DAYS = 730;
const NIGHT_JOB = 2 * 3600;

export interface StatusSince {
  readonly status: ShopAccountStatus;
  readonly since: number;
}

export function statusOn(
  account: ShopAccount,
  orders: readonly Order[],
  deals: readonly Deal[],
  asOfDay: number,
): StatusSince {
  const { life, createdAt } = account;
  const change = life?.statusChanges.at(-1);
  if (change?.status === "churned") {
    const forgotten = dayOf(change.at) + FORGOTTEN_DAYS;
    return forgotten <= asOfDay ? nightly("inactive", forgotten) : { status: "churned", since: change.at };
  }
  const lastOrder = orders.at(-1);
  if (lastOrder !== undefined) {
    const quiet = dayOf(lastOrder.createdAt) + QUIET_DAYS;
    return quiet <= asOfDay ? nightly("active", quiet) : { status: "customer", since: buyingSince(orders) };
  }
  const lastDeal = deals.at(-1);
  const quiet = dayOf(lastDeal?.events.at(-1)?.at ?? createdAt) + QUIET_DAYS;
  return life === null && quiet <= asOfDay ? nightly("inactive", quiet) : { status: "prospect", since: createdAt };
}

/** The first order, or the first one after a year without any. */
function buyingSince(orders: readonly Order[]): number {
  const again = orders.findLast((order, index) => {
    const before = orders[index - 1];
    return before === undefined || dayOf(order.createdAt) - dayOf(before.createdAt) >= QUIET_DAYS;
  });
  return again?.createdAt ?? 0;
}

function nightly(status: ShopAccountStatus, day: number): StatusSince {
  return { status, since: day * DAY_SECONDS + NIGHT_JOB };
}
