/**
 * The mix of currencies (F09): customers in Canada and Britain are billed in their own money; for advertising see `ad-currency.ts`.
 *
 * Whoever pays in another currency does so everywhere: lines, invoices, charges, refunds and credit are converted at one list
 * factor, part by part, so that the parts still sum to the whole. What the provider books to the company's balance stays in
 * dollars and names the rate. The prices stay as they are; their amounts are the dollar ones.
 */
import type { Company } from "../company.ts";
import { nearest } from "../kit/distributions.ts";
import type { Bill, Money } from "../money/money.ts";
import { AD_CURRENCY } from "./ad-currency.ts";
import type { DirtyTable } from "./dirty-table.ts";
import type { Chances, Fault } from "./fault.ts";

interface Tender {
  readonly currency: string;
  /** Units for a hundred dollars of the price list. */
  readonly perHundred: number;
  /** Dollars for a unit, in millionths. */
  readonly usdRate: number;
}

const TENDER: Readonly<Record<string, Tender>> = {
  CA: { currency: "cad", perHundred: 135, usdRate: 740741 },
  GB: { currency: "gbp", perHundred: 80, usdRate: 1250000 },
};

interface Amounts {
  readonly subtotal: number;
  readonly tax: number;
  readonly total: number;
  readonly due: number;
}

function converted(amount: number, { perHundred }: Tender): number {
  return nearest((amount * perHundred) / 100);
}

/** The amounts of a bill in another currency; each part is rounded by itself, sums are made of the rounded parts. */
export function billIn(bill: Bill, tender: Tender): Amounts {
  let subtotal = bill.planLine === null ? 0 : converted(bill.planLine.amount, tender);
  for (const { amount } of bill.extraLines) subtotal += converted(amount, tender);
  const tax = converted(bill.tax, tender);
  const total = subtotal - converted(bill.discount, tender) + tax;
  return { subtotal, tax, total, due: total - converted(bill.credit, tender) };
}

/** The tender of each Stripe customer, by number; customers who pay in dollars are not in it. */
function tenders(money: Money): ReadonlyMap<number, Tender> {
  let found = knownTenders.get(money);
  if (found === undefined) {
    found = tendersOf(money);
    knownTenders.set(money, found);
  }
  return found;
}

/** A dozen tables ask for them, and half a dozen for the bills. */
const knownTenders = new WeakMap<Money, ReadonlyMap<number, Tender>>();
const knownBills = new WeakMap<Money, ReadonlyMap<number, Bill>>();

function tendersOf({ payers }: Money): Map<number, Tender> {
  const found = new Map<number, Tender>();
  for (const { account, number } of payers) {
    const tender = TENDER[account.profile.city.country];
    if (tender !== undefined) found.set(number, tender);
  }
  return found;
}

/** "in_000123" is 123. Read digit by digit, since it is asked of every row of a dozen tables. */
function numberOfId(id: string | null): number {
  if (id === null) return 0;
  let number = 0;
  for (let index = id.indexOf("_") + 1; index < id.length; index += 1) number = number * 10 + id.charCodeAt(index) - 48;
  return number;
}

type Rewrite = (row: number, table: DirtyTable, tender: Tender) => void;

/** Does something to each row of a table whose customer pays in another currency. */
function forCustomers(column: string, rewrite: Rewrite): (table: DirtyTable, chances: Chances) => void {
  return (table, { company }) => {
    const known = tenders(company.money);
    for (let row = 0; row < table.rowCount; row += 1) {
      const tender = known.get(numberOfId(table.text(row, column)));
      if (tender !== undefined) rewrite(row, table, tender);
    }
  };
}

/** The same for tables that know the customer only through another record, by the number in one of their ids. */
function forOwners(
  column: string,
  owners: (money: Money) => Iterable<readonly [number: number, customer: number]>,
  rewrite: Rewrite,
): (table: DirtyTable, chances: Chances) => void {
  return (table, { company }) => {
    const known = tenders(company.money);
    const customers = new Map(owners(company.money));
    for (let row = 0; row < table.rowCount; row += 1) {
      const tender = known.get(customers.get(numberOfId(table.text(row, column))) ?? 0);
      if (tender !== undefined) rewrite(row, table, tender);
    }
  };
}

const inCurrency: Rewrite = (row, table, { currency }) => {
  table.set("F09", row, "currency", currency);
};

function change(table: DirtyTable, row: number, column: string, tender: Tender): void {
  const amount = table.number(row, column);
  if (amount !== null && amount !== 0) table.set("F09", row, column, converted(amount, tender));
}

/** Zero stays zero, the full amount becomes the full amount, and anything between is converted. */
function partOf(amount: number, whole: number, wholeNow: number, tender: Tender): number {
  if (amount === 0) return 0;
  return amount === whole ? wholeNow : converted(amount, tender);
}

/** The bills of customers who pay in another currency, by number. */
function billsOf({ money }: Company): ReadonlyMap<number, Bill> {
  let found = knownBills.get(money);
  if (found === undefined) {
    const known = tenders(money);
    found = new Map(money.bills.filter(({ customer }) => known.has(customer)).map((bill) => [bill.number, bill]));
    knownBills.set(money, found);
  }
  return found;
}

/** Does something to each row that is about one invoice of such a customer. */
function forBills(
  billNumber: (table: DirtyTable, row: number) => number,
  rewrite: (row: number, table: DirtyTable, bill: Bill, now: Amounts, tender: Tender) => void,
): (table: DirtyTable, chances: Chances) => void {
  return (table, { company }) => {
    const known = tenders(company.money);
    const bills = billsOf(company);
    for (let row = 0; row < table.rowCount; row += 1) {
      const bill = bills.get(billNumber(table, row));
      const tender = bill === undefined ? undefined : known.get(bill.customer);
      if (bill !== undefined && tender !== undefined) rewrite(row, table, bill, billIn(bill, tender), tender);
    }
  };
}

const fromId =
  (column: string) =>
  (table: DirtyTable, row: number): number =>
    numberOfId(table.text(row, column));

const invoices = forBills(fromId("id"), (row, table, _bill, now, tender) => {
  const paid = table.number(row, "amount_paid") !== 0;
  table.set("F09", row, "subtotal", now.subtotal);
  table.set("F09", row, "tax", now.tax);
  table.set("F09", row, "total", now.total);
  table.set("F09", row, "amount_due", now.due);
  table.set("F09", row, "amount_paid", paid ? now.due : 0);
  table.set("F09", row, "amount_remaining", table.number(row, "amount_remaining") === 0 ? 0 : now.due);
  inCurrency(row, table, tender);
});

const intents = forBills(fromId("id"), (row, table, bill, now, tender) => {
  table.set("F09", row, "amount", now.due);
  table.set(
    "F09",
    row,
    "amount_received",
    partOf(table.number(row, "amount_received") ?? 0, bill.due, now.due, tender),
  );
  inCurrency(row, table, tender);
});

const charges = forBills(fromId("invoice_id"), (row, table, bill, now, tender) => {
  table.set("F09", row, "amount", now.due);
  table.set(
    "F09",
    row,
    "amount_refunded",
    partOf(table.number(row, "amount_refunded") ?? 0, bill.due, now.due, tender),
  );
  inCurrency(row, table, tender);
});

/** Refunds and disputes know their charge, which knows its invoice. */
function ofCharge(table: DirtyTable, { company }: Chances): void {
  const known = tenders(company.money);
  const bills = new Map(company.money.charges.map(({ number, bill }) => [number, bill]));
  for (let row = 0; row < table.rowCount; row += 1) {
    const bill = bills.get(numberOfId(table.text(row, "charge_id")));
    const tender = bill === undefined ? undefined : known.get(bill.customer);
    if (bill === undefined || tender === undefined) continue;
    const { due } = billIn(bill, tender);
    table.set("F09", row, "amount", partOf(table.number(row, "amount") ?? 0, bill.due, due, tender));
  }
}

function creditNotes(table: DirtyTable, { company }: Chances): void {
  const known = tenders(company.money);
  const notes = new Map(company.money.creditNotes.map((note) => [note.number, note]));
  for (let row = 0; row < table.rowCount; row += 1) {
    const note = notes.get(numberOfId(table.text(row, "id")));
    const tender = note === undefined ? undefined : known.get(note.bill.customer);
    if (note === undefined || tender === undefined) continue;
    table.set(
      "F09",
      row,
      "amount",
      note.lines.reduce((sum, line) => sum + converted(line, tender), 0),
    );
  }
}

const creditNoteLines = forOwners(
  "credit_note_id",
  ({ creditNotes: notes }) => notes.map(({ number, bill }) => [number, bill.customer] as const),
  (row, table, tender) => change(table, row, "amount", tender),
);

function customers(table: DirtyTable, { company }: Chances): void {
  const known = tenders(company.money);
  const payers = new Map(company.money.payers.map((payer) => [payer.number, payer]));
  for (let row = 0; row < table.rowCount; row += 1) {
    const number = numberOfId(table.text(row, "id"));
    const tender = known.get(number);
    if (tender === undefined) continue;
    const balance = payers.get(number)?.balance.reduce((sum, { amount }) => sum + converted(amount, tender), 0) ?? 0;
    table.set("F09", row, "balance", balance);
    inCurrency(row, table, tender);
  }
}

/** Movements point at a charge, a refund or a dispute; the first letters of the id say which. */
function ledgerOwners({ charges: all, refunds, disputes, ledger: entries }: Money): (readonly [number, number])[] {
  const ofPayment = new Map(all.map(({ number, bill }) => [number, bill.customer]));
  const ofRefund = new Map(refunds.map(({ number, charge }) => [number, charge.bill.customer]));
  const ofDispute = new Map(disputes.map(({ number, charge }) => [number, charge.bill.customer]));
  return entries.map(({ number, kind, source }) => {
    const owners = kind === "refund" ? ofRefund : kind === "charge" || kind === "payment" ? ofPayment : ofDispute;
    return [number, owners.get(source.number) ?? 0] as const;
  });
}

const ledger = forOwners("id", ledgerOwners, (row, table, { usdRate }) => {
  table.set("F09", row, "exchange_rate", usdRate);
});

export const CURRENCY: readonly Fault[] = [
  {
    id: "F09",
    title: "mixed currencies",
    rule: "Customers in Canada and Britain are billed in CAD and GBP, and one Google Ads account in CAD; the balance is kept in dollars.",
    cleaning: "Join the exchange rate of the day, the last known one at weekends.",
    tables: {
      stripe__customer: customers,
      stripe__invoice: invoices,
      stripe__invoice_item: forCustomers("customer_id", (row, table, tender) => change(table, row, "amount", tender)),
      stripe__invoice_line_item: forBills(fromId("invoice_id"), (row, table, _bill, _now, tender) => {
        change(table, row, "amount", tender);
        inCurrency(row, table, tender);
      }),
      stripe__payment_intent: intents,
      stripe__charge: charges,
      stripe__refund: ofCharge,
      stripe__dispute: ofCharge,
      stripe__credit_note: creditNotes,
      stripe__credit_note_line_item: creditNoteLines,
      stripe__customer_balance_transaction: forCustomers("customer_id", (row, table, tender) =>
        change(table, row, "amount", tender),
      ),
      stripe__balance_transaction: ledger,
      ...AD_CURRENCY,
    },
  },
];
