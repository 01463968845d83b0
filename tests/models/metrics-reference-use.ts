/** What users do, computed again by loops over their visits and uses. */
import { DAYS, dayOf, ratio, sumOf, type MetricsLab } from "./metrics-lab.ts";

interface Use {
  readonly user: number;
  readonly day: number;
}

/** Days on which each user visited or used something, since visits are on record. */
async function activeDays(lab: MetricsLab, from: number): Promise<Map<number, Set<number>>> {
  const rows = await lab.rows(
    "select activity.user_id, cast(activity.day as varchar) as day from (select user_id, cast(started_at as date) as day from {{ ref('stg_app_database__user_sessions') }} union select user_id, usage_date from {{ ref('stg_app_database__feature_usage') }}) as activity semi join {{ ref('int_users__core') }} as users on activity.user_id = users.user_id",
  );
  const days = new Map<number, Set<number>>();
  for (const row of rows) {
    const day = dayOf(String(row["day"]));
    if (day < from) continue;
    const user = Number(row["user_id"]);
    days.set(user, (days.get(user) ?? new Set()).add(day));
  }
  return days;
}

async function recordBegins(lab: MetricsLab): Promise<number> {
  return dayOf(String((await lab.rows("select cast({{ usage_complete_from() }} as varchar) as day"))[0]?.["day"]));
}

export async function newUsers(lab: MetricsLab): Promise<void> {
  const begin = await recordBegins(lab);
  const active = await activeDays(lab, begin);
  const users = (
    await lab.rows("select user_id, cast(cast(created_at as date) as varchar) as day from {{ ref('int_users__core') }}")
  ).map((row): Use => ({ user: Number(row["user_id"]), day: dayOf(String(row["day"])) }));
  const core = new Map<number, number>();
  for (const row of await lab.rows(
    "select usage.user_id, cast(min(usage.usage_date) as varchar) as day from {{ ref('stg_app_database__feature_usage') }} as usage inner join {{ ref('entity_features') }} as features on usage.feature_id = features.feature_id where features.tier_required = 1 group by usage.user_id",
  ))
    core.set(Number(row["user_id"]), dayOf(String(row["day"])));
  const sessions = (
    await lab.rows(
      "select cast(cast(started_at as date) as varchar) as day, is_crashed from {{ ref('stg_app_database__user_sessions') }}",
    )
  ).map((row) => ({ day: dayOf(String(row["day"])), isCrashed: row["is_crashed"] === true }));
  const isActive = (user: number, from: number, to: number): boolean => {
    const days = active.get(user);
    for (let day = from; day <= to; day++) if (days?.has(day)) return true;
    return false;
  };
  for (const text of DAYS) {
    const day = dayOf(text);
    const aged = (from: number, to: number): readonly Use[] =>
      users.filter((user) => user.day >= begin && day - user.day >= from && day - user.day <= to);
    const activated = aged(7, 13).filter((user) => (core.get(user.user) ?? Infinity) <= user.day + 7);
    lab.expect("activated_users_7d", text, activated.length);
    lab.expect("activation_rate", text, ratio(activated.length, aged(7, 13).length));
    const stayed = aged(33, 62).filter((user) => isActive(user.user, user.day + 27, user.day + 33));
    lab.expect("avg_30d_retention_rate", text, ratio(stayed.length, aged(33, 62).length));
    const before = [...active.keys()].filter((user) => isActive(user, day - 59, day - 30));
    const lost = before.filter((user) => !isActive(user, day - 29, day));
    lab.expect("user_churn_rate_30d", text, ratio(lost.length, before.length));
    const visits = sessions.filter((session) => session.day === day);
    const crashed = visits.filter((session) => session.isCrashed).length;
    lab.expect("crash_free_session_rate", text, visits.length === 0 ? null : 1 - crashed / visits.length);
  }
}

export async function useOfFeatures(lab: MetricsLab): Promise<void> {
  const begin = await recordBegins(lab);
  const features = (
    await lab.rows(
      "select feature_id, tier_required, cast(released_on as varchar) as released, cast(deprecated_on as varchar) as deprecated from {{ ref('entity_features') }}",
    )
  ).map((row) => ({
    id: Number(row["feature_id"]),
    tier: Number(row["tier_required"]),
    from: dayOf(String(row["released"])),
    to: row["deprecated"] === null ? Infinity : dayOf(String(row["deprecated"])),
  }));
  const uses = (
    await lab.rows(
      "select distinct usage.feature_id, usage.user_id, cast(usage.usage_date as varchar) as day from {{ ref('stg_app_database__feature_usage') }} as usage semi join {{ ref('int_users__core') }} as users on usage.user_id = users.user_id",
    )
  ).map((row) => ({
    feature: Number(row["feature_id"]),
    user: Number(row["user_id"]),
    day: dayOf(String(row["day"])),
  }));
  const users = (
    await lab.rows(
      "select customer_id, cast(cast(created_at as date) as varchar) as created, cast(cast(deactivated_at as date) as varchar) as gone from {{ ref('int_users__core') }}",
    )
  ).map((row) => ({
    customer: Number(row["customer_id"]),
    from: dayOf(String(row["created"])),
    to: row["gone"] === null ? Infinity : dayOf(String(row["gone"])),
  }));
  const plans = new Map(
    (
      await lab.rows(
        "select cast(date_day as varchar) || ' ' || cast(customer_id as varchar) as at, tiers.tier from {{ ref('entity_customers_daily') }} as customers inner join (select plan_name, max(plan_tier) as tier from {{ ref('stg_app_database__plans') }} group by plan_name) as tiers on customers.plan = tiers.plan_name",
      )
    ).map((row) => [String(row["at"]), Number(row["tier"])]),
  );
  for (const text of DAYS) {
    const day = dayOf(text);
    const byTier = new Map<number, number>();
    for (const user of users) {
      const tier = plans.get(`${text} ${user.customer}`);
      if (tier !== undefined && user.from <= day && user.to > day) byTier.set(tier, (byTier.get(tier) ?? 0) + 1);
    }
    const there = features.filter((feature) => feature.from <= day && feature.to > day);
    const eligible = sumOf(
      there.map((feature) => sumOf([...byTier].flatMap(([tier, count]) => (tier >= feature.tier ? [count] : [])))),
    );
    const used = there.map(
      ({ id }) =>
        new Set(
          uses
            .filter((use) => use.feature === id && use.day <= day && use.day > day - 30 && use.day >= begin)
            .map(({ user }) => user),
        ).size,
    );
    lab.expect("feature_adoption_rate", text, ratio(sumOf(used), eligible));
  }
}
