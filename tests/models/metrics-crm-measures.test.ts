/** The named measures of the hardware shop, each computed again from the cleaned records of its CRM. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { MEASURES } from "../support/named-in-plans.ts";
import { openBuilt, rowsIn, type Row } from "./built-project.ts";
import { dayOf, ratio, sumOf } from "./metrics-lab.ts";

const TODAY = dayOf("2025-12-31");
const PROMISE_HOURS: Readonly<Record<string, number>> = { urgent: 24, high: 48, medium: 72, low: 168 };
const ENDS = ["closed_won", "closed_lost"];

let native: NativeEngine;
/** `measure group` -> value. */
let told: ReadonlyMap<string, number | null>;
const compared = new Set<string>();

const rowsOf = (sql: string): Promise<readonly Row[]> => rowsIn(native, sql);

const day = (name: string): string => `cast(cast(${name} as date) as varchar) as ${name}`;
const dayIn = (row: Row, name: string): number => (row[name] === null ? Infinity : dayOf(String(row[name])));
const mean = (values: readonly number[]): number | null => ratio(sumOf(values), values.length);
const grouped = (rows: readonly Row[], by: string, value: (row: Row) => number): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(String(row[by]), (sums.get(String(row[by])) ?? 0) + value(row));
  return sums;
};

function tells(measure: string, expected: number | null | ReadonlyMap<string, number | null>, group = "all"): void {
  compared.add(measure);
  const groups = typeof expected === "object" && expected !== null ? expected : new Map([[group, expected]]);
  const known = [...told.keys()].filter((key) => key.startsWith(`${measure}|`));
  expect(known.sort(), measure).toEqual([...groups.keys()].map((name) => `${measure}|${name}`).sort());
  for (const [name, value] of groups) {
    const found = told.get(`${measure}|${name}`);
    if (value === null) expect(found, `${measure} of ${name}`).toBe(null);
    else
      expect(Math.abs(Number(found) - value), `${measure} of ${name}: ${found}, and not ${value}`).toBeLessThan(
        Math.max(0.0002, 1e-9 * Math.abs(value)),
      );
  }
}

beforeAll(async () => {
  native = await openBuilt(
    "+fact_deals +fact_deal_stage_history +fact_tickets +fact_order_items +fact_orders +dim_products +dim_accounts +fact_activities",
  );
  const measures = [...native.engine.manifest.nodes.values()].find(({ name }) => name === "crm_measures");
  const compiled = await native.engine.compile(measures!.unique_id);
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  told = new Map(
    (await rowsOf(compiled.value.compiled_code)).map((row) => [
      `${String(row["measure"])}|${String(row["measured_for"])}`,
      row["measured_value"] === null ? null : Number(row["measured_value"]),
    ]),
  );
}, 300_000);
afterAll(async () => native.close());

test("deals: the pipeline, what is won of it, how large and how fast", async () => {
  const deals = await rowsOf(
    `select deal_id, stage, cast(amount as double) as amount, probability, is_closed, is_won, ${day("created_at")}, ${day("actual_close_date")} from {{ ref('stg_crm_deals') }}`,
  );
  const open = deals.filter((deal) => deal["is_closed"] !== true);
  const won = deals.filter((deal) => deal["is_won"] === true);
  const amount = (deal: Row): number => Number(deal["amount"] ?? 0);
  tells("pipeline_value_by_stage", grouped(open, "stage", amount));
  tells("win_rate", ratio(won.length, deals.length - open.length));
  tells("average_deal_size", mean(won.flatMap((deal) => (deal["amount"] === null ? [] : [amount(deal)]))));
  const lengths = won.map((deal) => Math.min(dayIn(deal, "actual_close_date"), TODAY) - dayIn(deal, "created_at"));
  tells("sales_cycle_days", mean(lengths));
  const weighted = open.map((deal) => Math.round(amount(deal) * Number(deal["probability"])) / 100);
  tells("weighted_pipeline_value", sumOf(weighted));

  const log = await rowsOf(
    `select deal_id, stage, ${day("changed_at")} from {{ ref('stg_crm_deal_stage_history') }} where deal_id in (select deal_id from {{ ref('stg_crm_deals') }}) order by deal_id, stg_crm_deal_stage_history.changed_at, stage_event_id`,
  );
  // A row of the log that changes nothing is none.
  const steps = log.filter((row, at) => {
    const before = log[at - 1];
    return before === undefined || before["deal_id"] !== row["deal_id"] || before["stage"] !== row["stage"];
  });
  const stays = new Map<string, number[]>();
  for (const [at, row] of steps.entries()) {
    const next = steps[at + 1];
    const stage = String(row["stage"]);
    if (next === undefined || next["deal_id"] !== row["deal_id"] || ENDS.includes(stage)) continue;
    stays.set(stage, [...(stays.get(stage) ?? []), dayIn(next, "changed_at") - dayIn(row, "changed_at")]);
  }
  tells("stage_velocity_days", new Map([...stays].map(([stage, days]) => [stage, mean(days)])));
  const closed = new Map(
    deals.flatMap((deal) => (deal["is_closed"] === true ? [[deal["deal_id"], deal["is_won"] === true] as const] : [])),
  );
  const reached = new Map<string, Map<unknown, boolean>>();
  for (const row of steps) {
    const isWon = closed.get(row["deal_id"]);
    const stage = String(row["stage"]);
    if (isWon === undefined || ENDS.includes(stage)) continue;
    reached.set(stage, (reached.get(stage) ?? new Map<unknown, boolean>()).set(row["deal_id"], isWon));
  }
  tells(
    "stage_conversion_rate",
    new Map([...reached].map(([stage, of]) => [stage, ratio([...of.values()].filter(Boolean).length, of.size)])),
  );
});

test("tickets: how many, how soon answered and solved, and which promises were kept", async () => {
  const tickets = await rowsOf(
    `select priority, is_resolved, ${day("created_at")}, cast(hours_to_resolution as double) as solved_in, date_diff('second', stg_crm_tickets.created_at, first_response_at) / 3600.0 as answered_in, date_diff('second', stg_crm_tickets.created_at, coalesce(resolved_at, timestamp '2026-01-01')) / 3600.0 as hours from {{ ref('stg_crm_tickets') }}`,
  );
  const ages = tickets.map((ticket) => TODAY - dayIn(ticket, "created_at"));
  const recent = ages.filter((age) => age < 30).length;
  tells("ticket_volume", recent, "last 30 days");
  tells("ticket_volume_trend", ratio(recent, ages.filter((age) => age >= 30 && age < 60).length), "last 30 days");
  const known = (name: string): readonly number[] =>
    tickets.flatMap((ticket) => (ticket[name] === null ? [] : [Math.round(Number(ticket[name]) * 100) / 100]));
  tells("resolution_hours", mean(known("solved_in")));
  tells("first_response_hours", mean(known("answered_in")));
  const isBroken = (ticket: Row): boolean => Number(ticket["hours"]) > PROMISE_HOURS[String(ticket["priority"])]!;
  const kept = tickets.filter((ticket) => ticket["is_resolved"] === true && !isBroken(ticket)).length;
  tells("sla_compliance_rate", ratio(kept, kept + tickets.filter(isBroken).length));
  tells("ticket_backlog", tickets.filter((ticket) => ticket["is_resolved"] !== true).length);
});

test("orders: what came in, for which products, and what was delivered", async () => {
  const orders = await rowsOf(
    "select order_id, account_id, order_status, is_fulfilled, cast(subtotal as double) as subtotal, cast(order_total as double) as total from {{ ref('stg_crm_orders') }}",
  );
  const sold = orders.filter((order) => !["cancelled", "returned"].includes(String(order["order_status"])));
  const revenue = (order: Row): number => Number(order["subtotal"]);
  tells("total_revenue", sumOf(sold.map(revenue)));
  tells("average_order_value", mean(sold.map((order) => Number(order["total"]))));
  tells("customer_lifetime_value", mean([...grouped(sold, "account_id", revenue).values()]));
  const standing = orders.filter((order) => order["order_status"] !== "cancelled");
  tells(
    "order_fulfillment_rate",
    ratio(standing.filter((order) => order["is_fulfilled"] === true).length, standing.length),
  );
  const ids = new Set(sold.map((order) => order["order_id"]));
  const lines = (
    await rowsOf(
      "select items.order_id, products.category, products.product_name, cast(items.line_amount as double) as amount from {{ ref('stg_crm_order_items') }} as items inner join {{ ref('stg_crm_products') }} as products on items.product_id = products.product_id",
    )
  ).filter((line) => ids.has(line["order_id"]));
  tells(
    "revenue_by_category",
    grouped(lines, "category", (line) => Number(line["amount"])),
  );
  tells(
    "revenue_by_product",
    grouped(lines, "product_name", (line) => Number(line["amount"])),
  );
});

test("activities: per account and seller, how many were completed, and whether deals go with them", async () => {
  const activities = await rowsOf("select account_id, assigned_to, is_completed from {{ ref('stg_crm_activities') }}");
  const known = (name: string): number =>
    new Set(activities.flatMap((one) => (one[name] === null ? [] : [one[name]]))).size;
  const done = activities.filter((one) => one["is_completed"] === true);
  tells("activities_per_account", ratio(activities.length, known("account_id")));
  tells("activity_completion_rate", ratio(done.length, activities.length));
  tells("activities_per_seller", ratio(done.length, known("assigned_to")));
  const accounts = await rowsOf("select account_id from {{ ref('stg_crm_accounts') }}");
  const won = grouped(
    await rowsOf("select account_id from {{ ref('stg_crm_deals') }} where is_won"),
    "account_id",
    () => 1,
  );
  const effort = grouped(done, "account_id", () => 1);
  const pairs = accounts.map(({ account_id: id }) => [effort.get(String(id)) ?? 0, won.get(String(id)) ?? 0] as const);
  const [meanX, meanY] = [mean(pairs.map(([x]) => x))!, mean(pairs.map(([, y]) => y))!];
  const moment = (value: (x: number, y: number) => number): number =>
    sumOf(pairs.map(([x, y]) => value(x - meanX, y - meanY)));
  const together = moment((x, y) => x * y) / Math.sqrt(moment((x) => x * x) * moment((_x, y) => y * y));
  tells("activity_deal_correlation", together);
});

test("every measure that the plan names was computed again", () => {
  expect(Object.values(MEASURES).filter((measure) => !compared.has(measure))).toEqual([]);
});
