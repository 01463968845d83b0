/**
 * Metrics are what they say: the most important ones are computed again here from cleaned source records, by loops over plain
 * lists where SQL uses windows, stretches and joins. The days are picked so that month ends, the leap over a year and quiet days
 * are among them.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { tableRows } from "../../src/engine/index.ts";

type Row = Readonly<Record<string, unknown>>;

/** Days as numbers, 0 is 1970-01-01. */
const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const DAYS = ["2025-07-31", "2025-09-30", "2025-11-16", "2025-12-01", "2025-12-30", "2025-12-31"];

let native: NativeEngine;
/** `model metric day` -> value of the company. */
const told = new Map<string, number | null>();

async function rowsOf(sql: string): Promise<readonly Row[]> {
  const answer = await native.engine.query(sql, { limit: 1_000_000 });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  return tableRows(answer.value.table);
}

const METRICS = {
  metrics_revenue:
    "mrr arr arpa paying_customers net_new_mrr net_revenue_retention gross_revenue_retention logo_churn_rate",
  metrics_product_analytics: "daily_active_users weekly_active_users monthly_active_users dau_mau_ratio",
  metrics_engagement: "active_accounts_30d",
  metrics_sales: "open_opportunities total_pipeline_value deals_won_mtd revenue_closed_mtd win_rate",
  metrics_marketing: "total_mqls website_sessions total_ad_spend_active",
} as const;

beforeAll(async () => {
  native = await openNativeEngine({
    projectDir: "src/models",
    path: ":memory:",
    env: { STRATA_DATA_DIR: "../../public/data/tiny" },
  });
  const { exitCode, log } = await native.engine.command(
    `build --select ${Object.keys(METRICS)
      .map((model) => `+${model}`)
      .join(" ")} --resource-type model seed`,
  );
  expect(exitCode, log.join("\n")).toBe(0);
  for (const [model, names] of Object.entries(METRICS)) {
    const company = /revenue|engagement/.test(model) ? "true" : "entity_type = 'company'";
    const rows = await rowsOf(
      `select cast(metric_date as varchar) as day, ${names
        .split(" ")
        .map((name) => `cast(${name} as double) as ${name}`)
        .join(", ")} from {{ ref('${model}') }} where ${company}`,
    );
    for (const row of rows)
      for (const name of names.split(" "))
        told.set(`${name} ${String(row["day"])}`, row[name] === null ? null : Number(row[name]));
  }
}, 300_000);

afterAll(async () => {
  await native.close();
});

function expectMetric(name: string, day: string, expected: number | null): void {
  const value = told.get(`${name} ${day}`);
  expect(value, `${name} on ${day}`).not.toBeUndefined();
  if (expected === null) expect(value, `${name} on ${day}`).toBeNull();
  else expect(value, `${name} on ${day}`).toBeCloseTo(expected, 2);
}

describe("revenue", () => {
  test("MRR, its retention and churn follow from what happened to each subscription", async () => {
    const changes = (
      await rowsOf(
        "select changes.subscription_id, subscriptions.customer_id, changes.change_id, cast(changes.mrr_after as double) as mrr, cast(cast(changes.changed_at as date) as varchar) as day from {{ ref('stg_app_database__subscription_changes') }} as changes inner join {{ ref('int_subscriptions__core') }} as subscriptions on changes.subscription_id = subscriptions.subscription_id order by changes.changed_at, changes.change_id",
      )
    ).map((row) => ({
      subscription: Number(row["subscription_id"]),
      customer: Number(row["customer_id"]),
      mrr: Number(row["mrr"]),
      day: dayOf(String(row["day"])),
    }));
    /** MRR of each customer that pays at the end of a day. */
    const payingOn = (day: number): Map<number, number> => {
      const last = new Map<number, (typeof changes)[number]>();
      for (const change of changes) if (change.day <= day) last.set(change.subscription, change);
      const customers = new Map<number, number>();
      for (const { customer, mrr } of last.values())
        if (mrr > 0) customers.set(customer, (customers.get(customer) ?? 0) + mrr);
      return customers;
    };
    const total = (customers: ReadonlyMap<number, number>): number =>
      [...customers.values()].reduce((sum, mrr) => sum + mrr, 0);
    for (const text of DAYS) {
      const day = dayOf(text);
      const now = payingOn(day);
      const aYearBefore = payingOn(dayOf(`${Number(text.slice(0, 4)) - 1}${text.slice(4)}`));
      const monthBefore = payingOn(day - 30);
      const endOfLastMonth = payingOn(dayOf(`${text.slice(0, 8)}01`) - 1);
      expectMetric("mrr", text, total(now));
      expectMetric("arr", text, 12 * total(now));
      expectMetric("paying_customers", text, now.size);
      expectMetric("arpa", text, total(now) / now.size);
      expectMetric("net_new_mrr", text, total(now) - total(endOfLastMonth));
      let kept = 0;
      let capped = 0;
      for (const [customer, mrr] of aYearBefore) {
        kept += now.get(customer) ?? 0;
        capped += Math.min(mrr, now.get(customer) ?? 0);
      }
      expectMetric("net_revenue_retention", text, aYearBefore.size ? kept / total(aYearBefore) : null);
      expectMetric("gross_revenue_retention", text, aYearBefore.size ? capped / total(aYearBefore) : null);
      const lost = [...monthBefore.keys()].filter((customer) => !now.has(customer)).length;
      expectMetric("logo_churn_rate", text, lost / monthBefore.size);
    }
  });
});

describe("active users", () => {
  test("daily, weekly and monthly users are different people in windows that end with the day", async () => {
    const visits = (
      await rowsOf(
        "select activity.user_id, activity.customer_id, cast(activity.day as varchar) as day from (select user_id, customer_id, cast(started_at as date) as day from {{ ref('stg_app_database__user_sessions') }} union select user_id, customer_id, usage_date from {{ ref('stg_app_database__feature_usage') }}) as activity semi join {{ ref('int_users__core') }} as users on activity.user_id = users.user_id",
      )
    ).map((row) => ({
      user: Number(row["user_id"]),
      customer: Number(row["customer_id"]),
      day: dayOf(String(row["day"])),
    }));
    for (const text of DAYS) {
      const day = dayOf(text);
      const within = (days: number): typeof visits =>
        visits.filter((visit) => visit.day <= day && visit.day > day - days);
      const users = (days: number): number => new Set(within(days).map(({ user }) => user)).size;
      expectMetric("daily_active_users", text, users(1));
      expectMetric("weekly_active_users", text, users(7));
      expectMetric("monthly_active_users", text, users(30));
      expectMetric("dau_mau_ratio", text, users(1) / users(30));
      expectMetric("active_accounts_30d", text, new Set(within(30).map(({ customer }) => customer)).size);
    }
  });
});

describe("sales", () => {
  test("open deals are those whose stage of the day is open, won ones those that closed as won", async () => {
    const amounts = (
      await rowsOf(
        "select deal_id, cast(property_value as double) as amount, cast(cast(changed_at as date) as varchar) as day from {{ ref('stg_hubspot__deal_property_history') }} where property_name = 'amount' order by changed_at",
      )
    ).map((row) => ({
      deal: Number(row["deal_id"]),
      amount: Number(row["amount"]),
      day: dayOf(String(row["day"])),
    }));
    const stages = (
      await rowsOf(
        "select stages.deal_id, cast(deals.amount as double) as amount, cast(cast(stages.valid_from as date) as varchar) as from_day, cast(cast(stages.valid_to as date) as varchar) as to_day, labels.is_closed from {{ ref('stg_hubspot__deal_stages') }} as stages inner join {{ ref('stg_hubspot__pipeline_stages') }} as labels on stages.stage_id = labels.stage_id inner join {{ ref('stg_hubspot__deals') }} as deals on stages.deal_id = deals.deal_id where not deals.is_deleted",
      )
    ).map((row) => ({
      deal: Number(row["deal_id"]),
      amount: Number(row["amount"]),
      from: dayOf(String(row["from_day"])),
      to: row["to_day"] === null ? Infinity : dayOf(String(row["to_day"])),
      isClosed: row["is_closed"] === true,
    }));
    const amountOn = (deal: number, day: number): number | undefined =>
      amounts.findLast((change) => change.deal === deal && change.day <= day)?.amount;
    const closed = (
      await rowsOf(
        "select cast(amount as double) as amount, is_won, cast(close_date as varchar) as day from {{ ref('sales_pipeline') }} where not is_open",
      )
    ).map((row) => ({
      amount: Number(row["amount"]),
      isWon: row["is_won"] === true,
      day: dayOf(String(row["day"])),
    }));
    for (const text of DAYS) {
      const day = dayOf(text);
      const open = stages.filter(({ from, to, isClosed }) => !isClosed && from <= day && to > day);
      expectMetric("open_opportunities", text, open.length);
      expectMetric(
        "total_pipeline_value",
        text,
        open.reduce((sum, { deal, amount }) => sum + (amountOn(deal, day) ?? amount), 0),
      );
      const firstDay = dayOf(`${text.slice(0, 8)}01`);
      const won = closed.filter((deal) => deal.isWon && deal.day >= firstDay && deal.day <= day);
      expectMetric("deals_won_mtd", text, won.length);
      expectMetric(
        "revenue_closed_mtd",
        text,
        won.reduce((sum, { amount }) => sum + amount, 0),
      );
      const recent = closed.filter((deal) => deal.day > day - 90 && deal.day <= day);
      expectMetric("win_rate", text, recent.filter(({ isWon }) => isWon).length / recent.length);
    }
  });
});

describe("marketing", () => {
  test("leads, visits and spend are counted over the days that the metric says", async () => {
    const countsByDay = async (sql: string): Promise<Map<number, number>> =>
      new Map((await rowsOf(sql)).map((row) => [dayOf(String(row["day"])), Number(row["n"])]));
    const leads = await countsByDay(
      "select cast(mql_date as varchar) as day, count(*) as n from {{ ref('stg_hubspot__marketing_qualified_leads') }} group by mql_date",
    );
    const visits = await countsByDay(
      "select cast(cast(started_at as date) as varchar) as day, count(*) as n from {{ ref('stg_app_database__web_sessions') }} group by cast(started_at as date)",
    );
    const spend = await countsByDay(
      "select cast(date_day as varchar) as day, cast(sum(spend_usd) as double) as n from {{ ref('int_campaigns__daily_performance') }} group by date_day",
    );
    const sum = (counts: ReadonlyMap<number, number>, day: number, days: number): number => {
      let total = 0;
      for (let back = 0; back < days; back++) total += counts.get(day - back) ?? 0;
      return total;
    };
    for (const text of DAYS) {
      const day = dayOf(text);
      expectMetric("total_mqls", text, sum(leads, day, 30));
      expectMetric("website_sessions", text, visits.get(day) ?? 0);
      expectMetric("total_ad_spend_active", text, sum(spend, day, 30));
    }
  });
});
