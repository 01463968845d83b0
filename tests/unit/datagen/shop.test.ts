/** The hardware shop: its rules one by one, and what must hold between its tables and the application's. */
import { describe, expect, test } from "vitest";
import { Company } from "../../../src/datagen/company.ts";
import { DAY_SECONDS, formatDay, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { Draws } from "../../../src/datagen/kit/random.ts";
import { statusOn } from "../../../src/datagen/shop/account-status.ts";
import { lineCents } from "../../../src/datagen/shop/basket.ts";
import { cutShort, planStages } from "../../../src/datagen/shop/deals.ts";
import { dayOf } from "../../../src/datagen/shop/office-hours.ts";
import { isUnderWarranty, orderCourse, taxOn } from "../../../src/datagen/shop/orders.ts";
import { priceOn } from "../../../src/datagen/shop/range.ts";
import { DEAL_STAGES, type Order, type StageEvent } from "../../../src/datagen/shop/records.ts";
import { SITES, STREAMS } from "../../../src/datagen/shop/sites.ts";
import { PROMISED_HOURS, handling } from "../../../src/datagen/shop/tickets.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { writeAccounts } from "../../../src/datagen/tables/app-database/accounts.ts";
import { CRM } from "../../../src/datagen/tables/crm/writers.ts";
import { TIERS, atDay } from "../../../src/datagen/tiers.ts";
import { isCustomerOn } from "../../../src/datagen/world/membership.ts";
import type { Device } from "../../../src/datagen/world/world.ts";
import type { Row } from "./generated.ts";
import { faultsOf, unusedValues } from "./system-tables.ts";

const AS_OF = parseDay("2025-12-31");
const END = (AS_OF + 1) * DAY_SECONDS;
const companies = {
  tiny: new Company({ tier: TIERS.tiny, seed: 42 }),
  classroom: new Company({ tier: TIERS.classroom, seed: 42 }),
};
const tablesOf = (company: Company): TableData[] => CRM.map(({ write }) => write(company));
const classroom = tablesOf(companies.classroom);
const { shop } = companies.classroom;

function rowsOf(tables: readonly TableData[], name: string): Row[] {
  const table = tables.find(({ schema }) => schema.table === name);
  if (table === undefined) throw new Error(`"${name}" was not written.`);
  return records(table);
}

describe.each(["tiny", "classroom"] as const)("%s", (tier) => {
  const company = companies[tier];
  const tables = tier === "classroom" ? classroom : tablesOf(company);

  test("keys, references, closed lists and times hold", () => {
    const all = [...tables, writeAccounts(company.registry)];
    expect(faultsOf(all, { asOfDay: AS_OF, promises: ["expected_close_date"] })).toEqual([]);
  });

  test("a customer has the same name and people as in the application", () => {
    const accounts = new Map(records(writeAccounts(company.registry)).map((row) => [row["id"], row]));
    const emails = new Map(company.registry.users.map((user) => [user.email, user.account.profile.id]));
    const own = new Map(rowsOf(tables, "accounts").map((row) => [row["id"], row]));
    for (const row of own.values()) {
      const account = accounts.get(row["external_account_id"] ?? null);
      if (account === undefined) continue;
      expect([row["name"], row["website"], row["annual_revenue"]]).toEqual([
        account["name"],
        account["website"],
        account["annual_revenue"],
      ]);
      expect(Number(row["created_at"])).toBeGreaterThanOrEqual(Number(account["created_at"]));
      expect(row["account_status"] === "churned" || row["account_status"] === "inactive").toBe(
        account["status"] === "churned",
      );
    }
    for (const row of rowsOf(tables, "contacts")) {
      const external = own.get(row["account_id"] ?? null)?.["external_account_id"] ?? null;
      if (external !== null) expect(emails.get(String(row["email"]))).toBe(external);
    }
  });

  test("every device of a customer stands in an order line of the day on which it was installed", () => {
    const orders = company.shop.ordersOf;
    for (const account of company.shop.accounts) {
      const devices = account.life?.devices ?? [];
      const installed = devices.map(
        ({ model, installDay }) => `${model.manufacturer} ${model.model} ${String(installDay)}`,
      );
      const ordered = (orders.get(account) ?? []).flatMap(({ lines, createdAt }) =>
        lines
          .filter(({ product }) => product.use === "device")
          .flatMap(({ product, quantity }) =>
            Array.from({ length: quantity }, () => `${product.name} ${String(dayOf(createdAt))}`),
          ),
      );
      expect(ordered.sort()).toEqual(installed.sort());
    }
  });

  test("orders add up, and their times follow each other", () => {
    const items = new Map<unknown, number>();
    for (const { order_id: order, quantity, unit_price: price, discount_pct: discount } of rowsOf(
      tables,
      "order_items",
    )) {
      const amount = (Number(quantity) * Number(price) * (10000 - Number(discount))) / 10000;
      expect(Number.isInteger(amount)).toBe(true);
      items.set(order, (items.get(order) ?? 0) + amount);
    }
    for (const row of rowsOf(tables, "orders")) {
      expect(items.get(row["id"])).toBe(row["subtotal"]);
      expect(Number(row["subtotal"]) + Number(row["tax"]) + Number(row["shipping"])).toBe(row["total"]);
      expect((row["payment_method"] === "warranty") === (row["total"] === 0)).toBe(true);
      const [created, shipped, delivered] = [row["created_at"], row["shipped_at"], row["delivered_at"]];
      if (shipped !== null) expect(Number(shipped)).toBeGreaterThanOrEqual(Number(created));
      if (delivered !== null) expect(Number(delivered)).toBeGreaterThan(Number(shipped));
      expect(["delivered", "returned"].includes(String(row["status"]))).toBe(delivered !== null);
    }
  });

  test("the stage history of a deal is a chain that ends in the deal's stage", () => {
    const chains = new Map<unknown, Row[]>();
    for (const row of rowsOf(tables, "deal_stage_history")) {
      const chain = chains.get(row["deal_id"]);
      if (chain === undefined) chains.set(row["deal_id"], [row]);
      else chain.push(row);
    }
    for (const deal of rowsOf(tables, "deals")) {
      const chain = chains.get(deal["id"]) ?? [];
      chain.forEach((row, index) => {
        const before = chain[index - 1];
        expect(row["previous_stage"]).toBe(before?.["stage"] ?? null);
        if (before === undefined) expect(row["days_in_stage"]).toBeNull();
        else {
          expect(Number(row["changed_at"])).toBeGreaterThan(Number(before["changed_at"]));
          expect(row["days_in_stage"]).toBe(dayOf(Number(row["changed_at"])) - dayOf(Number(before["changed_at"])));
        }
      });
      expect(chain[0]?.["changed_at"]).toBe(deal["created_at"]);
      expect(chain.at(-1)?.["stage"]).toBe(deal["stage"]);
      expect(String(deal["stage"]).startsWith("closed_")).toBe(deal["actual_close_date"] !== null);
    }
  });

  test("nobody who has left orders, negotiates or asks: open deals end with the customer", () => {
    const left = (id: number, time: number): boolean => {
      const life = company.shop.accounts[id - 1]?.life ?? null;
      return life !== null && !isCustomerOn(life, dayOf(time));
    };
    for (const deal of company.shop.deals) {
      expect(left(deal.account.id, deal.openedAt)).toBe(false);
      const last = deal.events.at(-1);
      if (last !== undefined && !last.stage.startsWith("closed_")) expect(left(deal.account.id, END - 1)).toBe(false);
    }
    for (const { account, kind, createdAt } of company.shop.orders)
      if (kind === "supplies") expect(left(account.id, createdAt)).toBe(false);
  });
});

describe("classroom is rich enough to learn from", () => {
  test("tables are about as large as planned; activities are thinned for the size of the pack", () => {
    for (const { schema, rowCount } of classroom) {
      if (schema.table === "organizations") continue; // the second one comes with the planted faults
      const least = schema.table === "activities" ? 0.7 : 0.85;
      expect([schema.table, rowCount / schema.rows.classroom > least, rowCount / schema.rows.classroom < 1.15]).toEqual(
        [schema.table, true, true],
      );
    }
  });

  test("every value of every list occurs", () => {
    expect(unusedValues(classroom)).toEqual([]);
  });

  test("sellers win a fifth to a quarter of their deals, and the better ones more", () => {
    const closed = shop.deals.filter(({ events }) => events.at(-1)?.stage.startsWith("closed_") === true);
    const share = (deals: typeof closed): number =>
      deals.filter(({ events }) => events.at(-1)?.stage === "closed_won").length / deals.length;
    expect(share(closed)).toBeGreaterThan(0.2);
    expect(share(closed)).toBeLessThan(0.28);
    const best = share(closed.filter(({ seller }) => seller.skill > 1.15));
    expect(best).toBeGreaterThan(share(closed.filter(({ seller }) => seller.skill < 0.9)) + 0.04);
  });

  test("deals skip stages, go back and are opened again, each at its rate", () => {
    let [moves, skips, back, reopened] = [0, 0, 0, 0];
    for (const { events } of shop.deals) {
      events.slice(1).forEach(({ stage }, index) => {
        const step = DEAL_STAGES.indexOf(stage) - DEAL_STAGES.indexOf(events[index]?.stage ?? stage);
        if (events[index]?.stage.startsWith("closed_") === true) reopened += 1;
        else if (!stage.startsWith("closed_")) {
          moves += 1;
          if (step > 1) skips += 1;
          if (step < 0) back += 1;
        }
      });
    }
    expect(skips / moves).toBeGreaterThan(0.03);
    expect(skips / moves).toBeLessThan(0.08);
    expect(back / moves).toBeGreaterThan(0.05);
    expect(back / moves).toBeLessThan(0.13);
    expect(reopened / shop.deals.length).toBeGreaterThan(0.01);
    expect(reopened / shop.deals.length).toBeLessThan(0.03);
  });

  test("products fill every price tier and every band of stock", () => {
    const tier = (dollars: number): string =>
      dollars < 50 ? "budget" : dollars < 200 ? "mid" : dollars < 500 ? "premium" : "luxury";
    const stock = (units: number): string => (units <= 0 ? "out" : units < 10 ? "low" : units < 50 ? "normal" : "high");
    const products = rowsOf(classroom, "products");
    expect(new Set(products.map((row) => tier(Number(row["price"]) / 100)))).toEqual(
      new Set(["budget", "mid", "premium", "luxury"]),
    );
    expect(new Set(products.map((row) => stock(Number(row["inventory_quantity"]))))).toEqual(
      new Set(["out", "low", "normal", "high"]),
    );
    for (const row of products) expect(Number(row["cost"])).toBeLessThan(Number(row["price"]));
  });

  test("titles trap whoever looks for letters instead of words", () => {
    const titles = rowsOf(classroom, "contacts").map((row) => String(row["job_title"]).toLowerCase());
    const chiefs = titles.filter((title) => /\b(ceo|cto|cfo|coo|chief)\b/.test(title)).length;
    const naive = titles.filter((title) => /ceo|cto|cfo|coo|chief/.test(title)).length;
    expect(chiefs).toBeGreaterThan(100);
    expect(naive).toBeGreaterThan(chiefs * 2);
    expect(titles).toContain("vice president");
  });

  test("four tickets in five keep their promise, and on the last day some are late, at risk and within it", () => {
    const state = { met: 0, breached: 0, late: 0, risky: 0, pending: 0 };
    for (const { priority, createdAt, resolvedAt } of shop.tickets) {
      const used = ((resolvedAt ?? END) - createdAt) / 3600 / PROMISED_HOURS[priority];
      if (resolvedAt !== null) state[used <= 1 ? "met" : "breached"] += 1;
      else state[used > 1 ? "late" : used > 0.5 ? "risky" : "pending"] += 1;
    }
    expect(state.met / (state.met + state.breached)).toBeGreaterThan(0.72);
    expect(state.met / (state.met + state.breached)).toBeLessThan(0.9);
    expect(Math.min(state.late, state.risky, state.pending)).toBeGreaterThan(0);
  });

  test("a device that broke while its owner was a customer has a ticket of that day", () => {
    const reported = new Map(
      shop.tickets.flatMap((ticket) => (ticket.device === null ? [] : [[ticket.device, ticket]])),
    );
    let broken = 0;
    for (const { life } of shop.accounts)
      for (const device of life?.devices ?? []) {
        if (!device.failed || device.retiredDay === null || device.retiredDay > AS_OF) continue;
        broken += 1;
        expect(dayOf(reported.get(device)?.createdAt ?? 0)).toBe(device.retiredDay);
      }
    expect(broken).toBeGreaterThan(50);
  });
});

describe("rules", () => {
  const draws = (key: number): Draws => new Draws(42, STREAMS.deal, key);
  const opened = parseDay("2024-03-04") * DAY_SECONDS + 10 * 3600;

  test("a deal opens in prospecting, moves forward in time and closes at its end; a won one was negotiated", () => {
    for (let key = 0; key < 400; key += 1) {
      const events = planStages(draws(key), opened, key % 2 === 0);
      expect(events[0]).toEqual({ stage: "prospecting", at: opened, note: null });
      events.slice(1).forEach((event, index) => expect(event.at).toBeGreaterThan(events[index]?.at ?? 0));
      expect(events.at(-1)?.stage.startsWith("closed_")).toBe(true);
      if (events.at(-1)?.stage === "closed_won") expect(events.at(-2)?.stage).toBe("negotiation");
    }
  });

  test("nothing is won from who may not buy", () => {
    for (let key = 0; key < 2000; key += 1)
      expect(planStages(draws(key), opened, false, false).at(-1)?.stage).toBe("closed_lost");
  });

  test("who leaves takes an open deal along, and leaves a closed one as it was", () => {
    const events: StageEvent[] = [
      { stage: "prospecting", at: 3600, note: null },
      { stage: "qualification", at: 7200, note: null },
      { stage: "closed_won", at: 36000, note: null },
    ];
    expect(cutShort(events, null)).toEqual(events);
    expect(cutShort(events, 40000)).toEqual(events);
    expect(cutShort(events, 10000).map(({ stage }) => stage)).toEqual(["prospecting", "qualification", "closed_lost"]);
    expect(cutShort(events, 10000).at(-1)?.note).toBe("customer left");
  });

  test("an order goes from pending to delivered, unless it is cancelled before it leaves", () => {
    const courses = Array.from({ length: 600 }, (_, key) =>
      orderCourse(opened, new Draws(42, STREAMS.reorder, key), SITES.reorder, 3),
    );
    const paths = new Set(courses.map((course) => course.map(({ status }) => status).join(" ")));
    expect(paths).toEqual(
      new Set([
        "pending processing shipped delivered",
        "pending processing shipped delivered delivered",
        "pending processing shipped delivered returned",
        "pending cancelled",
      ]),
    );
    for (const course of courses)
      course.slice(1).forEach((step, index) => expect(step.at).toBeGreaterThan(course[index]?.at ?? 0));
  });

  test("a device is replaced free of charge until its warranty ends", () => {
    const device = (installed: string, broke: string): Device =>
      ({ installDay: parseDay(installed), retiredDay: parseDay(broke), model: { warrantyYears: 2 } }) as Device;
    expect(isUnderWarranty(device("2022-05-10", "2024-05-09"))).toBe(true);
    expect(isUnderWarranty(device("2022-05-10", "2024-05-10"))).toBe(false);
  });

  test("a customer who orders nothing for a year is merely active, and a customer again with the next order", () => {
    const account = shop.accounts.find(({ life }) => life !== null && life.statusChanges.at(-1)?.status === "active");
    if (account === undefined) throw new Error("nobody is active");
    const orders = ["2022-03-01", "2023-03-01", "2024-06-01"].map(
      (day) => ({ createdAt: parseDay(day) * DAY_SECONDS }) as Order,
    );
    const on = (count: number, day: string): unknown[] => {
      const { status, since } = statusOn(account, orders.slice(0, count), [], parseDay(day));
      return [status, formatDay(dayOf(since))];
    };
    expect(on(1, "2023-02-28")).toEqual(["customer", "2022-03-01"]);
    expect(on(1, "2023-03-01")).toEqual(["active", "2023-03-01"]);
    expect(on(2, "2024-02-28")).toEqual(["customer", "2023-03-01"]);
    expect(on(3, "2024-06-01")).toEqual(["customer", "2024-06-01"]);
  });

  test("tax is that of the state or the country, in whole cents", () => {
    expect(taxOn(10050, { country: "US", state: "NY" })).toBe(402);
    expect(taxOn(10000, { country: "US", state: "OR" })).toBe(0);
    expect(taxOn(10000, { country: "GB", state: "ENG" })).toBe(2000);
    expect(taxOn(10000, { country: "CA", state: "ON" })).toBe(1300);
  });

  test("the price of an order is the list price of its day, less the discount of the line", () => {
    const [product] = shop.products;
    if (product === undefined) throw new Error("no product");
    const now = priceOn(product, parseDay("2023-07-01"));
    expect(now).toBe(product.priceCents);
    expect(priceOn(product, parseDay("2023-06-30"))).toBeLessThan(now);
    expect(lineCents({ product, quantity: 3, unitCents: 2000, discountPercent: 15, returned: 0 })).toBe(5100);
  });

  test("tickets took longer in the third quarter of 2023, when the desk was short of people", () => {
    const hours = (day: string): number => {
      let sum = 0;
      for (let key = 0; key < 300; key += 1)
        sum += handling(new Draws(42, STREAMS.ticket, key), "medium", parseDay(day)).resolutionHours;
      return sum;
    };
    expect(hours("2023-08-15")).toBeGreaterThan(hours("2023-05-15") * 1.5);
  });
});

describe("on an earlier day", () => {
  const day = parseDay("2025-06-30");
  const end = (day + 1) * DAY_SECONDS;
  const early = new Company({ tier: atDay(TIERS.tiny, day), seed: 42 }).shop;
  const late = companies.tiny.shop;
  const orderFacts = ({ id, account, createdAt, kind, subtotalCents }: Order): unknown[] => [
    id,
    account.id,
    createdAt,
    kind,
    subtotalCents,
  ];

  test("the shop knew the same accounts, people, deals, orders, activities and tickets under the same numbers", () => {
    const before = <T extends { readonly id: number }>(items: readonly T[], at: (item: T) => number): T[] =>
      items.filter((item) => at(item) < end);
    expect(early.accounts.map(({ id, key }) => [id, key])).toEqual(
      before(late.accounts, ({ createdAt }) => createdAt).map(({ id, key }) => [id, key]),
    );
    expect(early.contacts.map(({ id, email }) => [id, email])).toEqual(
      before(late.contacts, ({ createdAt }) => createdAt).map(({ id, email }) => [id, email]),
    );
    expect(early.orders.map(orderFacts)).toEqual(before(late.orders, ({ createdAt }) => createdAt).map(orderFacts));
    expect(early.deals.map(({ id, amountCents, contact, events }) => [id, amountCents, contact.id, events])).toEqual(
      before(late.deals, ({ openedAt }) => openedAt).map(({ id, amountCents, contact, events }) => [
        id,
        amountCents,
        contact.id,
        events.filter(({ at }) => at < end),
      ]),
    );
    expect(early.activities.map(({ id, at, subject }) => [id, at, subject])).toEqual(
      before(late.activities, ({ at }) => at).map(({ id, at, subject }) => [id, at, subject]),
    );
    expect(early.tickets.map(({ id, createdAt, subject }) => [id, createdAt, subject])).toEqual(
      before(late.tickets, ({ createdAt }) => createdAt).map(({ id, createdAt, subject }) => [id, createdAt, subject]),
    );
    expect(early.orders.length).toBeGreaterThan(20);
  });
});
