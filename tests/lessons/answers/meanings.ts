/** Joins and denominators that say something else than was asked, and answers that are refused for how they are written. */
import type { AnsweredExercise } from "./exercises.ts";

const users = "{{ ref('users') }}";
const events = "{{ ref('events') }}";
/** Joined to the users of a week, who may have no event. */
const share = (counted: string, of: string, join = "left join", on = "true", where = "true"): string =>
  `select users.cohort, ${counted}::double / nullif(${of}, 0) as retained from ${users} as users ${join} ${events} as events on events.user_id = users.user_id and ${on} where ${where} group by users.cohort`;
const ON_DAY_7 = "events.day = users.signed_up + 7";
const SEEN = "users.signed_up + 7 <= date '2025-03-31'";

/** Of those who could have come back on day 7, the share that did. */
export const FUNNELS: AnsweredExercise = {
  name: "back on day seven",
  once: true,
  tables: {
    users: `select * from (values
      (1, 'a', date '2025-03-01'), (2, 'a', date '2025-03-01'), (3, 'a', date '2025-03-02'), (4, 'b', date '2025-03-22'),
      (5, 'b', date '2025-03-23'), (6, 'b', date '2025-03-28'), (7, 'c', date '2025-03-10')
    ) as users (user_id, cohort, signed_up)`,
    events: `select * from (values
      (1, date '2025-03-08'), (1, date '2025-03-08'), (1, date '2025-03-12'), (2, date '2025-03-09'), (4, date '2025-03-29'),
      (5, date '2025-03-23'), (3, date '2025-03-09'), (3, date '2025-03-09')
    ) as events (user_id, day)`,
  },
  hidden: {
    users: `select * from (values
      (1, 'x', date '2025-03-24'), (2, 'x', date '2025-03-25'), (3, 'y', date '2025-01-01'), (4, 'y', date '2025-01-01'),
      (5, 'z', date '2025-03-30')
    ) as users (user_id, cohort, signed_up)`,
    events: `select * from (values
      (1, date '2025-03-31'), (3, date '2025-01-08'), (4, date '2025-01-09'), (2, date '2025-03-26'), (3, date '2025-01-08')
    ) as events (user_id, day)`,
  },
  grain: "one row for each cohort",
  key: ["cohort"],
  columns: ["cohort", "retained"],
  anti: {
    "M-DENOM": share("count(distinct events.user_id)", "count(distinct users.user_id)", "left join", ON_DAY_7),
    "M-COUNTROWS": share(
      "count(events.user_id)",
      `count(distinct case when ${SEEN} then users.user_id end)`,
      "left join",
      ON_DAY_7,
    ),
    "M-WHERELEFT": share(
      "count(distinct events.user_id)",
      `count(distinct case when ${SEEN} then users.user_id end)`,
      "left join",
      "true",
      ON_DAY_7,
    ),
    "M-UNBOUNDED": share(
      "count(distinct events.user_id)",
      `count(distinct case when ${SEEN} then users.user_id end)`,
      "left join",
      "events.day >= users.signed_up + 7",
    ),
  },
  right: [
    share(
      "count(distinct events.user_id)",
      `count(distinct case when ${SEEN} then users.user_id end)`,
      "left join",
      ON_DAY_7,
    ),
    share(
      "count(distinct events.user_id)",
      `count(distinct users.user_id) filter (where ${SEEN})`,
      "left join",
      `${ON_DAY_7} and ${SEEN}`,
    ),
    `select cohort, avg(case when signed_up <= date '2025-03-24' then (exists (select 1 from ${events} as events where events.user_id = users.user_id and events.day - users.signed_up = 7))::integer end) as retained from ${users} as users group by cohort`,
    `with back as (select distinct users.user_id from ${users} as users join ${events} as events using (user_id) where events.day = users.signed_up + 7) select cohort, count(back.user_id)::double / nullif(count(*) filter (where ${SEEN}), 0) as retained from ${users} as users left join back using (user_id) group by cohort`,
    `with back as (select users.cohort, count(distinct users.user_id) as n from ${users} as users join ${events} as events using (user_id) where ${ON_DAY_7} group by 1), able as (select users.cohort, count(*) filter (where ${SEEN}) as n from ${users} as users group by 1) select able.cohort, coalesce(back.n, 0) / nullif(able.n, 0) as retained from able left join back using (cohort)`,
    `select cohort, round(sum(came) / nullif(sum(able), 0), 9) as retained from (select users.cohort, users.user_id, max(coalesce(${ON_DAY_7}, false))::integer as came, max(${SEEN})::integer as able from ${users} as users left join ${events} as events using (user_id) group by all) group by cohort`,
  ],
  wrong: [
    [
      "M-DENOM",
      `select cohort, avg((exists (select 1 from ${events} as events where events.user_id = users.user_id and ${ON_DAY_7}))::integer) as retained from ${users} as users group by cohort`,
      "M-DENOM",
    ],
    [
      "M-COUNTROWS",
      share(
        "sum(case when events.user_id is null then 0 else 1 end)",
        `count(distinct case when ${SEEN} then users.user_id end)`,
        "left join",
        ON_DAY_7,
      ),
      "M-COUNTROWS",
    ],
    [
      "M-WHERELEFT",
      share(
        "count(distinct events.user_id)",
        `count(distinct case when ${SEEN} then users.user_id end)`,
        "join",
        ON_DAY_7,
      ),
      "M-WHERELEFT",
    ],
    [
      "M-WHERELEFT",
      share(
        "count(distinct users.user_id)",
        `count(distinct case when ${SEEN} then users.user_id end)`,
        "right join",
        ON_DAY_7,
        "users.user_id is not null",
      ),
      "M-WHERELEFT",
    ],
    [
      "M-UNBOUNDED",
      share(
        "count(distinct events.user_id)",
        `count(distinct case when ${SEEN} then users.user_id end)`,
        "left join",
        "events.day - users.signed_up > 6",
      ),
      "M-UNBOUNDED",
    ],
    [
      "M-CENTS",
      share(
        "100 * count(distinct events.user_id)",
        `count(distinct case when ${SEEN} then users.user_id end)`,
        "left join",
        ON_DAY_7,
      ),
      "100 times",
    ],
    [
      "M-LITERAL",
      share(
        "count(distinct events.user_id)",
        "count(distinct case when users.signed_up + 7 < date '2025-03-31' then users.user_id end)",
        "left join",
        ON_DAY_7,
      ),
    ],
    [
      null,
      share(
        "count(distinct events.user_id)",
        `count(distinct case when ${SEEN} then users.user_id end)`,
        "left join",
        "events.day = users.signed_up + 8",
      ),
      '"retained" differs',
    ],
    [
      "M-LITERAL",
      share("count(distinct events.user_id)", "count(distinct users.user_id)", "left join", ON_DAY_7, SEEN),
    ],
    [
      null,
      share("count(distinct events.user_id)", `count(case when ${SEEN} then users.user_id end)`, "left join", ON_DAY_7),
      '"retained" differs',
    ],
    [null, `select 'all' as cohort, 0.5 as retained`, "missing"],
    [null, `select user_id as cohort, 0.5 as retained from ${users}`, "expected"],
  ],
};

const deals = "{{ ref('deals') }}";
const rows = `select region, sum(amount) as amount from ${deals} group by region`;

/** What is refused before or while it runs: the words say which rule was broken. */
export const GUARDS: AnsweredExercise = {
  name: "amount of each region, plainly",
  once: true,
  tables: {
    deals: `select * from (values
      (11, 'north', 100), (12, 'north', 50), (13, 'south', 70), (14, 'west', 0)
    ) as deals (deal_id, region, amount)`,
    others: "select 1 as region",
  },
  hidden: { deals: "select * from (values (91, 'east', 5), (92, 'east', 6)) as deals (deal_id, region, amount)" },
  grain: "one row for each region",
  key: ["region"],
  columns: ["region", "amount"],
  forbid: ["current_date", "literal_ids", "join", "distinct"],
  anti: {},
  right: [
    rows,
    `${rows};`,
    `-- first line\n${rows} -- the end`,
    `/* a; b */ ${rows}\n;\n`,
    `(${rows})`,
    `with answer as (${rows}) select * from answer`,
    `from ${deals} select region, sum(amount) as amount group by all`,
    `select region, sum(amount) as amount, 'insert; drop' as remark from ${deals} group by region`,
    `select deals.region, sum(deals.amount) as amount from ${deals} as deals group by deals.region`,
    `with deals as (select * from ${deals}) select region, sum(amount) as amount from deals group by region`,
    `select "region", sum("amount") as "AMOUNT" from ${deals} group by 1`,
    `select region, sum(amount) filter (where true) as amount from ${deals} group by region having count(*) > 0`,
  ],
  wrong: [
    [null, "", "empty"],
    [null, "-- nothing yet", "empty"],
    [null, `${rows}; ${rows}`, "more than one statement"],
    [null, `drop table ${deals}`, 'says "drop"'],
    [null, `insert into ${deals} ${rows}`, 'says "insert"'],
    [null, `delete from ${deals}`, 'says "delete"'],
    [null, `update ${deals} set amount = 1`, 'says "update"'],
    [null, `create table copy_of as ${rows}`, 'says "create"'],
    [null, `with answer as (${rows}) delete from ${deals}`, 'says "delete"'],
    [null, "pragma version", 'says "pragma"'],
    [null, "set threads to 1", 'says "set"'],
    [null, "select region, sum(amount) as amount from deals group by region", "bare name"],
    [null, "select region, sum(amount) as amount from main.deals group by region", "bare name"],
    [
      "M-TODAY",
      `select region, sum(amount) as amount from ${deals} where current_date > date '2020-01-01' group by region`,
      "wall clock",
    ],
    [
      "M-TODAY",
      `select region, sum(amount) as amount from ${deals} where now() > timestamp '2020-01-01' group by region`,
      "wall clock",
    ],
    [
      "M-TODAY",
      `select region, sum(amount) as amount from ${deals} where today() > date '2020-01-01' group by region`,
      "wall clock",
    ],
    [null, `select region, sum(amount) as amount from ${deals} join {{ ref('others') }} on true group by all`, "joins"],
    [null, `select distinct region, sum(amount) over (partition by region) as amount from ${deals}`, "distinct"],
    [
      "M-LITERAL",
      `select region, sum(amount) as amount from ${deals} where region in ('north', 'south', 'west') group by region`,
    ],
    ["M-LITERAL", "select * from (values ('north', 150), ('south', 70), ('west', 0)) as typed (region, amount)"],
    ["M-LITERAL", `select region, sum(amount) as amount from ${deals} where deal_id < 90 group by region`],
    [null, `select regoin, sum(amount) as amount from ${deals} group by regoin`, "regoin"],
    [null, `select region, sum(amount) as amount from ${deals} group by`],
    [null, `select region, summ(amount) as amount from ${deals} group by region`, "summ"],
    [null, `select region, amount from ${deals} group by region`],
    [null, "select region, sum(amount) as amount from {{ ref('dealz') }} group by region", "dealz"],
    ["M-GRAIN", `select region, amount from ${deals}`, "counted twice"],
  ],
};
