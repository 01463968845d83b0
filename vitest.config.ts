import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Long tests (`*.long.test.ts`) run under `npm run test:long` only. */
const long = process.env["STRATA_LONG"] === "1";

/** Files that take longest, and begin first: a long one at the end would leave the other worker idle. */
const LONGEST = ["tests/lessons/lessons.", "tests/models/project", "tests/models/", "tests/fuzz/", "tests/lessons/"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const place = LONGEST.findIndex((start) => file.moduleId.replaceAll("\\", "/").includes(start));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  plugins: [svelte()],
  // Svelte's server build, which Node would get, has no working runes.
  resolve: { conditions: ["browser"] },
  test: {
    environment: "node",
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**", "node_modules/**", ...(long ? [] : ["tests/**/*.long.test.ts"])],
    globalSetup: ["./tests/tiny-data.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Modules are read once per worker, not once per file: a third of the time. No test may leave state in a module.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
