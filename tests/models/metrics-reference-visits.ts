/** Visits to the application and uses of its features, counted again day by day from the records of the application. */
import { DAYS, dayOf, ratio, sumOf, type MetricsLab } from "./metrics-lab.ts";

export interface Visit {
  readonly user: number;
  readonly day: number;
  readonly seconds: number;
  readonly pages: number;
  readonly actions: number;
  readonly errors: number;
  readonly device: string;
  /** Minute since 1970 on the clock of the user's place. */
  readonly local: number;
}

interface Use {
  readonly user: number;
  readonly feature: number;
  readonly day: number;
  readonly uses: number;
  readonly successes: number;
}

interface Person {
  readonly customer: number | null;
  readonly created: number;
  readonly gone: number;
  readonly isAdmin: boolean;
  readonly status: string;
}

export interface UseOfTheApplication {
  readonly begin: number;
  readonly users: ReadonlyMap<number, Person>;
  readonly visits: readonly Visit[];
  readonly uses: readonly Use[];
  /** Days on which each user of a known customer visited or used something, in order. */
  readonly active: ReadonlyMap<number, readonly number[]>;
}

const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
};

export async function useOfTheApplication(lab: MetricsLab): Promise<UseOfTheApplication> {
  const begin = dayOf(
    String((await lab.rows("select cast({{ usage_complete_from() }} as varchar) as day"))[0]?.["day"]),
  );
  const admins = new Map<number, boolean>();
  for (const row of await lab.rows(
    "select user_id, new_role from {{ ref('stg_app_database__user_role_changes') }} order by changed_at, role_change_id",
  ))
    admins.set(Number(row["user_id"]), row["new_role"] === "admin");
  const users = new Map(
    (
      await lab.rows(
        "select users.user_id, accounts.customer_id, users.role, users.user_status, cast(cast(users.created_at as date) as varchar) as created, cast(cast(users.deactivated_at as date) as varchar) as gone from {{ ref('stg_app_database__users') }} as users left join {{ ref('stg_app_database__accounts') }} as accounts on users.customer_id = accounts.customer_id",
      )
    ).map((row): [number, Person] => [
      Number(row["user_id"]),
      {
        customer: row["customer_id"] === null ? null : Number(row["customer_id"]),
        created: dayOf(String(row["created"])),
        gone: row["gone"] === null ? Infinity : dayOf(String(row["gone"])),
        isAdmin: admins.get(Number(row["user_id"])) ?? row["role"] === "admin",
        status: String(row["user_status"]),
      },
    ]),
  );
  const offsets = new Map<string, { from: number; minutes: number }[]>();
  for (const row of await lab.rows(
    "select timezone, offset_minutes, cast(epoch(utc_from) / 60 as double) as since from {{ ref('stg_reference__tz_transitions') }} order by utc_from",
  )) {
    const zone = String(row["timezone"]);
    offsets.set(zone, [
      ...(offsets.get(zone) ?? []),
      { from: Number(row["since"]), minutes: Number(row["offset_minutes"]) },
    ]);
  }
  const zones = new Map(
    (
      await lab.rows(
        "select users.user_id, zones.timezone from {{ ref('stg_app_database__users') }} as users inner join {{ ref('stg_app_database__locations') }} as locations on users.location_id = locations.location_id inner join {{ ref('stg_reference__state_timezones') }} as zones on locations.state = zones.state",
      )
    ).map((row) => [Number(row["user_id"]), String(row["timezone"])]),
  );
  const visits = (
    await lab.rows(
      "select user_id, device_type, duration_seconds, page_views, actions_taken, error_count, cast(epoch(started_at) / 60 as double) as minute from {{ ref('stg_app_database__user_sessions') }} where started_at < {{ as_of_timestamp() }}",
    )
  ).flatMap((row): Visit[] => {
    const minute = Number(row["minute"]);
    const day = Math.floor(minute / 1440);
    const zone = zones.get(Number(row["user_id"])) ?? "";
    const offset = offsets.get(zone)?.findLast(({ from }) => from <= minute)?.minutes ?? 0;
    if (day < begin) return [];
    const [seconds, pages, actions, errors] = ["duration_seconds", "page_views", "actions_taken", "error_count"].map(
      (name) => Number(row[name]),
    );
    return [
      {
        user: Number(row["user_id"]),
        day,
        seconds: seconds!,
        pages: pages!,
        actions: actions!,
        errors: errors!,
        device: String(row["device_type"]),
        local: minute + offset,
      },
    ];
  });
  const uses = (
    await lab.rows(
      "select user_id, feature_id, usage_count, success_count, cast(usage_date as varchar) as day from {{ ref('stg_app_database__feature_usage') }} where usage_date <= {{ as_of_date() }}",
    )
  ).flatMap((row): Use[] => {
    const user = Number(row["user_id"]);
    if (!users.has(user)) return [];
    return [
      {
        user,
        feature: Number(row["feature_id"]),
        day: dayOf(String(row["day"])),
        uses: Number(row["usage_count"]),
        successes: Number(row["success_count"]),
      },
    ];
  });
  const days = new Map<number, Set<number>>();
  for (const { user, day } of [...visits, ...uses])
    if (day >= begin && users.get(user)?.customer != null) days.set(user, (days.get(user) ?? new Set()).add(day));
  const active = new Map([...days].map(([user, set]) => [user, [...set].sort((a, b) => a - b)]));
  return { begin, users, visits, uses, active };
}

export async function dayOfTheApplication(lab: MetricsLab): Promise<void> {
  const { begin, users, visits, uses, active } = await useOfTheApplication(lab);
  const pages = await lab.rows(
    "select cast(cast(viewed_at as date) as varchar) as day, count(*) as n, count(*) filter (where page_category = 'help') as help from {{ ref('stg_app_database__page_views') }} group by 1",
  );
  for (const text of DAYS) {
    const day = dayOf(text);
    const today = visits.filter((visit) => visit.day === day);
    const add = (amount: (visit: Visit) => number): number => sumOf(today.map(amount));
    const share = (holds: (visit: Visit) => boolean): number | null => ratio(today.filter(holds).length, today.length);
    const came = [...active].filter(([, days]) => days.includes(day));
    const within = (days: number): readonly number[] =>
      [...active].flatMap(([user, all]) => (all.some((one) => one <= day && one > day - days) ? [user] : []));
    /** Days of silence before the visit of the day; the first silence begins with the sign-up. */
    const silences = came.map(([user, days]) => {
      const last = days.findLast((one) => one < day);
      return { since: day - (last ?? users.get(user)!.created), isFirst: last === undefined };
    });
    lab.expect("sessions_total", text, today.length);
    lab.expect("session_minutes_total", text, add((visit) => visit.seconds) / 60);
    const accounts = new Set(came.map(([user]) => users.get(user)?.customer));
    lab.expect("active_accounts_daily", text, accounts.size);
    lab.expect("users_per_active_account", text, ratio(came.length, accounts.size));
    lab.expect(
      "actions_per_session",
      text,
      ratio(
        add((visit) => visit.actions),
        today.length,
      ),
    );
    const used = sumOf(uses.flatMap((use) => (use.day === day ? [use.uses] : [])));
    lab.expect("feature_uses_total", text, used);
    lab.expect("feature_usage_intensity", text, ratio(used, came.length));
    const dormant = [...active].filter(([user, days]) => {
      const silent = day - (days.findLast((one) => one <= day) ?? -Infinity);
      return silent > 30 && silent <= 60 && (users.get(user)?.gone ?? 0) > day;
    });
    lab.expect("dormant_users", text, dormant.length);
    lab.expect("returning_users", text, silences.filter(({ since }) => since > 30).length);
    // Who never came before is not back.
    lab.expect("resurrected_users", text, silences.filter(({ since, isFirst }) => since > 60 && !isFirst).length);
    const admins = [...users].filter(([, user]) => user.isAdmin && user.status === "active" && user.created <= day);
    const month = new Set(within(30));
    lab.expect("admin_active_rate", text, ratio(admins.filter(([user]) => month.has(user)).length, admins.length));

    lab.expect("wau_mau_ratio", text, ratio(within(7).length, month.size));
    lab.expect("dau_wau_ratio", text, ratio(came.length, within(7).length));
    const first = new Map<number, number>();
    for (const visit of visits) first.set(visit.user, Math.min(visit.day, first.get(visit.user) ?? Infinity));
    const fresh = [...first].filter(([user, at]) => at === day && (users.get(user)?.created ?? 0) >= begin);
    lab.expect("new_users", text, fresh.length);
    lab.expect("avg_session_duration", text, ratio(add((visit) => visit.seconds) / 60, today.length));
    lab.expect("median_session_duration", text, median(today.map((visit) => visit.seconds / 60)));
    lab.expect("sessions_per_user", text, ratio(today.length, came.length));
    lab.expect(
      "pages_per_session",
      text,
      ratio(
        add((visit) => visit.pages),
        today.length,
      ),
    );
    lab.expect(
      "desktop_usage_pct",
      text,
      share((visit) => visit.device === "desktop"),
    );
    lab.expect(
      "mobile_usage_pct",
      text,
      share((visit) => visit.device === "mobile"),
    );
    const hour = (visit: Visit): number => Math.floor((visit.local % 1440) / 60);
    // 1970-01-01 was a Thursday.
    const weekday = (visit: Visit): number => (Math.floor(visit.local / 1440) + 3) % 7;
    lab.expect(
      "business_hours_usage_pct",
      text,
      share((visit) => hour(visit) >= 9 && hour(visit) < 17),
    );
    lab.expect(
      "weekend_usage_pct",
      text,
      share((visit) => weekday(visit) >= 5),
    );
    lab.expect(
      "error_rate_pct",
      text,
      ratio(
        add((visit) => visit.errors),
        add((visit) => visit.actions),
      ),
    );
    const viewed = pages.find((row) => row["day"] === text);
    lab.expect("help_page_share", text, viewed ? ratio(Number(viewed["help"]), Number(viewed["n"])) : null);
  }
}

export async function retentionOfUsers(lab: MetricsLab): Promise<void> {
  const { begin, users, uses, active } = await useOfTheApplication(lab);
  const outcome = await lab.rows(
    "select cast(results.lift as double) as lift, cast(experiments.end_date as varchar) as ended from {{ ref('product_experiment_results') }} as results inner join {{ ref('stg_app_database__experiments') }} as experiments on results.experiment_id = experiments.experiment_id where results.arm = 'B' order by experiments.end_date desc, results.experiment_id desc limit 1",
  );
  for (const text of DAYS) {
    const day = dayOf(text);
    const aged = (from: number, to: number): readonly [number, Person][] =>
      [...users].filter(([, { created }]) => created >= begin && day - created >= from && day - created <= to);
    const back = (after: number, cohort: readonly [number, Person][]): number =>
      cohort.filter(([user, { created }]) => active.get(user)?.includes(created + after)).length;
    lab.expect("avg_1d_retention_rate", text, ratio(back(1, aged(1, 30)), aged(1, 30).length));
    lab.expect("avg_7d_retention_rate", text, ratio(back(7, aged(7, 36)), aged(7, 36).length));
    const month = uses.filter((use) => use.day <= day && use.day > day - 30);
    const features = new Map<number, Set<number>>();
    for (const { user, feature } of month) features.set(user, (features.get(user) ?? new Set()).add(feature));
    const recent = [...active].map(([user, days]) => ({
      user,
      days: days.filter((one) => one <= day && one > day - 30).length,
    }));
    const monthly = recent.filter(({ days }) => days > 0).length;
    lab.expect(
      "avg_features_used_per_user",
      text,
      ratio(sumOf([...features.values()].map((set) => set.size)), monthly),
    );
    const power = recent.filter(({ user, days }) => days >= 20 && (features.get(user)?.size ?? 0) >= 5).length;
    lab.expect("power_users", text, power);
    lab.expect("power_user_percentage", text, ratio(power, monthly));
    const last = outcome[0];
    lab.expect("ab_test_results", text, last && text > String(last["ended"]) ? Number(last["lift"]) : null);
  }
}

export async function featuresOfTheDay(lab: MetricsLab): Promise<void> {
  const { begin, users, uses } = await useOfTheApplication(lab);
  const features = (
    await lab.rows(
      "select feature_id, tier_required, cast(released_on as varchar) as released, cast(deprecated_on as varchar) as deprecated from {{ ref('stg_app_database__features') }}",
    )
  ).map((row) => ({
    id: Number(row["feature_id"]),
    tier: Number(row["tier_required"]),
    from: dayOf(String(row["released"])),
    to: row["deprecated"] === null ? Infinity : dayOf(String(row["deprecated"])),
  }));
  const first = new Map<string, number>();
  for (const { user, feature, day } of uses) {
    const key = `${feature} ${user}`;
    first.set(key, Math.min(day, first.get(key) ?? Infinity));
  }
  const tiers = new Map<string, number>();
  for (const row of await lab.rows(
    "select cast(date_day as varchar) as day, customer_id, tiers.tier from {{ ref('entity_customers_daily') }} as customers inner join (select plan_name, max(plan_tier) as tier from {{ ref('stg_app_database__plans') }} group by plan_name) as tiers on customers.plan = tiers.plan_name",
  ))
    tiers.set(`${dayOf(String(row["day"]))} ${Number(row["customer_id"])}`, Number(row["tier"]));
  for (const text of DAYS) {
    const day = dayOf(text);
    const there = features.filter((feature) => feature.from <= day && feature.to > day);
    const known = new Set(there.map(({ id }) => id));
    const today = uses.filter((use) => use.day === day && known.has(use.feature));
    const pairs = (days: number): number =>
      new Set(
        uses
          .filter((use) => use.day <= day && use.day > day - days && use.day >= begin && known.has(use.feature))
          .map((use) => `${use.feature} ${use.user}`),
      ).size;
    lab.expect("feature_stickiness", text, ratio(pairs(1), pairs(30)));
    lab.expect(
      "feature_success_rate",
      text,
      ratio(sumOf(today.map((use) => use.successes)), sumOf(today.map((use) => use.uses))),
    );
    const waits = [...first].flatMap(([key, at]) =>
      at <= day && at > day - 30 ? [at - users.get(Number(key.split(" ")[1]))!.created] : [],
    );
    lab.expect("time_to_first_use_days", text, median(waits));
    // The newest feature whose first week is over, and on record.
    const [newest] = there
      .filter((feature) => feature.from + 7 <= day && feature.from + 7 >= begin)
      .sort((a, b) => b.from - a.from || (String(a.id) < String(b.id) ? 1 : -1));
    if (newest === undefined) lab.expect("feature_release_adoption_7d", text, null);
    else {
      const week = newest.from + 7;
      const could = [...users.values()].filter(
        (user) =>
          user.customer !== null &&
          user.created <= week &&
          user.gone > week &&
          (tiers.get(`${week} ${user.customer}`) ?? 0) >= newest.tier,
      );
      const tried = [...first].filter(([key, at]) => Number(key.split(" ")[0]) === newest.id && at <= week);
      lab.expect("feature_release_adoption_7d", text, ratio(tried.length, could.length));
    }
  }
}
