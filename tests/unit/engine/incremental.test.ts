import { afterEach, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

const model = (config: string, sql: string) => `{{ config(materialized='incremental'${config}) }}${sql}`;
const rows = (values: string) => `select * from (values ${values}) as t(id, state, amount)`;

/** Runs a model twice, with other rows, and answers what is there then. */
async function twice(
  config: string,
  first: string,
  second: string,
  columns = "id || state || amount",
): Promise<string[]> {
  lab = await openLab({ "models/log.sql": model(config, first) });
  expect((await lab.command("run")).exitCode).toBe(0);
  lab = lab.change({ "models/log.sql": model(config, second) });
  const outcome = await lab.command("run");
  expect(outcome.log.join("\n")).toContain("Completed successfully");
  return lab.column(`select ${columns} from strata.main.log order by all`);
}

const FIRST = rows("(1, 'a', 1), (2, 'a', 1)");
const SECOND = rows("(2, 'b', 5), (3, 'b', 5)");

describe("strategies", () => {
  test.each([
    ["", ["1a1", "2a1", "2b5", "3b5"]],
    [", incremental_strategy='append'", ["1a1", "2a1", "2b5", "3b5"]],
    [", unique_key='id'", ["1a1", "2b5", "3b5"]],
    [", unique_key=['id', 'state']", ["1a1", "2a1", "2b5", "3b5"]],
    [", unique_key='id', incremental_predicates=['id > 2']", ["1a1", "2a1", "2b5", "3b5"]],
    [", unique_key='id', incremental_strategy='merge'", ["1a1", "2b5", "3b5"]],
    [", unique_key='id', incremental_strategy='merge', merge_update_columns=['state']", ["1a1", "2b1", "3b5"]],
    [", unique_key='id', incremental_strategy='merge', merge_exclude_columns=['state']", ["1a1", "2a5", "3b5"]],
    [
      ", unique_key='id', incremental_strategy='merge', merge_update_condition='DBT_INTERNAL_SOURCE.amount < 5'",
      ["1a1", "2a1", "3b5"],
    ],
    [
      ", unique_key='id', incremental_strategy='merge', merge_clauses={'when_matched': [{'action': 'delete'}], 'when_not_matched': [{'action': 'insert', 'mode': 'by_name'}]}",
      ["1a1", "3b5"],
    ],
    [
      ", unique_key='id', incremental_strategy='merge', incremental_predicates=['DBT_INTERNAL_DEST.id > 2']",
      ["1a1", "2a1", "2b5", "3b5"],
    ],
  ])("%s", async (config, expected) => expect(await twice(config, FIRST, SECOND)).toEqual(expected));

  test("a strategy of the project's own is a macro", async () => {
    lab = await openLab({
      "macros/own.sql":
        "{% macro get_incremental_newest_only_sql(arg_dict) %}delete from {{ arg_dict['target_relation'] }}; insert into {{ arg_dict['target_relation'] }} select * from {{ arg_dict['temp_relation'] }}{% endmacro %}",
      "models/log.sql": model(
        ", incremental_strategy='newest_only'",
        "select {{ 2 if is_incremental() else 1 }} as id",
      ),
    });
    await lab.command("run");
    expect((await lab.command("run")).exitCode).toBe(0);
    expect(await lab.column("select id from strata.main.log")).toEqual(["2"]);
  });

  test.each([
    ["microbatch", "P012"],
    ["insert_overwrite", "P010"],
    ["mrege", "P010"],
  ])("%s is refused with %s, as in dbt once there is a table to add to", async (strategy, code) => {
    lab = await openLab({ "models/log.sql": model(`, incremental_strategy='${strategy}'`, "select 1 as id") });
    await lab.command("run");
    const again = await lab.command("run");
    expect(again.results[0]?.diagnostics[0]).toMatchObject({ code });
  });
});

describe("on_schema_change", () => {
  const before = "select 1 as id, 'a' as state, 1 as amount";
  const added = "select 2 as id, 'b' as state, 2 as amount, true as fresh";
  const lost = "select 2 as id, 'b' as state";
  const text =
    "select string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position) from information_schema.columns where table_name = 'log'";

  test.each([
    ["ignore", added, "id INTEGER, state VARCHAR, amount INTEGER"],
    ["append_new_columns", added, "id INTEGER, state VARCHAR, amount INTEGER, fresh BOOLEAN"],
    ["append_new_columns", lost, "id INTEGER, state VARCHAR, amount INTEGER"],
    ["sync_all_columns", added, "id INTEGER, state VARCHAR, amount INTEGER, fresh BOOLEAN"],
    ["sync_all_columns", lost, "id INTEGER, state VARCHAR"],
    ["no_such_policy", added, "id INTEGER, state VARCHAR, amount INTEGER"],
  ])("%s with %s", async (policy, second, columns) => {
    expect(await twice(`, on_schema_change='${policy}'`, before, second, "id")).toEqual(["1", "2"]);
    expect(await lab.column(text)).toEqual([columns]);
  });

  test.each([added, lost, "select 2 as id, 'b' as state, 'x' as amount"])("fail refuses %s", async (second) => {
    lab = await openLab({ "models/log.sql": model(", on_schema_change='fail'", before) });
    await lab.command("run");
    lab = lab.change({ "models/log.sql": model(", on_schema_change='fail'", second) });
    const outcome = await lab.command("run");
    expect(outcome.exitCode).toBe(1);
    expect(outcome.diagnostics[0]?.message).toContain('The columns of "log" changed');
    expect(await lab.column("select id from strata.main.log")).toEqual(["1"]);
  });

  test("a changed type under sync_all_columns fails as in dbt: DuckDB cannot change and fill a column in one transaction", async () => {
    lab = await openLab({ "models/log.sql": model(", on_schema_change='sync_all_columns'", before) });
    await lab.command("run");
    const changed = model(", on_schema_change='sync_all_columns'", "select 2 as id, 'b' as state, 'x' as amount");
    lab = lab.change({ "models/log.sql": changed });
    expect((await lab.command("run")).diagnostics[0]).toMatchObject({
      message: expect.stringContaining("another transaction has altered this table") as string,
      hint: expect.stringContaining("--full-refresh") as string,
    });
    expect(await lab.column(text)).toEqual(["id INTEGER, state VARCHAR, amount INTEGER"]);
  });

  test("a column that is lost under ignore fails the model and leaves the table", async () => {
    lab = await openLab({ "models/log.sql": model("", before) });
    await lab.command("run");
    lab = lab.change({ "models/log.sql": model("", lost) });
    expect((await lab.command("run")).exitCode).toBe(1);
    expect(await lab.column("select id from strata.main.log")).toEqual(["1"]);
  });
});

test("full_refresh in the config wins over the flag", async () => {
  lab = await openLab({ "models/log.sql": model(", full_refresh=false", "select 1 as id") });
  await lab.command("run");
  await lab.command("run --full-refresh");
  expect(await lab.column("select count(*) from strata.main.log")).toEqual(["2"]);
  lab = lab.change({ "models/log.sql": model(", full_refresh=true", "select 1 as id") });
  await lab.command("run");
  expect(await lab.column("select count(*) from strata.main.log")).toEqual(["1"]);
});

test("a view of that name is replaced by the table", async () => {
  lab = await openLab({ "models/log.sql": "select 1 as id" });
  await lab.command("run");
  lab = lab.change({ "models/log.sql": model("", "select 2 as id {% if is_incremental() %} where false {% endif %}") });
  expect((await lab.command("run")).exitCode).toBe(0);
  expect(await lab.column("select id from strata.main.log")).toEqual(["2"]);
});

test("what fails half way leaves the table and no temporary tables", async () => {
  lab = await openLab({ "models/log.sql": model(", unique_key='id'", "select 1 as id, 'a' as state") });
  await lab.command("run");
  lab = lab.change({
    "models/log.sql": model(
      ", unique_key='id', post_hook='insert into nowhere values (1)'",
      "select 1 as id, 'b' as state",
    ),
  });
  expect((await lab.command("run")).exitCode).toBe(1);
  expect(await lab.column("select state from strata.main.log")).toEqual(["a"]);
  expect(await lab.column("select table_name from information_schema.tables")).toEqual(["log"]);
});
