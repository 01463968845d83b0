/**
 * `npm test`: every check of the project, stage by stage. A stage that fails does not stop the next ones; the last
 * line counts them together, with every single test of the two test runners.
 *
 *   npm test                            what has to be green before anything lands
 *   npm run test:long                   with the long tests (*.long.test.ts) as well
 *   npm test -- --only types,unit       some stages: types, lint, format, unused, unit, browser
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { provideChromium } from "./chromium.ts";
import { tool } from "./run.ts";
import { makeSeedData } from "./seed-data.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Stage {
  readonly name: string;
  readonly group: string;
  readonly run: () => Promise<Count>;
}

const { values } = parseArgs({
  options: { only: { type: "string" }, long: { type: "boolean", default: false } },
});
const only = values.only?.split(",");
const scratch = mkdtempSync(join(tmpdir(), "strata-test-"));
const env: Record<string, string> = values.long ? { STRATA_LONG: "1" } : {};

/** Stages that do not need a whole machine: two lanes of them run side by side, before the others. */
const lanes: readonly (readonly Stage[])[] = [
  [
    checkStage("types of the engine alone", "types", "tsc", ["--noEmit", "-p", "src/engine"]),
    // Components and every other TypeScript file of the project.
    checkStage("types of the project", "types", "svelte-check", [
      "--tsconfig",
      "./tsconfig.json",
      "--fail-on-warnings",
    ]),
    checkStage("format", "format", "prettier", ["--check", "--log-level", "warn", "."]),
  ],
  [
    checkStage("lint", "lint", "eslint", [".", "--max-warnings", "0"]),
    checkStage("unused code and packages", "unused", "knip", []),
  ],
];
const later: readonly Stage[] = [
  { name: "unit, conformance, model and lesson tests", group: "unit", run: unitTests },
  { name: "browser tests", group: "browser", run: browserTests },
];

const groups = new Set([...lanes.flat(), ...later].map((stage) => stage.group));
const unknown = only?.filter((group) => !groups.has(group)) ?? [];
if (unknown.length > 0) {
  console.error(`No stage is called "${unknown.join(", ")}". There are ${[...groups].join(", ")}.`);
  process.exit(2);
}

interface Row {
  readonly name: string;
  readonly count: Count;
  readonly seconds: number;
}
const rows: Row[] = [];
rows.push(...(await Promise.all(lanes.map(inTurn))).flat());
for (const stage of later) {
  if (!isWanted(stage)) continue;
  console.log(`\n── ${stage.name}`);
  rows.push(await timed(stage));
}
rmSync(scratch, { recursive: true, force: true });

console.log("");
for (const { name, count, seconds } of rows) {
  const word = count.failed > 0 ? "FAILED" : "ok";
  console.log(
    `${word.padEnd(7)}${name.padEnd(46)}${String(count.passed).padStart(5)} passed ${seconds.toFixed(1).padStart(7)} s`,
  );
}
const total = (of: keyof Count) => rows.reduce((sum, row) => sum + row.count[of], 0);
const skipped = total("skipped") > 0 ? `, ${total("skipped")} skipped` : "";
console.log(`\n${total("passed")} passed, ${total("failed")} failed${skipped}`);
process.exitCode = total("failed") > 0 ? 1 : 0;

function isWanted({ group }: Stage): boolean {
  return only === undefined || only.includes(group);
}

async function timed({ name, run }: Stage): Promise<Row> {
  const started = performance.now();
  const count = await run();
  return { name, count, seconds: (performance.now() - started) / 1000 };
}

async function inTurn(lane: readonly Stage[]): Promise<Row[]> {
  const done: Row[] = [];
  for (const stage of lane) if (isWanted(stage)) done.push(await timed(stage));
  return done;
}

function checkStage(name: string, group: string, program: string, args: readonly string[]): Stage {
  return { name, group, run: async () => one((await tool(program, args, { together: name })) === 0) };
}

function one(passed: boolean): Count {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function unitTests(): Promise<Count> {
  if (!(await makeSeedData(["tiny"]))) return one(false);
  const report = join(scratch, "vitest.json");
  const code = await tool("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], {
    env,
  });
  const result = readReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(report);
  if (!result) return one(false);
  // A file that does not load fails the run without a failed test.
  const failed = result.numFailedTests + (code !== 0 && result.numFailedTests === 0 ? 1 : 0);
  return { passed: result.numPassedTests, failed, skipped: result.numPendingTests };
}

async function browserTests(): Promise<Count> {
  const chromium = provideChromium();
  if (!chromium || !(await makeSeedData(["tiny"])) || (await tool("vite", ["build"])) !== 0) return one(false);
  const report = join(scratch, "playwright.json");
  const code = await tool("playwright", ["test"], {
    env: { ...env, CHROMIUM_PATH: chromium, STRATA_BROWSER_REPORT: report },
  });
  const result = readReport<{ stats: { expected: number; unexpected: number; skipped: number } }>(report);
  if (!result) return one(false);
  const { expected, unexpected, skipped } = result.stats;
  return { passed: expected, failed: unexpected + (code !== 0 && unexpected === 0 ? 1 : 0), skipped };
}

function readReport<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    console.error("The test runner ended without a report.");
    return null;
  }
}
