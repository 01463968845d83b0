import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import { refusalOf, rowsOf, textOf } from "./macros-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ "models/one.sql": "select 1 as id" });
});
afterAll(async () => lab.close());

const TYPES = "{'id': 'bigint', 'name': 'varchar', 'price': 'decimal(10,2)'}";

test("fixture rows are typed, and what a row leaves out is null of the column's type", async () => {
  const sql = `{{ get_fixture_sql([{'ID': 1, 'name': "it's"}, {'price': 2.5, 'name': none}], ${TYPES}) }}`;
  expect(await rowsOf(lab, sql)).toEqual(["1 | it's | NULL", "NULL | NULL | 2.50"]);
  expect(await rowsOf(lab, `select distinct typeof(id), typeof(name), typeof(price) from (${sql})`)).toEqual([
    "BIGINT | VARCHAR | DECIMAL(10,2)",
  ]);
  expect(await rowsOf(lab, `select count(*) from ({{ get_fixture_sql([], ${TYPES}) }})`)).toEqual(["0"]);
});

test("a fixture takes its types from the relation when none are given", async () => {
  const node = "model.shop.one";
  await lab.command("dbt run");
  const outcome = await lab.engine.compile(node, { text: "{{ get_fixture_sql([{'id': 5}], none) }}" });
  expect(outcome.ok && outcome.value.compiled_code.replace(/\s+/g, " ").trim()).toBe(
    'select cast(5 as INTEGER) as "id"',
  );
});

test("a fixture without a relation, or with a column too many, is refused by name", async () => {
  expect(await refusalOf(lab, "{{ get_fixture_sql([{'id': 1}], none) }}")).toContain("not in the warehouse");
  expect(await refusalOf(lab, `{{ get_fixture_sql([{'nam': 1}], ${TYPES}) }}`)).toMatch(
    /"nam".*Columns are: id, name, price/,
  );
});

test("actual and expected rows stand side by side", async () => {
  const quoted = `{'id': '"id"', 'name': '"name"'}`;
  const expected = `get_expected_sql([{'id': 1, 'name': 'a'}, {'id': 2, 'name': none}], ${TYPES}, ${quoted})`;
  const sql = `{{ get_unit_test_sql("select 1 as id, 'b' as name, true as extra", ${expected}, ['"id"', '"name"']) }}`;
  expect((await rowsOf(lab, sql)).sort()).toEqual(["1 | a | expected", "1 | b | actual", "2 | NULL | expected"]);
  const nothing = `{{ get_unit_test_sql('select 1 as id', get_expected_sql([], ${TYPES}, ${quoted}), ['"id"']) }}`;
  expect(await rowsOf(lab, nothing)).toEqual(["1 | actual"]);
  expect(await textOf(lab, "{{ validate_fixture_rows([], none) }}")).toBe("");
});
