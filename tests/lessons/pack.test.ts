/** A pack with an exercise of every type, proven on a project of five models: the form that authors write in. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { Engine } from "../../src/engine/index.ts";
import { checkAnswer } from "../../src/lessons/check.ts";
import { EXERCISE_TYPES } from "../../src/lessons/load-exercise.ts";
import { lessonsOf } from "../../src/lessons/pack.ts";
import { verifyPack } from "../../src/lessons/verify.ts";
import type { CheckReport } from "../../src/worker/protocol.ts";
import { contentFiles } from "./content-files.ts";

const files = contentFiles("tests/lessons/pack");

let engine: Engine;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, close } = await openNativeEngine({ projectDir: "tests/lessons/project", path: ":memory:", env: {} }));
  const built = await engine.command("build --resource-type model");
  expect([built.exitCode, built.diagnostics.map((problem) => problem.message)]).toEqual([0, []]);
});
afterAll(async () => close());

test("a pack with every type of exercise is sound", async () => {
  const { pack, proven, diagnostics } = await verifyPack({ files, engine });
  expect(diagnostics.map((problem) => `${problem.message} ${problem.hint ?? ""}`)).toEqual([]);
  const types = lessonsOf(pack).flatMap((lesson) => lesson.exercises.map((exercise) => exercise.type));
  expect([...new Set(types)].sort()).toEqual([...EXERCISE_TYPES].sort());
  expect(proven.filter((line) => / gets M-/.test(line)).length).toBeGreaterThanOrEqual(10);
});

const text = (path: string): string => files.find((file) => file.path.endsWith(`01-all-exercises/${path}`))?.text ?? "";

async function check(exercise: string, answer: string): Promise<CheckReport> {
  const outcome = await checkAnswer({ files, engine, lesson: "t1.01", exercise: `t1.01.${exercise}`, answer });
  if (!outcome.ok) throw new Error(`${outcome.diagnostics[0]?.message ?? ""}`);
  return outcome.value;
}

test.each([
  ["dbt build --select +entity_shops", true],
  ["run -s +entity_shops", true],
  ["dbt build --select entity_shops stg_shops stg_orders", true],
  ["dbt build --select stg_orders+1 stg_shops --exclude tag:none", true],
  ["dbt build --select entity_shops", false],
  ["dbt build", false],
  ["dbt test --select +entity_shops", false],
  ["dbt bild --select +entity_shops", false],
  ["dbt build --select +nothing_there", false],
])("the command %s counts by what it selects", async (command, passes) => {
  expect([(await check("select", command)).headline, passes]).toEqual([
    passes ? "Correct: 3 nodes." : expect.not.stringContaining("Correct"),
    passes,
  ]);
});

test("a repaired model passes in other words, and breaks nothing below it", async () => {
  const other =
    "select s.shop_id, s.shop_name, count(o.order_id)::integer as orders, coalesce(sum(o.amount), 0)::double as revenue from {{ ref('stg_shops') }} as s left join {{ ref('stg_orders') }} as o using (shop_id) group by all";
  expect((await check("repair", other)).passed).toBe(true);
  const broken = await check("repair", other.replace("{{ ref('stg_orders') }}", "corner.main.stg_orders"));
  expect([broken.passed, broken.headline]).toEqual([false, '"stg_orders" is read by its bare name.']);
  const failing = await check("repair", "select {{ no_such_macro() }} as shop_id");
  expect([failing.passed, failing.headline.includes("no_such_macro")]).toEqual([false, true]);
});

test("a new model must keep the project's rules, and its own tests must pass", async () => {
  const yaml = text("solution/entity_days.yml");
  const sql = text("solution/entity_days.sql");
  const files = (model: string, properties: string): string =>
    `=== entity_days.sql\n${model}\n=== entity_days.yml\n${properties}\n`;
  expect((await check("make", files(sql, yaml))).passed).toBe(true);
  expect(
    (await check("make", files(sql, yaml.replace("data_tests: [unique, not_null]", "data_tests: [unique]")))).headline,
  ).toBe('The column "ordered_on" has no test "not_null".');
  expect((await check("make", files(`{{ config(materialized='view') }}\n${sql}`, yaml))).headline).toContain(
    "is a view",
  );
  const over = yaml.replace("description: Orders of the day.", "description: Orders.\n        data_tests: [unique]");
  expect((await check("make", files(sql, over))).headline).toMatch(
    /^The test "unique_entity_days_orders" finds \d+ rows/,
  );
});

test("tests are told which faults they miss", async () => {
  const report = await check("prove", text("start/prove.yml"));
  expect([report.passed, report.headline]).toEqual([false, "Caught 0 of 3; survived: a shop stands there twice."]);
  expect(report.matrix?.columns.map((column) => `${column.kind} ${column.holds}`)).toEqual([
    "sound true",
    "sound true",
    "fault false",
    "fault false",
    "fault false",
  ]);
});
