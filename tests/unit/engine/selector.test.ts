import { expect, test } from "vitest";
import { engineOf, selected } from "../../support/project.ts";

const shop = engineOf({
  "dbt_project.yml": "name: shop\nprofile: shop\nmodels:\n  shop:\n    staging:\n      +tags: [nightly]\n",
  "models/staging/stg_orders.sql": "select * from {{ source('app', 'orders') }}",
  "models/staging/stg_refunds.sql": "select * from {{ source('app', 'refunds') }}",
  "models/marts/finance/fct_orders.sql":
    "{{ config(tags='money', materialized='table') }} select * from {{ ref('stg_orders') }} join {{ ref('stg_refunds') }} using (id)",
  "models/marts/dim_days.sql": "select 1 as id",
  "models/marts/kpis.sql": "{{ config(tags=['money']) }} select * from {{ ref('fct_orders') }}, {{ ref('dim_days') }}",
  "models/sources.yml": "sources:\n  - name: app\n    tables: [{name: orders}, {name: refunds}]\n",
  "models/properties.yml":
    "models:\n  - name: stg_orders\n    columns:\n      - name: id\n        tests: [unique, not_null]\n",
});

test.each([
  ["stg_orders", "stg_orders"],
  ["stg_orders+", "fct_orders kpis stg_orders"],
  ["stg_orders+1", "fct_orders stg_orders"],
  ["+fct_orders", "app.orders app.refunds fct_orders stg_orders stg_refunds"],
  ["1+fct_orders", "fct_orders stg_orders stg_refunds"],
  ["@stg_orders", "app.orders app.refunds dim_days fct_orders kpis stg_orders stg_refunds"],
  ["*fct_*", "fct_orders"],
  ["*.fct_*", "fct_orders"],
  ["staging.stg_?rders", "stg_orders"],
  // As in dbt, a pattern starts at a folder of the model: these models lie deeper.
  ["fct_*", ""],
  ["marts.*", "dim_days fct_orders kpis"],
  ["staging.stg_[a-o]*", "stg_orders"],
  ["path:models/**/fct_*.sql", "fct_orders"],
  ["path:models/*", "app.orders app.refunds dim_days fct_orders kpis stg_orders stg_refunds"],
  ["file:stg_*", "stg_orders stg_refunds"],
  ["package:this", "app.orders app.refunds dim_days fct_orders kpis stg_orders stg_refunds"],
  ["tag:m*", "fct_orders kpis"],
  ["tag:money", "fct_orders kpis"],
  ["tag:money,config.materialized:table", "fct_orders"],
  ["stg_orders dim_days", "dim_days stg_orders"],
  ["+fct_orders,tag:nightly", "stg_orders stg_refunds"],
  ["path:models/marts/finance", "fct_orders"],
  ["models/staging", "stg_orders stg_refunds"],
  ["marts.finance", "fct_orders"],
  ["shop.staging", "stg_orders stg_refunds"],
  ["finance", ""],
  ["file:kpis.sql", "kpis"],
  ["source:app", "app.orders app.refunds"],
  ["source:app.orders+", "app.orders fct_orders kpis stg_orders"],
  ["resource_type:source", "app.orders app.refunds"],
])("%s selects %s", (selector, names) => expect(selected(shop, selector)).toBe(names));

test("what is excluded is taken out with its own selector", () => {
  expect(selected(shop, "+kpis", "source:app tag:money")).toBe("dim_days stg_orders stg_refunds");
});

test("a test joins as soon as one of its parents is selected", () => {
  const outcome = shop.select("stg_orders");
  expect(outcome.ok && outcome.value.filter((id) => id.startsWith("test.")).length).toBe(2);
  const only = shop.select("test_name:unique");
  expect(only.ok && only.value.map((id) => id.split(".")[2])).toEqual(["unique_stg_orders_id"]);
});

test.each([
  ["eager", "+b", ["a_in_c", "b_in_a"]],
  ["cautious", "+b", ["b_in_a"]],
  ["buildable", "b", ["b_in_a"]],
  ["cautious", "b", []],
  ["cautious", "b a", ["b_in_a"]],
  ["cautious", "a c", ["a_in_c"]],
  ["empty", "+b", []],
])("with indirect selection %s, %s takes the tests %j", async (mode, selector, tests) => {
  const relationship = (name: string, to: string) =>
    `{relationships: {name: ${name}, arguments: {to: ref('${to}'), field: id}}}`;
  const engine = engineOf({
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select * from {{ ref('a') }}",
    "models/c.sql": "select 1 as id",
    "models/p.yml": `models:\n  - name: a\n    columns: [{name: id, tests: [${relationship("a_in_c", "c")}]}]\n  - name: b\n    columns: [{name: id, tests: [${relationship("b_in_a", "a")}]}]\n`,
  });
  const outcome = await engine.command(
    `ls --output name --resource-type test --select ${selector} --indirect-selection ${mode}`,
  );
  expect(outcome.log.filter((line) => line.includes("_in_"))).toEqual(tests);
});

test.each([
  ["tagg:money", "G002", 'Did you mean "tag:"?'],
  ["@a+", "G002", "already takes all children"],
  ["version:newest", "G002", "Values are: latest"],
  ["state:modified", "P012", "earlier run"],
])("%s is refused with a hint", (selector, code, hint) => {
  const outcome = shop.select(selector);
  expect(outcome.ok).toBe(false);
  if (!outcome.ok)
    expect(outcome.diagnostics[0]).toMatchObject({ code, hint: expect.stringContaining(hint) as string });
});
