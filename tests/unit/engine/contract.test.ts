import { afterEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const properties = (columns: string, more = "") =>
  `models:\n  - name: a\n    config: {contract: {enforced: true}}\n${more}    columns:\n${columns}`;
const ID = "      - {name: id, data_type: int}\n";
const table = (sql: string) => `{{ config(materialized='table') }}${sql}`;

test.each([
  ["table", table("select 'x' as name, 1 as id")],
  ["view", "select 'x' as name, 1 as id"],
  ["incremental", "{{ config(materialized='incremental', on_schema_change='fail') }}select 'x' as name, 1 as id"],
])("a %s that keeps its contract is built, whatever the order of its columns", async (_kind, sql) => {
  lab = await openLab({
    "models/a.sql": sql,
    "models/p.yml": properties(`${ID}      - {name: name, data_type: varchar}\n`),
  });
  for (const _run of [1, 2]) expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select id || name from strata.main.a")).toContain("1x");
});

test("a broken contract is told column by column, and leaves what was there", async () => {
  lab = await openLab({ "models/a.sql": table("select 7 as id") });
  await lab.command("run");
  lab = lab.change({
    "models/a.sql": table("select 'x' as id, 1 as extra"),
    "models/p.yml": properties(`${ID}      - {name: name, data_type: varchar}\n`),
  });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.diagnostics[0]).toMatchObject({ code: "Q003", node: "model.shop.a" });
  expect(outcome.diagnostics[0]?.message.split("\n").slice(-5)).toEqual([
    "| column_name | definition_type | contract_type | mismatch_reason       |",
    "| ----------- | --------------- | ------------- | --------------------- |",
    "| extra       | INTEGER         |               | missing in contract   |",
    "| id          | VARCHAR         | INTEGER       | data type mismatch    |",
    "| name        |                 | VARCHAR       | missing in definition |",
  ]);
  expect(await lab.column("select id from strata.main.a")).toEqual(["7"]);
});

test("constraints become part of the table, and DuckDB holds rows against them", async () => {
  const columns =
    "      - name: id\n        data_type: int\n        constraints: [{type: not_null}, {type: primary_key}]\n" +
    "      - name: price\n        data_type: int\n        constraints: [{type: check, expression: price > 0}]\n";
  const more = "    constraints: [{type: unique, columns: [id, price], name: once}]\n";
  const files = (sql: string) => ({ "models/a.sql": table(sql), "models/p.yml": properties(columns, more) });
  lab = await openLab(files("select 1 as id, 5 as price"));
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select distinct constraint_type from duckdb_constraints() order by 1")).toEqual([
    "CHECK",
    "NOT NULL",
    "PRIMARY KEY",
    "UNIQUE",
  ]);
  for (const sql of [
    "select 1 as id, 0 as price",
    "select cast(null as int) as id, 1 as price",
    "select 1 as id, 1 as price union all select 1, 2",
  ]) {
    lab = lab.change(files(sql));
    expect((await lab.command("run")).results[0]).toMatchObject({ status: "error" });
    expect(await lab.column("select price from strata.main.a")).toEqual(["5"]);
  }
});

test("a foreign key points at another model's table", async () => {
  lab = await openLab({
    "models/parent.sql": table("select 1 as id"),
    "models/a.sql": table("-- depends_on: {{ ref('parent') }}\nselect 2 as id"),
    "models/p.yml": `models:
  - name: parent
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: int, constraints: [{type: primary_key}]}]
  - name: a
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: int, constraints: [{type: foreign_key, to: ref('parent'), to_columns: [id]}]}]
`,
  });
  const outcome = await lab.command("run");
  expect(outcome.results.map((result) => result.status)).toEqual(["success", "error"]);
  expect(outcome.diagnostics[0]?.message).toContain("foreign key");
});
