import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import { refusalOf, rowsOf, textOf } from "./macros-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ "models/one.sql": "select 1 as id" });
  await lab.warehouse.execute(
    "create table strata.main.orders (id integer, status varchar, amount decimal(10, 2));" +
      "insert into strata.main.orders values (1, 'paid', 10), (2, 'open', 20), (3, 'paid', 30)",
  );
});
afterAll(async () => lab.close());

const ORDERS = "api.Relation.create(database='strata', schema='main', identifier='orders', type='table')";

test("a custom schema is added to the target's, an alias wins over the name, a version becomes a suffix", async () => {
  expect(await textOf(lab, "{{ generate_schema_name(none) }} {{ generate_schema_name(' marts ') }}")).toBe(
    "main main_marts",
  );
  expect(await textOf(lab, "{{ generate_schema_name_for_env('marts', none) }}")).toBe("main");
  expect(
    await textOf(lab, "{{ generate_alias_name(none, {'name': 'a'}) }} {{ generate_alias_name('b', {'name': 'a'}) }}"),
  ).toBe("a b");
  expect(await textOf(lab, "{{ generate_alias_name(none, {'name': 'a', 'version': 2}) }}")).toBe("a_v2");
  expect(await textOf(lab, "{{ generate_database_name() }} {{ generate_database_name('other') }}")).toBe(
    "strata other",
  );
});

test("a test may be limited to some rows, and its query counts failures by fail_calc", async () => {
  expect(await textOf(lab, "{{ get_where_subquery(this) }}")).toBe(await textOf(lab, "{{ this }}"));
  expect(await textOf(lab, "{% set sql = get_test_sql('select 1', 'count(*)', '!= 0', '> 5', 10) %}{{ sql }}")).toBe(
    "select count(*) as failures, count(*) != 0 as should_warn, count(*) > 5 as should_error from ( select 1 limit 10 ) dbt_internal_test",
  );
  expect(await rowsOf(lab, "{{ get_test_sql('select unnest([1, 2])', 'count(*)', '!= 0', '> 5', none) }}")).toEqual([
    "2 | true | false",
  ]);
});

test.each([
  ["test_unique(model=o, column_name='status')", ["paid | 2"]],
  ["test_not_null(model=o, column_name='status')", []],
  ["test_accepted_values(model=o, column_name='status', values=['paid'])", ["open | 1"]],
  ["test_accepted_values(model=o, column_name='id', values=[1, 2], quote=false)", ["3 | 1"]],
  ["test_relationships(model=o, column_name='id', to='(select 1 as k union all select 2)', field='k')", ["3"]],
])("%s selects what breaks the rule", async (call, rows) => {
  expect(await rowsOf(lab, `{% set o = ${ORDERS} %}{{ ${call} }}`)).toEqual(rows);
});

test("a generic test can be overridden by dispatch", async () => {
  const changed = lab.change({
    "macros/t.sql": "{% macro default__test_unique(model, column_name) %}own{% endmacro %}",
  });
  expect(await textOf(changed, "{{ test_unique('x', 'y') }}")).toBe("own");
});

test("dbt show puts the limit behind the query", async () => {
  expect(
    await textOf(lab, "{{ get_show_sql('select 1', none, 5) }} | {{ get_limit_subquery_sql('select 1', none) }}"),
  ).toBe("select 1 limit 5 | select 1");
});

test("columns of relations and of queries are read from the warehouse", async () => {
  expect(await textOf(lab, `{{ get_columns_in_relation(${ORDERS}) | map(attribute='name') | join(' ') }}`)).toBe(
    "id status amount",
  );
  expect(await textOf(lab, "{{ get_columns_in_query('select 1 as a, 2 as b -- two') | join(' ') }}")).toBe("a b");
  expect(await textOf(lab, `{{ get_list_of_column_names(get_columns_in_relation(${ORDERS})) }}`)).toBe(
    "['id', 'status', 'amount']",
  );
  expect(await textOf(lab, "{{ get_quoted_csv(['a', 'B c']) }}")).toBe('"a", "B c"');
  expect(await rowsOf(lab, "{{ get_empty_subquery_sql('select 1 as a -- one') }}")).toEqual([]);
});

test("relations are found, made, renamed and dropped", async () => {
  const run = (template: string): Promise<string> => textOf(lab, `{% set o = ${ORDERS} %}${template}`);
  expect(
    await run(
      "{{ load_relation(o) }} {{ load_cached_relation(o).type }} {{ get_or_create_relation('strata', 'main', 'orders', 'table')[0] }}",
    ),
  ).toBe('"strata"."main"."orders" table True');
  expect(
    await run("{{ get_or_create_relation('strata', 'main', 'absent', 'view')[0] }} {{ load_relation(this) }}"),
  ).toBe("False None");
  expect(await run("{{ get_drop_sql(o) }} {{ get_rename_sql(o, 'b') }}")).toBe(
    'drop table if exists "strata"."main"."orders" cascade alter table "strata"."main"."orders" rename to "b"',
  );
  const copy = ORDERS.replace("orders", "copied");
  const seen = lab.column("select table_name from information_schema.tables where table_name like 'copied%'");
  expect(await seen).toEqual([]);
  await run(`{% do run_query(create_table_as(false, ${copy}, 'select 5 as id')) %}`);
  await run(`{% do rename_relation(${copy}, ${copy.replace("copied", "copied_2")}) %}`);
  expect(await lab.column("select table_name from information_schema.tables where table_name like 'copied%'")).toEqual([
    "copied_2",
  ]);
  await run(`{% do truncate_relation(${copy.replace("copied", "copied_2")}) %}`);
  expect(await lab.column("select count(*) from strata.main.copied_2")).toEqual(["0"]);
  await run(`{% do drop_relation(${copy.replace("copied", "copied_2")}) %}`);
  expect(await lab.column("select table_name from information_schema.tables where table_name like 'copied%'")).toEqual(
    [],
  );
});

test("temporary, intermediate and backup names stand beside the relation's own", async () => {
  const text = await textOf(
    lab,
    `{% set o = ${ORDERS} %}{{ make_intermediate_relation(o) }} {{ make_backup_relation(o, 'view') }} {{ make_backup_relation(o, 'view').type }}`,
  );
  expect(text).toBe('"strata"."main"."orders__dbt_tmp" "strata"."main"."orders__dbt_backup" view');
  expect(await textOf(lab, `{{ make_temp_relation(${ORDERS}) }}`)).toMatch(/^"orders__dbt_tmp\w+"$/);
});

test("schemas are made, listed and dropped", async () => {
  await textOf(lab, "{% do create_schema(api.Relation.create(database='strata', schema='extra')) %}");
  expect(await textOf(lab, "{{ list_schemas('STRATA').columns[0].values() | sort | join(' ') }}")).toContain("extra");
  expect(await textOf(lab, "{{ check_schema_exists({'database': 'strata'}, 'Extra').rows[0][0] }}")).toBe("1");
  await textOf(lab, "{% do drop_schema(api.Relation.create(database='strata', schema='extra')) %}");
  expect(await textOf(lab, "{{ check_schema_exists({'database': 'strata'}, 'extra').rows[0][0] }}")).toBe("0");
});

test("the catalog has a row per column of the schemas that are asked for", async () => {
  const columns =
    "{% for row in table.rows if row.table_name == 'orders' %}{{ row.column_name }} {{ row.column_type }} {{ row.table_type }};{% endfor %}";
  const wanted = "id INTEGER BASE TABLE;status VARCHAR BASE TABLE;amount DECIMAL(10,2) BASE TABLE;";
  expect(await textOf(lab, `{% set table = get_catalog({'database': 'strata'}, ['MAIN']) %}${columns}`)).toBe(wanted);
  expect(
    await textOf(lab, `{% set table = get_catalog_relations({'database': 'strata'}, [${ORDERS}]) %}${columns}`),
  ).toBe(wanted);
  expect(
    await textOf(
      lab,
      `{% set rows = list_relations_without_caching(${ORDERS}).rows %}{% for row in rows if row.name == 'orders' %}{{ row.type }}{% endfor %}`,
    ),
  ).toBe("table");
});

test("columns can be added, removed and given another type", async () => {
  await lab.warehouse.execute("create table strata.main.wide as select 1 as a, 'x' as b");
  const wide = ORDERS.replace("orders", "wide");
  const added = "get_columns_in_relation(" + ORDERS + ") | selectattr('name', 'equalto', 'amount') | list";
  await textOf(
    lab,
    `{% do alter_relation_add_remove_columns(${wide}, ${added}, get_columns_in_relation(${wide}) | selectattr('name', 'equalto', 'b') | list) %}`,
  );
  await textOf(lab, `{% do alter_column_type(${wide}, 'a', 'varchar') %}`);
  expect(
    await lab.column(
      "select column_name || ' ' || data_type from information_schema.columns where table_name = 'wide' order by ordinal_position",
    ),
  ).toEqual(["amount DECIMAL(10,2)", "a VARCHAR"]);
  expect(await lab.column("select a from strata.main.wide")).toEqual(["1"]);
});

test("columns that differ by name or by type are told apart", async () => {
  await lab.warehouse.execute("create table strata.main.typed as select 'x' as id, 1 as fresh, 'paid' as status");
  const call = `check_for_schema_changes(${ORDERS.replace("orders", "typed")}, ${ORDERS})`;
  const text = `{% set c = ${call} %}{{ c.schema_changed }} {{ c.source_not_in_target | map(attribute='name') | join }} {{ c.target_not_in_source | map(attribute='name') | join }} {{ c.new_target_types }}`;
  expect(await textOf(lab, text)).toBe(
    "True fresh amount [{'column_name': 'id', 'new_type': 'character varying(256)'}]",
  );
  expect(await textOf(lab, `{{ check_for_schema_changes(${ORDERS}, ${ORDERS}).schema_changed }}`)).toBe("False");
  expect(
    await refusalOf(lab, `{% do process_schema_changes('fail', ${ORDERS.replace("orders", "typed")}, ${ORDERS}) %}`),
  ).toContain("fresh");
});

test("on_schema_change falls back to ignore", async () => {
  expect(
    await textOf(
      lab,
      "{{ incremental_validate_on_schema_change('fail') }} {{ incremental_validate_on_schema_change('x') }} {{ incremental_validate_on_schema_change(none, 'fail') }}",
    ),
  ).toBe("fail ignore fail");
});

test("dates of partitions are worked out while rendering", async () => {
  expect(await textOf(lab, "{{ partition_range('20240228,20240301') }} {{ partition_range(20240228) }}")).toBe(
    "['20240228', '20240229', '20240301'] ['20240228']",
  );
  expect(await textOf(lab, "{{ dates_in_range('2024-12-31', '2025-01-01', '%Y-%m-%d', '%d.%m.%y') }}")).toBe(
    "['31.12.24', '01.01.25']",
  );
  expect(await refusalOf(lab, "{{ partition_range('20240301,20240228') }}")).toContain("after its end");
  expect(await refusalOf(lab, "{{ partition_range('1,2,3') }}")).toContain("first,last");
});

test("the freshness of a source is its newest moment beside the engine's now", async () => {
  const text = await textOf(
    lab,
    `{% set row = collect_freshness(${ORDERS}, "date '2025-12-30'::timestamp", 'id > 1').table.rows[0] %}{{ row.max_loaded_at }} {{ row.snapshotted_at }}`,
  );
  expect(text).toBe("2025-12-30 00:00:00 2025-12-31 00:00:00");
  expect(
    await textOf(
      lab,
      "{{ collect_freshness_custom_sql(none, \"select timestamp '2025-01-01'\").table.rows[0].max_loaded_at }}",
    ),
  ).toBe("2025-01-01 00:00:00");
});

test("comments are kept in the warehouse, quotes and all", async () => {
  await textOf(lab, `{% do run_query(alter_relation_comment(${ORDERS}, "it's all orders")) %}`);
  await textOf(
    lab,
    `{% do run_query(alter_column_comment(${ORDERS}, {'id': {'description': "the order's key"}, 'absent': {'description': 'x'}})) %}`,
  );
  expect(await lab.column("select comment from duckdb_tables() where table_name = 'orders'")).toEqual([
    "it's all orders",
  ]);
  expect(
    await lab.column("select comment from duckdb_columns() where table_name = 'orders' and column_name = 'id'"),
  ).toEqual(["the order's key"]);
});

test("hooks are written as JSON with their place in the transaction", async () => {
  expect(await textOf(lab, "{{ before_begin('a') }} {{ in_transaction('b') }} {{ after_commit('c') }}")).toBe(
    '{"sql": "a", "transaction": false} {"sql": "b", "transaction": true} {"sql": "c", "transaction": false}',
  );
});
