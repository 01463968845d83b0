import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import type { NodeResult } from "../../../src/engine/index.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await openLab({
    "models/numbers.sql": "select 1 as id, 5 as amount union all select 1, 7 union all select null, 9",
    "models/numbers.yml": `
models:
  - name: numbers
    columns:
      - name: id
        data_tests:
          - unique: {name: ids_are_unique}
          - not_null: {name: ids_are_there, config: {severity: warn}}
          - not_null: {name: small_ids, config: {where: "amount < 9"}}
          - not_null: {name: many_allowed, config: {error_if: ">10", warn_if: ">1"}}
          - not_null: {name: kept, config: {store_failures: true, alias: kept_rows}}
          - not_null: {name: kept_as_view, config: {store_failures_as: view}}
          - not_null: {name: not_kept, config: {store_failures: true, store_failures_as: ephemeral}}
          - not_null: {name: kept_wrongly, config: {store_failures_as: file}}
          - not_null: {name: off, config: {enabled: false}}
`,
    "tests/amounts_are_small.sql": "{{ config(limit=2) }} select * from {{ ref('numbers') }} where amount > 0",
    "tests/sum_is_small.sql":
      "{{ config(fail_calc='sum(amount)', error_if='> 20') }} select * from {{ ref('numbers') }}",
    "tests/no_number.sql":
      "{{ config(fail_calc='sum(amount)') }} select * from {{ ref('numbers') }} where amount > 100",
    "tests/broken.sql": "select nope from {{ ref('numbers') }}",
  });
  await lab.command("run");
});
afterAll(async () => lab.close());

async function resultOf(name: string, more = ""): Promise<NodeResult> {
  const { results } = await lab.command(`test --select ${name} ${more}`);
  expect(results).toHaveLength(1);
  return results[0] as NodeResult;
}

describe("a data test", () => {
  test.each([
    ["ids_are_unique", "fail", 1, "Got 1 result, configured to fail if != 0"],
    ["ids_are_there", "warn", 1, "Got 1 result, configured to warn if != 0"],
    ["small_ids", "pass", 0, null],
    ["many_allowed", "pass", 0, null],
    ["amounts_are_small", "fail", 2, "Got 2 results, configured to fail if != 0"],
    ["sum_is_small", "fail", 21, "Got 21 results, configured to fail if > 20"],
  ])("%s: %s with %i failures", async (name, status, failures, message) => {
    expect(await resultOf(name)).toMatchObject({ status, failures, message });
  });

  test("whose query or fail_calc is wrong is an error, and says what to do", async () => {
    expect(await resultOf("broken")).toMatchObject({ status: "error", diagnostics: [{ code: "W002" }] });
    expect(await resultOf("no_number")).toMatchObject({
      status: "error",
      diagnostics: [{ code: "Q002", hint: expect.stringContaining("coalesce") as string }],
    });
  });

  test("that is not enabled is not there", async () => {
    expect((await lab.command("test --select off")).results).toEqual([]);
  });

  test("that warns fails under --warn-error", async () => {
    expect(await resultOf("ids_are_there", "--warn-error")).toMatchObject({
      status: "fail",
      message: "Got 1 result, configured to fail if != 0",
    });
    expect(await resultOf("ids_are_there", "--warn-error-options '{error: all, warn: [LogTestResult]}'")).toMatchObject(
      { status: "warn" },
    );
  });

  test("hands out its failing rows when it is asked for them", async () => {
    const { results } = await lab.engine.command("test --select ids_are_unique", { failingRows: 10 });
    expect(results[0]?.failing_rows).toMatchObject({ rowCount: 1, data: [[1], [2n]] });
    expect((await resultOf("ids_are_unique")).failing_rows).toBeUndefined();
  });
});

describe("failing rows are kept", () => {
  const kindOf = async (name: string): Promise<string[]> =>
    lab.column(
      `select table_type from information_schema.tables where table_schema = 'main_dbt_test__audit' and table_name = '${name}'`,
    );

  test("as a table under the test's alias, or as a view, and the hint says where", async () => {
    const kept = await resultOf("kept");
    expect(kept.diagnostics[0]?.hint).toContain('"strata"."main_dbt_test__audit"."kept_rows"');
    expect(await kindOf("kept_rows")).toEqual(["BASE TABLE"]);
    expect(await lab.column('select amount from "main_dbt_test__audit"."kept_rows"')).toEqual(["9"]);
    expect(await resultOf("kept_as_view")).toMatchObject({ status: "fail", failures: 1 });
    expect(await kindOf("kept_as_view")).toEqual(["VIEW"]);
  });

  test("again where a relation of the other kind stood", async () => {
    await resultOf("kept");
    const changed = lab.change({
      "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\ndata_tests: {+store_failures_as: view}\n",
      "models/numbers.yml":
        "models: [{name: numbers, columns: [{name: id, data_tests: [{not_null: {name: kept, config: {alias: kept_rows}}}]}]}]",
    });
    await changed.command("test --select kept");
    expect(await kindOf("kept_rows")).toEqual(["VIEW"]);
  });

  test("for all tests under --store-failures, but not where a test says ephemeral", async () => {
    await lab.command("test --select ids_are_unique not_kept --store-failures");
    expect(await kindOf("ids_are_unique")).toEqual(["BASE TABLE"]);
    expect(await kindOf("not_kept")).toEqual([]);
  });

  test("never in a way that dbt does not have", async () => {
    const result = await resultOf("kept_wrongly");
    expect(result.status).toBe("error");
    expect(result.message).toContain("'file' is not a valid value for `store_failures_as`");
  });
});
