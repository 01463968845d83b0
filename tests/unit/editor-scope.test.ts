/** What names mean at a place in a query that may be half typed. */
import { describe, expect, test } from "vitest";
import { outputColumns, scopeAt, type FindRelation } from "../../src/app/editor/sql-scope.ts";

const column = (name: string, type: string) => ({ name, type, description: `What ${name} is.` });
const relations: Readonly<Record<string, ReturnType<typeof column>[]>> = {
  orders: [column("order_id", "INTEGER"), column("ordered_at", "TIMESTAMP"), column("amount", "DECIMAL(12,2)")],
  customers: [column("customer_id", "VARCHAR"), column("plan", "VARCHAR")],
};
const find: FindRelation = (call) => {
  const name = /['"](\w+)['"]\s*\)$/.exec(call)?.[1] ?? call;
  const columns = relations[name];
  return columns ? { name, columns } : null;
};

/** `|` is the cursor. Tables as `alias(column type, …)`. */
function tables(notation: string): string {
  const at = notation.indexOf("|");
  return scopeAt(notation.replace("|", ""), at, find)
    .tables.map(({ name, columns }) => `${name}(${columns.map((one) => `${one.name} ${one.type ?? "?"}`).join(", ")})`)
    .join(" ");
}
const output = (text: string) =>
  outputColumns(text, find)
    .map((one) => `${one.name} ${one.type ?? "?"}`)
    .join(", ");

const ORDERS = "order_id INTEGER, ordered_at TIMESTAMP, amount DECIMAL(12,2)";
const CUSTOMERS = "customer_id VARCHAR, plan VARCHAR";

describe("tables in scope", () => {
  test.each([
    ["select | from {{ ref('orders') }}", `orders(${ORDERS})`],
    ["select o.| from {{ ref('orders') }} as o", `o(${ORDERS})`],
    ["select | from {{ ref('orders') }} o join {{ ref('customers') }} c using (id)", `o(${ORDERS}) c(${CUSTOMERS})`],
    [
      "with a as (select order_id, amount as paid from {{ ref('orders') }}) select | from a",
      "a(order_id INTEGER, paid DECIMAL(12,2))",
    ],
    [
      "with a as (select * from {{ ref('orders') }}), b as (select * exclude (amount) from a where |) select * from b",
      `a(${ORDERS})`,
    ],
    [
      "with a as (select * from {{ ref('orders') }}), b as (select * exclude (amount) from a) select | from b",
      "b(order_id INTEGER, ordered_at TIMESTAMP)",
    ],
    ["select | from (select plan from {{ ref('customers') }}) as inside", "inside(plan VARCHAR)"],
    ["select a, (select max(|) from {{ ref('orders') }}) from {{ ref('customers') }}", `orders(${ORDERS})`],
    ["select plan from {{ ref('customers') }} union all select | from {{ ref('orders') }}", `orders(${ORDERS})`],
    ["select x from {{ ref('orders') }} where | group by 1", `orders(${ORDERS})`],
    ["-- from {{ ref('customers') }}\nselect | from {{ ref('orders') }}", `orders(${ORDERS})`],
    ["select 'it''s from here', | from orders", `orders(${ORDERS})`],
  ])("%s", (text, expected) => expect(tables(text)).toBe(expected));

  test.each([
    "select |",
    "with a as (select * from a) select | from a",
    "select o.| from",
    "((((",
    "with x as (select | ",
  ])("%s, half typed, does no harm", (text) => expect(tables(text).replace(/^a\(\)$/, "")).toBe(""));
});

describe("columns of a query", () => {
  test.each([
    ["select * from {{ ref('orders') }}", ORDERS],
    [
      "select order_id::varchar as id, cast(amount as decimal(10, 2)) as sum_of, count(*) as n from {{ ref('orders') }}",
      "id VARCHAR, sum_of DECIMAL(10,2), n BIGINT",
    ],
    [
      "select row_number() over (partition by plan order by 1) as place, amount + 1 as more from {{ ref('orders') }}",
      "place BIGINT, more ?",
    ],
    [
      "with final as (select c.plan, o.* from {{ ref('orders') }} as o join {{ ref('customers') }} as c on true) select * from final",
      `plan VARCHAR, ${ORDERS}`,
    ],
    [
      "select distinct on (plan) plan, {{ dollars('amount') }} as paid from {{ ref('customers') }}",
      "plan VARCHAR, paid ?",
    ],
    [
      "select coalesce(o.amount, 0) as paid, max(o.ordered_at) over () as last_at from {{ ref('orders') }} as o",
      "paid DECIMAL(12,2), last_at TIMESTAMP",
    ],
    ["select case when plan = 'a' then 1 end tier from {{ ref('customers') }}", "tier ?"],
    ["{{ config(materialized='table') }}\nselect plan from {{ ref('customers') }}", "plan VARCHAR"],
  ])("%s", (text, expected) => expect(output(text)).toBe(expected));
});
