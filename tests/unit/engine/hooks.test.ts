import { afterEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const PROJECT = "name: shop\nversion: '1.0'\nprofile: shop\n";
const AUDIT = "on-run-start: create table if not exists audit (what varchar)\n";
const audit = () => lab.column("select what from strata.main.audit");

test("hooks of a model run around it in order, with `this`, and add up over the levels of config", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}${AUDIT}models:\n  shop:\n    +pre-hook: "insert into audit values ('first')"\n    +post-hook:\n      - "insert into audit select 'rows ' || count(*) from {{ this }}"\n`,
    "models/a.sql":
      "{{ config(materialized='table', pre_hook=\"insert into audit values ('second')\", post_hook=[{'sql': \"insert into audit values ('after')\", 'transaction': false}]) }} select 1 as id",
  });
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await audit()).toEqual(["first", "second", "rows 1", "after"]);
});

test("a post-hook that fails undoes its model, one outside of the transaction does not", async () => {
  const model = (hook: string) => `{{ config(materialized='table', post_hook=${hook}) }} select 2 as id`;
  lab = await openLab({ "models/a.sql": "{{ config(materialized='table') }} select 1 as id" });
  await lab.command("run");
  lab = lab.change({ "models/a.sql": model('"insert into nowhere values (1)"') });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.results[0]?.message).toContain("nowhere");
  expect(await lab.column("select id from strata.main.a")).toEqual(["1"]);
  lab = lab.change({ "models/a.sql": model('{"sql": "insert into nowhere values (1)", "transaction": false}') });
  expect((await lab.command("run")).exitCode).toBe(1);
  expect(await lab.column("select id from strata.main.a")).toEqual(["2"]);
});

test("a hook can read the compiled SQL of its model", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}${AUDIT}`,
    "models/a.sql":
      "{{ config(materialized='table', post_hook=\"insert into audit values ('{{ model.compiled_code | trim }}'), ('{{ sql | trim }}'), ('{{ compiled_code | trim }}')\") }} select {{ 1 + 1 }} as id",
  });
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await audit()).toEqual(["select 2 as id", "select 2 as id", "select 2 as id"]);
});

test("a pre-hook that fails keeps the model from being built", async () => {
  lab = await openLab({
    "models/a.sql": "{{ config(pre_hook='insert into nowhere values (1)') }} select 1 as id",
    "models/b.sql": "select * from {{ ref('a') }}",
  });
  const outcome = await lab.command("run");
  expect(outcome.results.map((result) => result.status)).toEqual(["error", "skipped"]);
  expect(await lab.column("select table_name from information_schema.tables")).toEqual([]);
});

test("before_begin() and after_commit() put a hook outside of the transaction", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}${AUDIT}`,
    "models/a.sql":
      "{{ config(materialized='table', post_hook=after_commit(\"insert into audit values ('x')\")) }} select 1 as id",
  });
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await audit()).toEqual(["x"]);
});

test("hooks of the project run before the first node and after the last, and see the results", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}on-run-start: [create table audit (what varchar), "insert into audit values ('start')"]
on-run-end: "insert into audit values {% for result in results %}('{{ result.node.name }} {{ result.status }} {{ schemas[0] }}'){{ ',' if not loop.last }}{% endfor %}"
`,
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select * from nowhere",
  });
  const outcome = await lab.command("run");
  expect(await audit()).toEqual(["start", "a success main", "b error main"]);
  expect(outcome.results.map((result) => [result.unique_id, result.status, result.thread_id])).toEqual([
    ["operation.shop.shop-on-run-start-0", "success", "main"],
    ["operation.shop.shop-on-run-start-1", "success", "main"],
    ["model.shop.a", "success", "Thread-1"],
    ["model.shop.b", "error", "Thread-1"],
    ["operation.shop.shop-on-run-end-0", "success", "main"],
  ]);
  expect(outcome.log).toContainEqual(expect.stringMatching(/^1 of 2 START hook: shop\.on-run-start\.0 \.+ \[RUN\]$/));
  expect(outcome.log).toContainEqual(
    expect.stringMatching(/^1 of 1 OK hook: shop\.on-run-end\.0 \.+ \[OK in 0\.00s\]$/),
  );
});

test("a failing hook of the project skips those after it, fails the command, and lets the nodes run", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}on-run-start: [insert into nowhere values (1), select 1]\n`,
    "models/a.sql": "select 1 as id",
  });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.results.map((result) => result.status)).toEqual(["error", "skipped", "success"]);
  expect(outcome.results[0]?.message).toContain("shop.on-run-start.0 failed, error:");
});

test("skip_nodes_if_on_run_start_fails keeps the nodes from running", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}flags: {skip_nodes_if_on_run_start_fails: true}\non-run-start: insert into nowhere values (1)\n`,
    "models/a.sql": "select 1 as id",
  });
  const outcome = await lab.command("run");
  expect(outcome.results.map((result) => result.status)).toEqual(["error", "skipped"]);
});

test("hooks of packages run before those of the root", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}on-run-start: "insert into audit values ('root')"\n`,
    "dbt_packages/lib/dbt_project.yml": "name: lib\nversion: '1.0'\non-run-start: create table audit (what varchar)\n",
    "models/a.sql": "select 1 as id",
  });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(0);
  expect(await audit()).toEqual(["root"]);
});

test("a preview builds what is missing without the project's hooks", async () => {
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}on-run-start: create table audit (what varchar)\n`,
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select * from {{ ref('a') }}",
  });
  await lab.engine.preview("model.shop.b");
  expect(await lab.column("select table_name from information_schema.tables")).toEqual(["a"]);
});

test("the project's query comment stands at each statement of a node", async () => {
  const statements: string[] = [];
  lab = await openLab({
    "dbt_project.yml": `${PROJECT}query-comment: "run by {{ target.name }} for {{ node.name }}"\n`,
    "models/a.sql": "{{ config(materialized='table') }}\nselect idd from (select 1 as id)",
  });
  const { warehouse } = lab;
  const execute = warehouse.execute.bind(warehouse);
  warehouse.execute = (sql, options) => {
    statements.push(sql);
    return execute(sql, options);
  };
  const outcome = await lab.command("run");
  expect(statements.find((sql) => sql.includes("select idd"))).toMatch(/^\/\* run by \w+ for a \*\/\n/);
  // The comment does not move the place of an error.
  const at = outcome.diagnostics[0]?.at;
  expect("{{ config(materialized='table') }}\nselect idd from".slice(at?.from, at?.to)).toBe("idd");
});
