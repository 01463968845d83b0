/** A project's own macros in unit tests, and what unit tests and hooks leave in the artifacts, as dbt-core 1.11 does. */
import { afterEach, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

const PROJECT = {
  "models/a.sql": "select 1 as id, 'a' as name",
  "models/b.sql": "select id, upper(name) as name from {{ ref('a') }}",
  "tests/fixtures/rows.csv": "id,name\n1,x\n2,\n",
};

function unitTest(given: string, expected: string): string {
  return `unit_tests:\n  - name: u\n    model: b\n    given: [{input: ref('a'), ${given}}]\n    expect: {${expected}}\n`;
}

async function tested(files: Record<string, string>) {
  lab = await openLab({ ...PROJECT, ...files });
  await lab.command("run");
  return lab.command("test");
}

const SAFE_CAST = "{% macro duckdb__safe_cast(field, type) %}try_cast({{ field }} as {{ type }}){% endmacro %}";

test("the project's own safe_cast casts the rows of unit tests", async () => {
  const files = {
    "models/u.yml": unitTest("rows: [{id: none at all, name: 'it''s'}]", "rows: [{id: null, name: IT'S}]"),
  };
  expect((await tested(files)).results[0]).toMatchObject({ status: "error" });
  await lab?.close();
  const outcome = await tested({ ...files, "macros/own.sql": SAFE_CAST });
  expect(outcome.results[0]).toMatchObject({ status: "pass" });
  expect(outcome.artifacts()["run/shop/models/u.yml/models/u.sql"]).toContain("try_cast('none at all' as INTEGER)");
});

test("the project's own get_fixture_sql makes the rows of inputs, with the input as `this` and `model`", async () => {
  const outcome = await tested({
    "macros/own.sql":
      "{% macro get_fixture_sql(rows, column_name_to_data_types) %}" +
      "select {{ rows | length }} as id, '{{ this.identifier }} {{ model.name }} {{ rows[0].name }}' as name{% endmacro %}",
    "models/u.yml": unitTest("rows: [{name: 'a{b'}, {name: q}]", "rows: [{id: 2, name: 'A A A{B'}]"),
  });
  expect(outcome.results[0]).toMatchObject({ status: "pass" });
});

test("the project's own get_unit_test_sql compares", async () => {
  const outcome = await tested({
    "macros/own.sql":
      "{% macro default__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) %}" +
      "with dbt_internal_unit_test_actual as (select {{ expected_column_names | join(', ') }}, 'actual' as actual_or_expected from ({{ main_sql }}) as given where id < 2) " +
      "select * from dbt_internal_unit_test_actual union all select {{ expected_column_names | join(', ') }}, 'expected' from ({{ expected_fixture_sql }}) as wanted{% endmacro %}",
    "models/u.yml": unitTest("rows: [{id: 1, name: x}, {id: 2, name: y}]", "rows: [{id: 1, name: X}]"),
  });
  expect(outcome.results[0]).toMatchObject({ status: "pass" });
});

test("an own macro that fails is the error of that unit test alone", async () => {
  const outcome = await tested({
    "macros/own.sql":
      "{% macro validate_fixture_rows(rows, n) %}{{ exceptions.raise_compiler_error('not so') }}{% endmacro %}",
    "models/u.yml": unitTest("rows: [{id: 1}]", "rows: []"),
  });
  expect(outcome.results).toMatchObject([
    { status: "error", diagnostics: [{ code: "J003", message: "not so", node: "unit_test.shop.b.u" }] },
  ]);
});

test("the manifest has the rows of CSV as dicts of texts, empty cells as null", async () => {
  const csv = '"id,name\\n1,X\\n2,\\n"';
  const outcome = await tested({ "models/u.yml": unitTest("format: csv, fixture: rows", `format: csv, rows: ${csv}`) });
  expect(outcome.results[0]).toMatchObject({ status: "pass" });
  const manifest = JSON.parse(outcome.artifacts()["manifest.json"] ?? "{}") as { unit_tests: Record<string, unknown> };
  expect(manifest.unit_tests["unit_test.shop.b.u"]).toMatchObject({
    given: [
      {
        rows: [
          { id: "1", name: "x" },
          { id: "2", name: null },
        ],
        format: "csv",
        fixture: "rows",
      },
    ],
    expect: {
      rows: [
        { id: "1", name: "X" },
        { id: "2", name: null },
      ],
      format: "csv",
      fixture: null,
    },
  });
});

test("inputs of unit tests and hooks are compiled where dbt keeps them", async () => {
  const outcome = await tested({
    "dbt_project.yml":
      "name: shop\nversion: '1.0'\nprofile: shop\non-run-start: [\"select '{{ target.name }}'\"]\non-run-end: [select 2]\n",
    "models/u.yml": unitTest("format: sql, rows: \"select 1 as id, 'x' as name\"", "rows: [{id: 1, name: X}]"),
  });
  const artifacts = outcome.artifacts();
  const below = (folder: string) =>
    Object.keys(artifacts)
      .filter((path) => path.startsWith(folder))
      .sort();
  expect(below("compiled/")).toEqual([
    "compiled/shop/dbt_project.yml/hooks/shop-on-run-end-0.sql",
    "compiled/shop/dbt_project.yml/hooks/shop-on-run-start-0.sql",
    "compiled/shop/models/u.yml/a.sql",
    "compiled/shop/models/u.yml/models/u.sql",
  ]);
  expect(below("run/")).toEqual(["run/shop/models/u.yml/models/u.sql"]);
  expect(artifacts["compiled/shop/models/u.yml/a.sql"]).toBe("select 1 as id, 'x' as name");
  expect(artifacts["run/shop/models/u.yml/models/u.sql"]).toContain("dbt_internal_unit_test_actual");
});
