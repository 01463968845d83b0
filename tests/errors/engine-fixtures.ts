/** Fixtures of the codes that the engine raises: templates, projects, references, selectors, commands, DuckDB, tests, lint. */
import type { ErrorCode } from "../../src/engine/index.ts";
import { createCancelSource } from "../../src/engine/index.ts";
import { openLab } from "../support/project.ts";
import { command, commandOn, read, readBare } from "./fixture.ts";
import type { Fixture } from "./fixture.ts";

type EngineCode = Exclude<ErrorCode, `${"D" | "L" | "S"}${string}` | "W006">;

const ONE = "select 1 as id";
const two = (text: string) => ({ "models/orders.sql": "select 1 as order_id, 2.5 as amount", "models/a.sql": text });
const properties = (...lines: string[]) => ({
  "models/orders.sql": "select 1 as order_id",
  "models/p.yml": lines.join("\n"),
});
const lint = (texts: Record<string, string>) => command("lint", texts, { lintProfile: "bundled" });

const ENDLESS = "select count(*) as n from range(100000000000) as days where range % 7 = 8";
const UNDATED =
  "name: orders\n        loaded_at_field: loaded_at\n        freshness: {warn_after: {count: 12, period: hour}}";
const MICROBATCH =
  "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ordered_at') }}\nselect * from {{ ref('events') }}";
const UNIT_TEST = [
  "unit_tests:",
  "  - name: refunds_are_subtracted",
  "    model: order_totals",
  "    given:",
  "      - input: ref('orders')",
  "        rows: [{order_id: 1, amount: 10, refunded: 4}]",
  "    expect:",
  "      rows: [{order_id: 1, net_amount: 5}]",
  "",
].join("\n");

export const ENGINE_FIXTURES: Readonly<Record<EngineCode, Fixture>> = {
  J001: {
    what: "a call that is never closed",
    raise: () => read(two("select {{ dbt_utils.star(ref('orders') }} from {{ ref('orders') }}")),
    marks: "models/a.sql: }",
    words: "Jinja",
  },
  J002: {
    what: "a template that joins none",
    raise: () =>
      command("run", two("{% set names = none %}\nselect {{ names | join(', ') }} from {{ ref('orders') }}")),
    marks: "models/a.sql: names | join(', ')",
    words: "Jinja",
  },
  J003: {
    what: "a macro that refuses its argument",
    raise: () =>
      command("run", {
        "macros/cents.sql":
          "{% macro cents(column) %}\n  {% if not column %}{{ exceptions.raise_compiler_error('cents() needs a column') }}{% endif %}\n  {{ column }} / 100\n{% endmacro %}",
        ...two("select {{ cents('') }} as amount from {{ ref('orders') }}"),
      }),
    marks: "macros/cents.sql: exceptions.raise_compiler_error('cents() needs a column')",
    words: "the macro",
  },
  J004: {
    what: "a macro that calls itself for ever",
    raise: () =>
      command("run", {
        "macros/countdown.sql": "{% macro countdown(n) %}{{ countdown(n - 1) }}{% endmacro %}",
        "models/a.sql": "select {{ countdown(10) }}",
      }),
    marks: "macros/countdown.sql: countdown(n - 1)",
    nameless: "the macros are in the stack",
  },
  P001: {
    what: "a colon without quotes",
    raise: () => read(properties("models:", "  - name: orders", "    description: One row per order: cancelled too")),
    marks: "models/p.yml: O",
  },
  P002: {
    what: "a project's name with a hyphen",
    raise: () => readBare({ "dbt_project.yml": "name: corner-shop\n" }),
    marks: "dbt_project.yml: name: corner-shop",
  },
  P003: {
    what: "a truth value that is neither true nor false",
    raise: () => read(properties("models:", "  - name: orders", "    config:", '      enabled: "perhaps"')),
    marks: 'models/p.yml: enabled: "perhaps"',
  },
  P004: {
    what: "two models of one name",
    raise: () => read({ "models/staging/orders.sql": ONE, "models/marts/orders.sql": "select 2 as id" }),
    marks: "models/staging/orders.sql: select 1 as id",
  },
  P005: {
    what: "a var that nobody sets",
    raise: () => command("run", two("select * from {{ ref('orders') }} where day >= '{{ var(\"start_date\") }}'")),
    marks: 'models/a.sql: var("start_date")',
  },
  P006: {
    what: "a target that the profile lacks",
    raise: () =>
      read({
        "models/a.sql": ONE,
        "profiles.yml": "shop:\n  target: prod\n  outputs:\n    dev: {type: duckdb, path: warehouse.duckdb}\n",
      }),
    marks: "profiles.yml: target: prod",
  },
  P007: {
    what: "a quote that is never closed",
    raise: () => command("seed", { "seeds/customers.csv": 'customer_id,name\n1,Ada\n2,"Grace, Rear Admiral\n' }),
    marks: 'seeds/customers.csv: "',
  },
  P008: {
    what: "a description of a model that does not exist",
    raise: () => read(properties("models:", "  - name: order")),
    marks: "models/p.yml: name: order",
    severity: "warning",
  },
  P009: {
    what: "a misspelt key",
    raise: () => read(properties("models:", "  - name: orders", "    descripton: One row per order")),
    marks: "models/p.yml: descripton: One row per order",
    severity: "warning",
  },
  P010: {
    what: "a materialization that does not exist",
    raise: () => command("run", { "models/a.sql": "{{ config(materialized='tabel') }}\nselect 1 as id" }),
    marks: "models/a.sql: config(materialized='tabel')",
  },
  P011: {
    what: "an old name of a key of dbt_project.yml",
    raise: () => read({ "dbt_project.yml": "name: shop\nsource-paths: [models]\n" }),
    marks: "dbt_project.yml: source-paths: [models]",
    severity: "warning",
  },
  P012: {
    what: "a microbatch model",
    raise: () =>
      command("run", {
        "models/events.sql": "select 1 as id",
        "models/a.sql": MICROBATCH,
      }),
    marks: `models/a.sql: ${MICROBATCH}`,
  },
  P013: {
    what: "a project that wants an old dbt",
    raise: () => read({ "dbt_project.yml": 'name: shop\nrequire-dbt-version: ["<1.0.0"]\n' }),
    marks: 'dbt_project.yml: require-dbt-version: ["<1.0.0"]',
  },
  P014: {
    what: "a package that is not installed",
    raise: () => read({ "packages.yml": "packages:\n  - package: dbt-labs/codegen\n    version: 0.13.1\n" }),
    marks: "packages.yml: package: dbt-labs/codegen\n    version: 0.13.1",
  },
  P015: {
    what: "an environment variable that is not set",
    raise: () => command("run", two("select '{{ env_var('DBT_REGION') }}' as region from {{ ref('orders') }}")),
    marks: "models/a.sql: env_var('DBT_REGION')",
  },
  R001: {
    what: "a ref to nowhere",
    raise: () => read(two("select * from {{ ref('order') }}")),
    marks: "models/a.sql: ref('order')",
  },
  R002: {
    what: "a table that the source does not have",
    raise: () =>
      read({
        "models/s.yml": "sources:\n  - name: shop\n    tables:\n      - name: orders\n",
        "models/a.sql": "select * from {{ source('shop', 'order') }}",
      }),
    marks: "models/a.sql: source('shop', 'order')",
  },
  R003: {
    what: "a macro that does not exist",
    raise: () => read(two("select {{ cents_to_dollar('amount') }} as amount from {{ ref('orders') }}")),
    marks: "models/a.sql: cents_to_dollar",
  },
  R004: {
    what: "a ref to a disabled model",
    raise: () =>
      read({
        "models/archived_orders.sql": "{{ config(enabled=false) }} select 1 as id",
        "models/a.sql": "select * from {{ ref('archived_orders') }}",
      }),
    marks: "models/a.sql: ref('archived_orders')",
  },
  R005: {
    what: "a ref to a private model of another group",
    raise: () =>
      read({
        "models/payroll.sql": ONE,
        "models/a.sql": "select * from {{ ref('payroll') }}",
        "models/p.yml":
          "groups:\n  - name: finance\n    owner: {name: Ada}\nmodels:\n  - name: payroll\n    access: private\n    group: finance\n",
      }),
    marks: "models/a.sql: ref('payroll')",
  },
  G001: {
    what: "two models that read each other",
    raise: () =>
      read({ "models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "select * from {{ ref('a') }}" }),
    marks: "models/a.sql: ref('b')",
  },
  G002: {
    what: "a method that does not exist",
    raise: () => command('ls --select "tags:nightly"', { "models/a.sql": ONE }),
    marks: null,
  },
  G003: {
    what: "a folder that is not the first",
    raise: () => command("build --select marts", { "models/shop/marts/a.sql": ONE }),
    marks: null,
    severity: "warning",
    words: "dbt",
  },
  C001: {
    what: "an option that does not exist",
    raise: () => command("build --selct orders", { "models/orders.sql": ONE }),
    marks: null,
  },
  W001: {
    what: "a where without a condition",
    raise: () => command("run", two("select order_id from {{ ref('orders') }}\nwhere )")),
    marks: "models/a.sql: )",
    words: "DuckDB",
  },
  W002: {
    what: "a column that does not exist",
    raise: () => command("run", two("select order_idd from {{ ref('orders') }}")),
    marks: "models/a.sql: order_idd",
    words: "DuckDB",
  },
  W003: {
    what: "a text that is no number",
    raise: () =>
      command("run", { "models/a.sql": "{{ config(materialized='table') }}\nselect cast('n/a' as integer) as phone" }),
    marks: "models/a.sql: cast",
    words: "DuckDB",
  },
  W004: {
    what: "more rows than fit into memory",
    raise: () =>
      commandOn({ threads: 1, settings: { threads: "1", memory_limit: "10MB", temp_directory: "" } }, "run", {
        "models/a.sql": "{{ config(materialized='table') }}\nselect list(range) as everything from range(9000000)",
      }),
    marks: "models/a.sql: {{ config(materialized='table') }}\nselect list(range) as everything from range(9000000)",
    words: "DuckDB",
  },
  W005: {
    what: "a statement that is cancelled while it runs",
    raise: cancelledQuery,
    marks: `inline_query: ${ENDLESS}`,
    nameless: "the statement is in `sql`",
  },
  W007: {
    what: "a database in a folder that does not exist",
    raise: () => commandOn({ path: "/no/such/folder/warehouse.duckdb" }, "run", { "models/a.sql": ONE }),
    marks: null,
  },
  Q001: {
    what: "an order that is there twice",
    raise: () =>
      command("build", {
        ...properties(
          "models:",
          "  - name: orders",
          "    columns:",
          "      - name: order_id",
          "        data_tests: [unique]",
        ),
        "models/orders.sql": "select 17 as order_id union all select 17",
      }),
    marks: "models/p.yml: unique",
  },
  Q002: {
    what: "a fail_calc that is no number",
    raise: () =>
      command("build", {
        ...properties(
          "models:",
          "  - name: orders",
          "    data_tests:",
          "      - dbt_positive: {config: {fail_calc: sum(order_id)}}",
        ),
        "tests/generic/dbt_positive.sql":
          "{% test dbt_positive(model) %}\nselect * from {{ model }} where order_id < 0\n{% endtest %}",
      }),
    marks: "models/p.yml: dbt_positive: {config: {fail_calc: sum(order_id)}}",
  },
  Q003: {
    what: "a column of another type than promised",
    raise: () =>
      command("run", {
        ...properties(
          "models:",
          "  - name: orders",
          "    config: {contract: {enforced: true}}",
          "    columns:",
          "      - {name: order_id, data_type: integer}",
          '      - {name: amount, data_type: "decimal(12, 2)"}',
        ),
        "models/orders.sql": "select 1 as order_id, cast(1 as double) as amount",
      }),
    marks: "models/orders.sql: select 1 as order_id, cast(1 as double) as amount",
  },
  Q004: {
    what: "a unit test that expects other rows",
    raise: () =>
      command("build", {
        "models/orders.sql": "select 1 as order_id, 10 as amount, 4 as refunded",
        "models/order_totals.sql": "select order_id, amount - refunded as net_amount from {{ ref('orders') }}",
        "models/p.yml": UNIT_TEST,
      }),
    marks: `models/p.yml: ${UNIT_TEST.slice(UNIT_TEST.indexOf("name:")).trimEnd()}`,
  },
  Q005: {
    what: "a field that is no timestamp",
    raise: () =>
      command("seed && source freshness", {
        "seeds/orders.csv": "order_id,loaded_at\n1,noon\n",
        "models/s.yml": `sources:\n  - name: shop\n    schema: main\n    tables:\n      - ${UNDATED}\n`,
      }),
    marks: `models/s.yml: ${UNDATED}`,
    words: "dbt",
  },
  V001: {
    what: "an arrow into JSON",
    raise: () => lint({ "models/a.sql": "select payload ->> 'status' as status from events" }),
    marks: "models/a.sql: ->>",
  },
  V002: {
    what: "a time zone",
    raise: () => lint({ "models/a.sql": "select ordered_at at time zone 'Europe/Berlin' as ordered_at from orders" }),
    marks: "models/a.sql: at time zone",
  },
  V003: {
    what: "the day of the machine",
    raise: () => lint({ "models/a.sql": "select * from orders where ordered_at >= current_date - 30" }),
    marks: "models/a.sql: current_date",
  },
  V004: {
    what: "a month without a cast",
    raise: () => lint({ "models/a.sql": "select date_trunc('month', ordered_at) as ordered_month from orders" }),
    marks: "models/a.sql: date_trunc",
  },
  V010: {
    what: "a mart that reads a source",
    raise: () =>
      lint({
        "models/s.yml": "sources:\n  - name: shop\n    tables:\n      - name: orders\n",
        "models/marts/revenue.sql": "select sum(amount) as revenue from {{ source('shop', 'orders') }}",
      }),
    marks: "models/marts/revenue.sql: source('shop', 'orders')",
  },
  V011: {
    what: "an intermediate model that reads a mart",
    raise: () =>
      lint({
        "models/marts/executive_revenue.sql": ONE,
        "models/intermediate/int_orders_priced.sql": "select * from {{ ref('executive_revenue') }}",
      }),
    marks: "models/intermediate/int_orders_priced.sql: ref('executive_revenue')",
  },
  V012: {
    what: "a staging model without its prefix",
    raise: () => lint({ "models/staging/orders_cleaned.sql": ONE }),
    marks: "models/staging/orders_cleaned.sql: select 1 as id",
  },
  V013: {
    what: "a model whose key nobody tests",
    raise: () => lint({ "models/marts/fct_orders.sql": ONE }),
    marks: "models/marts/fct_orders.sql: select 1 as id",
  },
  V014: {
    what: "a model that nobody describes",
    raise: () => lint({ "models/marts/fct_orders.sql": ONE }),
    marks: "models/marts/fct_orders.sql: select 1 as id",
  },
  V015: {
    what: "a model that opens without its grain",
    raise: () => lint({ "models/marts/fct_orders.sql": ONE }),
    marks: "models/marts/fct_orders.sql: select 1 as id",
  },
  V016: {
    what: "a metric that does not say how often",
    raise: () => lint({ "models/marts/fct_orders.sql": "select 'Active users' as metric_name" }),
    marks: "models/marts/fct_orders.sql: Active users",
  },
  V017: {
    what: "an event that does not say what was done",
    raise: () => lint({ "seeds/rules.csv": "event_type,product_id\nvideo_created,video\nVideoCreate,video\n" }),
    marks: "seeds/rules.csv: VideoCreate",
  },
  V018: {
    what: "a product that is not in snake_case",
    raise: () => lint({ "seeds/products.csv": "product_id,name\nvideo_editor,Editor\nImage Editor,Images\n" }),
    marks: "seeds/products.csv: Image Editor",
  },
};

async function cancelledQuery() {
  const lab = await openLab({ "models/a.sql": ONE });
  try {
    const cancel = createCancelSource();
    const asked = lab.engine.query(ENDLESS, { signal: cancel.signal });
    // The statement is under way as soon as the database has answered another one.
    await lab.warehouse.query("select 1");
    cancel.cancel();
    const outcome = await asked;
    return { found: outcome.ok ? [] : outcome.diagnostics, files: [{ path: "inline_query", text: ENDLESS }] };
  } finally {
    await lab.close();
  }
}
