/**
 * Metrics are what they say: the most important ones are computed again here from cleaned source records, by loops over plain
 * lists where SQL uses windows, stretches and joins. The days are picked so that month ends, the leap over a year and quiet days
 * are among them.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { DAYS, dayOf, MetricsLab, type Row } from "./metrics-lab.ts";
import { stateOfCustomers, stateOfTheFleet } from "./metrics-reference-fleet.ts";
import { returnOfHoldouts, scoresOfCustomers } from "./metrics-reference-scores.ts";
import { newUsers, useOfFeatures } from "./metrics-reference-use.ts";
import { leadsOfMarketing, movementsOfRevenue, pipelineOfSales, returnOfMarketing } from "./metrics-reference-money.ts";

let lab: MetricsLab;
const rowsOf = (sql: string): Promise<readonly Row[]> => lab.rows(sql);
const expectMetric = (name: string, day: string, expected: number | null): void => lab.expect(name, day, expected);

const METRICS = {
  metrics_revenue:
    "mrr arr arpa paying_customers net_new_mrr net_revenue_retention gross_revenue_retention logo_churn_rate new_mrr expansion_mrr contraction_mrr churned_mrr reactivation_mrr quick_ratio mrr_growth_rate revenue_churn_rate ltv",
  metrics_product_analytics:
    "daily_active_users weekly_active_users monthly_active_users dau_mau_ratio activated_users_7d activation_rate feature_adoption_rate avg_30d_retention_rate user_churn_rate_30d crash_free_session_rate",
  metrics_engagement: "active_accounts_30d",
  metrics_sales:
    "open_opportunities total_pipeline_value deals_won_mtd revenue_closed_mtd win_rate weighted_pipeline_value pipeline_coverage_ratio avg_deal_size avg_sales_cycle_days pipeline_velocity quota_attainment_pct forecast_amount renewal_rate mql_to_opportunity_rate customer_acquisition_cost",
  metrics_marketing:
    "total_mqls website_sessions total_ad_spend_active overall_roi cost_per_acquisition cost_per_mql mql_conversion_rate lead_conversion_rate website_conversion_rate marketing_sourced_pipeline lifetime_value_cac_ratio cac_payback_months",
  metrics_operations: "active_devices device_uptime_pct sla_hours_met_pct active_locations overdue_maintenance_devices",
} as const;
const OF_CUSTOMERS =
  "current_mrr at_risk_mrr customer_health_score churn_risk_score health_band intervention_priority support_tickets_30d csat_score nps_score monthly_active_users user_activation_rate days_since_last_activity avg_device_uptime_30d features_adopted days_to_renewal";

beforeAll(async () => {
  const native = await openNativeEngine({
    projectDir: "src/models",
    path: ":memory:",
    env: { STRATA_DATA_DIR: "../../public/data/tiny" },
  });
  lab = new MetricsLab(native);

  const { exitCode, log } = await native.engine.command(
    `build --select ${[...Object.keys(METRICS), "metrics_customer_success"]
      .map((model) => `+${model}`)
      .join(" ")} --resource-type model seed`,
  );
  if (exitCode !== 0) throw new Error(log.join("\n"));
  for (const [model, names] of Object.entries(METRICS)) {
    const company = /revenue|engagement/.test(model) ? "true" : "entity_type = 'company'";
    await lab.read(model, names.split(" "), company);
  }
  await lab.read(
    "metrics_customer_success",
    OF_CUSTOMERS.split(" "),
    `metric_date in (${DAYS.map((day) => `date '${day}'`).join(", ")})`,
    "cast(customer_id as varchar) || ' '",
  );
  await lab.read("metrics_marketing", ["incremental_roi"], "entity_type = 'channel'", "entity_id || ' '");
}, 300_000);

afterAll(async () => {
  await lab.native.close();
});

describe("what the day's records say again", () => {
  test("MRR moves by new, growing, shrinking, lost and returning customers", () => movementsOfRevenue(lab));
  test("pipeline, quota, forecast, renewals and the cost of winning follow from deals as they stood", () =>
    pipelineOfSales(lab));
  test("leads are followed for as long as the metric says, as persons", () => leadsOfMarketing(lab));
  test("devices, hours and places are counted on their day, maintenance since its last visit", () =>
    stateOfTheFleet(lab));
  test("each customer's money, users, tickets, devices and rank follow from its own records", () =>
    stateOfCustomers(lab));
  test("health and risk are the weighted parts of a customer's day", () => scoresOfCustomers(lab));
  test("a holdout's lift is a return from the day after it ended", () => returnOfHoldouts(lab));
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

test("every metric of tier 1 has a reference here, but for two whose parts are checked one by one", async () => {
  const rows = await rowsOf("select name from {{ ref('metric_definitions') }} where tier = 1 order by domain, name");
  const names = [...new Set(rows.map((row) => String(row["name"])))];
  // The composite is made of five scores with unit tests of their own; the time to value waits for two first days.
  expect(names.filter((name) => !lab.checked.has(name))).toEqual(["composite_success_score", "time_to_value_days"]);
});
