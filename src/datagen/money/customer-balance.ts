/**
 * The credit that a customer has with us, and its use on the next invoices.
 *
 * Amounts are as Stripe writes them: negative is credit, using it is positive. An invoice is never brought below the smallest sum
 * that a card may be charged, and a void invoice gives its credit back.
 */
import type { BalanceEntry, BalanceType } from "./money.ts";

/** Cards are not charged less. */
export const SMALLEST_CHARGE = 50;

export class CustomerBalance {
  readonly #customer: number;
  readonly entries: BalanceEntry[] = [];

  constructor(customer: number) {
    this.#customer = customer;
  }

  /** Credit that is there just before a time. */
  available(time: number): number {
    let sum = 0;
    for (const { at, amount } of this.entries) if (at < time || amount > 0) sum += amount;
    return -sum;
  }

  give(at: number, cents: number, type: BalanceType): void {
    this.entries.push({ number: 0, customer: this.#customer, at, amount: -cents, type });
  }

  /** Uses what there is for an invoice over so many cents; returns how much. */
  use(at: number, totalCents: number): number {
    if (this.entries.length === 0) return 0;
    const used = Math.min(this.available(at), totalCents - SMALLEST_CHARGE);
    if (used <= 0) return 0;
    this.entries.push({ number: 0, customer: this.#customer, at, amount: used, type: "applied_to_invoice" });
    return used;
  }
}
