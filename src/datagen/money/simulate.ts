/**
 * The payment provider's year: every customer's dealings, then what only the whole shows, numbers in order of time and payouts.
 *
 * In go the customers' lives, out comes everything that Stripe's tables are written from.
 */
import { taxBasisPoints } from "../facts/geography.ts";
import type { Registry } from "../world/registry.ts";
import { chargeHour } from "./billing-clock.ts";
import { movementsOf, payOut } from "./ledger.ts";
import type { Agreement, Bill, Charge, Money } from "./money.ts";
import { livePayer } from "./payers.ts";

export function simulateMoney(registry: Registry): Money {
  const { asOfDay } = registry.world.setting.tier;
  const payers = registry.stripeCustomers.map(({ account, since }, index) =>
    livePayer(registry, account, index + 1, since),
  );
  const agreements: Agreement[] = [];
  for (const payer of payers) for (const agreement of payer.agreements) agreements[agreement.number - 1] = agreement;
  const bills = numbered(agreements.flatMap((agreement) => agreement.bills).sort(beforeInRun));
  const charges = numbered(payers.flatMap((payer) => payer.charges).sort(beforeInHour));
  const refunds = numbered(
    inOrder(
      charges.flatMap(({ refund }) => refund ?? []),
      (refund) => refund.charge.number,
    ),
  );
  const disputes = numbered(
    inOrder(
      charges.flatMap(({ dispute }) => dispute ?? []),
      ({ charge }) => charge.number,
    ),
  );
  const ledger = numbered(movementsOf(charges, asOfDay));
  return {
    payers,
    agreements,
    bills,
    extraLines: numbered(bills.flatMap(({ extraLines }) => extraLines)),
    charges,
    refunds,
    disputes,
    creditNotes: numbered(
      inOrder(
        payers.flatMap(({ creditNotes }) => creditNotes),
        ({ bill }) => bill.number,
      ),
    ),
    balance: numbered(
      inOrder(
        payers.flatMap(({ balance }) => balance),
        ({ customer }) => customer,
      ),
    ),
    cards: numbered(
      payers.flatMap(({ cards }) => cards).sort((a, b) => a.createdAt - b.createdAt || a.customer - b.customer),
    ),
    setups: numbered(
      inOrder(
        payers.flatMap(({ setups }) => setups),
        ({ customer }) => customer,
      ),
    ),
    discounts: numbered(
      agreements
        .flatMap(({ discount }) => discount ?? [])
        .sort((a, b) => a.start - b.start || a.subscription - b.subscription),
    ),
    ledger,
    payouts: payOut(ledger, asOfDay),
  };
}

/**
 * The order in which a run writes its invoices: whole periods first, months before years, small sums before large ones. Which
 * order it is matters to nobody, but equal things side by side make the files a third smaller.
 */
function beforeInRun(a: Bill, b: Bill): number {
  return (
    a.day - b.day ||
    Number(a.planLine === null) - Number(b.planLine === null) ||
    Number(isAnnual(a)) - Number(isAnnual(b)) ||
    a.invoice.subtotal - b.invoice.subtotal ||
    taxOf(a) - taxOf(b) ||
    a.subscription - b.subscription ||
    a.ordinal - b.ordinal
  );
}

/** Within an hour, the invoices of the day are charged before older ones are tried again. */
function beforeInHour(a: Charge, b: Charge): number {
  return a.at - b.at || Number(isLate(a)) - Number(isLate(b)) || a.bill.number - b.bill.number;
}

function isLate({ at, bill }: Charge): boolean {
  return at > chargeHour(bill.day);
}

function isAnnual({ invoice }: Bill): boolean {
  return invoice.subscription.cycle === "annual";
}

function taxOf({ invoice }: Bill): number {
  return taxBasisPoints(invoice.subscription.account.city.state);
}

/** By time, and by a number among those of one moment; the order of entries with both equal is kept. */
function inOrder<T extends { readonly at: number }>(items: T[], tie: (item: T) => number): T[] {
  return items.sort((a, b) => a.at - b.at || tie(a) - tie(b));
}

function numbered<T extends { number: number }>(items: T[]): T[] {
  items.forEach((item, index) => (item.number = index + 1));
  return items;
}

/** The charge that paid an invoice. */
export function paymentOf({ charges }: Bill): Charge | null {
  return charges.find(({ succeeded }) => succeeded) ?? null;
}
