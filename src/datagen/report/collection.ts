/** How often a card is refused, and how often the money comes all the same. */
import { grouped } from "./grouped.ts";
import { hasRows, numbers, rowsIn, texts, type Tables } from "./read.ts";
import type { Measured } from "./report.ts";

const CHARGES = "stripe__charge";
const INVOICES = "stripe__invoice";
export const COLLECTION_TABLES = [CHARGES, INVOICES] as const;

const FAILED = {
  id: "card_failures",
  area: "money",
  title: "First card charges that fail",
  meaning:
    "Invoices whose first charge to a card was refused, of all that are charged to a card while the customer owes no older one.",
  unit: "percent",
  band: { low: 0.03, high: 0.09 },
} as const;

const RECOVERED = {
  id: "recovered_failures",
  area: "money",
  title: "Failures that are recovered",
  meaning:
    "Of these invoices those that were paid later; refusals of the last 90 days are left out, since they may still be paid.",
  unit: "percent",
  band: { low: 0.55, high: 0.78 },
} as const;

/** The last customers who give a new card do so within this time; what failed later is not decided yet. */
const UNDECIDED_SECONDS = 90 * 86400;

export function collection(tables: Tables, asOfDay: number): Measured[] {
  if (!hasRows(tables, ...COLLECTION_TABLES))
    return [
      { ...FAILED, value: null },
      { ...RECOVERED, value: null },
    ];
  const decided = (asOfDay + 1) * 86400 - UNDECIDED_SECONDS;
  let invoices = 0;
  let failed = 0;
  let asked = 0;
  let recovered = 0;
  for (const { firstPaid, everPaid, at } of withoutOlderDebt(attempts(tables))) {
    invoices += 1;
    if (firstPaid) continue;
    failed += 1;
    if (at >= decided) continue;
    asked += 1;
    if (everPaid) recovered += 1;
  }
  return [
    {
      ...FAILED,
      value: invoices === 0 ? null : failed / invoices,
      detail: `${grouped(failed)} of ${grouped(invoices)} invoices`,
    },
    {
      ...RECOVERED,
      value: asked === 0 ? null : recovered / asked,
      detail: `${grouped(recovered)} of ${grouped(asked)}`,
    },
  ];
}

interface Attempts {
  readonly subscription: string | null;
  /** Time of the first attempt. */
  at: number;
  firstPaid: boolean;
  /** When the money came at last; null when it has not. */
  paidAt: number | null;
}

/** What was tried for each invoice that is charged to a card, in order of the first attempt. */
function attempts(tables: Tables): Attempts[] {
  const subscriptions = cardInvoices(tables);
  const byInvoice = new Map<string | null, Attempts>();
  const invoices = texts(tables, CHARGES, "invoice_id");
  const created = numbers(tables, CHARGES, "created");
  const paid = numbers(tables, CHARGES, "paid");
  for (let row = 0; row < rowsIn(tables, CHARGES); row += 1) {
    const invoice = invoices[row] ?? null;
    const subscription = subscriptions.get(invoice);
    const at = created[row] ?? 0;
    if (subscription === undefined) continue;
    const firstPaid = paid[row] === 1;
    const known = byInvoice.get(invoice);
    if (known === undefined) byInvoice.set(invoice, { subscription, at, firstPaid, paidAt: firstPaid ? at : null });
    else {
      if (at < known.at) [known.at, known.firstPaid] = [at, firstPaid];
      if (firstPaid) known.paidAt = at;
    }
  }
  return [...byInvoice.values()].sort((a, b) => a.at - b.at);
}

/** A customer who has stopped paying is refused again with each new invoice; only the first refusal says something of the card. */
function* withoutOlderDebt(all: readonly Attempts[]): Generator<Attempts & { readonly everPaid: boolean }> {
  const owesUntil = new Map<string | null, number>();
  for (const attempt of all) {
    const { subscription, at, firstPaid, paidAt } = attempt;
    const until = owesUntil.get(subscription) ?? 0;
    if (!firstPaid) owesUntil.set(subscription, Math.max(until, paidAt ?? Infinity));
    if (at > until) yield { ...attempt, everPaid: paidAt !== null };
  }
}

/** The subscription of each invoice that is charged to a card, tests aside. */
function cardInvoices(tables: Tables): ReadonlyMap<string | null, string | null> {
  const ids = texts(tables, INVOICES, "id");
  const live = numbers(tables, INVOICES, "livemode");
  const subscriptions = texts(tables, INVOICES, "subscription_id");
  return new Map(
    texts(tables, INVOICES, "collection_method").flatMap((method, row) =>
      method === "charge_automatically" && live[row] === 1
        ? [[ids[row] ?? null, subscriptions[row] ?? null] as const]
        : [],
    ),
  );
}
