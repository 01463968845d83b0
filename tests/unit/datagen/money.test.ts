/** The payment provider's books: every sum is the sum of its parts, and every table tells the same story as the others. */
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/datagen/generate.ts";
import { unitMrrCents, planOn } from "../../../src/datagen/facts/plans.ts";
import { DAY_SECONDS, parseDay } from "../../../src/datagen/kit/calendar.ts";
import type { Draws } from "../../../src/datagen/kit/random.ts";
import { billingRun, businessDaysAfter, chargeHour, dayOf } from "../../../src/datagen/money/billing-clock.ts";
import { attemptsOf } from "../../../src/datagen/money/collection.ts";
import { couponFor, type Newcomer } from "../../../src/datagen/money/coupons.ts";
import { CustomerBalance } from "../../../src/datagen/money/customer-balance.ts";
import { chargeFee, payOut } from "../../../src/datagen/money/ledger.ts";
import type { Bill, LedgerEntry } from "../../../src/datagen/money/money.ts";
import { coupon, discountCents, taxRates } from "../../../src/datagen/money/offers.ts";
import { fateOf } from "../../../src/datagen/money/reversals.ts";
import { versionsOf } from "../../../src/datagen/money/versions.ts";
import * as stripe from "../../../src/datagen/schema/stripe.ts";
import { tableName, type TableSchema } from "../../../src/datagen/schema/table-schema.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { disputeStatus } from "../../../src/datagen/tables/stripe/reversals.ts";
import { TIERS, atDay } from "../../../src/datagen/tiers.ts";
import type { SubscriptionChange } from "../../../src/datagen/world/world.ts";
import { byId, groupBy, type Row } from "./generated.ts";

const SCHEMAS: readonly TableSchema[] = Object.values(stripe);
const NEEDED = new Set([
  ...SCHEMAS.map(tableName),
  "app_database__subscriptions",
  "app_database__subscription_changes",
]);
const AS_OF = parseDay("2025-12-31");

function company(tier: "tiny" | "classroom"): (table: string) => Row[] {
  const tables = new Map<string, TableData>();
  for (const table of generate({ tier, only: NEEDED, clean: true })) tables.set(tableName(table.schema), table);
  const read = new Map<string, Row[]>();
  return (name) => {
    const full = name.includes("__") ? name : `stripe__${name}`;
    const table = tables.get(full);
    if (table === undefined) throw new Error(`"${full}" was not generated.`);
    const rows = read.get(full) ?? records(table);
    read.set(full, rows);
    return rows;
  };
}

/** `expect` once per row of a large table takes seconds. */
function check(holds: boolean, about: unknown): void {
  if (!holds) expect.fail(JSON.stringify(about));
}

function num(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== "number") throw new Error(`"${column}" is ${String(value)} in ${JSON.stringify(row)}`);
  return value;
}

function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + num(row, column), 0);
}

describe.each(["tiny", "classroom"] as const)("%s", (tier) => {
  const rows = company(tier);

  test("every table of Stripe is there, and every reference finds its row", () => {
    expect(SCHEMAS).toHaveLength(29);
    const ids = new Map(SCHEMAS.map(({ table }) => [`stripe.${table}.id`, new Set(rows(table).map(({ id }) => id))]));
    for (const { table, columns } of SCHEMAS) {
      for (const [name, { references, values }] of Object.entries(columns)) {
        const known = references === undefined ? null : ids.get(references);
        const allowed = values === undefined ? null : new Set<unknown>(values);
        for (const row of rows(table)) {
          const value = row[name] ?? null;
          if (value === null) continue;
          if (known !== null) check(known?.has(value) === true, { table, name, value });
          if (allowed !== null) check(allowed.has(value), { table, name, value });
        }
      }
    }
  });

  test("lines sum to the subtotal, and subtotal less discount plus tax is the total", () => {
    const lines = groupBy(rows("invoice_line_item"), "invoice_id");
    const discounts = byId(rows("discount"));
    const bySubscription = new Map([...discounts.values()].map((row) => [row["subscription_id"], row]));
    const coupons = byId(rows("coupon"));
    let discounted = 0;
    for (const invoice of rows("invoice")) {
      const own = lines.get(invoice["id"] ?? null) ?? [];
      check(sum(own, "amount") === num(invoice, "subtotal"), invoice);
      const granted = bySubscription.get(invoice["subscription_id"] ?? null);
      const created = num(invoice, "created");
      const runs =
        granted !== undefined &&
        created >= num(granted, "start") &&
        (granted["end"] === null || created < num(granted, "end"));
      const plan = sum(
        own.filter(({ type }) => type === "subscription"),
        "amount",
      );
      const offer = coupons.get(granted?.["coupon_id"] ?? null);
      const off =
        !runs || offer === undefined
          ? 0
          : discountCents(
              { percent: offer["percent_off"] as number | null, cents: offer["amount_off"] as number | null },
              plan,
            );
      if (off > 0) discounted += 1;
      check(num(invoice, "subtotal") - off + num(invoice, "tax") === num(invoice, "total"), { invoice, off });
    }
    expect(discounted).toBeGreaterThan(0);
  });

  test("the lines that are no plan are the invoice items, line by line", () => {
    const items = rows("invoice_item");
    const lines = rows("invoice_line_item").filter(({ type }) => type === "invoiceitem");
    const facts = ({ invoice_id, amount, proration }: Row): unknown => [invoice_id, amount, proration];
    expect(lines.map(facts)).toEqual(items.map(facts));
  });

  test("a paid invoice is one charge that succeeded and one movement of the balance, all of the same amount", () => {
    const charges = groupBy(rows("charge"), "invoice_id");
    const movements = byId(rows("balance_transaction"));
    const intents = byId(rows("payment_intent"));
    for (const invoice of rows("invoice")) {
      const own = charges.get(invoice["id"] ?? null) ?? [];
      const succeeded = own.filter(({ paid }) => paid === 1);
      const paid = invoice["status"] === "paid";
      check(own.length === invoice["attempt_count"] && succeeded.length === (paid ? 1 : 0), invoice);
      const intent = intents.get(invoice["payment_intent_id"] ?? null);
      check(
        intent?.["amount"] === invoice["amount_due"] && intent?.["amount_received"] === invoice["amount_paid"],
        intent,
      );
      check((intent?.["status"] === "succeeded") === paid, intent);
      for (const charge of own)
        check(
          charge["amount"] === invoice["amount_due"] && (charge["failure_code"] === null) === (charge["paid"] === 1),
          charge,
        );
      const [charge] = succeeded;
      if (charge === undefined) continue;
      check(own.at(-1) === charge && invoice["charge_id"] === charge["id"], charge);
      check(charge["created"] === invoice["status_transitions_paid_at"], charge);
      const movement = movements.get(charge["balance_transaction_id"] ?? null);
      check(movement?.["source"] === charge["id"] && movement?.["amount"] === invoice["amount_paid"], movement);
    }
    expect(rows("charge").filter(({ paid }) => paid === 0).length).toBeGreaterThan(0);
  });

  test("refunds and disputes are movements of their own, and money is given back once at most", () => {
    const movements = groupBy(rows("balance_transaction"), "source");
    const charges = byId(rows("charge"));
    const refunds = groupBy(rows("refund"), "charge_id");
    for (const refund of rows("refund")) {
      const [movement, ...others] = movements.get(refund["id"] ?? null) ?? [];
      check(
        others.length === 0 && num(movement, "amount") === -num(refund, "amount") && movement?.["fee"] === 0,
        refund,
      );
      const charge = charges.get(refund["charge_id"] ?? null);
      check(num(refund, "created") > num(charge, "created") && charge?.["paid"] === 1, refund);
    }
    for (const charge of charges.values()) {
      const given = sum(refunds.get(charge["id"] ?? null) ?? [], "amount");
      check(given === charge["amount_refunded"] && given <= num(charge, "amount"), charge);
      check((charge["refunded"] === 1) === (given === charge["amount"]), charge);
    }
    for (const dispute of rows("dispute")) {
      const own = movements.get(dispute["id"] ?? null) ?? [];
      check(num(own[0], "net") === -num(dispute, "amount") - 1500, dispute);
      check(own.length === (dispute["status"] === "won" ? 2 : 1), dispute);
      check(charges.get(dispute["charge_id"] ?? null)?.["amount"] === dispute["amount"], dispute);
    }
  });

  test("a payout is the net of its movements, and every movement waits or is in one payout", () => {
    const movements = rows("balance_transaction");
    for (const row of movements) check(num(row, "amount") - num(row, "fee") === num(row, "net"), row);
    const paidOut = groupBy(movements, "payout_id");
    const listed = groupBy(rows("payout_balance_transaction"), "payout_id");
    for (const payout of rows("payout")) {
      const own = paidOut.get(payout["id"] ?? null) ?? [];
      check(sum(own, "net") === payout["amount"] && num(payout, "amount") > 0, payout);
      const ids = (listed.get(payout["id"] ?? null) ?? []).map((row) => row["balance_transaction_id"]);
      check(ids.join() === own.map(({ id }) => id).join(), payout);
    }
    expect(rows("payout_balance_transaction")).toHaveLength(movements.length - (paidOut.get(null)?.length ?? 0));
    const fees = groupBy(rows("fee"), "balance_transaction_id");
    for (const row of movements) check(sum(fees.get(row["id"] ?? null) ?? [], "amount") === row["fee"], row);
  });

  test("a credit note sums its lines, and what credit was used is missing from the amounts due", () => {
    const lines = groupBy(rows("credit_note_line_item"), "credit_note_id");
    for (const note of rows("credit_note")) {
      check(sum(lines.get(note["id"] ?? null) ?? [], "amount") === note["amount"], note);
      check((note["voided_at"] !== null) === (note["status"] === "void"), note);
    }
    const used = new Map<unknown, number>();
    for (const row of rows("invoice")) {
      const credit = num(row, "total") - num(row, "amount_due");
      check(credit >= 0, row);
      used.set(row["customer_id"], (used.get(row["customer_id"]) ?? 0) + credit);
    }
    const entries = groupBy(rows("customer_balance_transaction"), "customer_id");
    for (const customer of rows("customer")) {
      const own = entries.get(customer["id"] ?? null) ?? [];
      check(sum(own, "amount") === customer["balance"] && num(customer, "balance") <= 0, customer);
      const applied = own.filter(({ type }) => type === "applied_to_invoice");
      check(sum(applied, "amount") === (used.get(customer["id"]) ?? 0), customer);
    }
  });

  test("tax is the active rate of the customer's state on what is left after the discount", () => {
    const rates = new Set(rows("tax_rate").flatMap((row) => (row["active"] === 1 ? [num(row, "percentage")] : [])));
    for (const invoice of rows("invoice")) {
      const net = num(invoice, "total") - num(invoice, "tax");
      const fits = [...rates].some((rate) => Math.floor((net * rate) / 100000 + 0.5) === invoice["tax"]);
      check(fits, invoice);
    }
  });

  test("versions of a subscription touch, begin with it, and the last one is its present state", () => {
    const history = groupBy(rows("subscription_history"), "id");
    const items = new Map(rows("subscription_item").map((row) => [row["subscription_id"], row]));
    for (const subscription of rows("subscription")) {
      const versions = history.get(subscription["id"] ?? null) ?? [];
      versions.forEach((version, index) => {
        const next = versions[index + 1];
        check(version["_valid_to"] === (next?.["_valid_from"] ?? null), version);
        check((version["_is_active"] === 1) === (next === undefined), version);
      });
      const last = versions.at(-1);
      check(versions[0]?.["_valid_from"] === subscription["created"], subscription);
      check(
        last?.["status"] === subscription["status"] && last?.["quantity"] === subscription["quantity"],
        subscription,
      );
      check(last?.["price_id"] === items.get(subscription["id"] ?? null)?.["price_id"], subscription);
      if (subscription["ended_at"] !== null) check(last?.["_valid_from"] === subscription["ended_at"], subscription);
    }
  });

  test("MRR on every day is the same from the application's changes as from the versions times the price", () => {
    const prices = byId(rows("price"));
    const first = TIERS[tier].startDay;
    const fromChanges = new Float64Array(AS_OF - first + 2);
    const fromVersions = new Float64Array(fromChanges.length);
    for (const row of rows("app_database__subscription_changes")) {
      const day = dayOf(num(row, "changed_at")) - first;
      fromChanges[day] = (fromChanges[day] ?? 0) + num(row, "mrr_after_cents") - num(row, "mrr_before_cents");
    }
    for (const row of rows("subscription_history")) {
      if (row["status"] !== "active" && row["status"] !== "past_due") continue;
      const price = prices.get(row["price_id"] ?? null);
      const month = num(price, "unit_amount") / (price?.["recurring_interval"] === "year" ? 12 : 1);
      const from = dayOf(num(row, "_valid_from")) - first;
      fromVersions[from] = (fromVersions[from] ?? 0) + month * num(row, "quantity");
      if (row["_valid_to"] === null) continue;
      const to = dayOf(num(row, "_valid_to")) - first;
      fromVersions[to] = (fromVersions[to] ?? 0) - month * num(row, "quantity");
    }
    expect([...fromVersions]).toEqual([...fromChanges]);
  });

  test("events say what happened: one for each payment, failure, version, refund, dispute and payout", () => {
    const events = groupBy(rows("event"), "type");
    const objects = (...types: string[]): unknown[] =>
      types.flatMap((type) => (events.get(type) ?? []).map((row) => row["object_id"])).sort();
    const ids = (table: string, chosen: (row: Row) => boolean = () => true, column = "id"): unknown[] =>
      rows(table)
        .filter(chosen)
        .map((row) => row[column])
        .sort();
    expect(objects("customer.created")).toEqual(ids("customer"));
    expect(objects("payment_method.attached")).toEqual(ids("payment_method"));
    expect(objects("setup_intent.succeeded", "setup_intent.setup_failed")).toEqual(ids("setup_intent"));
    expect(objects("customer.subscription.created")).toEqual(ids("subscription"));
    expect(objects("customer.subscription.deleted")).toEqual(
      ids("subscription", ({ status }) => status === "canceled"),
    );
    expect(
      objects(
        "customer.subscription.updated",
        "customer.subscription.paused",
        "customer.subscription.resumed",
        "customer.subscription.deleted",
      ),
    ).toHaveLength(rows("subscription_history").length - rows("subscription").length);
    expect(objects("customer.discount.created")).toEqual(ids("discount"));
    expect(objects("invoice.paid")).toEqual(ids("invoice", ({ status }) => status === "paid"));
    expect(objects("invoice.voided")).toEqual(ids("invoice", ({ status }) => status === "void"));
    expect(objects("invoice.marked_uncollectible")).toEqual(ids("invoice", ({ status }) => status === "uncollectible"));
    expect(objects("invoice.sent")).toEqual(ids("invoice", (row) => row["due_date"] !== null));
    expect(objects("invoice.payment_failed")).toEqual(ids("charge", ({ paid }) => paid === 0, "invoice_id"));
    expect(objects("charge.refunded")).toEqual(ids("refund", () => true, "charge_id"));
    expect(objects("charge.dispute.created")).toEqual(ids("dispute"));
    expect(objects("credit_note.created")).toEqual(ids("credit_note"));
    expect(objects("payout.paid")).toEqual(ids("payout", ({ status }) => status === "paid"));
  });

  test("events are numbered in order of creation, delivered after it, and one in seventy is overtaken", () => {
    let late = 0;
    let before = 0;
    for (const row of rows("event")) {
      check(num(row, "created") >= before, row);
      before = num(row, "created");
      check((row["delivered_at"] === null) === (row["pending_webhooks"] === 1), row);
      if (row["delivered_at"] !== null && num(row, "delivered_at") - before > 60) late += 1;
    }
    expect(late / rows("event").length).toBeGreaterThan(0.008);
    expect(late / rows("event").length).toBeLessThan(0.025);
  });

  test("a card is given before it is charged, and has not expired when it works", () => {
    const cards = byId(rows("payment_method"));
    const printed = new Map(rows("payment_method_card").map((row) => [row["payment_method_id"], row]));
    const intents = byId(rows("payment_intent"));
    for (const charge of rows("charge")) {
      const intent = intents.get(charge["payment_intent_id"] ?? null);
      if (charge["paid"] === 0 || intent?.["payment_method_id"] === null) continue;
      const card = cards.get(intent?.["payment_method_id"] ?? null);
      check(card?.["customer_id"] === charge["customer_id"] && num(card, "created") <= num(charge, "created"), charge);
      const { exp_month, exp_year } = printed.get(card?.["id"] ?? null) ?? {};
      const lastDay = parseDay(`${String(exp_year)}-${String(exp_month).padStart(2, "0")}-28`) + 3;
      check(dayOf(num(charge, "created")) <= lastDay, { charge, exp_month, exp_year });
    }
  });
});

describe("the clock", () => {
  test("on an earlier day the books hold what had happened by then, under the same numbers", () => {
    const day = parseDay("2025-06-30");
    const only = new Set([
      "stripe__charge",
      "stripe__refund",
      "stripe__discount",
      "stripe__customer_balance_transaction",
      "stripe__payment_method",
    ]);
    const [then, now] = [atDay(TIERS.tiny, day), TIERS.tiny].map((tier) => generate({ tier, only, clean: true }));
    then?.forEach((table, index) => {
      const later = byId(records(now?.[index] ?? table));
      expect(table.rowCount).toBeGreaterThan(0);
      for (const row of records(table)) {
        const known = later.get(row["id"] ?? null);
        for (const column of [
          "amount",
          "created",
          "customer_id",
          "charge_id",
          "invoice_id",
          "coupon_id",
          "failure_code",
        ])
          if (column in row) check(known?.[column] === row[column], { row, known });
      }
    });
  });
});

describe("rules", () => {
  test.each([
    [10900, true, 346],
    [10900, false, 87],
    [990000, false, 500],
  ])("the fee of %i cents (by card: %s) is %i", (cents, byCard, fee) => {
    expect(chargeFee(cents, byCard)).toBe(fee);
  });

  test("a percentage is taken off to the cent, an amount never takes off more than there is", () => {
    expect(discountCents(coupon("welcome20"), 10999)).toBe(2200);
    expect(discountCents(coupon("refer25"), 1900)).toBe(1900);
  });

  test.each([
    [{ ordinal: 2 }, "winback30"],
    [{ source: "partner" }, "partner10"],
    [{ cycle: "annual" as const }, "annual10"],
    [{ primary: false }, undefined],
    [{}, "welcome20"],
  ])("who subscribes as %o may get %s", (of, id) => {
    const { source = "organic", ...over } = of as { source?: string };
    const newcomer = { ordinal: 0, primary: true, cycle: "monthly", account: { source, businessType: "bar" }, ...over };
    expect(couponFor(newcomer as Newcomer, parseDay("2024-03-15"), 1, 0.01)?.id).toBe(id);
    expect(couponFor(newcomer as Newcomer, parseDay("2024-03-15"), 1, 0.99)).toBeNull();
  });

  test("a taxed state has one rate in use and one that was set up in error", () => {
    const texas = taxRates().filter(({ jurisdiction }) => jurisdiction === "US-TX");
    expect(texas.map(({ basisPoints, active }) => [basisPoints, active])).toEqual([
      [525, false],
      [500, true],
    ]);
    expect(taxRates().filter(({ jurisdiction }) => jurisdiction === "US-CO")).toHaveLength(1);
  });

  const DAY = parseDay("2024-03-15");
  const bill = (over: object, invoice: object): Bill =>
    ({
      day: DAY,
      paidAt: null,
      behind: false,
      invoice: { settledDay: null, subscription: { collection: "charge_automatically" }, ...invoice },
      ...over,
    }) as unknown as Bill;
  const days = (of: Bill): string =>
    attemptsOf(of, DAY + 400)
      .map(({ at, succeeds }) => `${String(dayOf(at) - DAY)}${succeeds ? "+" : "-"}`)
      .join(" ");

  test("a card is tried at once and after 3, 8 and 15 days, until the invoice is settled", () => {
    expect(days(bill({ paidAt: chargeHour(DAY) }, { settledDay: DAY }))).toBe("0+");
    expect(days(bill({ paidAt: chargeHour(DAY + 8) }, { settledDay: DAY + 8 }))).toBe("0- 3- 8+");
    expect(days(bill({}, { settledDay: DAY + 120 }))).toBe("0- 3- 8- 15-");
    expect(days(bill({ behind: true }, {}))).toBe("0-");
    expect(days(bill({}, { subscription: { collection: "send_invoice" } }))).toBe("");
  });

  test("credit is used from the time it was given, leaves the smallest charge, and comes back from a void invoice", () => {
    const balance = new CustomerBalance(1);
    balance.give(100, 2000, "adjustment");
    expect(balance.use(100, 10900)).toBe(0);
    expect(balance.use(200, 1050)).toBe(1000);
    balance.give(300, 1000, "unapplied_from_invoice");
    expect(balance.use(400, 10900)).toBe(2000);
    expect(balance.use(500, 10900)).toBe(0);
  });

  test("what changed twice on a day is one version, from the run of that evening", () => {
    const plan = planOn("starter", DAY);
    if (plan === null) throw new Error("not for sale");
    const at = (day: number, event: string, toQuantity: number): SubscriptionChange =>
      ({ at: day * DAY_SECONDS + 36000, event, toPlan: plan, toQuantity }) as SubscriptionChange;
    const changes = [
      at(DAY, "trial_start", 1),
      at(DAY + 14, "convert", 1),
      at(DAY + 14, "quantity", 2),
      at(DAY + 20, "pause", 2),
    ];
    const seen = versionsOf({ changes, cycle: "monthly" }, DAY);
    expect(seen.map(({ from, status, quantity }) => [from, status, quantity])).toEqual([
      [billingRun(DAY), "trialing", 1],
      [billingRun(DAY + 14), "active", 2],
      [billingRun(DAY + 20), "paused", 2],
    ]);
    expect(versionsOf({ changes, cycle: "monthly" }, DAY + 14)).toHaveLength(2);
    expect(unitMrrCents(plan, "monthly")).toBe(10900);
  });

  test("money is available two business days later and leaves on Tuesdays and Fridays; a negative sum waits", () => {
    const friday = parseDay("2024-03-15");
    expect(businessDaysAfter(friday, 2)).toBe(friday + 4);
    const entry = (amount: number, availableDay: number): LedgerEntry =>
      ({ amount, fee: 0, availableDay, payout: null }) as unknown as LedgerEntry;
    const entries = [entry(-500, friday), entry(200, friday + 1), entry(900, friday + 5)];
    expect(
      payOut(entries, friday + 30).map(({ day, amount, entries: of }) => [day - friday, amount, of.length]),
    ).toEqual([[7, 600, 3]]);
  });

  test("who gives notice within ten days of paying may have the money back, half of it for a year", () => {
    const draws = { unit: () => 0.5, chance: () => true, between: () => 5 } as unknown as Draws;
    const paid = (cycle: string, noticeAfter: number) =>
      fateOf(
        {
          invoice: {
            subscription: {
              collection: "charge_automatically",
              cycle,
              cancelRequestedAt: (DAY + noticeAfter) * DAY_SECONDS,
            },
          },
          ordinal: 1,
          draws,
          due: 20000,
          paidAt: chargeHour(DAY),
          planLine: {},
        } as never,
        "normal",
      );
    expect(paid("monthly", 4)).toMatchObject({
      kind: "refund",
      refund: { amount: 20000, reason: "requested_by_customer" },
    });
    expect(paid("annual", 4)).toMatchObject({ refund: { amount: 10000 } });
    expect(paid("monthly", 11)).toEqual({ kind: "none" });
  });

  test("a dispute waits for us for ten days, then for the bank", () => {
    const dispute = { at: 0, decidedAt: 50 * DAY_SECONDS, won: true };
    expect([9, 11, 51].map((day) => disputeStatus(dispute, day * DAY_SECONDS))).toEqual([
      "needs_response",
      "under_review",
      "won",
    ]);
  });
});
