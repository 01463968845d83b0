/** A name that is nearly right gets the right one in its hint, whatever it names. */
import { expect, test } from "vitest";
import { command, read } from "./fixture.ts";
import type { Raised } from "./fixture.ts";

const SHOP = {
  "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
  "profiles.yml":
    "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ':memory:'}\n    prod: {type: duckdb, path: ':memory:'}\n",
  "models/orders.sql": "select 1 as order_id, 2 as amount",
  "models/customers.sql": "select 7 as customer_id, 'Ada' as first_name",
  "models/sources.yml": "sources:\n  - name: till\n    schema: main\n    tables:\n      - name: receipts\n",
  "macros/money.sql":
    "{% test is_positive(model) %}select 1 where false{% endtest %}{% macro cents_to_euros(column) %}{{ column }} / 100{% endmacro %}",
  "dbt_packages/tools/dbt_project.yml": "name: tools\n",
  "dbt_packages/tools/macros/m.sql": "{% macro round_down(x) %}floor({{ x }}){% endmacro %}",
  "dbt_packages/tools/models/calendar.sql": "select 1 as day",
  "models/shop.md": "{% docs order_status %}How far it is.{% enddocs %}",
  "models/groups.yml": "groups:\n  - name: finance\n    owner: {name: Ada}\n",
  "selectors.yml": "selectors:\n  - name: nightly\n    definition: 'tag:nightly'\n",
};
const model = (sql: string) => read({ ...SHOP, "models/a.sql": sql });
const run = (sql: string) => command("run", { ...SHOP, "models/a.sql": sql });
const yaml = (...lines: string[]) => read({ ...SHOP, "models/p.yml": lines.join("\n") });
const orders = (...lines: string[]) => yaml("models:", "  - name: orders", ...lines.map((line) => `    ${line}`));
const project = (line: string) => read({ ...SHOP, "dbt_project.yml": `${SHOP["dbt_project.yml"]}${line}\n` });
const ask = (text: string) => command(text, SHOP);
test.each<[string, () => Promise<Raised>, string, string]>([
  ["a ref", () => model("select * from {{ ref('order') }}"), "R001", "ref('orders')"],
  ["a ref into a package", () => model("select * from {{ ref('tools', 'calender') }}"), "R001", "calendar"],
  ["the package of a ref", () => model("select * from {{ ref('toolz', 'calendar') }}"), "R001", "tools"],
  ["a source", () => model("select * from {{ source('tills', 'receipts') }}"), "R002", "source('till', 'receipts')"],
  [
    "a source's table",
    () => model("select * from {{ source('till', 'receipt') }}"),
    "R002",
    "source('till', 'receipts')",
  ],
  ["a macro", () => model("select {{ cents_to_euro('amount') }}"), "R003", '"cents_to_euros"'],
  ["a macro of a package", () => run("select {{ tools.round_don(1) }}"), "R003", '"tools.round_down"'],
  ["a package", () => run("select {{ toolz.round_down(1) }}"), "R003", '"tools"'],
  ["a macro of dbt", () => run("select {{ dbt.dateaddd('day', 1, 'now') }}"), "R003", '"dbt.dateadd"'],
  ["a global", () => model("select {{ sorce('till', 'receipts') }}"), "R003", '"source"'],
  ["a column", () => run("select amuont from {{ ref('orders') }}"), "W002", '"amount"'],
  ["a column without a near name", () => run("select name from {{ ref('customers') }}"), "W002", '"first_name"'],
  ["a column behind an alias", () => run("select o.amuont from {{ ref('orders') }} as o"), "W002", '"amount"'],
  [
    "a table",
    () => run("select * from order -- depends_on: {{ ref('orders') }}".replace("order ", "ordres ")),
    "W002",
    '"orders"',
  ],
  [
    "a table in a schema",
    () => run("select * from main.custmers -- depends_on: {{ ref('customers') }}"),
    "W002",
    '"customers"',
  ],
  ["a function of DuckDB", () => run("select date_trnc('day', date '2025-01-01') as d"), "W002", '"date_trunc"'],
  ["a selector's method", () => ask("ls --select tags:nightly"), "G002", '"tag:"'],
  ["a selector's name", () => ask("ls --select +ordres"), "G003", "orders"],
  ["a selector's path", () => ask("ls --select path:models/order.sql"), "G003", "models/orders.sql"],
  ["a selector's source", () => ask("ls --select source:tills"), "G003", "till"],
  ["a selector's resource type", () => ask("ls --select resource_type:modle"), "G002", "model"],
  ["a selector in selectors.yml", () => ask("ls --selector nigthly"), "G002", '"nightly"'],
  ["a test of one's own", () => orders("data_tests: [is_positiv]"), "R003", '"is_positive"'],
  ["a test of dbt", () => orders("columns:", "  - name: order_id", "    data_tests: [not_nul]"), "R003", '"not_null"'],
  [
    "an argument of a test",
    () => orders("columns:", "  - name: order_id", "    data_tests: [{accepted_values: {arguments: {valuez: [1]}}}]"),
    "P003",
    '"values"',
  ],
  ["a config's value", () => orders("config: {on_schema_change: append_new_column}"), "P010", '"append_new_columns"'],
  ["a materialization", () => orders("config: {materialized: tabel}"), "P010", '"table"'],
  [
    "a severity",
    () => orders("columns:", "  - name: order_id", "    data_tests: [{unique: {config: {severity: warm}}}]"),
    "P003",
    '"warn"',
  ],
  ["a key of dbt_project.yml", () => project("model-path: [models]"), "P009", '"model-paths"'],
  ["a key of a property file", () => yaml("model:", "  - name: orders"), "P009", '"models"'],
  ["a key of a model", () => orders("descripton: x"), "P009", '"description"'],
  ["a key of a column", () => orders("columns:", "  - name: order_id", "    data_typ: integer"), "P009", '"data_type"'],
  ["a model that is described", () => yaml("models:", "  - name: order"), "P008", '"orders"'],
  ["a command", () => ask("biuld"), "C001", "dbt build"],
  ["a command of two words", () => ask("docs generat"), "C001", "generate"],
  ["an option", () => ask("build --selct orders"), "C001", "--select"],
  ["an option's value", () => ask("ls --output jsn"), "C001", '"json"'],
  ["a target", () => read(SHOP, { target: "prood" }), "P006", '"prod"'],
  ["a target of a command", () => ask("run --target prood"), "P006", '"prod"'],
  ["a profile", () => read({ ...SHOP, "dbt_project.yml": "name: shop\nprofile: shopp\n" }), "P006", '"shop"'],
  [
    "a key of a target",
    () =>
      read({
        ...SHOP,
        "profiles.yml": SHOP["profiles.yml"].replace("path: ':memory:'}\n    prod", "shema: x}\n    prod"),
      }),
    "P009",
    '"schema"',
  ],
  ["a group", () => orders("config: {group: finanze}"), "P003", '"finance"'],
  ["a docs block", () => orders("description: \"{{ doc('order_state') }}\""), "P008", "order_status"],
  [
    "the model of a unit test",
    () => yaml("unit_tests:", "  - {name: u, model: order, given: [], expect: {rows: []}}"),
    "R001",
    '"orders"',
  ],
  [
    "the input of a unit test",
    async () => {
      const texts = { ...SHOP, "models/totals.sql": "select sum(amount) as total from {{ ref('orders') }}" };
      return read({
        ...texts,
        "models/p.yml":
          "unit_tests:\n  - name: u\n    model: totals\n    given: [{input: ref('order'), rows: []}]\n    expect: {rows: []}\n",
      });
    },
    "R001",
    "orders",
  ],
  [
    "a column of a unit test",
    () =>
      command("build", {
        ...SHOP,
        "models/totals.sql": "select amount from {{ ref('orders') }}",
        "models/p.yml":
          "unit_tests:\n  - name: u\n    model: totals\n    given: [{input: ref('orders'), rows: [{amuont: 1}]}]\n    expect: {rows: [{amount: 1}]}\n",
      }),
    "Q004",
    '"amount"',
  ],
  ["the macro of run-operation", () => ask("run-operation cents_to_euro"), "R003", '"cents_to_euros"'],
  [
    "the strategy of a snapshot",
    () =>
      command("snapshot", {
        ...SHOP,
        "snapshots/s.yml":
          "snapshots:\n  - name: s\n    relation: ref('orders')\n    config: {unique_key: order_id, strategy: chek, check_cols: all}\n",
      }),
    "P010",
    '"check"',
  ],
  ["a macro that is described", () => yaml("macros:", "  - name: cents_to_euro"), "P008", '"cents_to_euros"'],
])("%s", async (_what, raise, code, wanted) => {
  const { found } = await raise();
  const hints = found.filter((each) => each.code === code).map((each) => each.hint ?? "");
  expect(hints.join("\n"), found.map((each) => `${each.code} ${each.message}`).join("; ")).toContain(wanted);
  expect(hints.join("\n")).toMatch(/Did you mean|If you meant|has the columns/);
});
