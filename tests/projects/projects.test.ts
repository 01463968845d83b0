/** Tiny whole projects, one per family of features, held to what dbt-core with dbt-duckdb answered to the same steps. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { readProjectFiles } from "../../src/cli/project-files.ts";
import { builtins } from "../support/project.ts";
import { play } from "./scenario.ts";
import type { Answer, Differences, Scenario } from "./scenario.ts";

const FOLDER = import.meta.dirname;
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(FOLDER, entry.name, "scenario.json")))
  .map((entry) => entry.name);
const differences = readJson<Differences>(join(FOLDER, "differences.json"));

describe("projects answer as dbt does", () => {
  test.each(names)("%s", async (name) => {
    const folder = join(FOLDER, name);
    const scenario = readJson<Scenario>(join(folder, "scenario.json"));
    const files = await readProjectFiles(folder);
    const warehouse = await openNodeWarehouse({ database: "shop", settings: { threads: "1" } });
    try {
      const answers = await play(files, scenario, {
        warehouse,
        engine: (current, now) =>
          openEngine({
            files: current,
            builtins,
            warehouse: () => Promise.resolve(warehouse),
            clock: { now: () => now, wall: () => now, elapsed: () => 0 },
          }),
      });
      const expected = readJson<Answer[]>(join(folder, "expected.json"));
      scenario.steps.forEach((step, index) => {
        const difference = differences[name]?.[index];
        const answer = difference ? difference.ours : expected[index];
        expect({ index, step, answer: answers[index] }).toEqual({ index, step, answer });
      });
    } finally {
      await warehouse.close();
    }
  });
});

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
