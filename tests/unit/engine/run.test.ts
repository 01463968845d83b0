import { afterEach, expect, test } from "vitest";
import { createCancelSource } from "../../../src/engine/core/signal.ts";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const statuses = (results: readonly { unique_id: string; status: string }[]): Record<string, string> =>
  Object.fromEntries(results.map((result) => [result.unique_id.split(".")[2], result.status]));

test("build makes views, tables, seeds and tests in dependency order", async () => {
  lab = await openLab({
    "seeds/countries.csv": "code,name\nDE,Germany\nFR,France\n",
    "models/stg_countries.sql": "select code, upper(name) as name from {{ ref('countries') }}",
    "models/countries_per_letter.sql":
      "{{ config(materialized='table') }} select left(name, 1) as letter, count(*) as countries from {{ ref('stg_countries') }} group by 1",
    "models/properties.yml":
      "models:\n  - name: stg_countries\n    columns:\n      - name: code\n        data_tests: [unique, not_null, {accepted_values: {arguments: {values: [DE, FR]}}}]\n",
    "tests/no_empty_names.sql": "select * from {{ ref('stg_countries') }} where name = ''",
  });
  const outcome = await lab.command("dbt build");
  expect(outcome.exitCode).toBe(0);
  expect(statuses(outcome.results)).toEqual({
    countries: "success",
    stg_countries: "success",
    unique_stg_countries_code: "pass",
    not_null_stg_countries_code: "pass",
    accepted_values_stg_countries_code__DE__FR: "pass",
    no_empty_names: "pass",
    countries_per_letter: "success",
  });
  expect(await lab.column("select letter || countries from strata.main.countries_per_letter order by 1")).toEqual([
    "F1",
    "G1",
  ]);
  expect(outcome.log).toContain("Completed successfully");
  expect(outcome.log.at(-1)).toBe("Done. PASS=7 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=7");
  expect(outcome.log.find((line) => line.includes("START sql view"))).toMatch(
    /^2 of 7 START sql view model main\.stg_countries \.+ \[RUN\]$/,
  );
});

test("a failing test stops what is built on its model, and only that", async () => {
  lab = await openLab({
    "models/a.sql": "select 1 as id union all select 1",
    "models/b.sql": "select * from {{ ref('a') }}",
    "models/c.sql": "select * from {{ ref('b') }}",
    "models/other.sql": "select 2 as id",
    "models/properties.yml": "models:\n  - name: a\n    columns: [{name: id, tests: [unique]}]\n",
  });
  const outcome = await lab.command("build");
  expect(outcome.exitCode).toBe(1);
  expect(statuses(outcome.results)).toEqual({
    a: "success",
    other: "success",
    unique_a_id: "fail",
    b: "skipped",
    c: "skipped",
  });
  expect(outcome.results.find((result) => result.status === "fail")).toMatchObject({
    failures: 1,
    message: "Got 1 result, configured to fail if != 0",
  });
});

test("a test of severity warn lets the build go on", async () => {
  lab = await openLab({
    "models/a.sql": "select null as id",
    "models/b.sql": "select * from {{ ref('a') }}",
    "models/properties.yml":
      "models:\n  - name: a\n    columns: [{name: id, tests: [{not_null: {config: {severity: warn}}}]}]\n",
  });
  const outcome = await lab.command("build");
  expect(outcome.exitCode).toBe(0);
  expect(statuses(outcome.results)).toEqual({ a: "success", not_null_a_id: "warn", b: "success" });
});

test("an error of DuckDB is marked at its place in the model's source, with a hint", async () => {
  const source = "{{ config(materialized='table') }}\nselect\n    o.idd\nfrom {{ ref('orders') }} as o\n";
  lab = await openLab({ "models/orders.sql": "select 1 as id", "models/broken.sql": source });
  const outcome = await lab.command("run");
  expect(outcome.exitCode).toBe(1);
  const found = outcome.results.find((result) => result.status === "error")?.diagnostics[0];
  expect(found).toMatchObject({ code: "W002", node: "model.shop.broken", at: { path: "models/broken.sql" } });
  expect(source.slice(found?.at?.from, found?.at?.to)).toBe("o.idd");
  expect(found?.hint).toBeTruthy();
  expect(outcome.log.some((line) => line.includes("(models/broken.sql:3:5)"))).toBe(true);
});

test("an incremental model adds, replaces by its key, and rebuilds on --full-refresh", async () => {
  const model = (rows: string) => `{{ config(materialized='incremental', unique_key='id') }}
select * from (values ${rows}) as t(id, state) {% if is_incremental() %} where id >= 2 {% endif %}`;
  lab = await openLab({ "models/log.sql": model("(1, 'a'), (2, 'a')") });
  await lab.command("run");
  lab = lab.change({ "models/log.sql": model("(1, 'b'), (2, 'b'), (3, 'b')") });
  await lab.command("run");
  expect(await lab.column("select id || state from strata.main.log order by 1")).toEqual(["1a", "2b", "3b"]);
  await lab.command("run --full-refresh");
  expect(await lab.column("select id || state from strata.main.log order by 1")).toEqual(["1b", "2b", "3b"]);
});

test.each([
  ["append", "", ["1a", "2a", "2b", "3b"]],
  ["merge", "unique_key='id',", ["1a", "2b", "3b"]],
])("the incremental strategy %s", async (strategy, key, rows) => {
  const model = (values: string) => `{{ config(materialized='incremental', ${key} incremental_strategy='${strategy}') }}
select * from (values ${values}) as t(id, state) {% if is_incremental() %} where id >= 2 {% endif %}`;
  lab = await openLab({ "models/log.sql": model("(1, 'a'), (2, 'a')") });
  await lab.command("run");
  lab = lab.change({ "models/log.sql": model("(1, 'b'), (2, 'b'), (3, 'b')") });
  await lab.command("run");
  expect(await lab.column("select id || state from strata.main.log order by 1")).toEqual(rows);
});

test("a failed build leaves the relation as it was", async () => {
  lab = await openLab({ "models/a.sql": "{{ config(materialized='table') }} select 1 as id" });
  await lab.command("run");
  lab = lab.change({ "models/a.sql": "{{ config(materialized='table') }} select cast('x' as integer) as id" });
  expect((await lab.command("run")).exitCode).toBe(1);
  expect(await lab.column("select id from strata.main.a")).toEqual(["1"]);
});

test("a model that turns from view to table and back is rebuilt as what it is now", async () => {
  lab = await openLab({ "models/a.sql": "select 1 as id" });
  for (const kind of ["view", "table", "view"]) {
    lab = lab.change({ "models/a.sql": `{{ config(materialized='${kind}') }} select 1 as id` });
    expect((await lab.command("run")).exitCode).toBe(0);
    const type = await lab.column("select table_type from information_schema.tables where table_name = 'a'");
    expect(type).toEqual([kind === "view" ? "VIEW" : "BASE TABLE"]);
  }
});

test("hooks run before and after, and see `this`", async () => {
  lab = await openLab({
    "models/a.sql":
      "{{ config(materialized='table', post_hook='alter table {{ this }} add column extra integer') }} select 1 as id",
  });
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select count(*) from information_schema.columns where table_name = 'a'")).toEqual(["2"]);
});

test("run_query suspends the template, asks the warehouse and renders again", async () => {
  lab = await openLab({
    "models/codes.sql": "{{ config(materialized='table') }} select * from (values ('x'), ('y')) as t(code)",
    "models/wide.sql":
      "{% set codes = run_query('select code from ' ~ ref('codes') ~ ' order by 1') %}select {% if execute %}{% for code in codes.columns[0].values() %}'{{ code }}' as {{ code }}{% if not loop.last %}, {% endif %}{% endfor %}{% else %}1{% endif %} from {{ ref('codes') }}",
  });
  expect((await lab.command("build")).exitCode).toBe(0);
  expect(
    await lab.column("select column_name from information_schema.columns where table_name = 'wide' order by 1"),
  ).toEqual(["x", "y"]);
});

test("a seed with a wrong row says which", async () => {
  lab = await openLab({ "seeds/s.csv": "a,b\n1,2\n3\n" });
  const outcome = await lab.command("seed");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.diagnostics[0]).toMatchObject({ code: "P007", at: { path: "seeds/s.csv", from: 8 } });
});

test("what a cancel kept from starting has no result, and its earlier one stands", async () => {
  lab = await openLab({
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select * from {{ ref('a') }}",
    "models/c.sql": "select * from {{ ref('b') }}",
  });
  const stop = createCancelSource();
  const told: string[] = [];
  const outcome = await lab.engine.command("build", {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.kind !== "node-finished") return;
      told.push(event.result.unique_id);
      stop.cancel();
    },
  });
  expect(outcome).toMatchObject({ cancelled: true });
  expect(statuses(outcome.results)).toEqual({ a: "success" });
  expect(told).toEqual(["model.shop.a"]);
  expect(outcome.log).toContain("Exited because of keyboard interrupt");
  expect(outcome.log.filter((line) => line.includes("SKIP "))).toEqual([]);
});

test("a selection that matches nothing warns and ends with 0", async () => {
  lab = await openLab({ "models/a.sql": "select 1 as id" });
  const outcome = await lab.command("run --select nothing_like_it");
  expect(outcome).toMatchObject({ exitCode: 0, results: [] });
  expect(outcome.log).toContain("The selection criterion 'nothing_like_it' does not match any enabled nodes");
});

test("vars given with a command reach the models, for that command", async () => {
  lab = await openLab({ "models/a.sql": "{{ config(materialized='table') }} select {{ var('n', 1) }} as n" });
  await lab.command("run --vars '{n: 5}'");
  expect(await lab.column("select n from strata.main.a")).toEqual(["5"]);
  await lab.command("run");
  expect(await lab.column("select n from strata.main.a")).toEqual(["1"]);
});

test("a preview builds what is missing upstream and does not build the model itself", async () => {
  lab = await openLab({
    "models/a.sql": "select 7 as id",
    "models/b.sql": "select id * 2 as twice from {{ ref('a') }}",
  });
  const outcome = await lab.engine.preview("model.shop.b");
  expect(outcome.ok && outcome.value.table.data).toEqual([[14]]);
  expect(await lab.column("select table_name from information_schema.tables")).toEqual(["a"]);
  const edited = await lab.engine.preview("model.shop.b", { text: "select id + 1 as next from {{ ref('a') }}" });
  expect(edited.ok && edited.value.table.data).toEqual([[8]]);
});
