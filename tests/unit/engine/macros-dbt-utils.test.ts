import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import { refusalOf, rowsOf, textOf, valueOf } from "./macros-lab.ts";

/** A mention of dbt_utils anywhere is enough for the engine to lend its own. */
const MODEL = { "models/one.sql": "-- uses dbt_utils\nselect 1 as id" };

let lab: Lab;
beforeAll(async () => {
  lab = await openLab(MODEL);
  await lab.warehouse.execute(
    "create table strata.main.orders as from (values (1, 'paid', 10.5, date '2024-01-01'), (2, 'open', null, date '2024-01-02'), (3, 'paid', 30.25, date '2024-01-04')) as rows(id, status, amount, day);" +
      "create table strata.main.orders_old as from (values (9, 'lost', 'x')) as rows(id, status, note);" +
      "create view strata.main.orders_view as select * from strata.main.orders",
  );
});
afterAll(async () => lab.close());

const relation = (name: string, type = "table"): string =>
  `api.Relation.create(database='strata', schema='main', identifier='${name}', type='${type}')`;
const ORDERS = relation("orders");

test.each([
  ["dbt_utils.safe_divide('6', '0')", "NULL"],
  ["dbt_utils.safe_divide('6', '1 + 2')", "2.0"],
  ["dbt_utils.safe_add(['1', 'null', '3'])", "4"],
  ["dbt_utils.safe_subtract(['5', 'null', '3'])", "2"],
  ["dbt_utils.width_bucket('5', 0, 10, 5)", "3.0"],
  ["dbt_utils.width_bucket('4', 0, 10, 5)", "3.0"],
  ["dbt_utils.width_bucket('99', 0, 10, 5)", "6.0"],
  [`dbt_utils.get_url_host("'https://www.example.com/a/b?x=1'")`, "www.example.com"],
  [`dbt_utils.get_url_path("'https://www.example.com/a/b?x=1'")`, "a/b"],
  [`dbt_utils.get_url_parameter("'https://e.com/?utm=ad&x=1'", 'utm')`, "ad"],
  [`dbt_utils.get_url_parameter("'https://e.com/?utm=ad&x=1'", 'y')`, "NULL"],
])("%s is %s", async (call, value) => {
  expect(await valueOf(lab, call)).toBe(value);
});

test("a surrogate key tells null from an empty text", async () => {
  const key = "{{ dbt_utils.generate_surrogate_key([\"'a'\", 'null']) }}";
  expect(await rowsOf(lab, `select ${key} = md5('a-_dbt_utils_surrogate_key_null_')`)).toEqual(["true"]);
});

test("a surrogate key can treat null as an empty text, as it once did", async () => {
  const old = lab.change({
    "dbt_project.yml":
      "name: shop\nversion: '1.0'\nprofile: shop\nvars: {surrogate_key_treat_nulls_as_empty_strings: true}\n",
  });
  expect(await textOf(old, "{{ dbt_utils.generate_surrogate_key(['a']) }}")).toBe(
    "md5(cast(coalesce(cast(a as TEXT), '') as TEXT))",
  );
  expect(await refusalOf(lab, "{{ dbt_utils.surrogate_key(['a']) }}")).toContain("generate_surrogate_key");
});

test("a distance is in miles or in kilometres", async () => {
  const call = (unit: string): string =>
    `round({{ dbt_utils.haversine_distance(48.13, 11.58, 52.52, 13.4, '${unit}') }})`;
  expect(await rowsOf(lab, `select ${call("mi")}, ${call("km")}`)).toEqual(["314.0 | 505.0"]);
  expect(await refusalOf(lab, "{{ dbt_utils.haversine_distance(1, 1, 1, 1, 'm') }}")).toContain('"mi" or "km"');
});

test("star names all columns but some, with alias, prefix and suffix", async () => {
  expect(await textOf(lab, `{{ dbt_utils.star(${ORDERS}, except=['DAY', 'amount']) }}`)).toBe('"id", "status"');
  expect(
    await textOf(
      lab,
      `{{ dbt_utils.star(from=${ORDERS}, relation_alias='o', except=['day', 'amount', 'status'], prefix='p_', suffix='_s') }}`,
    ),
  ).toBe('o."id" as "p_id_s"');
  expect(await textOf(lab, `{{ dbt_utils.star(${ORDERS}, except=['day', 'amount'], quote_identifiers=false) }}`)).toBe(
    "id, status",
  );
  expect(
    await textOf(
      lab,
      `{{ dbt_utils.star(${ORDERS}, except=['day', 'amount'], unquote_aliases=true, rename={'STATUS': 'state'}) }}`,
    ),
  ).toBe('"id" as id, "status" as state');
  expect(await refusalOf(lab, "{{ dbt_utils.star('orders') }}")).toContain("needs a relation");
  expect(await refusalOf(lab, `{{ dbt_utils.star(${relation("x", "cte")}) }}`)).toContain("ephemeral");
});

test("values, single values and results of queries are known while rendering", async () => {
  expect(await textOf(lab, `{{ dbt_utils.get_column_values(${ORDERS}, 'status') }}`)).toBe("['paid', 'open']");
  expect(
    await textOf(
      lab,
      `{{ dbt_utils.get_column_values(${ORDERS}, 'status', order_by='status', max_records=1, where='id > 1') }}`,
    ),
  ).toBe("['open']");
  expect(await textOf(lab, `{{ dbt_utils.get_column_values(${relation("absent")}, 'x', default=['none']) }}`)).toBe(
    "['none']",
  );
  expect(await refusalOf(lab, `{{ dbt_utils.get_column_values(${relation("absent")}, 'x') }}`)).toContain("no default");
  expect(
    await textOf(
      lab,
      "{{ dbt_utils.get_single_value('select 5') }} {{ dbt_utils.get_single_value('select 5 where false', 'x') }}",
    ),
  ).toBe("5 x");
  expect(
    await textOf(
      lab,
      "{% set r = dbt_utils.get_query_results_as_dict('select 1 as a, 2 as b union all select 3, 4 order by 1') %}{{ r['a'] | list }} {{ r.b | list }}",
    ),
  ).toBe("[1, 3] [2, 4]");
});

test("relations are found by prefix and by pattern", async () => {
  const names = (call: string): Promise<string> =>
    textOf(lab, `{{ ${call} | map(attribute='identifier') | join(' ') }}`);
  expect(await names("dbt_utils.get_relations_by_prefix('main', 'orders')")).toBe("orders orders_old orders_view");
  expect(await names("dbt_utils.get_relations_by_prefix('main', 'orders', exclude='%view')")).toBe("orders orders_old");
  expect(await names("dbt_utils.get_relations_by_pattern('ma%', '%old')")).toBe("orders_old");
  expect(await textOf(lab, "{{ dbt_utils.get_relations_by_pattern('main', 'orders_view')[0].type }}")).toBe("view");
});

test("a union has all columns of all relations and says where a row is from", async () => {
  const union = `{{ dbt_utils.union_relations([${ORDERS}, ${relation("orders_old")}], exclude=['day', 'AMOUNT']) }}`;
  expect(
    await rowsOf(
      lab,
      `select * replace (split_part(_dbt_source_relation, '.', 3) as _dbt_source_relation) from (${union}) order by id`,
    ),
  ).toEqual([
    '"orders" | 1 | paid | NULL',
    '"orders" | 2 | open | NULL',
    '"orders" | 3 | paid | NULL',
    '"orders_old" | 9 | lost | x',
  ]);
  const some = `{{ dbt_utils.union_relations([${ORDERS}, ${relation("orders_old")}], column_override={'id': 'varchar'}, include=['id'], source_column_name=none, where="status <> 'paid'") }}`;
  expect(await rowsOf(lab, `select id, typeof(id) from (${some}) order by 1`)).toEqual(["2 | VARCHAR", "9 | VARCHAR"]);
  expect(await refusalOf(lab, `{{ dbt_utils.union_relations([${ORDERS}], include=['a'], exclude=['b']) }}`)).toContain(
    "not both",
  );
});

test("pivot turns values into columns, unpivot columns into rows", async () => {
  expect(
    await rowsOf(
      lab,
      `select {{ dbt_utils.pivot('status', ['paid', "it's", 'open'], suffix='_n') }} from strata.main.orders`,
    ),
  ).toEqual(["2 | 0 | 1"]);
  expect(
    await textOf(
      lab,
      "{{ dbt_utils.pivot('c', ['A b'], agg='max', then_value='v', else_value='null', quote_identifiers=false, prefix='p ', distinct=true) }}",
    ),
  ).toBe("max(distinct case when c = 'A b' then v else null end) as p_a_b");
  const unpivot = `{{ dbt_utils.unpivot(${ORDERS}, exclude=['id'], remove=['day', 'amount'], field_name='field', value_name='v') }}`;
  expect(await rowsOf(lab, `select * from (${unpivot}) order by id`)).toEqual([
    "1 | status | paid",
    "2 | status | open",
    "3 | status | paid",
  ]);
});

test("deduplicate keeps the first row of each group, nulls and all", async () => {
  expect(
    await rowsOf(
      lab,
      `select id, amount from ({{ dbt_utils.deduplicate(${ORDERS}, 'status', 'id desc') }}) order by id`,
    ),
  ).toEqual(["2 | NULL", "3 | 30.25"]);
});

test("date spines, series and group by", async () => {
  expect(
    await rowsOf(
      lab,
      `select date_day::date from ({{ dbt_utils.date_spine('day', "date '2024-01-30'", "date '2024-02-01'") }})`,
    ),
  ).toEqual(["2024-01-30", "2024-01-31"]);
  expect(await rowsOf(lab, "select sum(generated_number) from ({{ dbt_utils.generate_series(4) }})")).toEqual(["10.0"]);
  expect(await textOf(lab, "{{ dbt_utils.group_by(3) }}")).toBe("group by 1, 2, 3");
});

test("empty texts become null for text columns only", async () => {
  expect(await textOf(lab, `{{ dbt_utils.nullcheck_table(${relation("orders_old")}) }}`)).toBe(
    `select id, nullif(status, '') as status, nullif(note, '') as note from "strata"."main"."orders_old"`,
  );
});

test.each([
  ["Net  Amount - (EUR)", "net_amount_eur"],
  ["2nd-best", "_2nd_best"],
  ["", ""],
])("%j as a name is %j", async (text, name) => {
  expect(await textOf(lab, `{{ dbt_utils.slugify(${JSON.stringify(text)}) }}`)).toBe(name);
});

test("the time stands in front of a log line", async () => {
  expect(await textOf(lab, "{{ dbt_utils.pretty_time('%Y') }} {{ dbt_utils.pretty_log_format('hi') }}")).toBe(
    "2025 00:00:00 + hi",
  );
});

const TESTS: readonly (readonly [call: string, rows: number])[] = [
  ["test_expression_is_true(o, 'amount > 10')", 0],
  ["test_expression_is_true(o, '> 1', column_name='id')", 1],
  ["test_unique_combination_of_columns(o, ['status'])", 1],
  ["test_unique_combination_of_columns(o, ['status', 'id'], quote_columns=true)", 0],
  ["test_accepted_range(o, 'id', min_value=1, max_value=3)", 0],
  ["test_accepted_range(o, 'id', min_value=1, inclusive=false)", 1],
  ["test_accepted_range(o, 'id', max_value=1)", 2],
  ["test_not_accepted_values(o, 'status', ['open', 'lost'])", 1],
  ["test_not_accepted_values(o, 'id', [4], quote=false)", 0],
  ["test_not_empty_string(o, 'status')", 0],
  ["test_at_least_one(o, 'amount')", 0],
  ["test_at_least_one(o, 'amount', ['status'])", 1],
  ["test_not_constant(o, 'status')", 0],
  ["test_not_constant(o, 'status', group_by_columns=['id'])", 3],
  ["test_not_null_proportion(o, 'amount', 0.6)", 0],
  ["test_not_null_proportion(o, column_name='amount', at_least=0.7)", 1],
  ["test_not_null_proportion(o, column_name='amount', at_least=0, at_most=0.5, group_by_columns=['status'])", 1],
  ["test_relationships_where(o, 'id', old, 'id')", 3],
  ["test_relationships_where(o, 'id', old, 'id', from_condition='id > 2')", 1],
  ["test_cardinality_equality(o, 'id', o, 'id')", 0],
  ["test_cardinality_equality(o, 'id', old, 'id')", 4],
  ["test_equal_rowcount(o, o)", 0],
  ["test_equal_rowcount(o, old)", 1],
  ["test_fewer_rows_than(old, o)", 0],
  ["test_fewer_rows_than(o, o)", 1],
  ["test_fewer_rows_than(o, old, group_by_columns=['status'])", 0],
  ["test_equality(o, o)", 0],
  ["test_equality(o, view)", 0],
  ["test_equality(o, old, compare_columns=['id'])", 4],
  ["test_equality(o, rounded, precision=0)", 0],
  ["test_equality(o, rounded, exclude_columns=['amount'])", 0],
  ["test_equality(o, rounded)", 4],
  ["test_recency(o, 'day', 'day', 1)", 1],
  ["test_recency(o, 'day', 'year', 2)", 0],
  ["test_recency(o, 'day', 'year', 2, ignore_time_component=true, group_by_columns=['status'])", 0],
  ["test_sequential_values(o, 'id')", 0],
  ["test_sequential_values(o, 'id', interval=2)", 2],
  ["test_sequential_values(o, 'day', interval=1, datepart='day')", 1],
  ["test_sequential_values(o, 'id', interval=2, group_by_columns=['status'])", 0],
  ["test_mutually_exclusive_ranges(o, 'id', 'id + 1')", 0],
  ["test_mutually_exclusive_ranges(o, 'id', 'id + 2')", 2],
  ["test_mutually_exclusive_ranges(o, 'id', 'id + 2', partition_by='status', gaps='not_allowed')", 0],
  ["test_mutually_exclusive_ranges(o, 'id', 'id + 1', gaps='required')", 2],
  ["test_mutually_exclusive_ranges(o, 'id', 'id')", 3],
  ["test_mutually_exclusive_ranges(o, 'id', 'id', zero_length_range_allowed=true)", 0],
];

test.each(TESTS)("%s finds %i", async (call, found) => {
  await lab.warehouse.execute(
    "create or replace table strata.main.rounded as select * replace (round(amount)::decimal(10, 2) as amount) from strata.main.orders",
  );
  const names = `{% set o = ${ORDERS} %}{% set old = ${relation("orders_old")} %}{% set view = ${relation("orders_view")} %}{% set rounded = ${relation("rounded")} %}`;
  expect(await rowsOf(lab, `${names}select count(*) from ({{ dbt_utils.${call} }})`)).toEqual([String(found)]);
});

test("a test that cannot compare says so", async () => {
  expect(await refusalOf(lab, `{{ dbt_utils.test_equality(${ORDERS}, ${relation("orders_old")}) }}`)).toContain(
    "different columns",
  );
  expect(
    await refusalOf(lab, `{{ dbt_utils.test_mutually_exclusive_ranges(${ORDERS}, 'a', 'b', gaps='some') }}`),
  ).toContain('"gaps"');
});

test("a project that ships its own dbt_utils is lent nothing", async () => {
  const shipped = lab.change({
    "packages.yml": "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n",
    "dbt_packages/dbt_utils/dbt_project.yml": "name: dbt_utils\nversion: '1.3.0'\n",
    "dbt_packages/dbt_utils/macros/group_by.sql": "{% macro group_by(n) %}theirs{% endmacro %}",
  });
  expect(await textOf(shipped, "{{ dbt_utils.group_by(3) }}")).toBe("theirs");
  expect((await shipped.engine.compileText("{{ dbt_utils.star(this) }}")).ok).toBe(false);
});

test("a project can dispatch dbt_utils to its own macros", async () => {
  const changed = lab.change({
    "dbt_project.yml":
      "name: shop\nversion: '1.0'\nprofile: shop\ndispatch: [{macro_namespace: dbt_utils, search_order: [shop, dbt_utils]}]\n",
    "macros/own.sql": "{% macro default__group_by(n) %}mine{% endmacro %}",
  });
  expect(await textOf(changed, "{{ dbt_utils.group_by(3) }}")).toBe("mine");
});
