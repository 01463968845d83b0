import { describe, expect, test } from "vitest";
import type { NodeId } from "../../../src/engine/index.ts";
import { keysOfQuery } from "../../../src/engine/lineage/grain-from-sql.ts";
import { declaredGrain } from "../../../src/engine/lineage/key-tests.ts";
import { modelGrain } from "../../../src/engine/lineage/model-grain.ts";
import { openNodePolyglot } from "../../../src/engine/lineage/polyglot-node.ts";
import { ProjectLineage } from "../../../src/engine/lineage/project-lineage.ts";
import { engineOf } from "../../support/project.ts";

const UPSTREAM: Readonly<Record<string, { columns: readonly string[]; keys: readonly (readonly string[])[] }>> = {
  orders: { columns: ["order_id", "customer_id", "amount", "day"], keys: [["order_id"]] },
  customers: { columns: ["customer_id", "name", "country"], keys: [["customer_id"]] },
  lines: { columns: ["order_id", "line", "sku"], keys: [["order_id", "line"]] },
  events: { columns: ["customer_id", "at", "kind"], keys: [] },
};

describe("the key that a query shows", () => {
  test.each([
    ["select customer_id, sum(amount) as total from orders group by customer_id", "group by (customer_id)"],
    ["select customer_id as c, cast(day as date) as d, count(*) as n from events group by 1, 2", "group by (c, d)"],
    ["select upper(kind) as k, count(*) as n from events group by upper(kind)", "group by (k)"],
    ["select kind, count(*) as n from events group by all", "group by (kind)"],
    ["select count(*) as n from events group by kind", ""],
    ["select kind, count(*) as n from events group by rollup (kind)", ""],
    ["select count(*) as n, max(at) as last from events", "single row ()"],
    ["select 1 as one", "single row ()"],
    ["select * from events order by at limit 1", "single row ()"],
    ["select distinct customer_id, kind from events", "distinct (customer_id, kind)"],
    ["select customer_id from events union select customer_id from orders", "distinct (customer_id)"],
    ["select customer_id from events union all select customer_id from orders", ""],
    ["select distinct on (kind) kind, at from events order by kind, at", "window dedup (kind)"],
    [
      "select * from events qualify row_number() over (partition by customer_id, kind order by at) = 1",
      "window dedup (customer_id, kind)",
    ],
    [
      "with n as (select *, row_number() over (partition by customer_id order by at) as rn from events) select * exclude (rn) from n where rn = 1",
      "window dedup (customer_id)",
    ],
    ["select * from events qualify rank() over (partition by customer_id order by at) = 1", ""],
    ["select * from orders where amount > 0", "upstream key (order_id)"],
    ["select order_id as id from orders", "upstream key (id)"],
    ["select amount from orders", ""],
    ["select orders.* from orders left join customers using (customer_id)", "upstream key (order_id)"],
    [
      "select orders.order_id, c.name from orders join customers c on c.customer_id = orders.customer_id",
      "upstream key (order_id)",
    ],
    ["select customers.* from customers left join orders using (customer_id)", ""],
    [
      "select lines.order_id, line, name from lines join orders using (order_id) join customers using (customer_id)",
      "upstream key (order_id, line)",
    ],
    [
      "select orders.order_id, customers.customer_id from orders cross join customers",
      "upstream key (order_id, customer_id)",
    ],
    [
      "select o.order_id, e.at from orders o asof join events e on o.customer_id = e.customer_id and o.day >= e.at",
      "upstream key (order_id)",
    ],
    ["select order_id, sku from lines where line = 1", "upstream key (order_id)"],
    [
      "with f as (select customer_id, sum(amount) as s from orders group by 1), final as (select * from f) select * from final",
      "group by (customer_id)",
    ],
    ["select * from orders, unnest([1, 2]) as u(n)", ""],
  ])("%s -> %s", async (sql, expected) => {
    const parsed = (await openNodePolyglot()).parse(sql);
    const keys = parsed.ok ? keysOfQuery(parsed.statements[0], (parts) => UPSTREAM[parts.at(-1) ?? ""] ?? null) : [];
    expect(keys.map(({ columns, source }) => `${source} (${columns.join(", ")})`).join("; ")).toBe(expected);
  });
});

test("a model's grain is what its author says, what its tests hold and what its SQL shows", async () => {
  const engine = engineOf({
    "models/orders.sql": `-- One row per customer and
-- day, without the days on which nothing was sold.
select customer_id, day, sum(amount) as amount
from {{ ref('raw') }}
group by 1, 2`,
    "models/raw.sql": "select 1 as id, 1 as customer_id, 1 as day, 1 as amount",
    "models/copy.sql": "select * from {{ ref('raw') }}",
    "models/schema.yml": `
models:
  - name: raw
    columns:
      - { name: id, data_tests: [unique, not_null] }
      - { name: amount, data_tests: [unique] }
`,
    "tests/orders_key.sql": `
select customer_id, day from {{ ref('orders') }}
group by customer_id, day having count(*) > 1 or customer_id is null or day is null`,
  });
  expect(await grainOf(engine, "orders")).toEqual({
    declared: "customer and day, without the days on which nothing was sold",
    keys: ["singular test (customer_id, day)", "group by (customer_id, day)"],
  });
  // The key of `raw` that may be empty is no key for its readers.
  expect(await grainOf(engine, "copy")).toEqual({ declared: null, keys: ["upstream key (id)"] });
  expect(await grainOf(engine, "raw")).toEqual({
    declared: null,
    keys: ["unique test (id)", "unique test (amount)", "single row ()"],
  });
});

test.each([
  ["-- One row per order.\nselect 1", "order"],
  ["\n/* Orders. One row per order and day: the last state. */ select 1", "order and day"],
  ["{# one row per user #}\nselect 1", "user"],
  ["-- Orders of the shop.\nselect 1 -- One row per order.", null],
  ["select 'One row per order.'", null],
])("the declared grain of %j is %s", (text, expected) => {
  expect(declaredGrain(text)?.text ?? null).toBe(expected);
});

async function grainOf(project: ReturnType<typeof engineOf>, name: string): Promise<unknown> {
  const lineage = new ProjectLineage({ project, parser: openNodePolyglot, warehouse: null });
  const id: NodeId = `model.shop.${name}`;
  const { declared, keys } = await modelGrain({ project, lineage, parser: openNodePolyglot }, id);
  return { declared, keys: keys.map(({ columns, source }) => `${source} (${columns.join(", ")})`) };
}
