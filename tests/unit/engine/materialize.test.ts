import { afterEach, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const table = (sql: string, config = "") => `{{ config(materialized='table'${config}) }}${sql}`;
const comments = (kind: string) =>
  lab.column(`select comment from duckdb_${kind}() where not internal and comment is not null`);

test("a table that cannot be computed leaves the view that was there, and the other way round", async () => {
  lab = await openLab({ "models/a.sql": "select 1 as id" });
  await lab.command("run");
  lab = lab.change({ "models/a.sql": table("select cast('x' as integer) as id") });
  expect((await lab.command("run")).exitCode).toBe(1);
  expect(await lab.column("select id from strata.main.a")).toEqual(["1"]);
  lab = lab.change({ "models/a.sql": table("select 2 as id") });
  await lab.command("run");
  lab = lab.change({ "models/a.sql": "select id from nowhere" });
  expect((await lab.command("run")).exitCode).toBe(1);
  expect(await lab.column("select id from strata.main.a")).toEqual(["2"]);
});

test("schema, alias and sql_header", async () => {
  lab = await openLab({
    "models/a.sql": `{% call set_sql_header(config) %}create or replace temp macro twice(x) as x * 2;{% endcall %}${table("select twice(4) as n", ", schema='staging', alias='b'")}`,
  });
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select n from strata.main_staging.b")).toEqual(["8"]);
});

test("indexes are made after each build, and a unique one refuses duplicates", async () => {
  const model = (sql: string) =>
    table(sql, ", indexes=[{'columns': ['id'], 'unique': true}, {'columns': ['id', 'v']}]");
  lab = await openLab({ "models/a.sql": model("select 1 as id, 'x' as v") });
  await lab.command("run");
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select expressions from duckdb_indexes() order by 1")).toEqual(["[id, v]", "[id]"]);
  lab = lab.change({ "models/a.sql": model("select 1 as id, 'x' as v union all select 1, 'y'") });
  expect((await lab.command("run")).exitCode).toBe(1);
  expect(await lab.column("select v from strata.main.a")).toEqual(["x"]);
});

test("persist_docs writes descriptions into the database and names columns that are not there", async () => {
  lab = await openLab({
    "dbt_project.yml":
      "name: shop\nversion: '1.0'\nprofile: shop\nmodels:\n  shop:\n    +persist_docs: {relation: true, columns: true}\n",
    "models/a.sql": table("select 1 as id"),
    "models/v.sql": "select 1 as id",
    "models/p.yml":
      'models:\n  - name: a\n    description: It\'s a "table"\n    columns: [{name: ID, description: the key}, {name: gone, description: x}]\n  - {name: v, description: a view}\n',
  });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(0);
  expect(await comments("tables")).toEqual(['It\'s a "table"']);
  expect(await comments("views")).toEqual(["a view"]);
  expect(await comments("columns")).toEqual(["the key"]);
  expect(outcome.log).toContainEqual(expect.stringMatching(/not present in the database: gone$/));
});

test("grants are ignored, with one warning for the whole run", async () => {
  const model = table("select 1 as id", ", grants={'select': ['reporter']}");
  lab = await openLab({ "models/a.sql": model, "models/b.sql": model });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(0);
  expect(outcome.log.filter((line) => line.includes("Grants"))).toHaveLength(1);
});

test("a project's own create_table_as and create_view_as are used", async () => {
  lab = await openLab({
    "macros/own.sql":
      "{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql') %}create table {{ relation }} as (select *, 'own' as maker from ({{ compiled_code }}));{% endmacro %}" +
      "{% macro create_view_as(relation, sql) %}create view {{ relation }} as select *, 'mine' as maker from ({{ sql }}){% endmacro %}",
    "models/a.sql": table("select 1 as id"),
    "models/v.sql": "select 1 as id",
  });
  for (const _run of [1, 2]) expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select maker from strata.main.a union all select maker from strata.main.v")).toEqual([
    "own",
    "mine",
  ]);
  expect(await lab.column("select table_name from information_schema.tables order by 1")).toEqual(["a", "v"]);
});

test.each([
  ["materialized_view", "P012"],
  ["external", "P012"],
  ["tabel", "P010"],
])("the materialization %s is refused with %s", async (materialized, code) => {
  lab = await openLab({ "models/a.sql": `{{ config(materialized='${materialized}') }}select 1 as id` });
  expect((await lab.command("run")).diagnostics[0]).toMatchObject({ code, node: "model.shop.a" });
});

test("--fail-fast keeps what has not started from running", async () => {
  lab = await openLab({
    "models/a.sql": "select * from nowhere",
    "models/b.sql": "select 1 as id",
    "models/c.sql": "select 1 as id",
  });
  const outcome = await lab.command("run --fail-fast");
  expect(outcome.results.map(({ status, message }) => [status, status === "skipped" ? message : null])).toEqual([
    ["error", null],
    ["skipped", "Skipping due to fail_fast"],
    ["skipped", "Skipping due to fail_fast"],
  ]);
  expect(outcome.log).toContain("Completed with 3 errors, 0 partial successes, and 0 warnings:");
  expect(await lab.column("select table_name from information_schema.tables")).toEqual([]);
});

test("with several threads independent models run side by side, and each is told with its thread", async () => {
  lab = await openLab({
    "models/a.sql": table("select 1 as id"),
    "models/b.sql": table("select 1 as id"),
    "models/c.sql": table("select * from {{ ref('a') }} union all select * from {{ ref('b') }}"),
  });
  const outcome = await lab.command("run --threads 2");
  expect(outcome.results.map((result) => result.thread_id).slice(0, 2)).toEqual(["Thread-1", "Thread-2"]);
  expect(outcome.log.filter((line) => /START|OK created/.test(line)).slice(0, 2)).toEqual([
    expect.stringContaining("1 of 3 START"),
    expect.stringContaining("2 of 3 START"),
  ]);
});

test("an exposure takes part in a build and has nothing to run", async () => {
  lab = await openLab({
    "models/a.sql": "select 1 as id",
    "models/p.yml": "exposures:\n  - {name: board, type: dashboard, owner: {name: Ann}, depends_on: [ref('a')]}\n",
  });
  const outcome = await lab.command("build");
  expect(outcome.results.find((result) => result.unique_id === "exposure.shop.board")?.status).toBe("no-op");
  expect(outcome.log).toContainEqual(expect.stringMatching(/^2 of 2 NO-OP exposure board \.+ \[NO-OP in 0\.00s\]$/));
});

describe("a statement per relation", () => {
  test("a view or table takes one statement, and a table one more to count its rows", async () => {
    lab = await openLab({ "models/a.sql": table("select 1 as id"), "models/v.sql": "select 1 as id" });
    const sent: string[] = [];
    const { execute, query } = lab.warehouse;
    lab.warehouse.execute = (sql, options) => (sent.push(sql), execute.call(lab.warehouse, sql, options));
    lab.warehouse.query = (sql, options) => (sent.push(sql), query.call(lab.warehouse, sql, options));
    await lab.command("run");
    expect(sent.map((sql) => sql.split("\n")[0])).toEqual([
      'create schema if not exists "strata"."main"',
      "select table_catalog, table_schema, table_name, table_type from information_schema.tables",
      'create or replace table "strata"."main"."a" as (',
      'select count(*) from "strata"."main"."a"',
      'create or replace view "strata"."main"."v" as (',
    ]);
  });
});
