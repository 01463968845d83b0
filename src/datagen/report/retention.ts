/**
 * Who stays and what they pay: monthly revenue by customer from the log of subscription changes, and the rates that follow.
 *
 * A customer counts as lost in a month that it enters paying and leaves without paying, pauses included. Only whole months count:
 * on a day in the middle of a month the last one is left out.
 */
import { civil, addMonths, dayNumber } from "../kit/calendar.ts";
import { grouped } from "./grouped.ts";
import { dayOf, hasRows, numbers, rowsIn, statusOf, testAccounts, texts, type Tables } from "./read.ts";
import type { Measured } from "./report.ts";

const ACCOUNTS = "app_database__accounts";
const SUBSCRIPTIONS = "app_database__subscriptions";
const CHANGES = "app_database__subscription_changes";
export const RETENTION_TABLES = [ACCOUNTS, SUBSCRIPTIONS, CHANGES] as const;

/** A rate by year of sign-up needs this many months of customers at risk. */
const LEAST_CUSTOMER_MONTHS = 250;

export interface Revenue {
  /** Per customer the cents at the end of each whole month. */
  readonly byCustomer: ReadonlyMap<number, Float64Array>;
  readonly months: number;
  /** Month of the first column, counted from the year 0. */
  readonly firstMonth: number;
}

export function monthlyRevenue(tables: Tables, asOfDay: number): Revenue {
  const customerOf = new Map<number, number>();
  const owners = numbers(tables, SUBSCRIPTIONS, "customer_id");
  numbers(tables, SUBSCRIPTIONS, "id").forEach((id, row) => customerOf.set(id, owners[row] ?? 0));
  const test = testAccounts(tables);
  const subscription = numbers(tables, CHANGES, "subscription_id");
  const [changed, before, after] = ["changed_at", "mrr_before_cents", "mrr_after_cents"].map((column) =>
    numbers(tables, CHANGES, column),
  );
  let firstMonth = Infinity;
  for (const time of changed ?? []) firstMonth = Math.min(firstMonth, monthOf(dayOf(time)));
  const months = monthOf(asOfDay + 1) - firstMonth;
  const byCustomer = new Map<number, Float64Array>();
  for (let row = 0; row < rowsIn(tables, CHANGES); row += 1) {
    const customer = customerOf.get(subscription[row] ?? 0);
    if (customer === undefined || test.has(customer)) continue;
    const series = byCustomer.get(customer) ?? new Float64Array(months);
    byCustomer.set(customer, series);
    const step = (after?.[row] ?? 0) - (before?.[row] ?? 0);
    if (step === 0) continue;
    for (let month = monthOf(dayOf(changed?.[row] ?? 0)) - firstMonth; month < months; month += 1)
      series[month] = (series[month] ?? 0) + step;
  }
  return { byCustomer, months, firstMonth };
}

export function retention(tables: Tables, asOfDay: number): Measured[] {
  if (!hasRows(tables, ...RETENTION_TABLES)) return unmeasured();
  const revenue = monthlyRevenue(tables, asOfDay);
  const byCohort = cohortRates(tables, revenue);
  const trend = steepest(byCohort);
  const live = liveShare(tables);
  const annual = annualShare(tables);
  return [
    { ...LIVE, value: live.share, detail: `${grouped(live.live)} of ${grouped(live.all)} accounts` },
    { ...CHURN, ...lossRate(revenue) },
    {
      ...TREND,
      value: trend,
      detail: byCohort.map(({ year, rate }) => `${String(year)}: ${percent(rate)}`).join(", "),
    },
    { ...NRR, ...netRevenue(revenue) },
    { ...ANNUAL, value: annual },
  ];
}

const LIVE = {
  id: "live_accounts",
  area: "customers",
  title: "Live accounts",
  meaning: "Accounts that have not churned, of all that ever signed up.",
  unit: "percent",
  band: { low: 0.45, high: 0.65 },
} as const;

const CHURN = {
  id: "monthly_logo_churn",
  area: "customers",
  title: "Monthly logo churn",
  meaning: "Paying customers of the start of a month who no longer pay at its end, over all months.",
  unit: "percent",
  band: { low: 0.015, high: 0.03 },
} as const;

const TREND = {
  id: "churn_by_cohort",
  area: "customers",
  title: "Churn of a cohort against two years before",
  meaning:
    "Share of a year's new customers who leave for good in a month, divided by that of the year two years earlier; the worst pair. Below 1, every cohort stays longer.",
  unit: "factor",
  band: { low: 0, high: 1 },
} as const;

const NRR = {
  id: "net_revenue_retention",
  area: "money",
  title: "Net revenue retention, 12 months",
  meaning: "What the customers of a year ago pay a month today, of what they paid then.",
  unit: "percent",
  band: { low: 0.98, high: 1.08 },
} as const;

const ANNUAL = {
  id: "annual_plans",
  area: "money",
  title: "Annual plans",
  meaning: "Subscriptions that are billed by the year, of all that are active or past due.",
  unit: "percent",
  band: { low: 0.22, high: 0.35 },
} as const;

function unmeasured(): Measured[] {
  return [LIVE, CHURN, TREND, NRR, ANNUAL].map((facts) => ({ ...facts, value: null }));
}

function lossRate({ byCustomer, months }: Revenue): Pick<Measured, "value" | "detail"> {
  let opened = 0;
  let lost = 0;
  for (const series of byCustomer.values())
    for (let month = 1; month < months; month += 1) {
      if ((series[month - 1] ?? 0) === 0) continue;
      opened += 1;
      if ((series[month] ?? 0) === 0) lost += 1;
    }
  return {
    value: opened === 0 ? null : lost / opened,
    detail: `${grouped(lost)} of ${grouped(opened)} customer-months`,
  };
}

function netRevenue({ byCustomer, months }: Revenue): Pick<Measured, "value" | "detail"> {
  if (months < 13) return { value: null };
  let then = 0;
  let now = 0;
  for (const series of byCustomer.values()) {
    const earlier = series[months - 13] ?? 0;
    if (earlier === 0) continue;
    then += earlier;
    now += series[months - 1] ?? 0;
  }
  return { value: then === 0 ? null : now / then };
}

interface CohortRate {
  readonly year: number;
  readonly rate: number;
}

/** A customer is gone when its account has churned; it left in the month after the last one that it paid for. */
function cohortRates(tables: Tables, { byCustomer }: Revenue): CohortRate[] {
  const created = numbers(tables, ACCOUNTS, "created_at");
  const statuses = texts(tables, ACCOUNTS, "status");
  const counts = new Map<number, { months: number; gone: number }>();
  numbers(tables, ACCOUNTS, "id").forEach((id, row) => {
    const series = byCustomer.get(id);
    const first = series?.findIndex((cents) => cents > 0) ?? -1;
    if (series === undefined || first < 0) return;
    const { year } = civil(dayOf(created[row] ?? 0));
    const count = counts.get(year) ?? { months: 0, gone: 0 };
    counts.set(year, count);
    const left = statusOf(statuses[row]) === "churned";
    const last = left ? series.findLastIndex((cents) => cents > 0) : series.length - 2;
    count.months += Math.max(0, last - first + 1);
    if (left) count.gone += 1;
  });
  return [...counts]
    .filter(([, { months }]) => months >= LEAST_CUSTOMER_MONTHS)
    .map(([year, { months, gone }]) => ({ year, rate: gone / months }))
    .sort((a, b) => a.year - b.year);
}

function steepest(rates: readonly CohortRate[]): number | null {
  const byYear = new Map(rates.map(({ year, rate }) => [year, rate]));
  const pairs = rates.flatMap(({ year, rate }) => {
    const earlier = byYear.get(year - 2);
    return earlier === undefined || earlier === 0 ? [] : [rate / earlier];
  });
  return pairs.length === 0 ? null : Math.max(...pairs);
}

function liveShare(tables: Tables): { readonly live: number; readonly all: number; readonly share: number } {
  const test = testAccounts(tables);
  const statuses = texts(tables, ACCOUNTS, "status");
  const real = [...numbers(tables, ACCOUNTS, "id")].flatMap((id, row) => (test.has(id) ? [] : [statuses[row]]));
  const live = real.filter((status) => statusOf(status) !== "churned").length;
  return { live, all: real.length, share: live / real.length };
}

function annualShare(tables: Tables): number | null {
  const cycles = texts(tables, SUBSCRIPTIONS, "billing_cycle");
  const running = texts(tables, SUBSCRIPTIONS, "status").flatMap((status, row) =>
    ["active", "past_due"].includes(statusOf(status)) ? [cycles[row]] : [],
  );
  return running.length === 0 ? null : running.filter((cycle) => cycle === "annual").length / running.length;
}

/** Customers who first paid within the last twelve whole months, and what they paid a month at the end of the first one. */
export function newCustomers({ byCustomer, months }: Revenue): {
  readonly count: number;
  readonly monthlyCents: number;
} {
  let count = 0;
  let monthlyCents = 0;
  for (const series of byCustomer.values()) {
    const first = series.findIndex((cents) => cents > 0);
    if (first < 0 || first < months - 12) continue;
    count += 1;
    monthlyCents += series[first] ?? 0;
  }
  return { count, monthlyCents };
}

/** First day of the twelve whole months that end last. */
export function yearBefore({ firstMonth, months }: Revenue): { readonly from: number; readonly to: number } {
  const end = firstMonth + months;
  const to = dayNumber(Math.floor(end / 12), (end % 12) + 1, 1) - 1;
  return { from: addMonths(to + 1, -12), to };
}

function monthOf(day: number): number {
  const { year, month } = civil(day);
  return year * 12 + month - 1;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
