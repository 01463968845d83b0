/**
 * Exercises, each with answers that are right in one way or another, and answers that are wrong for a known reason. The code is
 * that of the feedback; null when the rows show the mistake and no known wrong idea fits.
 */
import type { CompareRules } from "../../../src/lessons/compare.ts";
import type { Forbidden } from "../../../src/lessons/pack.ts";
import {
  DAYS,
  DAYS_EDGES,
  DEALS,
  DEALS_EDGES,
  HISTORY,
  HISTORY_EDGES,
  ORDERS,
  ORDERS_EDGES,
  SHOPS,
  VISITS,
} from "./tables.ts";

export interface AnsweredExercise {
  readonly name: string;
  readonly tables: Readonly<Record<string, string>>;
  /** Model -> the rows of the hidden data set. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly grain: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly compare?: Partial<CompareRules>;
  readonly forbid?: readonly Forbidden[];
  /** Code -> wrong query with feedback of its own. */
  readonly anti: Readonly<Record<string, string>>;
  /** The first one is the solution. */
  readonly right: readonly string[];
  readonly wrong: readonly WrongAnswer[];
  /** The exercise is about the shape itself: each answer is checked as it stands, and in no other. */
  readonly once?: boolean;
}

/** `says` is part of the headline. */
type WrongAnswer = readonly [code: string | null, sql: string, says?: string];

const history = "{{ ref('history') }}";
const shops = "{{ ref('shops') }}";
const orders = "{{ ref('orders') }}";
const visits = "{{ ref('visits') }}";
const deals = "{{ ref('deals') }}";
const days = "{{ ref('days') }}";
const DAY = "date '2025-03-31'";
const HIDDEN_DAY = "date '2025-04-30'";

const inForce = (day: string): string => `valid_from <= ${day} and (${day} < valid_to or valid_to is null)`;
const BOTH_DAYS = `(select max(valid_from) as day from ${history} where valid_from in (${DAY}, ${HIDDEN_DAY}))`;

const current: AnsweredExercise = {
  name: "the version in force",
  tables: { history: HISTORY },
  hidden: { history: HISTORY_EDGES },
  grain: "one row for each customer",
  key: ["customer_id"],
  columns: ["customer_id", "plan", "mrr"],
  forbid: ["current_date", "literal_ids"],
  anti: {
    "M-GRAIN": `select customer_id, plan, mrr from ${history}`,
    "M-OPENEND": `select customer_id, plan, mrr from ${history} where ${DAY} < valid_to`,
    "M-LATESTMAX": `select customer_id, max(plan) as plan, max(mrr) as mrr from ${history} group by customer_id`,
    "M-ADDITIVE": `select customer_id, arg_max(coalesce(plan, ''), valid_from) as plan, sum(mrr) as mrr from ${history} group by customer_id`,
  },
  right: [
    `select customer_id, plan, mrr from ${history} where valid_to is null or valid_to = (select max(h.valid_to) from ${history} as h where h.customer_id = history.customer_id and not exists (select 1 from ${history} as o where o.customer_id = h.customer_id and o.valid_to is null))`,
    `select customer_id, plan, mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    `select h.customer_id, h.plan, h.mrr from ${history} as h left join ${history} as later on later.customer_id = h.customer_id and later.valid_from > h.valid_from where later.customer_id is null`,
    `select h.customer_id, h.plan, h.mrr from ${history} as h join (select customer_id, max(valid_from) as at from ${history} group by customer_id) as last on last.customer_id = h.customer_id and last.at = h.valid_from`,
    `with ranked as (select *, rank() over (partition by customer_id order by valid_from desc) as place from ${history}) select customer_id, plan, mrr from ranked where place = 1`,
    `select h.customer_id, h.plan, h.mrr from ${history} as h where h.valid_from = (select max(o.valid_from) from ${history} as o where o.customer_id = h.customer_id)`,
    `from ${history} select customer_id, plan, mrr qualify lead(valid_from) over (partition by customer_id order by valid_from) is null`,
    `with last as (select customer_id, arg_max({'plan': plan, 'mrr': mrr}, valid_from) as row from ${history} group by customer_id) select customer_id, row.plan as plan, row.mrr as mrr from last`,
  ],
  wrong: [
    ["M-GRAIN", `select customer_id, plan, mrr from ${history} where valid_from is not null`],
    ["M-GRAIN", `select customer_id, plan, mrr from ${history} order by valid_from`],
    ["M-OPENEND", `select customer_id, plan, mrr from ${history} where valid_to > ${DAY}`],
    [
      "M-LATESTMAX",
      `select distinct customer_id, max(plan) over w as plan, max(mrr) over w as mrr from ${history} window w as (partition by customer_id)`,
    ],
    ["M-LITERAL", `select customer_id, plan, mrr from ${history} where valid_to is null`],
    [
      null,
      `select customer_id, plan, mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from) = 1`,
    ],
    [null, `select customer_id, plan from ${history} where valid_to is null`],
    [
      null,
      `select customer_id, plan, cast(mrr as varchar) as mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    ],
    [
      null,
      `select customer_id, coalesce(plan, '') as plan, mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    ],
    [
      "M-CENTS",
      `select customer_id, plan, mrr * 100 as mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    ],
    [
      "M-INTERVAL",
      `select customer_id, plan, mrr * 12 as mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    ],
    [
      "M-TODAY",
      `select customer_id, plan, mrr from ${history} where valid_from <= current_date and (current_date < valid_to or valid_to is null)`,
    ],
    [
      "M-FANOUT",
      `select h.customer_id, h.plan, h.mrr from ${history} as h join ${history} as o on o.customer_id = h.customer_id where h.valid_to is null`,
    ],
    [
      null,
      `select customer_id, upper(plan) as plan, mrr from ${history} qualify row_number() over (partition by customer_id order by valid_from desc) = 1`,
    ],
    [null, `select customer_id, plan, mrr from ${history} where false`],
  ],
};

const asOf: AnsweredExercise = {
  name: "MRR by plan on a day",
  tables: { history: HISTORY },
  hidden: { history: HISTORY_EDGES },
  grain: "one row for each plan",
  key: ["plan"],
  columns: ["plan", "customers", "mrr"],
  anti: {
    "M-BETWEEN": `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and asked.day between valid_from and coalesce(valid_to, asked.day) group by plan`,
    "M-OPENEND": `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and valid_from <= asked.day and asked.day < valid_to group by plan`,
    "M-SURVIVOR": `select plan, count(*) as customers, sum(mrr) as mrr from ${history} where valid_to is null and plan is not null group by plan`,
    "M-GRAIN": `select plan, customer_id, 1 as customers, mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and ${inForce("asked.day")}`,
  },
  right: [
    `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and ${inForce("asked.day")} group by plan`,
    `select plan, count(distinct customer_id) as customers, sum(mrr) as mrr from ${history} cross join ${BOTH_DAYS} as asked where plan is not null and valid_from <= asked.day and coalesce(valid_to, date '9999-12-31') > asked.day group by all`,
    `select plan, count(customer_id)::integer as customers, sum(mrr)::double as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and not (asked.day < valid_from) and not (coalesce(asked.day >= valid_to, false)) group by plan order by mrr desc`,
    `with asked as (select day from ${BOTH_DAYS}), open as (select history.* from ${history} as history, asked where valid_from <= day qualify row_number() over (partition by customer_id order by valid_from desc) = 1) select plan, count(*) as customers, sum(mrr) as mrr from open, asked where plan is not null and (valid_to is null or valid_to > day) group by plan`,
    `select plan, sum(1) as customers, sum(mrr::decimal(18, 4)) as mrr from ${history} join ${BOTH_DAYS} as asked on ${inForce("asked.day")} where plan is not null group by plan`,
  ],
  wrong: [
    [
      "M-BETWEEN",
      `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and valid_from <= asked.day and (asked.day <= valid_to or valid_to is null) group by plan`,
    ],
    [
      "M-OPENEND",
      `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and asked.day >= valid_from and valid_to > asked.day group by 1`,
    ],
    [
      "M-SURVIVOR",
      `select plan, count(*) as customers, sum(mrr) as mrr from ${history} where plan is not null and valid_to is null group by plan`,
    ],
    [
      "M-GRAIN",
      `select plan, customer_id, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and ${inForce("asked.day")} group by plan, customer_id`,
    ],
    [
      "M-LITERAL",
      `select plan, count(*) as customers, sum(mrr) as mrr from ${history} where plan is not null and ${inForce(DAY)} group by plan`,
    ],
    [
      null,
      `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and valid_from < asked.day and (asked.day < valid_to or valid_to is null) group by plan`,
    ],
    [
      null,
      `select plan, count(*) as customers, avg(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and ${inForce("asked.day")} group by plan`,
    ],
    [
      null,
      `select plan, count(*) as customers, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where ${inForce("asked.day")} group by plan`,
    ],
    [
      null,
      `select plan, count(*) as customer_count, sum(mrr) as mrr from ${history}, ${BOTH_DAYS} as asked where plan is not null and ${inForce("asked.day")} group by plan`,
    ],
  ],
};

const paid = `select shop_id, sum(amount_cents) / 100.0 as revenue, count(*) as orders from ${orders} where status = 'paid' group by shop_id`;
const revenue: AnsweredExercise = {
  name: "revenue of each shop",
  tables: { shops: SHOPS, orders: ORDERS, visits: VISITS },
  hidden: { orders: ORDERS_EDGES },
  grain: "one row for each shop",
  key: ["shop_id"],
  columns: ["shop_id", "orders", "revenue"],
  forbid: ["literal_ids"],
  anti: {
    "M-INNERLOSS": `select shops.shop_id, paid.orders, paid.revenue from ${shops} as shops join (${paid}) as paid on paid.shop_id = shops.shop_id`,
    "M-COUNTROWS": `select shops.shop_id, count(*) as orders, coalesce(sum(orders.amount_cents), 0) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by shops.shop_id`,
    "M-FANOUT": `select shops.shop_id, count(orders.order_id) as orders, coalesce(sum(orders.amount_cents), 0) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' left join ${visits} as visits on visits.shop_id = shops.shop_id group by shops.shop_id`,
    "M-CENTS": `select shops.shop_id, coalesce(paid.orders, 0) as orders, coalesce(paid.revenue, 0) * 100 as revenue from ${shops} as shops left join (${paid}) as paid on paid.shop_id = shops.shop_id`,
  },
  right: [
    `select shops.shop_id, coalesce(paid.orders, 0) as orders, coalesce(paid.revenue, 0) as revenue from ${shops} as shops left join (${paid}) as paid on paid.shop_id = shops.shop_id`,
    `select shops.shop_id, count(orders.order_id) as orders, coalesce(sum(orders.amount_cents), 0) / 100 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by shops.shop_id`,
    `select shops.shop_id, count(*) filter (where orders.status = 'paid') as orders, coalesce(sum(orders.amount_cents) filter (where orders.status = 'paid'), 0)::decimal(18, 2) / 100 as revenue from ${shops} as shops left join ${orders} as orders using (shop_id) group by shops.shop_id`,
    `select shops.shop_id, (select count(*) from ${orders} as o where o.shop_id = shops.shop_id and o.status = 'paid') as orders, coalesce((select sum(o.amount_cents) from ${orders} as o where o.shop_id = shops.shop_id and o.status = 'paid'), 0) * 0.01 as revenue from ${shops} as shops`,
    `select shop_id, sum(n) as orders, sum(cents) / 100.0 as revenue from (select shop_id, 0 as n, 0 as cents from ${shops} union all select shop_id, 1, amount_cents from ${orders} where status = 'paid') as both_lists group by shop_id`,
    `select shops.shop_id, sum(case when orders.status = 'paid' then 1 else 0 end) as orders, sum(case when orders.status = 'paid' then orders.amount_cents else 0 end) / 100.0 as revenue from ${orders} as orders right join ${shops} as shops on shops.shop_id = orders.shop_id group by 1`,
  ],
  wrong: [
    [
      "M-INNERLOSS",
      `select shop_id, count(*) as orders, sum(amount_cents) / 100.0 as revenue from ${orders} where status = 'paid' group by shop_id`,
    ],
    [
      "M-INNERLOSS",
      `select shops.shop_id, count(orders.order_id) as orders, sum(orders.amount_cents) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id where orders.status = 'paid' group by shops.shop_id`,
    ],
    [
      "M-COUNTROWS",
      `select shops.shop_id, count(1) as orders, coalesce(sum(orders.amount_cents), 0) * 0.01 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by all`,
    ],
    [
      "M-FANOUT",
      `select shops.shop_id, count(orders.order_id) as orders, coalesce(sum(orders.amount_cents), 0) * 0.01 as revenue from ${shops} as shops left join ${visits} as visits on visits.shop_id = shops.shop_id left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by shops.shop_id`,
    ],
    [
      "M-CENTS",
      `select shops.shop_id, count(orders.order_id) as orders, coalesce(sum(orders.amount_cents), 0) as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by shops.shop_id`,
    ],
    [
      null,
      `select shops.shop_id, count(orders.order_id) as orders, coalesce(sum(orders.amount_cents), 0) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id group by shops.shop_id`,
    ],
    [
      null,
      `select shops.shop_id, count(orders.order_id) as orders, sum(orders.amount_cents) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by shops.shop_id`,
    ],
    [
      null,
      `select shops.shop_id, coalesce(paid.orders, 0) as orders, coalesce(paid.revenue, 0) // 1 as revenue from ${shops} as shops left join (select shop_id, sum(amount_cents) / 80.0 as revenue, count(*) as orders from ${orders} where status = 'paid' group by shop_id) as paid on paid.shop_id = shops.shop_id`,
    ],
    [
      "M-LITERAL",
      `select shop_id, orders, revenue from (values ('a', 3, 45.0), ('b', 1, 10.0), ('c', 0, 0.0), ('d', 0, 0.0)) as typed (shop_id, orders, revenue)`,
    ],
    [
      null,
      `select shops.shop_name as shop_id, count(orders.order_id) as orders, coalesce(sum(orders.amount_cents), 0) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid' group by shops.shop_name`,
    ],
    [
      "M-FANOUT",
      `select shops.shop_id, 1 as orders, coalesce(orders.amount_cents, 0) / 100.0 as revenue from ${shops} as shops left join ${orders} as orders on orders.shop_id = shops.shop_id and orders.status = 'paid'`,
    ],
  ],
};

const rate: AnsweredExercise = {
  name: "win rate of each region",
  tables: { deals: DEALS },
  hidden: { deals: DEALS_EDGES },
  grain: "one row for each region",
  key: ["region"],
  columns: ["region", "win_rate"],
  anti: {
    "M-AVGAVG": `select region, avg(won / nullif(deals, 0)) as win_rate from ${deals} group by region`,
    "M-COUNTROWS": `select region, sum(won) / count(*) as win_rate from ${deals} group by region`,
  },
  right: [
    `select region, sum(won) / nullif(sum(deals), 0) as win_rate from ${deals} group by region`,
    `select region, case when sum(deals) > 0 then sum(won)::double / sum(deals) end as win_rate from ${deals} group by all`,
    `select region, round(sum(won) / nullif(sum(deals), 0), 9) as win_rate from ${deals} group by region order by win_rate`,
    `select region, cast(sum(won) as decimal(18, 6)) / nullif(sum(deals), 0) as win_rate from ${deals} group by region`,
    `with sums as (select region, sum(won) as won, sum(deals) as deals from ${deals} group by region) select region, won / nullif(deals, 0) as win_rate from sums`,
    `select distinct region, sum(won) over (partition by region) / nullif(sum(deals) over (partition by region), 0) as win_rate from ${deals}`,
  ],
  wrong: [
    [
      "M-AVGAVG",
      `select region, avg(case when deals > 0 then won::double / deals end) as win_rate from ${deals} group by region`,
    ],
    [
      "M-AVGAVG",
      `with rates as (select region, won / nullif(deals, 0) as rate from ${deals}) select region, sum(rate) / count(rate) as win_rate from rates group by region`,
    ],
    ["M-COUNTROWS", `select region, avg(won) as win_rate from ${deals} group by region`],
    ["M-CENTS", `select region, 100 * sum(won) / nullif(sum(deals), 0) as win_rate from ${deals} group by region`],
    [null, `select region, sum(won) // nullif(sum(deals), 0) as win_rate from ${deals} group by region`],
    [
      "M-LITERAL",
      `select region, coalesce(sum(won) / nullif(sum(deals), 0), 0) as win_rate from ${deals} group by region`,
    ],
    [null, `select region, round(sum(won) / nullif(sum(deals), 0), 2) as win_rate from ${deals} group by region`],
    ["M-GRAIN", `select region, sum(won) / nullif(sum(deals), 0) as win_rate from ${deals} group by region, segment`],
    [
      "M-LITERAL",
      `select region, sum(won) / nullif(sum(deals), 0) as win_rate from ${deals} group by region having sum(deals) > 0`,
    ],
    [null, `select region, sum(deals) / nullif(sum(won), 0) as win_rate from ${deals} group by region`],
  ],
};

const ranking: AnsweredExercise = {
  name: "orders by amount, ties free",
  tables: { orders: ORDERS },
  hidden: { orders: ORDERS_EDGES },
  grain: "one row for each order",
  key: ["order_id"],
  columns: ["order_id", "amount_cents"],
  compare: { order: { kind: "by", keys: [{ column: "amount_cents", descending: true }] } },
  anti: {},
  right: [
    `select order_id, amount_cents from ${orders} order by amount_cents desc`,
    `select order_id, amount_cents from ${orders} order by amount_cents desc, order_id`,
    `select order_id, amount_cents from ${orders} order by amount_cents desc, order_id desc`,
    `select order_id, amount_cents, shop_id from ${orders} order by amount_cents desc, shop_id desc`,
    `select order_id, amount_cents::bigint as amount_cents from ${orders} order by -amount_cents`,
    `select order_id, amount_cents::double as amount_cents from ${orders} order by 2 desc`,
  ],
  wrong: [
    [null, `select order_id, amount_cents from ${orders} order by amount_cents`],
    [null, `select order_id, amount_cents from ${orders} order by order_id`],
    [null, `select order_id, amount_cents from ${orders} order by amount_cents::varchar desc`],
    [null, `select order_id, amount_cents from ${orders} order by amount_cents desc limit 5`],
    [null, `select order_id, amount_cents from ${orders} where status = 'paid' order by amount_cents desc`],
    [null, `select distinct amount_cents, 0 as order_id from ${orders} order by amount_cents desc`],
    ["M-CENTS", `select order_id, amount_cents / 100 as amount_cents from ${orders} order by 2 desc`],
  ],
};

const flagged = (condition: string): string =>
  `select *, case when ${condition} then 1 else 0 end as is_new from ${days} window w as (partition by customer_id order by day)`;
const versions = (flags: string): string =>
  `with flagged as (${flags}), runs as (select *, sum(is_new) over (partition by customer_id order by day) as run from flagged) select customer_id, plan, min(day) as valid_from, count(*) as days from runs group by customer_id, plan, run`;
const islands: AnsweredExercise = {
  name: "versions from days",
  tables: { days: DAYS },
  hidden: { days: DAYS_EDGES },
  grain: "one row for each version",
  key: ["customer_id", "valid_from"],
  columns: ["customer_id", "plan", "valid_from", "days"],
  anti: {
    "M-GROUPVAL": `select customer_id, plan, min(day) as valid_from, count(*) as days from ${days} group by customer_id, plan`,
    "M-NULLNEQ": versions(flagged("plan <> lag(plan) over w")),
  },
  right: [
    versions(flagged("plan is distinct from lag(plan) over w or lag(day) over w is null")),
    versions(flagged("row_number() over w = 1 or plan is distinct from lag(plan) over w")),
    `with numbered as (select *, row_number() over (partition by customer_id order by day) - row_number() over (partition by customer_id, plan order by day) as island from ${days}) select customer_id, plan, min(day) as valid_from, count(*) as days from numbered group by customer_id, plan, island`,
    `with numbered as (select *, row_number() over (partition by customer_id order by day) - row_number() over (partition by customer_id, plan order by day) as island from ${days}) select customer_id, plan, min(day)::timestamp as valid_from, count(day)::integer as days from numbered group by all order by 1, 3`.replace(
      "group by all",
      "group by customer_id, plan, island",
    ),
    `with flagged as (${flagged("coalesce(plan, '?') <> lag(coalesce(plan, '?'), 1, '') over w")}), runs as (select *, sum(is_new) over (partition by customer_id order by day rows unbounded preceding) as run from flagged) select customer_id, any_value(plan) as plan, min(day) as valid_from, sum(1) as days from runs group by customer_id, run`,
  ],
  wrong: [
    ["M-GROUPVAL", `select customer_id, plan, min(day) as valid_from, count(day) as days from ${days} group by all`],
    [
      "M-GROUPVAL",
      `select distinct customer_id, plan, min(day) over w as valid_from, count(*) over w as days from ${days} window w as (partition by customer_id, plan)`,
    ],
    ["M-NULLNEQ", versions(flagged("not (plan = lag(plan) over w)"))],
    [
      null,
      `with runs as (select *, 1 as run from ${days}) select customer_id, plan, day as valid_from, 1 as days from runs`,
    ],
    [
      null,
      versions(flagged("plan is distinct from lag(plan) over w or lag(day) over w is null")).replace(
        "count(*) as days",
        "count(*) - 1 as days",
      ),
    ],
    [
      null,
      versions(flagged("plan is distinct from lag(plan) over w or lag(day) over w is null")).replace(
        "min(day)",
        "max(day)",
      ),
    ],
    [
      null,
      `${versions(flagged("plan is distinct from lag(plan) over w or lag(day) over w is null"))} having count(*) > 1`,
    ],
  ],
};

export const EXERCISES: readonly AnsweredExercise[] = [current, asOf, revenue, rate, ranking, islands];
