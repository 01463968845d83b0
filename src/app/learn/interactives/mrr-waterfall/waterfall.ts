/**
 * From opening to closing MRR: each customer of a month falls into one bucket, and the buckets add up. Losses are kept as positive
 * amounts; where a bar lies, and on which side it grows, follows from its kind.
 */
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export type Bucket = "new" | "reactivation" | "expansion" | "contraction" | "churn" | "none";

/** In the order in which the waterfall shows them. */
export const MOVES = ["new", "reactivation", "expansion", "contraction", "churn"] as const;
export type Move = (typeof MOVES)[number];

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly before: number;
  readonly now: number;
  /** Whether any month before had MRR. */
  readonly hasPaid: boolean;
}

export interface Step {
  readonly kind: "opening" | Move | "closing";
  /** Never negative. */
  readonly amount: number;
  readonly customers: number;
  /** Where the bar begins and ends, from 0 to the highest level of the month. */
  readonly from: number;
  readonly to: number;
}

export function readCustomers(rows: readonly PlayRow[]): readonly Customer[] {
  return rows.map((row) => ({
    id: String(row["customer_id"]),
    name: textOf(row["customer_name"]) ?? String(row["customer_id"]),
    before: Number(row["previous_mrr"] ?? 0),
    now: Number(row["mrr"] ?? 0),
    hasPaid: row["ever_paid_before"] === true || row["ever_paid_before"] === "true",
  }));
}

export function bucketOf({ before, now, hasPaid }: Pick<Customer, "before" | "now" | "hasPaid">): Bucket {
  if (before <= 0 && now > 0) return hasPaid ? "reactivation" : "new";
  if (before > 0 && now <= 0) return "churn";
  if (now > before) return "expansion";
  if (now < before) return "contraction";
  return "none";
}

export function isLoss(kind: Step["kind"]): boolean {
  return kind === "contraction" || kind === "churn";
}

/** The customers with one of them paying something else. */
export function withMrr(customers: readonly Customer[], id: string, mrr: number): readonly Customer[] {
  return customers.map((customer) => (customer.id === id ? { ...customer, now: mrr } : customer));
}

export function waterfallOf(customers: readonly Customer[]): readonly Step[] {
  const opening = sum(customers.map((customer) => customer.before));
  const closing = sum(customers.map((customer) => customer.now));
  let level = opening;
  const moves = MOVES.map((kind): Step => {
    const own = customers.filter((customer) => bucketOf(customer) === kind);
    const amount = sum(own.map((customer) => Math.abs(customer.now - customer.before)));
    const next = isLoss(kind) ? level - amount : level + amount;
    const step = { kind, amount, customers: own.length, from: Math.min(level, next), to: Math.max(level, next) };
    level = next;
    return step;
  });
  return [
    { kind: "opening", amount: opening, customers: count(customers, "before"), from: 0, to: opening },
    ...moves,
    { kind: "closing", amount: closing, customers: count(customers, "now"), from: 0, to: closing },
  ];
}

/** The customers of a bucket, the largest change first. */
export function customersIn(customers: readonly Customer[], kind: Step["kind"]): readonly Customer[] {
  const own = customers.filter((customer) =>
    kind === "opening" ? customer.before > 0 : kind === "closing" ? customer.now > 0 : bucketOf(customer) === kind,
  );
  const size = (customer: Customer): number =>
    kind === "opening" ? customer.before : kind === "closing" ? customer.now : Math.abs(customer.now - customer.before);
  return own.toSorted((left, right) => size(right) - size(left) || left.name.localeCompare(right.name));
}

function count(customers: readonly Customer[], side: "before" | "now"): number {
  return customers.filter((customer) => customer[side] > 0).length;
}

/** In cents, so that a sum of many prices stays exact. */
function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + Math.round(amount * 100), 0) / 100;
}

/**
 * Where the scale begins, so that the movements can be seen beside a large opening: 0, or a little below the lowest level of the
 * month. Bars that reach below it are cut.
 */
export function scaleStart(steps: readonly Step[]): number {
  const levels = steps.flatMap((step) =>
    step.kind === "opening" || step.kind === "closing" ? [step.to] : [step.from, step.to],
  );
  const lowest = Math.min(...levels);
  const span = Math.max(...levels) - lowest;
  return span > 0 && span < lowest / 4 ? lowest - span * 0.75 : 0;
}
