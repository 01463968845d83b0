/** An incremental model is judged by all of its rows, whether or not the learner has built it before. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { Engine } from "../../src/engine/index.ts";
import { checkAnswer } from "../../src/lessons/check.ts";
import { contentFiles } from "./content-files.ts";

const files = contentFiles("tests/lessons/pack");

let engine: Engine;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, close } = await openNativeEngine({ projectDir: "tests/lessons/project", path: ":memory:", env: {} }));
  const built = await engine.command("build --resource-type model");
  expect(built.exitCode).toBe(0);
});
afterAll(async () => close());

test("the part behind is_incremental() takes nothing away from an answer whose table is there already", async () => {
  const solution = files.find((file) => file.path.endsWith("solution/entity_shops.sql"))?.text ?? "";
  const incremental = solution.replace(
    "select * from final",
    "select * from final {% if is_incremental() %}where revenue > (select max(revenue) from {{ this }}){% endif %}",
  );
  const outcome = await checkAnswer({
    files,
    engine,
    lesson: "t1.01",
    exercise: "t1.01.repair",
    answer: `{{ config(materialized='incremental', unique_key='shop_id') }}\n${incremental}`,
  });
  expect(outcome.ok && [outcome.value.passed, outcome.value.headline]).toEqual([
    true,
    "Correct, on this data and on the hidden data.",
  ]);
});
