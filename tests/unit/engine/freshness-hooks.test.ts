/** The project's hooks around `source freshness`, and hooks that cannot be rendered, as dbt-core 1.11 answers. */
import { afterEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

function project(more: string): Record<string, string> {
  return {
    "dbt_project.yml": `name: shop\nversion: '1.0'\nprofile: shop\n${more}`,
    "models/a.sql": "select timestamp '2025-12-30 23:30:00' as loaded",
    "models/s.yml":
      "sources: [{name: raw, schema: main, tables: [{name: t, identifier: a, loaded_at_field: loaded, " +
      "freshness: {warn_after: {count: 1, period: hour}}}]}]\n",
  };
}

const HOOKS =
  'on-run-start: ["create table if not exists seen (what varchar)", "insert into seen values (\'start {{ flags.WHICH }}\')"]\n' +
  "on-run-end: [\"insert into seen values ('end {{ results | map(attribute='status') | join }}')\"]\n";

async function opened(more: string): Promise<Lab> {
  lab = await openLab(project(more));
  await lab.warehouse.execute("create view strata.main.a as select timestamp '2025-12-30 23:30:00' as loaded");
  return lab;
}

const REFUSED = "\"{{ exceptions.raise_compiler_error('no way') if execute }}\"";

test("source freshness runs the hooks of the project around the sources", async () => {
  const shop = await opened(HOOKS);
  const outcome = await shop.command("source freshness");
  expect([outcome.exitCode, outcome.results.map(({ status }) => status)]).toEqual([
    0,
    ["success", "success", "pass", "success"],
  ]);
  expect(await shop.column("select what from strata.main.seen")).toEqual(["start freshness", "end pass"]);
  expect(Object.keys(outcome.artifacts()).sort()).toEqual([
    "compiled/shop/dbt_project.yml/hooks/shop-on-run-end-0.sql",
    "compiled/shop/dbt_project.yml/hooks/shop-on-run-start-0.sql",
    "compiled/shop/dbt_project.yml/hooks/shop-on-run-start-1.sql",
    "manifest.json",
    "sources.json",
  ]);
});

test("a hook that fails makes the exit code of source freshness 1, and the sources are judged all the same", async () => {
  const shop = await opened('on-run-start: ["insert into nowhere values (1)"]\n');
  const outcome = await shop.command("source freshness");
  expect([outcome.exitCode, outcome.results.map(({ status }) => status)]).toEqual([1, ["error", "pass"]]);
});

test("skip_nodes_if_on_run_start_fails keeps the sources from being judged", async () => {
  const shop = await opened(
    'on-run-start: ["insert into nowhere values (1)"]\nflags: {skip_nodes_if_on_run_start_fails: true}\n',
  );
  const outcome = await shop.command("source freshness");
  expect([outcome.exitCode, outcome.results.map(({ status }) => status)]).toEqual([1, ["error"]]);
});

test("a project may keep its hooks from running in source freshness, and is told that dbt will end that", async () => {
  const shop = await opened(`${HOOKS}flags: {source_freshness_run_project_hooks: false}\n`);
  const outcome = await shop.command("source freshness");
  expect(outcome.results.map(({ status }) => status)).toEqual(["pass"]);
  expect(outcome.log.join("\n")).toContain("Warning P011: The flag `source_freshness_run_project_hooks: false`");
});

test.each([
  ["run", "start", [], ["manifest.json"]],
  [
    "run",
    "end",
    ["success"],
    ["compiled/shop/models/a.sql", "manifest.json", "run/shop/models/a.sql", "run_results.json"],
  ],
  ["source freshness", "start", [], ["manifest.json"]],
  ["source freshness", "end", ["pass"], ["manifest.json", "sources.json"]],
])(
  "%s with an on-run-%s hook that cannot be rendered ends with 2 and keeps what was done",
  async (command, time, statuses, files) => {
    const shop = await opened(`on-run-${time}: [${REFUSED}]\n`);
    const outcome = await shop.command(command);
    expect([outcome.exitCode, outcome.results.map(({ status }) => status)]).toEqual([2, statuses]);
    expect(Object.keys(outcome.artifacts()).sort()).toEqual(files);
    expect(outcome.diagnostics).toMatchObject([{ code: "J003", message: "no way", at: { path: "dbt_project.yml" } }]);
  },
);
