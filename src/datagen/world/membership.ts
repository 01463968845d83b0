/** Whether an account was a customer (trial and pause included) at the end of a day. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Account } from "./world.ts";

export function isCustomerOn({ statusChanges }: Pick<Account, "statusChanges">, day: number): boolean {
  let member = false;
  for (const { at, status } of statusChanges) {
    if (Math.floor(at / DAY_SECONDS) > day) break;
    member = status !== "churned";
  }
  return member;
}
