import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import { refusalOf, textOf } from "./macros-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ "models/one.sql": "select 1 as id" });
});
beforeEach(async () => {
  await lab.warehouse.execute(
    "create or replace table strata.main.kept as from (values (1, 'a', 10), (2, 'b', 20)) as rows(id, name, amount);" +
      "create or replace table strata.main.fresh as from (values (2, 'B', 21), (3, 'C', 30)) as rows(id, name, amount)",
  );
});
afterAll(async () => lab.close());

const relation = (name: string): string =>
  `api.Relation.create(database='strata', schema='main', identifier='${name}', type='table')`;

/** Carries out the statement of a strategy, and answers the table afterwards. */
async function after(macro: string, args: string, config = ""): Promise<string> {
  const dict = `{'target_relation': ${relation("kept")}, 'temp_relation': ${relation("fresh")}, 'dest_columns': get_columns_in_relation(${relation("kept")}), ${args}}`;
  const changed = lab.change({ "models/m.sql": `{{ config(materialized='incremental'${config}) }} select 1 as id` });
  const outcome = await changed.engine.compile("model.shop.m", { text: `{{ ${macro}(${dict}) }}` });
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  await lab.warehouse.execute(outcome.value.compiled_code);
  return (await lab.column("select id || name || amount from strata.main.kept order by id, amount")).join(" ");
}

const BY_ID = "'unique_key': 'id', 'incremental_predicates': none";

test.each([
  ["get_incremental_append_sql", "'unique_key': none", "", "1a10 2b20 2B21 3C30"],
  ["get_incremental_default_sql", BY_ID, "", "1a10 2B21 3C30"],
  ["get_incremental_default_sql", "'unique_key': none", "", "1a10 2b20 2B21 3C30"],
  ["get_incremental_delete_insert_sql", "'unique_key': ['id', 'name']", "", "1a10 2b20 2B21 3C30"],
  [
    "get_incremental_delete_insert_sql",
    "'unique_key': ['id', 'lower(name)'.replace('lower(name)', 'id')]",
    "",
    "1a10 2B21 3C30",
  ],
  [
    "get_incremental_delete_insert_sql",
    "'unique_key': 'id', 'incremental_predicates': ['amount > 100']",
    "",
    "1a10 2b20 2B21 3C30",
  ],
  ["get_incremental_merge_sql", BY_ID, "", "1a10 2B21 3C30"],
  ["get_incremental_merge_sql", "'unique_key': ['id']", "", "1a10 2B21 3C30"],
  ["get_incremental_merge_sql", "'unique_key': none", "", "1a10 2b20 2B21 3C30"],
  [
    "get_incremental_merge_sql",
    "'unique_key': 'id', 'incremental_predicates': 'DBT_INTERNAL_DEST.amount > 100'",
    "",
    "1a10 2b20 2B21 3C30",
  ],
  ["get_incremental_merge_sql", BY_ID, ", merge_update_columns=['amount']", "1a10 2b21 3C30"],
  ["get_incremental_merge_sql", BY_ID, ", merge_exclude_columns=['AMOUNT']", "1a10 2B20 3C30"],
  [
    "get_incremental_merge_sql",
    BY_ID,
    ", merge_update_set_expressions={'amount': 'DBT_INTERNAL_DEST.amount + DBT_INTERNAL_SOURCE.amount'}",
    "1a10 2B41 3C30",
  ],
  [
    "get_incremental_merge_sql",
    BY_ID,
    ", merge_update_condition='DBT_INTERNAL_SOURCE.amount > 100', merge_insert_condition='DBT_INTERNAL_SOURCE.id <> 3'",
    "1a10 2b20",
  ],
  ["get_incremental_merge_sql", BY_ID, ", merge_on_using_columns=['id']", "1a10 2B21 3C30"],
  [
    "get_incremental_merge_sql",
    BY_ID,
    ", merge_clauses={'when_matched': [{'action': 'delete'}], 'when_not_matched': [{'action': 'insert', 'mode': 'star'}, {'action': 'delete', 'by': 'source'}]}",
    "3C30",
  ],
  [
    "get_incremental_merge_sql",
    BY_ID,
    ", merge_clauses={'when_matched': [{'action': 'update', 'mode': 'explicit', 'condition': ['true', 'DBT_INTERNAL_SOURCE.id = 2'], 'update': {'include': ['name']}}], 'when_not_matched': [{'action': 'insert', 'mode': 'explicit', 'insert': {'columns': ['id', 'name', 'amount'], 'values': ['DBT_INTERNAL_SOURCE.id', \"'new'\", '0']}}]}",
    "1a10 2B20 3new0",
  ],
])("%s with %s%s leaves %s", async (macro, args, config, rows) => {
  expect(await after(macro, args, config)).toBe(rows);
});

test.each([
  [", merge_update_columns=['a'], merge_exclude_columns=['b']", "not both"],
  [", merge_update_columns='a'", '"merge_update_columns" must be a list'],
  [", merge_update_condition=5", '"merge_update_condition" must be a text'],
  [", merge_clauses={}", 'needs "when_matched" or "when_not_matched"'],
  [", merge_clauses={'when_matched': 5}", "must be a list with at least one clause"],
  [", merge_clauses={'when_matched': [{'action': 'delete'}]}, merge_update_columns=['a']", "meaningless"],
])("a merge with%s is refused", async (config, reason) => {
  await expect(after("get_incremental_merge_sql", BY_ID, config)).rejects.toThrow(reason);
});

test("a project's own default strategy is used", async () => {
  const changed = lab.change({
    "macros/own.sql": "{% macro default__get_incremental_default_sql(arg_dict) %}own{% endmacro %}",
  });
  expect(await textOf(changed, "{{ get_incremental_default_sql({}) }}")).toBe("own");
});

test("incremental predicates are a text or a list", async () => {
  expect(await refusalOf(lab, "{% do normalize_incremental_predicates({'a': 1}) %}")).toContain(
    "a text or a list of texts",
  );
});

test("tables and views are made from a query, with the header of its config", async () => {
  const changed = lab.change({
    "models/m.sql": "{{ config(sql_header='set threads = 1;') }} select 1 as id",
  });
  const outcome = await changed.engine.compile("model.shop.m", {
    text: `{{ create_table_as(true, ${relation("m")}, 'select 1') }} {{ create_view_as(${relation("m")}, 'select 1 -- x') }}`,
  });
  expect(outcome.ok && outcome.value.compiled_code.replace(/\s+/g, " ").trim()).toBe(
    'set threads = 1; create temporary table "m" as ( select 1 ); set threads = 1; create view "strata"."main"."m" as ( select 1 -- x );',
  );
});
