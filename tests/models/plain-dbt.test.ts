/** What a student builds leaves as a project that plain dbt runs: nothing in it goes beyond dbt 1.11 with dbt-duckdb. */
import { expect, test } from "vitest";
import { readProjectFiles } from "../../src/cli/project-files.ts";
import { beyondDbt } from "../support/dbt-vocabulary.ts";

test("the bundled project uses only dbt's keys, configs, materializations and names", async () => {
  const files = await readProjectFiles("src/models");
  expect(files.length).toBeGreaterThan(50);
  expect(beyondDbt(files)).toEqual([]);
});

test.each([
  ["dbt_project.yml", "name: shop\nstrata: true\n", 'dbt_project.yml: key "strata"'],
  ["dbt_project.yml", "name: shop\nmodels:\n  shop: {+live: true}\n", 'dbt_project.yml: config "live" of models'],
  ["models/a.yml", "models:\n  - name: a\n    grain: id\n", 'models/a.yml: key "grain" of models'],
  [
    "models/a.yml",
    "models:\n  - name: a\n    config: {materialized: streaming}\n",
    'models/a.yml: materialization "streaming"',
  ],
  [
    "models/a.yml",
    "unit_tests:\n  - name: a\n    model: b\n    given: [{input: \"source('s', 't')\", rows: []}]\n",
    "models/a.yml: given source('s', 't') without format: sql",
  ],
  ["models/a.yml", "lessons: []\n", 'models/a.yml: key "lessons"'],
  ["models/a.sql", "{{ config(live=true) }} select 1", 'models/a.sql: config "live" of models'],
  ["models/a.sql", "select {{ as_of() }}", 'models/a.sql: calls "as_of"'],
])("%s with %j goes beyond dbt", (path, text, finding) => {
  expect(beyondDbt([{ path, text }])).toEqual([finding]);
});
