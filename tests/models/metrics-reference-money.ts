/** Revenue, sales and marketing, computed again by loops over what happened to subscriptions, deals and leads. */
import { DAYS, dayOf, firstOfMonth, monthsBefore, ratio, sumOf, textOf, type MetricsLab } from "./metrics-lab.ts";
import { contactMap, firstPaidDays } from "./metrics-people.ts";

/** MRR of each customer that pays at the end of a day. */
export async function payingCustomers(lab: MetricsLab): Promise<(day: number) => Map<number, number>> {
  const changes = (
    await lab.rows(
      "select changes.subscription_id, subscriptions.customer_id, cast(changes.mrr_after as double) as mrr, cast(cast(changes.changed_at as date) as varchar) as day from {{ ref('stg_app_database__subscription_changes') }} as changes inner join {{ ref('int_subscriptions__core') }} as subscriptions on changes.subscription_id = subscriptions.subscription_id order by changes.changed_at, changes.change_id",
    )
  ).map((row) => ({
    subscription: Number(row["subscription_id"]),
    customer: Number(row["customer_id"]),
    mrr: Number(row["mrr"]),
    day: dayOf(String(row["day"])),
  }));
  const held = new Map<number, Map<number, number>>();
  return (day) => {
    const known = held.get(day);
    if (known) return known;
    const last = new Map<number, (typeof changes)[number]>();
    for (const change of changes) if (change.day <= day) last.set(change.subscription, change);
    const customers = new Map<number, number>();
    for (const { customer, mrr } of last.values())
      if (mrr > 0) customers.set(customer, (customers.get(customer) ?? 0) + mrr);
    held.set(day, customers);
    return customers;
  };
}

const total = (customers: ReadonlyMap<number, number>): number => sumOf(customers.values());

/** The first day on which each customer paid. */
function firstPayingDays(
  payingOn: (day: number) => Map<number, number>,
  from: number,
  to: number,
): Map<number, number> {
  const first = new Map<number, number>();
  for (let day = from; day <= to; day++)
    for (const customer of payingOn(day).keys()) if (!first.has(customer)) first.set(customer, day);
  return first;
}

const BEGINNING = dayOf("2018-01-01");

export async function movementsOfRevenue(lab: MetricsLab): Promise<void> {
  const payingOn = await payingCustomers(lab);
  const margin = await lab.variable("gross_margin");
  const firstPaid = firstPayingDays(payingOn, BEGINNING, dayOf("2025-12-31"));
  const movements = (from: number, to: number) => {
    const sums = { fresh: 0, expansion: 0, contraction: 0, churned: 0, reactivation: 0 };
    for (let day = from; day <= to; day++) {
      const [before, now] = [payingOn(day - 1), payingOn(day)];
      for (const customer of new Set([...before.keys(), ...now.keys()])) {
        const [old = 0, mrr = 0] = [before.get(customer), now.get(customer)];
        if (old === 0) sums[firstPaid.get(customer) === day ? "fresh" : "reactivation"] += mrr;
        else if (mrr === 0) sums.churned += old;
        else if (mrr > old) sums.expansion += mrr - old;
        else sums.contraction += old - mrr;
      }
    }
    return sums;
  };
  for (const text of DAYS) {
    const day = dayOf(text);
    const month = movements(firstOfMonth(text), day);
    lab.expect("new_mrr", text, month.fresh);
    lab.expect("expansion_mrr", text, month.expansion);
    lab.expect("contraction_mrr", text, month.contraction);
    lab.expect("churned_mrr", text, month.churned);
    lab.expect("reactivation_mrr", text, month.reactivation);
    lab.expect(
      "quick_ratio",
      text,
      ratio(month.fresh + month.expansion + month.reactivation, month.contraction + month.churned),
    );
    const now = payingOn(day);
    const monthAgo = total(payingOn(monthsBefore(text, 1)));
    lab.expect("mrr_growth_rate", text, ratio(total(now) - monthAgo, monthAgo));
    const opening = payingOn(day - 30);
    const lost = movements(day - 29, day);
    lab.expect("revenue_churn_rate", text, ratio(lost.churned + lost.contraction, total(opening)));
    const churn = [...opening.keys()].filter((customer) => !now.has(customer)).length / opening.size;
    lab.expect("ltv", text, churn === 0 ? null : ((total(now) / now.size) * margin) / Number(churn.toFixed(6)));
  }
}

interface Deal {
  readonly id: number;
  readonly amount: number;
  readonly isOpen: boolean;
  readonly isWon: boolean;
  readonly created: number;
  readonly closes: number;
  /** Its first touch was a marketing channel. */
  readonly isSourced: boolean;
}

export async function pipelineOfSales(lab: MetricsLab): Promise<void> {
  const deals = new Map(
    (
      await lab.rows(
        "select deal_id, cast(amount as double) as amount, is_open, is_won, cast(cast(created_at as date) as varchar) as created, cast(close_date as varchar) as closes, first_touch_channel as channel from {{ ref('sales_pipeline') }}",
      )
    ).map((row): [number, Deal] => [
      Number(row["deal_id"]),
      {
        id: Number(row["deal_id"]),
        amount: Number(row["amount"]),
        isOpen: row["is_open"] === true,
        isWon: row["is_won"] === true,
        created: dayOf(String(row["created"])),
        closes: row["closes"] === null ? Infinity : dayOf(String(row["closes"])),
        isSourced: row["channel"] !== null && row["channel"] !== "direct",
      },
    ]),
  );
  const history = (
    await lab.rows(
      "select deal_id, property_name, property_value, cast(cast(changed_at as date) as varchar) as day from {{ ref('stg_hubspot__deal_property_history') }} where property_name in ('amount', 'closedate') and property_value is not null order by changed_at",
    )
  ).map((row) => ({
    deal: Number(row["deal_id"]),
    name: String(row["property_name"]),
    value: Number(row["property_value"]),
    day: dayOf(String(row["day"])),
  }));
  const known = (deal: number, name: string, day: number): number | undefined =>
    history.findLast((change) => change.deal === deal && change.name === name && change.day <= day)?.value;
  const stages = (
    await lab.rows(
      "select stages.deal_id, cast(labels.probability as double) as probability, labels.is_closed, cast(cast(stages.valid_from as date) as varchar) as from_day, cast(cast(stages.valid_to as date) as varchar) as to_day from {{ ref('stg_hubspot__deal_stages') }} as stages inner join {{ ref('stg_hubspot__pipeline_stages') }} as labels on stages.stage_id = labels.stage_id where labels.object_type = 'deal'",
    )
  ).flatMap((row) => {
    const deal = deals.get(Number(row["deal_id"]));
    if (deal === undefined || row["is_closed"] === true) return [];
    return [
      {
        deal,
        probability: Number(row["probability"]),
        from: dayOf(String(row["from_day"])),
        to: row["to_day"] === null ? Infinity : dayOf(String(row["to_day"])),
      },
    ];
  });
  const quotas = await lab.rows(
    "select cast(month as varchar) as month, cast(sum(quota_amount) as double) as quota from {{ ref('stg_reference__quotas') }} group by month",
  );
  const commit = await lab.variable("forecast_commit_from");
  const commission = await lab.variable("metrics_sales_commission");
  const spend = await adSpend(lab);
  const newCustomers = await firstPayments(lab);
  const terms = (
    await lab.rows(
      "select cast(cast(first_paid_at as date) as varchar) as first_day, cast(cast(canceled_at as date) as varchar) as canceled from {{ ref('int_subscriptions__core') }} where billing_interval = 'year' and first_paid_at is not null",
    )
  ).flatMap((row) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((years) => ({
      due: monthsBefore(String(row["first_day"]), -12 * years),
      ended: row["canceled"] === null ? Infinity : dayOf(String(row["canceled"])),
    })),
  );
  const quarterOf = (day: number): string => {
    const text = textOf(day);
    return `${text.slice(0, 4)} ${Math.floor((Number(text.slice(5, 7)) - 1) / 3)}`;
  };
  const closed = [...deals.values()].filter((deal) => !deal.isOpen);
  for (const text of DAYS) {
    const day = dayOf(text);
    const open = stages
      .filter(({ from, to }) => from <= day && to > day)
      .map(({ deal, probability }) => {
        const closes = known(deal.id, "closedate", day);
        return {
          amount: known(deal.id, "amount", day) ?? deal.amount,
          isSourced: deal.isSourced,
          probability,
          closes: closes === undefined ? null : Math.floor(closes / 86_400_000),
        };
      });
    const value = sumOf(open.map(({ amount }) => amount));
    lab.expect("weighted_pipeline_value", text, sumOf(open.map(({ amount, probability }) => amount * probability)));
    lab.expect("marketing_sourced_pipeline", text, sumOf(open.map((deal) => (deal.isSourced ? deal.amount : 0))));
    const within = (days: number, all: readonly Deal[]): readonly Deal[] =>
      all.filter((deal) => deal.closes <= day && deal.closes > day - days);
    const won = closed.filter((deal) => deal.isWon);
    const wonAmount = (all: readonly Deal[]): number => sumOf(all.map((deal) => deal.amount));
    const wonOfMonth = wonAmount(won.filter((deal) => deal.closes >= firstOfMonth(text) && deal.closes <= day));
    const quota = Number(quotas.find((row) => String(row["month"]).slice(0, 7) === text.slice(0, 7))?.["quota"]);
    lab.expect("quota_attainment_pct", text, ratio(wonOfMonth, quota));
    lab.expect("pipeline_coverage_ratio", text, quota > wonOfMonth ? value / (quota - wonOfMonth) : null);
    const won90 = within(90, won);
    const size = ratio(wonAmount(won90), won90.length);
    lab.expect("avg_deal_size", text, size);
    const cycles = within(180, won).map((deal) => deal.closes - deal.created);
    const cycle = ratio(sumOf(cycles), cycles.length);
    lab.expect("avg_sales_cycle_days", text, cycle);
    const rate = ratio(won90.length, within(90, closed).length);
    lab.expect(
      "pipeline_velocity",
      text,
      rate === null || size === null || !cycle ? null : (open.length * rate * size) / cycle,
    );
    const rest = open.filter(({ closes }) => closes !== null && quarterOf(closes) === quarterOf(day));
    const wonOfQuarter = won.filter((deal) => deal.closes <= day && quarterOf(deal.closes) === quarterOf(day));
    lab.expect(
      "forecast_amount",
      text,
      wonAmount(wonOfQuarter) +
        sumOf(rest.map(({ amount, probability }) => (probability >= commit ? amount : amount * probability))),
    );
    const due = terms.filter((term) => term.due >= day - 92 && term.due <= day - 3 && term.ended >= term.due - 3);
    lab.expect("renewal_rate", text, ratio(due.filter((term) => term.ended > term.due + 3).length, due.length));
    const customers = newCustomers.filter((first) => first > day - 90 && first <= day).length;
    lab.expect("customer_acquisition_cost", text, ratio(spend(day, 90) + commission * wonAmount(won90), customers));
  }
}

/** Money spent on advertising in the days up to a day. */
async function adSpend(lab: MetricsLab): Promise<(day: number, days: number) => number> {
  const rows = await lab.rows(
    "select cast(date_day as varchar) as day, cast(sum(spend_usd) as double) as spend from {{ ref('int_campaigns__daily_performance') }} group by date_day",
  );
  const byDay = new Map(rows.map((row) => [dayOf(String(row["day"])), Number(row["spend"])]));
  return (day, days) => sumOf(Array.from({ length: days }, (_, back) => byDay.get(day - back) ?? 0));
}

/** Days on which customers paid for the first time. */
async function firstPayments(lab: MetricsLab): Promise<readonly number[]> {
  const rows = await lab.rows(
    "select cast(cast(min(first_paid_at) as date) as varchar) as day from {{ ref('int_subscriptions__core') }} where first_paid_at is not null group by customer_id",
  );
  return rows.map((row) => dayOf(String(row["day"])));
}

interface Person {
  readonly person: number;
  readonly day: number;
}

export async function leadsOfMarketing(lab: MetricsLab): Promise<void> {
  const contacts = await contactMap(lab);
  const daysOf = async (sql: string): Promise<readonly Person[]> =>
    (await lab.rows(sql)).map((row) => ({
      person: contacts.person(row["contact_id"]),
      day: dayOf(String(row["day"])),
    }));
  const paid = await firstPaidDays(lab);
  const mqls = (
    await lab.rows(
      "select contact_id, cast(mql_date as varchar) as day from {{ ref('stg_hubspot__marketing_qualified_leads') }}",
    )
  ).map((row) => {
    const contact = Number(row["contact_id"]);
    const customer = contacts.customer(contact);
    return {
      person: contacts.person(contact),
      day: dayOf(String(row["day"])),
      firstPaid: customer === null ? null : (paid.get(customer) ?? null),
    };
  });
  const deals = await daysOf(
    "select contacts.contact_id, cast(cast(deals.created_at as date) as varchar) as day from {{ ref('stg_hubspot__deal_contacts') }} as contacts inner join {{ ref('sales_pipeline') }} as deals on contacts.deal_id = deals.deal_id",
  );
  const forms = await daysOf(
    "select contact_id, cast(cast(submitted_at as date) as varchar) as day from {{ ref('stg_hubspot__form_submissions') }} where contact_id is not null and submitted_at < {{ as_of_timestamp() }}",
  );
  const first = (days: readonly Person[]): Map<number, number> => {
    const found = new Map<number, number>();
    for (const { person, day } of days) found.set(person, Math.min(found.get(person) ?? Infinity, day));
    return found;
  };
  const [leads, qualified] = [first(forms), first(mqls)];
  const visits = (
    await lab.rows(
      "select cast(cast(started_at as date) as varchar) as day, is_converted_form from {{ ref('int_sessions__web_stitched') }} where started_at < {{ as_of_timestamp() }}",
    )
  ).map((row) => ({ day: dayOf(String(row["day"])), isForm: row["is_converted_form"] === true }));
  const spend = await adSpend(lab);
  for (const text of DAYS) {
    const day = dayOf(text);
    const aged = (days: number): typeof mqls =>
      mqls.filter((mql) => mql.day <= day - days && mql.day >= day - days - 89);
    const withDeal = aged(60).filter((mql) =>
      deals.some((deal) => deal.person === mql.person && deal.day >= mql.day && deal.day <= mql.day + 60),
    );
    lab.expect("mql_to_opportunity_rate", text, ratio(withDeal.length, aged(60).length));
    const customers = aged(90).filter(
      (mql) => mql.firstPaid !== null && mql.firstPaid >= mql.day && mql.firstPaid <= mql.day + 90,
    );
    lab.expect("mql_conversion_rate", text, ratio(customers.length, aged(90).length));
    const cohort = [...leads].filter(([, lead]) => lead <= day - 30 && lead >= day - 119);
    const became = cohort.filter(([person, lead]) => (qualified.get(person) ?? Infinity) <= lead + 30);
    lab.expect("lead_conversion_rate", text, ratio(became.length, cohort.length));
    const recent = mqls.filter((mql) => mql.day <= day && mql.day > day - 30).length;
    lab.expect("cost_per_mql", text, ratio(spend(day, 30), recent));
    const seen = visits.filter((visit) => visit.day <= day && visit.day > day - 30);
    lab.expect("website_conversion_rate", text, ratio(seen.filter((visit) => visit.isForm).length, seen.length));
  }
}

export async function returnOfMarketing(lab: MetricsLab): Promise<void> {
  const margin = await lab.variable("gross_margin");
  const spend = await adSpend(lab);
  const conversions = (
    await lab.rows(
      "select cast(cast(converted_at as date) as varchar) as day, cast(mrr as double) as mrr from {{ ref('int_marketing__conversions') }} where conversion_type = 'new'",
    )
  ).map((row) => ({ day: dayOf(String(row["day"])), mrr: Number(row["mrr"]) }));
  const paidChannels = new Set(
    (await lab.rows("select distinct channel from {{ ref('entity_campaigns_daily') }} where spend_usd > 0")).map(
      (row) => String(row["channel"]),
    ),
  );
  // Linear credit: each touch of a journey has the same share of what the conversion brought.
  const credits = (
    await lab.rows(
      "select channel, cast(cast(converted_at as date) as varchar) as day, cast(attributed_revenue as double) as revenue from {{ ref('int_campaigns__attribution') }} where model = 'linear'",
    )
  ).flatMap((row) =>
    paidChannels.has(String(row["channel"]))
      ? [{ day: dayOf(String(row["day"])), revenue: Number(row["revenue"]) }]
      : [],
  );
  for (const text of DAYS) {
    const day = dayOf(text);
    const within = <T extends { day: number }>(all: readonly T[]): readonly T[] =>
      all.filter((each) => each.day <= day && each.day > day - 90);
    const spent = spend(day, 90);
    const won = within(conversions);
    const cost = ratio(spent, won.length);
    lab.expect("cost_per_acquisition", text, cost);
    const profit = margin * sumOf(within(credits).map(({ revenue }) => revenue));
    lab.expect("overall_roi", text, ratio(profit - spent, spent));
    const arpa = sumOf(won.map(({ mrr }) => mrr)) / won.length;
    lab.expect("cac_payback_months", text, cost === null ? null : cost / (arpa * margin));
    const ltv = lab.told.get(`ltv ${text}`) ?? null;
    lab.expect("lifetime_value_cac_ratio", text, ltv === null || cost === null ? null : ltv / cost);
  }
}
