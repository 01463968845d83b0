import { afterEach, expect, test } from "vitest";
import { sourceSpanOf } from "../../../src/engine/compile/compile.ts";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const EPHEMERAL = "{{ config(materialized='ephemeral') }}";

async function compiled(name: string): Promise<string> {
  const outcome = await lab.engine.compile(`model.shop.${name}`);
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value.compiled_code;
}

test("an ephemeral model is a CTE in front of whoever reads it, after those that it reads itself, each once", async () => {
  lab = await openLab({
    "models/a.sql": `${EPHEMERAL}select 1 as id`,
    "models/b.sql": `${EPHEMERAL}select * from {{ ref('a') }}`,
    "models/c.sql": "select b.id from {{ ref('b') }} as b join {{ ref('a') }} as a using (id)",
  });
  expect(await compiled("c")).toBe(
    "with __dbt__cte__a as (\nselect 1 as id\n), __dbt__cte__b as (\nselect * from __dbt__cte__a\n) " +
      "select b.id from __dbt__cte__b as b join __dbt__cte__a as a using (id)",
  );
  const outcome = await lab.command("build");
  expect(outcome.results.map((result) => [result.unique_id, result.status])).toEqual([["model.shop.c", "success"]]);
  expect(await lab.column("select id from strata.main.c")).toEqual(["1"]);
  expect(await lab.column("select table_name from information_schema.tables")).toEqual(["c"]);
});

test.each([
  [
    "\n-- note\nwith x as (select 1 as one) select id, one from {{ ref('a') }}, x",
    /^\n-- note\nwith __dbt__cte__a as \(\nselect 1 as id\n\),\s+x as/,
  ],
  ["with recursive x as (select 1 as one) select id, one from {{ ref('a') }}, x", /^with recursive __dbt__cte__a as/],
  ["/* with */ select id from {{ ref('a') }}", /^with __dbt__cte__a as \(\nselect 1 as id\n\) \/\* with \*\/ select/],
])("a model %j keeps its own `with`", async (sql, start) => {
  lab = await openLab({ "models/a.sql": `${EPHEMERAL}select 1 as id`, "models/b.sql": sql });
  expect(await compiled("b")).toMatch(start);
  expect((await lab.command("run")).exitCode).toBe(0);
});

test("an alias names the CTE", async () => {
  lab = await openLab({
    "models/a.sql": "{{ config(materialized='ephemeral', alias='first') }}select 1 as id",
    "models/b.sql": "select * from {{ ref('a') }}",
  });
  expect(await compiled("b")).toContain("select * from __dbt__cte__first");
});

test("tests, snapshots and previews read ephemeral models", async () => {
  lab = await openLab({
    "models/a.sql": `${EPHEMERAL}select 1 as id union all select 1`,
    "models/properties.yml": "models:\n  - name: a\n    columns: [{name: id, data_tests: [unique]}]\n",
    "tests/none.sql": "select * from {{ ref('a') }} where id is null",
  });
  const outcome = await lab.command("test");
  expect(Object.fromEntries(outcome.results.map((result) => [result.unique_id.split(".")[2], result.status]))).toEqual({
    unique_a_id: "fail",
    none: "pass",
  });
  const shown = await lab.engine.preview("model.shop.a");
  expect(shown.ok && shown.value.table.rowCount).toBe(2);
});

test("an error inside is marked in the ephemeral model's own file, one outside in the reader's", async () => {
  const inner = `${EPHEMERAL}\nselect idd from (select 1 as id)`;
  const outer = "select 1 as n,\n  other\nfrom {{ ref('a') }}";
  lab = await openLab({ "models/a.sql": inner, "models/b.sql": "select * from {{ ref('a') }}" });
  const [found] = (await lab.command("run")).diagnostics;
  expect(found).toMatchObject({ node: "model.shop.b", at: { path: "models/a.sql" } });
  expect(inner.slice(found?.at?.from, found?.at?.to)).toBe("idd");

  lab = lab.change({ "models/a.sql": `${EPHEMERAL}select 1 as id`, "models/b.sql": outer });
  const outcome = await lab.engine.compile("model.shop.b");
  if (!outcome.ok) throw new Error("does not compile");
  const span = sourceSpanOf(outcome.value, outcome.value.compiled_code.indexOf("other"));
  expect([span.path, outer.slice(span.from, span.to)]).toEqual(["models/b.sql", "other"]);
});

test("what reads an ephemeral model that does not compile is skipped, and the command fails", async () => {
  lab = await openLab({
    "models/a.sql": `${EPHEMERAL}select {{ nowhere() }}`,
    "models/b.sql": "select * from {{ ref('a') }}",
  });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.results.map((result) => result.status)).toEqual(["skipped"]);
  expect(outcome.diagnostics[0]).toMatchObject({ code: "R003", at: { path: "models/a.sql" } });
  expect(outcome.log).toContainEqual(
    expect.stringMatching(/^1 of 1 SKIP relation main\.b due to ephemeral model status 'error' \.+ \[ERROR SKIP\]$/),
  );
});
