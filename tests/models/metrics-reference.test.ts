/**
 * Metrics are what they say: every one of them is computed again here from cleaned source records, by loops over plain
 * lists where SQL uses windows, stretches and joins. The days are picked so that month ends, the leap over a year and quiet days
 * are among them.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBuilt, type Row } from "./built-project.ts";
import { DAYS, dayOf, MetricsLab } from "./metrics-lab.ts";
import { cashOfTheCompany } from "./metrics-reference-cash.ts";
import { stateOfCustomers, stateOfTheFleet } from "./metrics-reference-fleet.ts";
import { returnOfHoldouts, scoresOfCustomers } from "./metrics-reference-scores.ts";
import { reachOfAdvertising, reachOfLeads, reachOfPagesAndMessages } from "./metrics-reference-reach.ts";
import { levelOfPlaces, runsOfTheFleet } from "./metrics-reference-runs.ts";
import { sellingOfTheCompany, workOnLeads } from "./metrics-reference-selling.ts";
import {
  devicesOfCustomers,
  moneyOfCustomers,
  supportOfCustomers,
  usersOfCustomers,
} from "./metrics-reference-success.ts";
import { dayOfTheApplication, featuresOfTheDay, retentionOfUsers } from "./metrics-reference-visits.ts";
import { newUsers, useOfFeatures } from "./metrics-reference-use.ts";
import { leadsOfMarketing, movementsOfRevenue, pipelineOfSales, returnOfMarketing } from "./metrics-reference-money.ts";

let lab: MetricsLab;

/** What says the same on all days compared: the last experiment and release are older, and no promise was broken in their months. */
const DULL = ["ab_test_results", "customer sla_breaches_30d", "feature_release_adoption_7d"];

const rowsOf = (sql: string): Promise<readonly Row[]> => lab.rows(sql);
const expectMetric = (name: string, day: string, expected: number | null): void => lab.expect(name, day, expected);

/** Whose values each wide model tells: SQL of its rows, and of the name that a reference puts before the day. */
const WIDE: readonly (readonly [model: string, rows: string, entity?: string])[] = [
  ["metrics_revenue", "true"],
  ["metrics_engagement", "true"],
  ["metrics_product_analytics", "entity_type = 'company'"],
  ["metrics_operations", "entity_type = 'company'"],
  ["metrics_operations", "entity_type = 'location'", "entity_id || ' '"],
  ["metrics_sales", "entity_type = 'company'"],
  ["metrics_marketing", "entity_type = 'company'"],
  ["metrics_marketing", "entity_type in ('platform', 'channel')", "entity_id || ' '"],
  ["metrics_customer_success", "true", "cast(customer_id as varchar) || ' '"],
];

beforeAll(async () => {
  const models = [...new Set(WIDE.map(([model]) => model))];
  lab = new MetricsLab(await openBuilt(models.map((model) => `+${model}`).join(" ")));
  const days = DAYS.map((day) => `date '${day}'`).join(", ");
  const definitions = await lab.rows("select name, model from {{ ref('metric_definitions') }}");
  for (const [model, rows, entity] of WIDE) {
    const names = definitions.flatMap((row) => (row["model"] === model ? [String(row["name"])] : []));
    await lab.read(model, names, `${rows} and metric_date in (${days})`, entity);
  }
}, 300_000);

afterAll(async () => {
  await lab.native.close();
});

describe("what the day's records say again", () => {
  test("MRR moves by new, growing, shrinking, lost and returning customers", () => movementsOfRevenue(lab));
  test("invoices, payments, refunds and reminders add up to what came in", () => cashOfTheCompany(lab));
  test("pipeline, quota, forecast, renewals and the cost of winning follow from deals as they stood", () =>
    pipelineOfSales(lab));
  test("stages, losses, slips and calls are those of the deals' own history", () => sellingOfTheCompany(lab));
  test("qualified leads are taken up, and somebody talks to them", () => workOnLeads(lab));
  test("leads are followed for as long as the metric says, as persons", () => leadsOfMarketing(lab));
  test("leads are scored, held against their sources and counted against the month before", () => reachOfLeads(lab));
  test("platforms, channels and the six models of credit follow from clicks and touches", () =>
    reachOfAdvertising(lab));
  test("pages and messages are counted by visit and by message", () => reachOfPagesAndMessages(lab));
  test("devices, hours and places are counted on their day, maintenance since its last visit", () =>
    stateOfTheFleet(lab));
  test("pours, outages, temperatures, visits and calls are those of the devices' own records", () =>
    runsOfTheFleet(lab));
  test("a place stands among those of its type by the pours of 30 days", () => levelOfPlaces(lab));
  test("each customer's money, users, tickets, devices and rank follow from its own records", () =>
    stateOfCustomers(lab));
  test("health and risk are the weighted parts of a customer's day", () => scoresOfCustomers(lab));
  test("a customer's growth, payments and change of health follow from its subscriptions and invoices", () =>
    moneyOfCustomers(lab));
  test("a customer's users come, take up features and get to the value of the product", () => usersOfCustomers(lab));
  test("a customer's tickets are answered and solved, and success is the weighted parts", async () => {
    // The composite is made of the scores of the two tests before it.
    await supportOfCustomers(lab);
  });
  test("a customer's devices and places run, and leave room for a larger plan", () => devicesOfCustomers(lab));
  test("a holdout's lift is a return from the day after it ended", () => returnOfHoldouts(lab));
  test("visits and uses of a day are counted with the clock of the place", () => dayOfTheApplication(lab));
  test("users come back on the day, take up features and become power users", () => retentionOfUsers(lab));
  test("features are used again, succeed, and are found by those who could", () => featuresOfTheDay(lab));
  test("users are activated, stay and leave in windows of their own days", () => newUsers(lab));
  test("features are used by part of those who could", () => useOfFeatures(lab));
  test("what advertising costs is held against what it brings", () => returnOfMarketing(lab));
});

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

test("every metric has a reference here", async () => {
  const rows = await rowsOf("select model, name from {{ ref('metric_definitions') }} order by domain, name");
  const names = rows.map(
    (row) => `${row["model"] === "metrics_customer_success" ? "customer " : ""}${String(row["name"])}`,
  );
  expect(names.length).toBeGreaterThanOrEqual(213);
  expect(names.filter((name) => !lab.checked.has(name))).toEqual([]);
});

test("a reference says something: but for a few, its metric is neither empty nor always the same", () => {
  expect([...lab.dull()].sort()).toEqual(DULL);
});
