import { afterEach, beforeEach, expect, test } from "vitest";
import { engineOf, openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import { refusalOf, textOf } from "./macros-lab.ts";

let lab: Lab;
beforeEach(async () => {
  lab = await openLab({ "models/one.sql": "select 1 as id" });
});
afterEach(async () => lab.close());

const TARGET = "api.Relation.create(database='strata', schema='main', identifier='history', type='table')";
const CHECK = "snapshot_check_strategy";
const TIMESTAMP = "snapshot_timestamp_strategy";

/** Takes one snapshot of `sql` at an instant, as the run does: first build, or stage and merge. Answers the history. */
async function take(sql: string, at: string, strategy: string, config: string): Promise<string[]> {
  const clock = { now: () => Date.parse(at), wall: () => Date.parse(at), elapsed: () => 0 };
  const engine = engineOf(
    { "models/m.sql": `{{ config(unique_key='id', ${config}) }} select 1 as id` },
    { clock, warehouse: () => Promise.resolve(lab.warehouse) },
  );
  const exists = (await lab.column("select 1 from information_schema.tables where table_name = 'history'")).length > 0;
  const node = `{'database': 'strata', 'schema': 'main', 'alias': 'history', 'compiled_code': sql}`;
  const head = `{% set sql %}${sql}{% endset %}{% set s = ${strategy}(${node}, 'snapshotted_data', 'source_data', {}, ${exists ? "true" : "false"}) %}`;
  const compiled = async (text: string): Promise<string> => {
    const outcome = await engine.compile("model.shop.m", { text: head + text });
    if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
    return outcome.value.compiled_code;
  };
  if (!exists) {
    await lab.warehouse.execute(
      `create table strata.main.history as ${await compiled("{{ build_snapshot_table(s, sql) }}")}`,
    );
  } else {
    const staged = await compiled(`{{ snapshot_staging_table(s, sql, ${TARGET}) }}`);
    await lab.warehouse.execute(`create or replace table strata.main.staged as ${staged}`);
    const added = await lab.column(
      "select column_name || ' ' || data_type from information_schema.columns where table_name = 'staged' " +
        "and not starts_with(column_name, 'dbt_') and column_name not in " +
        "(select column_name from information_schema.columns where table_name = 'history')",
    );
    for (const column of added) await lab.warehouse.execute(`alter table strata.main.history add column ${column}`);
    const columns = await lab.column(
      "select column_name from information_schema.columns where table_name = 'staged' " +
        "and not starts_with(column_name, 'dbt_unique_key') and column_name <> 'dbt_change_type' order by ordinal_position",
    );
    await lab.warehouse.execute(
      await compiled(`{{ snapshot_merge_sql(${TARGET}, 'strata.main.staged', ${JSON.stringify(columns)}) }}`),
    );
  }
  return lab.column(
    "select concat_ws(' ', id, name, strftime(dbt_valid_from, '%d'), coalesce(strftime(dbt_valid_to, '%d'), '-'), " +
      `${config.includes("new_record") ? "dbt_is_deleted" : "null"}) from strata.main.history order by id, dbt_valid_from, dbt_valid_to nulls last`,
  );
}

const rows = (...pairs: readonly string[]): string =>
  pairs.length === 0
    ? "select 1 as id, 'x' as name where false"
    : `select * from (values ${pairs.map((pair) => `(${pair.split(" ")[0] ?? ""}, '${pair.split(" ")[1] ?? ""}')`).join(", ")}) as v(id, name)`;

test("check: a changed row ends its version and starts another; an unchanged one stays", async () => {
  const config = "check_cols=['name']";
  expect(await take(rows("1 a", "2 b"), "2024-01-01", CHECK, config)).toEqual(["1 a 01 -", "2 b 01 -"]);
  expect(await take(rows("1 A", "2 b", "3 c"), "2024-01-02", CHECK, config)).toEqual([
    "1 a 01 02",
    "1 A 02 -",
    "2 b 01 -",
    "3 c 02 -",
  ]);
  expect(await take(rows("1 A", "2 b", "3 c"), "2024-01-03", CHECK, config)).toHaveLength(4);
});

test("check all: a null is a value, and a new column starts new versions", async () => {
  const config = "check_cols='all'";
  await take("select 1 as id, null::varchar as name", "2024-01-01", CHECK, config);
  expect(await take("select 1 as id, null::varchar as name", "2024-01-02", CHECK, config)).toEqual(["1 01 -"]);
  expect(await take("select 1 as id, 'a' as name", "2024-01-03", CHECK, config)).toEqual(["1 01 03", "1 a 03 -"]);
  expect(await take("select 1 as id, 'a' as name, 5 as extra", "2024-01-04", CHECK, config)).toEqual([
    "1 01 03",
    "1 a 03 04",
    "1 a 04 -",
  ]);
});

test("timestamp: a later updated_at starts a version, from that time on", async () => {
  const config = "updated_at='seen_at'";
  const at = (name: string, day: string): string =>
    `select 1 as id, '${name}' as name, timestamp '2024-01-${day}' as seen_at`;
  expect(await take(at("a", "05"), "2024-02-01", TIMESTAMP, config)).toEqual(["1 a 05 -"]);
  expect(await take(at("b", "05"), "2024-02-02", TIMESTAMP, config)).toEqual(["1 a 05 -"]);
  expect(await take(at("b", "07"), "2024-02-03", TIMESTAMP, config)).toEqual(["1 a 05 07", "1 b 07 -"]);
});

test("rows that are gone are ignored, ended, or recorded as deleted", async () => {
  await take(rows("1 a", "2 b"), "2024-01-01", CHECK, "check_cols='all'");
  expect(await take(rows("1 a"), "2024-01-02", CHECK, "check_cols='all'")).toEqual(["1 a 01 -", "2 b 01 -"]);
  expect(await take(rows("1 a"), "2024-01-03", CHECK, "check_cols='all', hard_deletes='invalidate'")).toEqual([
    "1 a 01 -",
    "2 b 01 03",
  ]);
  expect(await take(rows("1 a", "2 b"), "2024-01-04", CHECK, "check_cols='all', hard_deletes='invalidate'")).toEqual([
    "1 a 01 -",
    "2 b 01 03",
    "2 b 04 -",
  ]);
});

test("a deletion is recorded once, and ends when the row comes back", async () => {
  const config = "check_cols='all', hard_deletes='new_record'";
  await take(rows("1 a", "2 b"), "2024-01-01", CHECK, config);
  const gone = ["1 a 01 - False", "2 b 01 02 False", "2 b 02 - True"];
  expect(await take(rows("1 a"), "2024-01-02", CHECK, config)).toEqual(gone);
  expect(await take(rows("1 a"), "2024-01-03", CHECK, config)).toEqual(gone);
  expect(await take(rows("1 a", "2 b"), "2024-01-04", CHECK, config)).toEqual([
    "1 a 01 - False",
    "2 b 01 02 False",
    "2 b 02 04 True",
    "2 b 04 - False",
  ]);
});

test("the end of the current version may be a date of its own", async () => {
  const config = "check_cols='all', dbt_valid_to_current=\"timestamp '9999-12-31'\"";
  await take(rows("1 a"), "2024-01-01", CHECK, config);
  expect(await take(rows("1 b"), "2024-01-02", CHECK, config)).toEqual(["1 a 01 02", "1 b 02 31"]);
});

test("the engine's own columns can be renamed one by one", async () => {
  const changed = lab.change({
    "models/m.sql":
      "{{ config(unique_key='id', check_cols='all', snapshot_table_column_names={'dbt_valid_to': 'until'}) }} select 1 as id",
  });
  const outcome = await changed.engine.compile("model.shop.m", {
    text: "{{ build_snapshot_table(snapshot_check_strategy({}, 'a', 'b', {}, false), 'select 1 as id') }}",
  });
  const code = outcome.ok ? outcome.value.compiled_code : outcome.diagnostics[0]?.message;
  expect(code).toMatch(/as until/);
  expect(code).toMatch(/as dbt_valid_from/);
});

test("a key of several columns is joined on all of them", async () => {
  expect(
    await textOf(
      lab,
      "{{ unique_key_fields(['a', 'b']) }} | {{ unique_key_join_on(['a', 'b'], 'x', 'y') }} | {{ unique_key_is_null(['a'], 'x') }} | {{ unique_key_is_not_null('a', 'x') }}",
    ),
  ).toBe(
    "a as dbt_unique_key_1, b as dbt_unique_key_2 | (x.dbt_unique_key_1 = y.dbt_unique_key_1) and (x.dbt_unique_key_2 = y.dbt_unique_key_2) | x.dbt_unique_key_1 is null | x.dbt_unique_key is not null",
  );
  expect(await textOf(lab, "{{ snapshot_hash_arguments(['a', 'b']) }}")).toBe(
    "md5(coalesce(cast(a as varchar), '') || '|' || coalesce(cast(b as varchar), ''))",
  );
});

test("a strategy is found by its name, in a package too", async () => {
  const changed = lab.change({ "macros/own.sql": "{% macro snapshot_own_strategy(node) %}mine{% endmacro %}" });
  expect(await textOf(changed, "{{ strategy_dispatch('own')({}) }} {{ strategy_dispatch('shop.own')({}) }}")).toBe(
    "mine mine",
  );
  expect(await refusalOf(lab, "{{ strategy_dispatch('absent') }}")).toContain('"snapshot_absent_strategy"');
  expect(await refusalOf(lab, "{{ strategy_dispatch('nowhere.own') }}")).toContain("package");
});

test("check_cols must name columns", async () => {
  expect(await refusalOf(lab, "{{ snapshot_check_all_get_existing_columns({}, true, 5) }}")).toContain('"check_cols"');
});
