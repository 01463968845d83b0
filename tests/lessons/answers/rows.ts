/** Which rows, how often, under which names, and in which order: what is free and what is not. */
import type { AnsweredExercise } from "./exercises.ts";

const sales = "{{ ref('sales') }}";

/** No key: two equal rows are two sales. */
export const MULTISETS: AnsweredExercise = {
  name: "every sale, as often as it was made",
  once: true,
  tables: {
    sales: `select * from (values
      ('a', 5), ('a', 5), ('a', 7), ('b', 5), ('b', null), ('b', null), ('c', 0)
    ) as sales (shop, amount)`,
  },
  hidden: { sales: "select * from (values ('a', 1), ('a', 1), ('a', 1), ('d', null)) as sales (shop, amount)" },
  grain: "one row for each sale",
  key: ["shop", "amount"],
  columns: ["shop", "amount"],
  anti: { "M-DISTINCT": `select distinct shop, amount from ${sales}` },
  right: [
    `select shop, amount from ${sales}`,
    `select amount, shop from ${sales} order by amount desc`,
    `select shop, amount from ${sales} where shop = 'a' union all select shop, amount from ${sales} where shop <> 'a'`,
    `select shop, amount::double as amount from ${sales} order by random()`,
    `with counted as (select shop, amount, count(*) as n from ${sales} group by all) select shop, amount from counted, range(n)`,
    `select shop, unnest(list(amount)) as amount from ${sales} group by shop`,
    `select shop, amount from ${sales} intersect all select shop, amount from ${sales}`,
  ],
  wrong: [
    ["M-DISTINCT", `select shop, amount from ${sales} group by shop, amount`, "M-DISTINCT"],
    ["M-DISTINCT", `select shop, amount from ${sales} union select shop, amount from ${sales}`, "M-DISTINCT"],
    ["M-DISTINCT", `select shop, amount from ${sales} intersect select shop, amount from ${sales}`, "M-DISTINCT"],
    [
      "M-DISTINCT",
      `select shop, amount from ${sales} qualify row_number() over (partition by shop, amount) = 1`,
      "M-DISTINCT",
    ],
    ["M-GRAIN", `select shop, amount from ${sales} union all select shop, amount from ${sales}`, "counted"],
    [
      "M-GRAIN",
      `select shop, amount from ${sales} union all (select shop, amount from ${sales} limit 1)`,
      "counted more than once",
    ],
    [null, `select shop, sum(amount) as amount from ${sales} group by shop`, "missing"],
    [null, `select shop, amount from ${sales} where amount is not null`, "missing"],
    [null, `select shop, amount from ${sales} where amount <> 7`, "missing"],
    [null, `select shop, coalesce(amount, 0) as amount from ${sales}`],
    [null, `select shop, amount from ${sales} except all select 'a', 5`],
    [
      null,
      `select sale.shop, sale.amount from ${sales} as sale join ${sales} as other using (shop, amount) group by all`,
    ],
  ],
};

const shops = "{{ ref('shops') }}";

/** The result's names are free; what the columns hold tells which is which. */
export const FREE_COLUMNS: AnsweredExercise = {
  name: "columns under any names",
  once: true,
  tables: {
    shops: `select * from (values
      (1, 'Bern', 40, 4), (2, 'Basel', 25, 2), (3, 'Bern', 10, 3)
    ) as shops (shop_id, town, seats, taps)`,
  },
  hidden: {},
  grain: "one row for each town",
  key: ["town"],
  columns: ["town", "shops", "seats"],
  compare: { match: "infer" },
  anti: {},
  right: [
    `select town, count(*) as shops, sum(seats) as seats from ${shops} group by town`,
    `select town, count(*), sum(seats) from ${shops} group by town`,
    `select sum(seats) as total, town as place, count(*) as n from ${shops} group by town`,
    `select count(*)::double as seats, sum(seats)::integer as shops, town as t from ${shops} group by town`,
    `select town, count(*) as n, sum(seats) as s, max(taps) as most from ${shops} group by town order by town`,
    `select place, n, s from (select town as place, count(*) as n, sum(seats) as s from ${shops} group by all)`,
  ],
  wrong: [
    [null, `select town, count(*) as shops, avg(seats) as seats from ${shops} group by town`],
    [null, `select town, count(*) as shops from ${shops} group by town`, '"seats" is missing'],
    [null, `select town, sum(seats) as seats, sum(taps) as shops from ${shops} group by town`],
    [null, `select upper(town) as town, count(*) as shops, sum(seats) as seats from ${shops} group by town`],
    [null, `select town, count(*) as shops, sum(seats) as seats from ${shops} where shop_id < 3 group by town`],
    ["M-GRAIN", `select town, 1 as shops, seats from ${shops} where taps > 2`, "counted twice"],
    ["M-GRAIN", `select town, 1 as shops, seats from ${shops}`, "counted twice"],
  ],
};

/** Two keys decide, and nothing but them; NULL stands last. */
export const IN_ORDER: AnsweredExercise = {
  name: "by town, then the fullest first",
  once: true,
  tables: {
    tables_of: `select * from (values
      (1, 'Bern', 4), (2, 'Basel', 6), (3, 'Bern', 8), (4, 'Basel', 6), (5, 'Chur', null), (6, 'Bern', 8), (7, 'Chur', 2)
    ) as tables_of (table_id, town, guests)`,
  },
  hidden: {
    tables_of: `select * from (values
      (9, 'Davos', 1), (2, 'Aarau', 3), (4, 'Davos', 5), (6, 'Aarau', null), (8, 'Aarau', 3)
    ) as tables_of (table_id, town, guests)`,
  },
  grain: "one row for each table",
  key: ["table_id"],
  columns: ["table_id", "town", "guests"],
  compare: {
    order: {
      kind: "by",
      keys: [
        { column: "town", descending: false },
        { column: "guests", descending: true },
      ],
    },
    extraColumns: "refuse",
  },
  anti: {},
  right: (() => {
    const from = "select table_id, town, guests from {{ ref('tables_of') }}";
    return [
      `${from} order by town, guests desc`,
      `${from} order by town, guests desc nulls last, table_id`,
      `${from} order by town, guests desc, table_id desc`,
      `${from} order by 2, 3 desc`,
      `${from} order by town asc, coalesce(guests, -1) desc`,
      `select guests, town, table_id from (${from}) order by town, guests desc`,
      `with rows_of as (${from}) select * from rows_of order by lower(town), guests desc, table_id % 2`,
    ];
  })(),
  wrong: (() => {
    const from = "select table_id, town, guests from {{ ref('tables_of') }}";
    const order = "not in the order";
    return [
      [null, from, order],
      [null, `${from} order by town`, order],
      [null, `${from} order by town, guests`, order],
      [null, `${from} order by town desc, guests desc`, order],
      [null, `${from} order by guests desc, town`, order],
      [null, `${from} order by town, guests desc nulls first`, order],
      [null, `${from} order by table_id`, order],
      [null, `select * from (${from} order by town, guests desc) order by table_id`, order],
      [null, `select *, guests as seats from {{ ref('tables_of') }} order by town, guests desc`, "not asked for"],
      [null, `${from} where guests is not null order by town, guests desc`, "missing"],
      [null, `${from} order by town, guests desc limit 6`, "missing"],
    ] as const;
  })(),
};
