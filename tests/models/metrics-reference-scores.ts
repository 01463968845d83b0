/** Health and churn risk of customers, computed again from their state of the day with the weights that the project states. */
import { DAYS, dayOf, type MetricsLab } from "./metrics-lab.ts";

const LIVE = ["active", "trialing", "past_due", "paused"];
const HEALTH = { status: 0.3, usage: 0.3, online: 0.2, payment: 0.15, value: 0.05 };
const HEALTH_POINTS: Readonly<Record<string, number>> = { active: 1, trialing: 0.6, past_due: 0.4, paused: 0.2 };
const RISK = { health: 0.35, recency: 0.25, usage: 0.2, delinquency: 0.15, status: 0.05 };
const RISK_POINTS: Readonly<Record<string, number>> = { trialing: 0.5, paused: 0.8, past_due: 1 };

const share = (value: number): number => Math.min(1, Math.max(0, value));

export async function scoresOfCustomers(lab: MetricsLab): Promise<void> {
  const [events, mrr, unknown, cap, lookback] = [
    await lab.variable("health_events_target"),
    await lab.variable("health_mrr_target"),
    await lab.variable("health_online_when_unknown"),
    await lab.variable("health_ended_cap"),
    await lab.variable("churn_lookback_days"),
  ];
  const list = DAYS.map((day) => `date '${day}'`).join(", ");
  const states = await lab.rows(
    `select customer_id, cast(date_day as varchar) as day, subscription_status as status, cast(device_events_30d as double) as events, cast(device_online_ratio as double) as online, is_delinquent, cast(mrr as double) as mrr from {{ ref('entity_customers_daily') }} where date_day in (${list})`,
  );
  const moves = (
    await lab.rows(
      "select customer_id, cast(date_day as varchar) as day from {{ ref('int_customers__activity_daily') }} where device_events > 0 or active_users > 0",
    )
  ).map((row) => ({ customer: Number(row["customer_id"]), day: dayOf(String(row["day"])) }));
  for (const state of states) {
    const [customer, text, status] = [Number(state["customer_id"]), String(state["day"]), String(state["status"])];
    const key = `${customer} ${text}`;
    if (!lab.told.has(`customer_health_score ${key}`)) continue;
    const usage = share(Number(state["events"] ?? 0) / events);
    const payment = state["is_delinquent"] === true ? 0 : 1;
    const isLive = LIVE.includes(status);
    const health = Math.min(
      HEALTH.status * (HEALTH_POINTS[status] ?? 0) +
        HEALTH.usage * usage +
        HEALTH.online * share(state["online"] === null ? unknown : Number(state["online"])) +
        HEALTH.payment * payment +
        HEALTH.value * share(Number(state["mrr"] ?? 0) / mrr),
      isLive ? 1 : cap,
    );
    lab.expect("customer_health_score", key, health);
    const day = dayOf(text);
    const own = moves.filter((move) => move.customer === customer && move.day <= day).map((move) => move.day);
    const silent = own.length === 0 ? lookback : day - Math.max(...own);
    const risk =
      RISK.health * (1 - health) +
      RISK.recency * Math.min(1, silent / lookback) +
      RISK.usage * (1 - usage) +
      RISK.delinquency * (1 - payment) +
      RISK.status * (RISK_POINTS[status] ?? 0);
    lab.expect("churn_risk_score", key, isLive ? risk : 1);
  }
}

/** The lift that the last holdout of a channel measured, as a return. */
export async function returnOfHoldouts(lab: MetricsLab): Promise<void> {
  const margin = await lab.variable("gross_margin");
  for (const row of await lab.rows(
    "select channel, cast(incremental_roas as double) as roas, cast(test_to as varchar) as ended from {{ ref('marketing_incrementality') }} where incremental_roas is not null",
  ))
    for (const text of DAYS)
      lab.expect(
        "incremental_roi",
        `${String(row["channel"])} ${text}`,
        text > String(row["ended"]) ? Number(row["roas"]) * margin - 1 : null,
      );
}
