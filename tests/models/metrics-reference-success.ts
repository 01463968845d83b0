/** How each customer fares, computed again from what its users, devices, tickets and payments left behind. */
import { invoicesOf } from "./metrics-reference-cash.ts";
import { payingCustomers } from "./metrics-reference-money.ts";
import { useOfTheApplication } from "./metrics-reference-visits.ts";
import type { Row } from "./built-project.ts";
import { DAYS, dayOf, ratio, sumOf, type MetricsLab } from "./metrics-lab.ts";

const ON_RECORD = DAYS.filter((day) => day > "2025-10-31");
const LAST = "2025-12-31";

const optionalDay = (value: unknown): number => (value === null ? Infinity : dayOf(String(value)));
const mean = (values: readonly number[]): number | null => ratio(sumOf(values), values.length);
const share = (value: number): number => Math.min(1, Math.max(0, value));
const byCustomer = <T>(list: readonly T[], customerOf: (one: T) => number): ReadonlyMap<number, readonly T[]> => {
  const found = new Map<number, T[]>();
  for (const one of list) {
    const held = found.get(customerOf(one));
    if (held) held.push(one);
    else found.set(customerOf(one), [one]);
  }
  return found;
};

/** Customers that have a row on the day. */
const customersOn = (lab: MetricsLab, text: string): readonly number[] =>
  [...lab.told.keys()].flatMap((key) => {
    const [name, customer, at] = key.split(" ");
    return name === "current_mrr" && at === text ? [Number(customer)] : [];
  });

async function signUpsOf(lab: MetricsLab): Promise<ReadonlyMap<number, number>> {
  const rows = await lab.rows(
    "select customer_id, cast(cast(created_at as date) as varchar) as day from {{ ref('stg_app_database__accounts') }}",
  );
  return new Map(rows.map((row) => [Number(row["customer_id"]), dayOf(String(row["day"]))]));
}

/** What a reference of one customer and day gives its numbers to. */
type Expect = (name: string, value: number | null) => void;
const expecting =
  (lab: MetricsLab, customer: number, text: string): Expect =>
  (name, value) =>
    lab.expect(name, `${customer} ${text}`, value);

export async function moneyOfCustomers(lab: MetricsLab): Promise<void> {
  const payingOn = await payingCustomers(lab);
  const health = new Map(
    (
      await lab.rows(
        "select customer_id || ' ' || cast(date_day as varchar) as at, cast(customer_health_score as double) as health from {{ ref('entity_customers_daily') }} where customer_health_score is not null",
      )
    ).map((row) => [String(row["at"]), Number(row["health"])]),
  );
  const healthOn = (customer: number, day: number): number | undefined =>
    health.get(`${customer} ${new Date(day * 86_400_000).toISOString().slice(0, 10)}`);
  const signUps = await signUpsOf(lab);
  const customerOf = new Map(
    (
      await lab.rows(
        "select stripe_customer_id, customer_id from {{ ref('int_identity__customer_map') }} where stripe_customer_id is not null and customer_id is not null",
      )
    ).map((row) => [String(row["stripe_customer_id"]), Number(row["customer_id"])]),
  );
  const invoices = byCustomer(
    (await invoicesOf(lab)).filter((invoice) => !invoice.isInternal && invoice.finalized !== null),
    (invoice) => customerOf.get(invoice.customer) ?? -1,
  );
  const overdue = byCustomer(
    await lab.rows(
      "select customer_id, cast(cast(started_at as date) as varchar) as started, cast(cast(ended_at as date) as varchar) as ended from {{ ref('int_billing__dunning_cases') }}",
    ),
    (row) => Number(row["customer_id"]),
  );
  for (const text of ON_RECORD) {
    const day = dayOf(text);
    const [now, before] = [payingOn(day), payingOn(day - 30)];
    for (const customer of customersOn(lab, text)) {
      const expect = expecting(lab, customer, text);
      const [today, past] = [healthOn(customer, day), healthOn(customer, day - 30)];
      // A customer that was away has a health of that day which no row tells.
      if (signUps.get(customer)! > day - 30) expect("health_trend_30d", null);
      else if (past !== undefined) expect("health_trend_30d", today === undefined ? null : today - past);
      const month = Array.from({ length: 30 }, (_, back) => healthOn(customer, day - back)).filter(
        (value) => value !== undefined,
      );
      const average = mean(month);
      const squares = sumOf(month.map((value) => (value - average!) ** 2));
      // A deviation of fewer days is one of another window.
      if (month.length === 30) expect("health_volatility_30d", Math.sqrt(squares / 29));
      const change = (now.get(customer) ?? 0) - (before.get(customer) ?? 0);
      expect("mrr_change_30d", signUps.get(customer)! > day - 30 ? null : change);
      // Growth of a customer that already paid, from the end of one day to the end of the next.
      let grown = 0;
      for (const after of Array.from({ length: 30 }, (_, back) => day - back)) {
        const [old = 0, mrr = 0] = [payingOn(after - 1).get(customer), payingOn(after).get(customer)];
        if (old > 0 && mrr > old) grown += mrr - old;
      }
      expect("expansion_revenue_30d", grown);
      const own = (invoices.get(customer) ?? []).filter((invoice) => invoice.finalized! <= day);
      expect(
        "lifetime_revenue",
        sumOf(own.flatMap((one) => (one.paid !== null && one.paid <= day ? [one.received] : []))),
      );
      const tried = own.filter((invoice) => invoice.attempts > 0 && invoice.finalized! > day - 365);
      const failed = tried.filter((invoice) => invoice.isFirstFailed).length;
      const isOverdue = (overdue.get(customer) ?? []).some(
        (row) => dayOf(String(row["started"])) <= day && optionalDay(row["ended"]) > day,
      );
      expect("payment_health_score", (1 - (ratio(failed, tried.length) ?? 0)) * (isOverdue ? 0.5 : 1));
    }
  }
}

export async function usersOfCustomers(lab: MetricsLab): Promise<void> {
  const { begin, users, visits, uses, active } = await useOfTheApplication(lab);
  const invited = new Set([...users].flatMap(([id, user]) => (user.status === "invited" ? [id] : [])));
  const members = byCustomer(
    [...users].filter(([, user]) => user.customer !== null),
    ([, user]) => user.customer!,
  );
  const visitsOf = byCustomer(visits, (visit) => visit.user);
  const usesOf = byCustomer(uses, (use) => use.user);
  const features = new Map(
    (
      await lab.rows(
        "select feature_id, tier_required, cast(released_on as varchar) as released, cast(deprecated_on as varchar) as deprecated from {{ ref('stg_app_database__features') }}",
      )
    ).map((row) => [
      Number(row["feature_id"]),
      {
        tier: Number(row["tier_required"]),
        from: dayOf(String(row["released"])),
        to: optionalDay(row["deprecated"]),
      },
    ]),
  );
  const tiers = new Map(
    (
      await lab.rows(
        "select customers.customer_id || ' ' || cast(customers.date_day as varchar) as at, tiers.tier from {{ ref('entity_customers_daily') }} as customers inner join (select plan_name, max(plan_tier) as tier from {{ ref('stg_app_database__plans') }} group by plan_name) as tiers on customers.plan = tiers.plan_name",
      )
    ).map((row) => [String(row["at"]), Number(row["tier"])]),
  );
  const signUps = await signUpsOf(lab);
  const firstPaid = new Map(
    (
      await lab.rows(
        "select customer_id, cast(cast(min(first_paid_at) as date) as varchar) as day from {{ ref('int_subscriptions__core') }} where first_paid_at is not null group by customer_id",
      )
    ).map((row) => [Number(row["customer_id"]), dayOf(String(row["day"]))]),
  );
  const firstUse = new Map(
    (
      await lab.rows(
        "select customer_id, cast(min(usage_date) as varchar) as day from {{ ref('stg_app_database__feature_usage') }} group by customer_id",
      )
    ).map((row) => [Number(row["customer_id"]), dayOf(String(row["day"]))]),
  );
  const pours = byCustomer(
    await lab.rows(
      "select customer_id, cast(date_day as varchar) as day, cast(sum(pours) as double) as pours from {{ ref('entity_devices_daily') }} where pours is not null group by customer_id, date_day order by date_day",
    ),
    (row) => Number(row["customer_id"]),
  );
  const pouredBy = (customer: number, least: number): number => {
    let sum = 0;
    for (const row of pours.get(customer) ?? [])
      if ((sum += Number(row["pours"])) >= least) return dayOf(String(row["day"]));
    return Infinity;
  };
  for (const text of ON_RECORD) {
    const day = dayOf(text);
    const within = (at: number, days: number): boolean => at <= day && at > day - days;
    for (const customer of customersOn(lab, text)) {
      const expect = expecting(lab, customer, text);
      const own = members.get(customer) ?? [];
      const activeIn = (id: number, from: number, to: number): number =>
        (active.get(id) ?? []).filter((one) => one >= from && one <= to).length;
      const came = (days: number): number => own.filter(([id]) => activeIn(id, day - days + 1, day) > 0).length;
      expect("daily_active_users", came(1));
      expect("weekly_active_users", came(7));
      const userDays = sumOf(own.map(([id]) => activeIn(id, day - 6, day)));
      expect("seat_stickiness", ratio(userDays / 7, came(30)));
      const present = own.filter(([id, user]) => user.created <= day && user.gone > day && !invited.has(id));
      const admins = present.filter(([id, user]) => user.isAdmin && activeIn(id, day - 29, day) > 0);
      expect("admin_coverage", admins.length);
      const withAccess = own.filter(([, user]) => user.created <= day && user.gone > day).length;
      const points = present.map(([id]) => {
        const used = new Set((usesOf.get(id) ?? []).flatMap((use) => (within(use.day, 30) ? [use.feature] : [])));
        const minutes = sumOf(
          (visitsOf.get(id) ?? []).map((visit) => (within(visit.day, 30) ? visit.seconds / 60 : 0)),
        );
        const days = activeIn(id, day - 29, day);
        return 0.5 * share(days / 12) + 0.2 * share(minutes / 240) + 0.3 * share(used.size / 6);
      });
      const engagement = ratio(sumOf(points), withAccess);
      expect("avg_engagement_score", engagement);

      const tier = tiers.get(`${customer} ${text}`) ?? 0;
      const offered = [...features].filter(([, one]) => one.tier <= tier && one.from <= day && one.to > day);
      const daysOf = new Map<number, Set<number>>();
      const usesOfFeature = new Map<number, number>();
      for (const [id] of own)
        for (const use of usesOf.get(id) ?? [])
          if (within(use.day, 30)) {
            daysOf.set(use.feature, (daysOf.get(use.feature) ?? new Set()).add(use.day));
            usesOfFeature.set(use.feature, (usesOfFeature.get(use.feature) ?? 0) + use.uses);
          }
      const adopted = offered.filter(([id]) => (daysOf.get(id)?.size ?? 0) >= 3);
      const rate = (isCore: boolean): number | null =>
        ratio(
          adopted.filter(([, one]) => (one.tier === 1) === isCore).length,
          offered.filter(([, one]) => (one.tier === 1) === isCore).length,
        );
      expect("core_feature_adoption_rate", rate(true));
      expect("advanced_feature_adoption_rate", rate(false));
      const counts = offered.flatMap(([id]) => usesOfFeature.get(id) ?? []);
      const entropy = -sumOf(counts.map((n) => (n / sumOf(counts)) * Math.log(n / sumOf(counts))));
      expect("feature_breadth_index", offered.length > 1 ? share(entropy / Math.log(offered.length)) : null);

      const signUp = signUps.get(customer)!;
      const second = own.flatMap(([id]) => active.get(id)?.[0] ?? []).sort((a, b) => a - b)[1];
      const value = Math.max(pouredBy(customer, 100), second ?? Infinity);
      expect("time_to_value_days", signUp >= begin && value <= day ? value - signUp : null);
      const steps = Math.max(
        firstPaid.get(customer) ?? Infinity,
        firstUse.get(customer) ?? Infinity,
        second ?? Infinity,
        pouredBy(customer, 1),
      );
      expect("onboarding_completed", signUp < begin ? null : steps <= day && steps <= signUp + 30 ? 1 : 0);
      lab.told.set(`engagement ${customer} ${text}`, engagement);
      const activation = lab.told.get(`user_activation_rate ${customer} ${text}`) ?? 0;
      const breadth = offered.length === 0 ? 0 : share(adopted.length / offered.length);
      lab.told.set(`adoption ${customer} ${text}`, 0.6 * breadth + 0.4 * share(activation));
    }
  }
}

export async function supportOfCustomers(lab: MetricsLab): Promise<void> {
  const promises = new Map(
    (
      await lab.rows(
        "select ticket_id, sla_status, cast(first_response_hours as double) as answer, cast(resolution_hours as double) as solution from {{ ref('int_support__ticket_sla') }}",
      )
    ).map((row) => [Number(row["ticket_id"]), row]),
  );
  const hours = (row: Row | undefined, name: string): number | null =>
    row === undefined || row[name] === null ? null : Number(row[name]);
  const tickets = byCustomer(
    (
      await lab.rows(
        "select ticket_id, customer_id, reopened_count, csat_score, cast(cast(created_at as date) as varchar) as created, cast(cast(first_response_at as date) as varchar) as answered, cast(cast(resolved_at as date) as varchar) as resolved from {{ ref('stg_app_database__support_tickets') }}",
      )
    ).map((row) => ({
      customer: Number(row["customer_id"]),
      created: dayOf(String(row["created"])),
      answered: optionalDay(row["answered"]),
      resolved: optionalDay(row["resolved"]),
      isReopened: Number(row["reopened_count"]) > 0,
      csat: row["csat_score"] === null ? null : Number(row["csat_score"]),
      sla: String(promises.get(Number(row["ticket_id"]))?.["sla_status"]),
      answer: hours(promises.get(Number(row["ticket_id"])), "answer"),
      solution: hours(promises.get(Number(row["ticket_id"])), "solution"),
    })),
    (ticket) => ticket.customer,
  );
  for (const text of ON_RECORD) {
    const day = dayOf(text);
    const within = (at: number, days: number): boolean => at <= day && at > day - days;
    for (const customer of customersOn(lab, text)) {
      const expect = expecting(lab, customer, text);
      const own = (tickets.get(customer) ?? []).filter((ticket) => ticket.created <= day);
      const month = own.filter((ticket) => within(ticket.created, 30));
      const open = own.filter((ticket) => ticket.resolved > day).length;
      expect("open_tickets", open);
      expect("ticket_resolution_rate", ratio(month.filter((ticket) => ticket.resolved <= day).length, month.length));
      const solved = own.filter((ticket) => within(ticket.resolved, 90));
      expect("avg_ticket_resolution_hours", mean(solved.flatMap((ticket) => ticket.solution ?? [])));
      const answered = own.filter((ticket) => within(ticket.answered, 90));
      expect("avg_first_response_hours", mean(answered.flatMap((ticket) => ticket.answer ?? [])));
      const before = own.filter((ticket) => ticket.created > day - 120 && ticket.created <= day - 30).length;
      expect("ticket_velocity", ratio(3 * month.length, before));
      expect("ticket_reopen_rate", ratio(solved.filter((ticket) => ticket.isReopened).length, solved.length));
      expect("sla_breaches_30d", month.filter((ticket) => ticket.sla === "Breached").length);

      const judged = own.filter((ticket) => within(ticket.created, 90) && ["Met", "Breached"].includes(ticket.sla));
      const kept = ratio(judged.filter((ticket) => ticket.sla === "Met").length, judged.length) ?? 1;
      const rating = mean(solved.flatMap((ticket) => ticket.csat ?? []));
      const support =
        0.4 * kept + 0.3 * (1 - share(open / 5)) + 0.3 * (rating === null ? 0.75 : share((rating - 1) / 4));
      const told = (name: string): number => lab.told.get(`${name} ${customer} ${text}`) ?? 0;
      expect(
        "composite_success_score",
        0.4 * told("customer_health_score") +
          0.2 * told("engagement") +
          0.2 * told("adoption") +
          0.1 * support +
          0.1 * told("payment_health_score"),
      );
    }
  }
}

export async function devicesOfCustomers(lab: MetricsLab): Promise<void> {
  const days = byCustomer(
    (
      await lab.rows(
        "select device_id, customer_id, cast(date_day as varchar) as day, online_seconds, volume_litres from {{ ref('entity_devices_daily') }} where date_day > date '2025-10-01'",
      )
    ).map((row) => ({
      customer: Number(row["customer_id"]),
      day: dayOf(String(row["day"])),
      online: Number(row["online_seconds"]),
      litres: Number(row["volume_litres"]),
    })),
    (one) => one.customer,
  );
  const scores = byCustomer(
    await lab.rows(
      "select customer_id, cast(overall_device_health_score as double) as score from {{ ref('int_devices__performance_health') }} where device_status <> 'retired'",
    ),
    (row) => Number(row["customer_id"]),
  );
  const places = byCustomer(
    (
      await lab.rows(
        "select customer_id, location_id, cast(date_day as varchar) as day, coalesce(pours, 0) as pours from {{ ref('entity_locations_daily') }} where date_day > date '2025-10-01'",
      )
    ).map((row) => ({
      customer: Number(row["customer_id"]),
      place: Number(row["location_id"]),
      day: dayOf(String(row["day"])),
      pours: Number(row["pours"]),
    })),
    (one) => one.customer,
  );
  const events = byCustomer(
    (
      await lab.rows(
        "select customer_id, cast(date_day as varchar) as day, device_events from {{ ref('int_customers__activity_daily') }} where date_day > date '2025-08-01'",
      )
    ).map((row) => ({
      customer: Number(row["customer_id"]),
      day: dayOf(String(row["day"])),
      n: Number(row["device_events"]),
    })),
    (one) => one.customer,
  );
  const limits = new Map(
    (
      await lab.rows(
        "select customers.customer_id || ' ' || cast(customers.date_day as varchar) as at, limits.n from {{ ref('entity_customers_daily') }} as customers inner join (select plan_name, max(device_limit) as n from {{ ref('stg_app_database__plans') }} group by plan_name) as limits on customers.plan = limits.plan_name",
      )
    ).map((row) => [String(row["at"]), row["n"] === null ? null : Number(row["n"])]),
  );
  for (const text of ON_RECORD) {
    const day = dayOf(text);
    for (const customer of customersOn(lab, text)) {
      const expect = expecting(lab, customer, text);
      const own = days.get(customer) ?? [];
      const today = own.filter((one) => one.day === day);
      expect("active_device_count", today.filter((one) => one.online > 0).length);
      // A day without a device in use has no window that ends with it.
      const month = own.filter((one) => one.day <= day && one.day > day - 30);
      expect("volume_processed_30d", today.length === 0 ? 0 : sumOf(month.map((one) => one.litres)));
      const known = (scores.get(customer) ?? []).flatMap((row) =>
        row["score"] === null ? [] : [Number(row["score"])],
      );
      expect("avg_device_health_score", text === LAST ? mean(known) : null);
      expect(
        "unhealthy_devices",
        text !== LAST || !scores.has(customer) ? null : known.filter((score) => score < 0.5).length,
      );
      const there = (places.get(customer) ?? []).filter((one) => one.day <= day && one.day > day - 7);
      const poured = new Set(there.flatMap((one) => (one.pours > 0 ? [one.place] : [])));
      const inUse = new Set(there.flatMap((one) => (one.day === day ? [one.place] : [])));
      expect("locations_inactive", [...inUse].filter((place) => !poured.has(place)).length);
      const count = (from: number, to: number): number =>
        sumOf((events.get(customer) ?? []).flatMap((one) => (one.day >= from && one.day <= to ? [one.n] : [])));
      const [now, before] = [count(day - 29, day), count(day - 59, day - 30)];
      const growth = before === 0 ? 0 : Math.min(1, Math.max(-1, now / before - 1));
      const limit = limits.get(`${customer} ${text}`) ?? null;
      const used = limit === null || limit === 0 ? 0 : share(today.length / limit);
      const health = lab.told.get(`customer_health_score ${customer} ${text}`) ?? 0;
      expect("expansion_potential_score", 1 / (1 + Math.exp(-(-4 + 3 * used + 2 * growth + 2 * health))));
    }
  }
}
