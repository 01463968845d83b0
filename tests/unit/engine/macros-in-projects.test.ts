/** The built-in macros where projects use them: in models, in YAML tests, while the project is read. */
import { afterEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const statuses = (results: readonly { unique_id: string; status: string }[]): Record<string, string> =>
  Object.fromEntries(results.map((result) => [result.unique_id.split(".")[2], result.status]));

test("models that ask the warehouse for columns, values and relations are read and built", async () => {
  lab = await openLab({
    "seeds/orders.csv": "id,status,day\n1,paid,2024-01-01\n2,open,2024-01-02\n3,paid,2024-01-04\n",
    "models/keyed.sql":
      "select {{ dbt_utils.generate_surrogate_key(['id', 'status']) }} as order_key, {{ dbt_utils.star(ref('orders'), except=['day']) }} from {{ ref('orders') }}",
    "models/per_status.sql":
      "select {{ dbt_utils.pivot('status', dbt_utils.get_column_values(ref('orders'), 'status', order_by='status')) }} from {{ ref('orders') }}",
    "models/both.sql": "{{ dbt_utils.union_relations([ref('orders'), ref('keyed')]) }}",
    "models/long.sql": "{{ dbt_utils.unpivot(ref('orders'), exclude=['id']) }}",
    "models/days.sql":
      "{{ config(materialized='table') }}{{ dbt_utils.date_spine('day', \"cast('2024-01-01' as date)\", \"(select max(day)::date from \" ~ ref('orders') ~ \")\") }}",
    "models/found.sql":
      "-- depends_on: {{ ref('both') }}\nselect {{ dbt_utils.get_relations_by_prefix(target.schema, 'or') | length }} as n, {{ dbt_utils.get_single_value('select 7') or 'null' }} as seven",
  });
  expect(lab.engine.diagnostics).toEqual([]);
  const outcome = await lab.command("dbt build");
  expect(statuses(outcome.results)).toEqual({
    orders: "success",
    keyed: "success",
    per_status: "success",
    both: "success",
    long: "success",
    days: "success",
    found: "success",
  });
  expect(await lab.column("select open || ' ' || paid from strata.main.per_status")).toEqual(["1 2"]);
  expect(await lab.column("select count(*) from strata.main.both")).toEqual(["6"]);
  expect(await lab.column("select count(*) from strata.main.long")).toEqual(["6"]);
  expect(await lab.column("select count(*) from strata.main.days")).toEqual(["3"]);
  expect(await lab.column("select n || ' ' || seven from strata.main.found")).toEqual(["1 7"]);
});

test("tests of dbt_utils pass and fail from YAML as from a package", async () => {
  lab = await openLab({
    "seeds/orders.csv": "id,status,amount\n1,paid,10\n2,open,20\n3,paid,30\n",
    "models/same.sql": "select * from {{ ref('orders') }}",
    "models/fewer.sql": "select * from {{ ref('orders') }} where id < 3",
    "models/properties.yml": `
models:
  - name: same
    data_tests:
      - dbt_utils.equality: {name: equal, arguments: {compare_model: ref('orders')}}
      - dbt_utils.equal_rowcount: {name: as_many, arguments: {compare_model: ref('orders')}}
      - dbt_utils.equal_rowcount: {name: not_as_many, arguments: {compare_model: ref('fewer')}}
      - dbt_utils.fewer_rows_than: {name: not_fewer, arguments: {compare_model: ref('orders')}}
      - dbt_utils.expression_is_true: {name: is_true, arguments: {expression: amount > 5}}
      - dbt_utils.unique_combination_of_columns: {name: combined, arguments: {combination_of_columns: [id, status]}}
    columns:
      - name: amount
        data_tests:
          - dbt_utils.accepted_range: {name: in_range, arguments: {min_value: 0, max_value: 25}}
          - dbt_utils.not_null_proportion: {name: filled, arguments: {at_least: 0.9}}
  - name: fewer
    data_tests:
      - dbt_utils.fewer_rows_than: {name: is_fewer, arguments: {compare_model: ref('same')}}
      - dbt_utils.equality: {name: not_equal, arguments: {compare_model: ref('orders')}}
`,
  });
  expect(lab.engine.diagnostics).toEqual([]);
  await lab.command("dbt seed");
  await lab.command("dbt run");
  const outcome = await lab.command("dbt test");
  expect(statuses(outcome.results)).toEqual({
    equal: "pass",
    as_many: "pass",
    not_as_many: "fail",
    not_fewer: "fail",
    is_true: "pass",
    combined: "pass",
    in_range: "fail",
    filled: "pass",
    is_fewer: "pass",
    not_equal: "fail",
  });
});

test("a macro of the project takes the place of a built-in one that dbt's own macros call", async () => {
  lab = await openLab({
    "macros/own.sql": "{% macro should_full_refresh() %}{{ return(true) }}{% endmacro %}",
    "models/m.sql": "{{ config(materialized='incremental') }}select {{ is_incremental() }} as adds",
  });
  await lab.command("dbt run");
  await lab.command("dbt run");
  expect(await lab.column("select adds from strata.main.m")).toEqual(["false"]);
});
