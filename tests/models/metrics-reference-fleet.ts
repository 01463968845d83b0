/** Devices, places and single customers, computed again by loops over their days. */
import { payingCustomers } from "./metrics-reference-money.ts";
import type { Row } from "./built-project.ts";
import { DAYS, dayOf, monthsBefore, ratio, sumOf, textOf, type MetricsLab } from "./metrics-lab.ts";

const ON_RECORD = DAYS.filter((day) => day > "2025-10-31");

export async function stateOfTheFleet(lab: MetricsLab): Promise<void> {
  const list = ON_RECORD.map((day) => `date '${day}'`).join(", ");
  const byDay = (rows: readonly Row[], text: string): readonly Row[] => rows.filter((row) => row["day"] === text);
  const devices = await lab.rows(
    `select cast(date_day as varchar) as day, device_id, pours + error_count as events, online_seconds, observed_seconds from {{ ref('entity_devices_daily') }} where date_day in (${list})`,
  );
  const places = await lab.rows(
    `select cast(date_day as varchar) as day, location_id, pours from {{ ref('entity_locations_daily') }} where date_day in (${list})`,
  );
  const hours = await lab.rows(
    `select cast(cast(hour_ts as date) as varchar) as day, online_seconds, observed_seconds from {{ ref('entity_devices_hourly') }} where cast(hour_ts as date) in (${list})`,
  );
  const facts = new Map(
    (
      await lab.rows(
        "select device_id, maintenance_interval_days as days, cast(greatest(installed_date, {{ as_of_date() }} - {{ var('maintenance_log_days') }}) as varchar) as since from {{ ref('entity_devices') }}",
      )
    ).map((row) => [Number(row["device_id"]), { days: Number(row["days"]), since: dayOf(String(row["since"])) }]),
  );
  const visits = (
    await lab.rows(
      "select device_id, cast(cast(completed_at as date) as varchar) as day from {{ ref('stg_app_database__maintenance_events') }} where maintenance_type = 'preventive' and outcome <> 'missed' and completed_at < {{ as_of_timestamp() }}",
    )
  ).map((row) => ({ device: Number(row["device_id"]), day: dayOf(String(row["day"])) }));
  const add = (rows: readonly Row[], name: string): number => sumOf(rows.map((row) => Number(row[name])));
  for (const text of ON_RECORD) {
    const day = dayOf(text);
    const fleet = byDay(devices, text).filter((row) => facts.has(Number(row["device_id"])));
    lab.expect("active_devices", text, fleet.filter((row) => Number(row["events"]) > 0).length);
    lab.expect("device_uptime_pct", text, ratio(add(fleet, "online_seconds"), add(fleet, "observed_seconds")));
    lab.expect("active_locations", text, byDay(places, text).filter((row) => Number(row["pours"]) > 0).length);
    const overdue = fleet.filter((row) => {
      const device = Number(row["device_id"]);
      const { days, since } = facts.get(device)!;
      const seen = visits.filter((visit) => visit.device === device && visit.day <= day).map((visit) => visit.day);
      return day - (seen.length === 0 ? since : Math.max(...seen)) > days;
    });
    lab.expect("overdue_maintenance_devices", text, overdue.length);
    // An hour in which nobody watched the device is not judged.
    const judged = byDay(hours, text).filter((row) => Number(row["observed_seconds"]) > 0);
    const met = judged.filter((row) => Number(row["online_seconds"]) >= 57 * 60);
    lab.expect("sla_hours_met_pct", text, ratio(met.length, judged.length));
  }
}

export async function stateOfCustomers(lab: MetricsLab): Promise<void> {
  const payingOn = await payingCustomers(lab);
  const [healthyFrom, atRiskFrom, highRisk, adoptionDays] = [
    await lab.variable("health_healthy_from"),
    await lab.variable("health_at_risk_from"),
    await lab.variable("risk_high_above"),
    await lab.variable("adoption_days"),
  ];
  const told = (name: string, customer: number, text: string): number | null =>
    lab.told.get(`${name} ${customer} ${text}`) ?? null;
  const on = async (sql: string): Promise<readonly { row: Row; customer: number; day: number }[]> =>
    (await lab.rows(sql)).map((row) => ({
      row,
      customer: Number(row["customer_id"]),
      day: row["day"] === null ? Infinity : dayOf(String(row["day"])),
    }));
  const tickets = await on(
    "select customer_id, cast(cast(created_at as date) as varchar) as day, cast(cast(resolved_at as date) as varchar) as resolved, csat_score from {{ ref('int_support__ticket_sla') }}",
  );
  const answers = await on(
    "select customer_id, cast(cast(responded_at as date) as varchar) as day, score from {{ ref('stg_app_database__nps_responses') }} where score is not null",
  );
  const users = await on(
    "select customer_id, user_id, cast(cast(created_at as date) as varchar) as day, cast(cast(deactivated_at as date) as varchar) as gone from {{ ref('int_users__core') }}",
  );
  const uses = await on(
    "select distinct usage.customer_id, usage.user_id, usage.feature_id, cast(usage.usage_date as varchar) as day from {{ ref('stg_app_database__feature_usage') }} as usage semi join {{ ref('int_users__core') }} as users on usage.user_id = users.user_id where usage.usage_date > date '2025-09-30'",
  );
  const visits = await on(
    "select distinct users.customer_id, sessions.user_id, cast(cast(sessions.started_at as date) as varchar) as day from {{ ref('stg_app_database__user_sessions') }} as sessions inner join {{ ref('int_users__core') }} as users on sessions.user_id = users.user_id where sessions.started_at > timestamp '2025-09-30'",
  );
  const moves = await on(
    "select customer_id, cast(date_day as varchar) as day from {{ ref('int_customers__activity_daily') }} where device_events > 0 or active_users > 0",
  );
  const uptime = await on(
    "select customer_id, cast(date_day as varchar) as day, cast(sum(online_seconds) as double) as online, cast(sum(observed_seconds) as double) as observed from {{ ref('entity_devices_daily') }} where date_day > date '2025-09-30' group by customer_id, date_day",
  );
  const features = new Map(
    (
      await lab.rows(
        "select feature_id, tier_required, cast(released_on as varchar) as released, cast(deprecated_on as varchar) as deprecated from {{ ref('int_features__core') }}",
      )
    ).map((row) => [
      Number(row["feature_id"]),
      {
        tier: Number(row["tier_required"]),
        from: dayOf(String(row["released"])),
        to: row["deprecated"] === null ? Infinity : dayOf(String(row["deprecated"])),
      },
    ]),
  );
  const tiers = new Map(
    (
      await on(
        "select customers.customer_id, cast(customers.date_day as varchar) as day, tiers.tier from {{ ref('entity_customers_daily') }} as customers inner join (select plan_name, max(plan_tier) as tier from {{ ref('stg_app_database__plans') }} group by plan_name) as tiers on customers.plan = tiers.plan_name where customers.date_day > date '2025-09-30'",
      )
    ).map(({ row, customer, day }) => [`${customer} ${textOf(day)}`, Number(row["tier"])]),
  );
  const renewals = (
    await lab.rows(
      "select customer_id, cast(cast(renewal_date as date) as varchar) as day, billing_interval from {{ ref('entity_subscriptions') }} where is_live and renewal_date is not null",
    )
  ).flatMap((row) =>
    [0, 1, 2, 3, 4].map((steps) => ({
      customer: Number(row["customer_id"]),
      day: monthsBefore(String(row["day"]), steps * (row["billing_interval"] === "year" ? 12 : 1)),
    })),
  );
  const mean = (values: readonly number[]): number | null => ratio(sumOf(values), values.length);
  for (const text of ON_RECORD) {
    const day = dayOf(text);
    const paying = payingOn(day);
    const customers = [...lab.told.keys()].flatMap((key) => {
      const [name, customer, at] = key.split(" ");
      return name === "current_mrr" && at === text ? [Number(customer)] : [];
    });
    const weight = (customer: number): number | null => {
      const risk = told("churn_risk_score", customer, text);
      return risk === null ? null : Math.round(risk * (paying.get(customer) ?? 0) * 1e6);
    };
    for (const customer of customers) {
      const expect = (name: string, value: number | null): void => lab.expect(name, `${customer} ${text}`, value);
      const own = <T extends { customer: number; day: number }>(all: readonly T[], days = Infinity): readonly T[] =>
        all.filter((each) => each.customer === customer && each.day <= day && each.day > day - days);
      const mrr = paying.get(customer) ?? 0;
      expect("current_mrr", mrr);
      expect("at_risk_mrr", (told("churn_risk_score", customer, text) ?? 0) > highRisk ? mrr : 0);
      const health = told("customer_health_score", customer, text);
      expect("health_band", health === null ? null : health >= healthyFrom ? 3 : health >= atRiskFrom ? 2 : 1);
      const mine = weight(customer);
      const ahead = customers.filter((other) => (weight(other) ?? -1) > (mine ?? Infinity)).length;
      expect("intervention_priority", mine === null ? null : ahead + 1);
      expect("support_tickets_30d", own(tickets, 30).length);
      const solved = tickets.filter(
        ({ row, customer: owner }) =>
          owner === customer &&
          row["csat_score"] !== null &&
          row["resolved"] !== null &&
          dayOf(String(row["resolved"])) <= day &&
          dayOf(String(row["resolved"])) > day - 90,
      );
      expect("csat_score", mean(solved.map(({ row }) => Number(row["csat_score"]))));
      const scores = own(answers, 180).map(({ row }) => Number(row["score"]));
      const balance = scores.filter((score) => score >= 9).length - scores.filter((score) => score <= 6).length;
      expect("nps_score", ratio(100 * balance, scores.length));
      const active = new Set([...own(uses, 30), ...own(visits, 30)].map(({ row }) => Number(row["user_id"])));
      expect("monthly_active_users", active.size);
      const withAccess = own(users).filter(({ row }) => row["gone"] === null || dayOf(String(row["gone"])) > day);
      expect("user_activation_rate", ratio(active.size, withAccess.length));
      const last = Math.max(...own(moves).map((move) => move.day));
      expect("days_since_last_activity", last === -Infinity ? null : day - last);
      const seconds = own(uptime, 30).map(({ row }) => row);
      const [online, observed] = ["online", "observed"].map((name) => sumOf(seconds.map((row) => Number(row[name]))));
      expect("avg_device_uptime_30d", ratio(online!, observed!));
      const tier = tiers.get(`${customer} ${text}`) ?? 0;
      const daysOfUse = new Map<number, Set<number>>();
      for (const { row, day: used } of own(uses, 30)) {
        const feature = Number(row["feature_id"]);
        daysOfUse.set(feature, (daysOfUse.get(feature) ?? new Set()).add(used));
      }
      const adopted = [...daysOfUse].filter(([id, days]) => {
        const feature = features.get(id);
        const offered = feature !== undefined && feature.tier <= tier && feature.from <= day && feature.to > day;
        return offered && days.size >= adoptionDays;
      });
      expect("features_adopted", adopted.length);
      const next = renewals.filter((each) => each.customer === customer && each.day >= day).map((each) => each.day);
      expect("days_to_renewal", next.length === 0 ? null : Math.min(...next) - day);
    }
  }
}
