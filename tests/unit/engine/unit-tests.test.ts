import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import type { NodeResult } from "../../../src/engine/index.ts";

const MODELS = {
  "seeds/rates.csv": "code,rate\nEUR,1\nUSD,0.9\n",
  "models/orders.sql":
    "select 1 as id, cast(10.50 as decimal(10, 2)) as amount, date '2024-01-01' as day, 'EUR' as code",
  "models/late.sql":
    "{{ config(materialized='ephemeral') }} select * from {{ ref('orders') }} where day > date '2024-01-02'",
  "models/totals.sql": "select id, amount * 2 as total, day from {{ ref('orders') }}",
  "models/rated.sql":
    "select o.id, o.amount * r.rate as amount from {{ ref('orders') }} o join {{ ref('rates') }} r using (code)",
  "models/from_late.sql": "select count(*) as late from {{ ref('late') }}",
  "models/raw.sql":
    "select id, '{{ var('mark', 'none') }}' as mark, '{{ env_var('HOME_OF', 'nowhere') }}' as home from {{ source('app', 'clicks') }}",
  "models/growing.sql":
    "{{ config(materialized='incremental') }} select id, amount from {{ ref('orders') }}{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}",
  "models/macros.sql":
    "select {{ half('amount') }} as half, '{{ dbt.type_string() }}' as type from {{ ref('orders') }}",
  "macros/half.sql": "{% macro half(x) %}{{ x }} / 2{% endmacro %}",
  "models/app.yml": "sources: [{name: app, schema: main, tables: [{name: clicks}]}]",
};

let lab: Lab;

beforeAll(async () => {
  lab = await openLab(MODELS);
  await lab.warehouse.execute("create table clicks as select 1 as id");
  await lab.command("seed");
  await lab.command("run --select orders totals growing");
});
afterAll(async () => lab.close());

/** Runs one unit test; `body` is its YAML below `unit_tests: - name: it`. */
async function run(body: string, more: Readonly<Record<string, string>> = {}): Promise<NodeResult> {
  const changed = lab.change({
    "models/unit.yml": `unit_tests:\n  - name: it\n${body.replace(/^\n/, "").replace(/^/gm, "    ")}\n`,
    ...more,
  });
  const { results, log } = await changed.command("test --select test_type:unit");
  if (results.length !== 1) throw new Error(log.join("\n"));
  return results[0] as NodeResult;
}

describe("a unit test passes", () => {
  test("with rows as dicts: what is left out is null, and only the named columns are compared", async () => {
    const result = await run(`
model: totals
given:
  - input: ref('orders')
    rows: [{id: 1, amount: 5}, {id: 2}]
expect:
  rows: [{id: 2, total: null}, {id: 1, total: 10}]`);
    expect(result).toMatchObject({ unique_id: "unit_test.shop.totals.it", status: "pass", failures: 0, message: null });
    expect(result.compiled_code).toContain("__dbt__cte__orders");
  });

  test("with CSV, where an empty cell is null, and expected rows in SQL", async () => {
    const result = await run(`
model: totals
given:
  - input: ref('orders')
    format: csv
    rows: |
      id,amount,day
      1,2,2024-02-03
      2,,
expect:
  format: sql
  rows: select 1 as id, 4 as total, date '2024-02-03' as day union all select 2, null, null`);
    expect(result).toMatchObject({ status: "pass" });
  });

  test("with several inputs, a seed among them that gives its own rows when none are named", async () => {
    const result = await run(`
model: rated
given:
  - input: ref('orders')
    rows: [{id: 1, amount: 10, code: USD}]
  - input: ref('rates')
expect:
  rows: [{id: 1, amount: 9}]`);
    expect(result).toMatchObject({ status: "pass" });
  });

  test("with an ephemeral model as SQL, and templates' braces in values left alone", async () => {
    const late = await run(`
model: from_late
given:
  - input: ref('late')
    format: sql
    rows: select 1 as id union all select 2
expect: {rows: [{late: 2}]}`);
    expect(late).toMatchObject({ status: "pass" });
    const braces = await run(`
model: rated
given:
  - {input: ref('orders'), rows: [{id: 1, amount: 1, code: "{% raw %}{{ x }}{% endraw %}"}]}
  - {input: ref('rates'), rows: [{code: "{% raw %}{{ x }}{% endraw %}", rate: 2}]}
expect: {rows: [{id: 1, amount: 2}]}`);
    expect(braces).toMatchObject({
      status: "pass",
      compiled_code: expect.stringContaining("cast('{{ x }}' as VARCHAR)") as string,
    });
  });

  test("with a source, and with overridden vars and environment variables", async () => {
    const result = await run(`
model: raw
overrides: {vars: {mark: tested}, env_vars: {HOME_OF: here}}
given: [{input: "source('app', 'clicks')", rows: [{id: 7}]}]
expect: {rows: [{id: 7, mark: tested, home: here}]}`);
    expect(result).toMatchObject({ status: "pass" });
  });

  test("with overridden macros of the project and of dbt", async () => {
    const result = await run(`
model: macros
overrides: {macros: {half: "7", dbt.type_string: "words"}}
given: [{input: ref('orders'), rows: [{id: 1}]}]
expect: {rows: [{half: 7, type: words}]}`);
    expect(result).toMatchObject({ status: "pass" });
  });

  test("of an incremental model, full and incremental", async () => {
    const given = `
given:
  - {input: ref('orders'), rows: [{id: 1, amount: 1}, {id: 2, amount: 2}]}`;
    const full = await run(`
model: growing
overrides: {macros: {is_incremental: false}}${given}
expect: {rows: [{id: 1, amount: 1}, {id: 2, amount: 2}]}`);
    expect(full).toMatchObject({ status: "pass" });
    const incremental = await run(`
model: growing
overrides: {macros: {is_incremental: true}}${given}
  - {input: this, rows: [{id: 1, amount: 1}]}
expect: {rows: [{id: 2, amount: 2}]}`);
    expect(incremental).toMatchObject({ status: "pass" });
  });

  test("with no rows given and none expected", async () => {
    const result = await run("model: totals\ngiven: [{input: ref('orders'), rows: []}]\nexpect: {rows: []}");
    expect(result).toMatchObject({ status: "pass" });
  });
});

describe("a unit test that fails shows the rows", () => {
  const given =
    "given: [{input: ref('orders'), rows: [{id: 1, amount: 5}, {id: 2, amount: 7.5}, {id: 3, amount: 1}, {id: 4, amount: 2}]}]";

  test("that differ, with one row around them", async () => {
    const result = await run(
      `model: totals\n${given}\nexpect: {rows: [{id: 1, total: 11}, {id: 2, total: 15}, {id: 3, total: 2}, {id: 4, total: 4}]}`,
    );
    expect(result).toMatchObject({ status: "fail", failures: 1 });
    expect(result.message).toBe(
      "\n\nactual differs from expected:\n\n@@ ,id ,total\n→  ,1  ,11.00→10.00\n   ,2  ,15.00\n...,...,...\n\n",
    );
  });

  test("that came unasked and that are missing", async () => {
    const result = await run(
      `model: totals\n${given}\nexpect: {rows: [{id: 1, total: 10}, {id: 2, total: 15}, {id: 3, total: 2}, {id: 9, total: null}]}`,
    );
    expect(result.message).toContain("...,...,...\n   ,3  ,2.00\n+++,4  ,4.00\n---,9  ,NULL\n");
  });

  test("of which there is one too many", async () => {
    const result = await run(
      "model: totals\ngiven: [{input: ref('orders'), rows: [{id: 1}, {id: 1}]}]\nexpect: {rows: [{id: 1}]}",
    );
    expect(result.message).toContain("@@ ,id\n   ,1\n+++,1\n");
  });
});

describe("a unit test cannot be run", () => {
  test.each([
    [
      "a column that the input lacks",
      "given: [{input: ref('orders'), rows: [{ammount: 1}]}]\nexpect: {rows: []}",
      "Q004",
      "Invalid column name: 'ammount' in unit test fixture for 'orders'",
      'Did you mean "amount"?',
    ],
    [
      "a column that the model lacks",
      "given: [{input: ref('orders'), rows: []}]\nexpect: {rows: [{sum: 1}]}",
      "Q004",
      "Invalid column name: 'sum' in unit test fixture for expected output",
      "accepted columns",
    ],
    [
      "a value of another type",
      "given: [{input: ref('orders'), rows: [{id: x}]}]\nexpect: {rows: [{id: 1}]}",
      "W003",
      "check the data types",
      "",
    ],
    [
      "no rows for what the model reads",
      "given: []\nexpect: {rows: [{id: 1}]}",
      "R001",
      "gives no rows for ref('orders')",
      "Add `- input: ref('orders')`",
    ],
  ])("with %s", async (_what, body, code, message, hint) => {
    const result = await run(`model: totals\n${body}`);
    expect(result).toMatchObject({ status: "error", diagnostics: [{ code }] });
    expect(result.message).toContain(message);
    expect(result.diagnostics[0]?.hint ?? "").toContain(hint);
    expect(result.diagnostics[0]?.at?.path).toMatch(/^models\//);
  });

  test("when an input is not in the warehouse, whose types it needs", async () => {
    const result = await run(
      "model: from_late\ngiven: [{input: ref('late'), rows: [{id: 1}]}]\nexpect: {rows: [{late: 1}]}",
    );
    expect(result.message).toContain("because the relation doesn't exist");
    expect(result.diagnostics[0]?.hint).toContain("format: sql");
  });
});

test("in a build a unit test comes before its model, and keeps it back when it fails", async () => {
  const changed = lab.change({
    "models/unit.yml":
      "unit_tests: [{name: it, model: totals, given: [{input: ref('orders'), rows: []}], expect: {rows: [{id: 1}]}}]",
  });
  const { results, exitCode } = await changed.command("build --select totals");
  expect(results.map((result) => [result.unique_id, result.status])).toEqual([
    ["unit_test.shop.totals.it", "fail"],
    ["model.shop.totals", "skipped"],
  ]);
  expect(exitCode).toBe(1);
});
