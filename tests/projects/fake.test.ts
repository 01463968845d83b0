/**
 * Some of the projects once more, without a database: what is selected, in which order it runs, what is skipped and which statements
 * are sent does not depend on one. Steps that read or change data are left out.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/index.ts";
import { readProjectFiles } from "../../src/cli/project-files.ts";
import { createFakeStage } from "../support/fake-stage.ts";
import { builtins } from "../support/project.ts";
import { play } from "./scenario.ts";
import type { Answer, Differences, Scenario, Step } from "./scenario.ts";

const FOLDER = import.meta.dirname;
const differences = readJson<Differences>(join(FOLDER, "differences.json"));

describe("projects answer on a fake database as dbt does on a real one", () => {
  test.each([
    ["naming", null],
    ["packages", /as should_error[^]*not in \('red'\)/],
    ["selectors", null],
    ["semantics", null],
    ["sources_quoted", null],
    ["versions", null],
  ])("%s", async (name, failing) => {
    const folder = join(FOLDER, name);
    const scenario = readJson<Scenario>(join(folder, "scenario.json"));
    const expected = readJson<Answer[]>(join(folder, "expected.json"));
    const wanted = scenario.steps.map((step, index) => differences[name]?.[index]?.ours ?? expected[index] ?? null);
    const warehouse = createFakeStage({ failing });
    const kept = [...scenario.steps.entries()].filter(([, step]) => needsNoData(step));
    const answers = await play(
      await readProjectFiles(folder),
      { ...scenario, steps: kept.map(([, step]) => step) },
      {
        warehouse,
        engine: (files, now) =>
          openEngine({
            files,
            builtins,
            warehouse: () => Promise.resolve(warehouse),
            clock: { now: () => now, wall: () => now, elapsed: () => 0 },
          }),
      },
    );
    expect(kept.map(([index, step], at) => ({ index, step, answer: answers[at] }))).toEqual(
      kept.map(([index, step]) => ({ index, step, answer: wanted[index] })),
    );
  });
});

function needsNoData(step: Step): boolean {
  return !("rows" in step) && !("execute" in step) && !("run" in step && step.run[0] === "show");
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
