import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";
import { refusalOf, rowsOf, textOf, valueOf } from "./macros-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ "models/one.sql": "select 1 as id" });
});
afterAll(async () => lab.close());

const CALLS: readonly (readonly [call: string, value: string])[] = [
  [`dbt.dateadd('day', 1, "date '2024-02-28'")`, "2024-02-29 00:00:00"],
  [`dbt.dateadd('week', 2, "date '2024-01-01'")`, "2024-01-15 00:00:00"],
  [`dbt.dateadd('quarter', -1, "date '2024-05-31'")`, "2024-02-29 00:00:00"],
  [
    `dbt.dateadd(datepart='hour', interval='1 + 1', from_date_or_timestamp="timestamp '2024-01-01 23:00:00'")`,
    "2024-01-02 01:00:00",
  ],
  [`dbt.datediff("'2024-01-31'", "'2024-02-01'", 'month')`, "1"],
  [`dbt.datediff("date '2024-01-01'", "date '2024-12-31'", 'year')`, "0"],
  [`dbt.datediff("date '2024-01-06'", "date '2024-01-07'", 'week')`, "1"],
  [`dbt.datediff("date '2024-01-07'", "date '2024-01-13'", 'week')`, "0"],
  [`dbt.datediff("date '2024-01-13'", "date '2024-01-12'", 'week')`, "0"],
  [`dbt.datediff("date '2024-01-07'", "date '2024-01-06'", 'week')`, "-1"],
  [`dbt.date_trunc('month', "timestamp '2024-02-29 12:00:00'")`, "2024-02-01"],
  [`dbt.last_day("date '2024-02-10'", 'month')`, "2024-02-29"],
  [`dbt.last_day("date '2024-02-10'", 'quarter')`, "2024-03-31"],
  [`dbt.last_day("date '2024-02-10'", 'year')`, "2024-12-31"],
  [`dbt.date(2024, 2, 29)`, "2024-02-29"],
  [`dbt.concat(["'a'", "'b'", "'c'"])`, "abc"],
  [`dbt.hash("'a'")`, "0cc175b9c0f1b6a831c399e269772661"],
  [`dbt.length("'four'")`, "4"],
  [`dbt.position("'-'", "'ab-c'")`, "3"],
  [`dbt.replace("'a-b-c'", "'-'", "''")`, "abc"],
  [`dbt.right("'abcdef'", 2)`, "ef"],
  [`dbt.split_part("'a,b,c'", "','", 2)`, "b"],
  [`dbt.split_part("'a,b,c'", "','", -1)`, "c"],
  [`dbt.split_part("'a,b,c'", "','", 9)`, "NULL"],
  [`dbt.safe_cast("'12'", dbt.type_int())`, "12"],
  [`dbt.cast("'12'", 'bigint')`, "12"],
  [`dbt.cast_bool_to_text('true')`, "true"],
  [`dbt.string_literal(dbt.escape_single_quotes("it's"))`, "it's"],
  [`dbt.equals("1", "1")`, "true"],
  [`dbt.array_construct([1, 2])`, "[1, 2]"],
  [`dbt.array_construct()`, "[]"],
  [`dbt.array_append(dbt.array_construct(["'a'"]), "'b'")`, "[a, b]"],
  [`dbt.array_concat(dbt.array_construct([1]), dbt.array_construct([2, 3]))`, "[1, 2, 3]"],
];

test.each(CALLS)("%s is %s", async (call, value) => {
  expect(await valueOf(lab, call)).toBe(value);
});

test.each([
  ["dbt.any_value('x')", "7"],
  ["dbt.bool_or('x = 7')", "true"],
  [`dbt.listagg('x', "'; '", 'order by x desc')`, "7; 7; 7"],
  [`dbt.listagg('x', "'-'", 'order by x', 2)`, "7-7"],
  ["dbt.listagg('x')", "7,7,7"],
])("%s over three sevens is %s", async (call, value) => {
  expect(await rowsOf(lab, `select {{ ${call} }} from (values (7), (7), (7)) as rows(x)`)).toEqual([value]);
});

test("types have the names that dbt-duckdb gives them", async () => {
  const types = ["string", "timestamp", "float", "numeric", "bigint", "int", "boolean"];
  const calls = types.map((type) => `{{ dbt.type_${type}() }}`).join(" ");
  expect(await textOf(lab, calls)).toBe("TEXT timestamp float numeric(28,6) bigint integer boolean");
});

test("except and intersect combine queries", async () => {
  expect(await rowsOf(lab, "(select unnest([1, 2]) as x {{ dbt.except() }} select 1) order by x")).toEqual(["2"]);
  expect(await rowsOf(lab, "(select unnest([1, 2]) as x {{ dbt.intersect() }} select 1) order by x")).toEqual(["1"]);
});

test("a date spine has a row per period and leaves the end out", async () => {
  const spine = `{{ dbt.date_spine('day', "cast('2024-02-27' as date)", "cast('2024-03-02' as date)") }}`;
  expect(await rowsOf(lab, `select date_day::date from (${spine})`)).toEqual([
    "2024-02-27",
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
  ]);
  const months = `{{ dbt.date_spine('month', "date '2024-01-15'", "date '2024-04-01'") }}`;
  expect(await rowsOf(lab, `select date_month::date from (${months})`)).toEqual([
    "2024-01-15",
    "2024-02-15",
    "2024-03-15",
  ]);
});

test("a series counts from 1, and its bound must be above 0 where powers of two are asked for", async () => {
  expect(await rowsOf(lab, "{{ dbt.generate_series(3) }}")).toEqual(["1", "2", "3"]);
  expect(await textOf(lab, "{{ dbt.get_powers_of_two(1) }} {{ dbt.get_powers_of_two(9) }}")).toBe("1 4");
  expect(await refusalOf(lab, "{{ dbt.get_powers_of_two(0) }}")).toContain("above 0");
});

test("now is a time with zone, and a snapshot's now is the engine's clock", async () => {
  expect(await rowsOf(lab, "select typeof({{ dbt.current_timestamp() }})")).toEqual(["TIMESTAMP WITH TIME ZONE"]);
  expect(await valueOf(lab, "snapshot_get_time()")).toBe("2025-12-31 00:00:00");
});

test("a project's own implementation is dispatched to first", async () => {
  const changed = lab.change({
    "macros/own.sql":
      "{% macro default__hash(field) %}sha256({{ field }}){% endmacro %}{% macro duckdb__length(e) %}42{% endmacro %}",
  });
  expect(await textOf(changed, "{{ dbt.hash('x') }} {{ dbt.length('x') }} {{ dbt.right('x', 1) }}")).toBe(
    "sha256(x) 42 right(x, 1)",
  );
});
