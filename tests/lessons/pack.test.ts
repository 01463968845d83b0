/** A pack with an exercise of every type, proven on a project of five models: the form that authors write in. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { Engine } from "../../src/engine/index.ts";
import { EXERCISE_TYPES } from "../../src/lessons/load-exercise.ts";
import { lessonsOf } from "../../src/lessons/pack.ts";
import { verifyPack } from "../../src/lessons/verify.ts";
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
