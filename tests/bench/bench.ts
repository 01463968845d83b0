/**
 * How fast is the engine, told as ratios within one run, because machines differ and drift.
 *
 *   native   DuckDB alone: the SQL that the engine sent, sent again with nothing around it
 *   engine   `dbt build` in this process; "own time" is wall time minus the time spent awaiting the warehouse
 *   cli      `strata build` as a process, start-up and artifacts included
 *   chromium the same build on DuckDB-WASM in a worker of Chromium, and its own time there
 *
 *   data     the classroom from its seed to tables in Chromium and in Node; the full tier as files
 *   saas     the SaaS project with its tests, natively and in Chromium, statement by statement, and a question of each entity
 *   lessons  each lesson in the built page (`npm run build` first): its start state, its checks, the data that it loads
 *
 * `npm run bench -- --tier tiny --rounds 3 [--no-browser] [--no-data] [--no-full] [--no-lessons] [--only-data]`
 * `npm run bench -- --only-saas [--full]`
 * `npm run bench -- --only-lessons [--tier tiny] [--lessons m2,m5.07]`
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { measureChromium } from "./chromium.ts";
import type { BrowserRound } from "./chromium.worker.ts";
import { measureData, type DataTimes } from "./data.ts";
import { measureLessons, told, type LessonTime, type Spent } from "./lessons.ts";
import { dropModels, recorded } from "./recorded.ts";
import type { Recording } from "./recorded.ts";
import { measureFull, measureSaas, slowestTen, type SaasBench } from "./saas.ts";

const tier = option("--tier", "classroom");
const rounds = Number(option("--rounds", "3"));
const env = { ...process.env, STRATA_DATA_DIR: `../../public/data/${tier}` } as Record<string, string>;

interface Round {
  readonly parseMs: number;
  readonly buildMs: number;
  readonly ownMs: number;
  /** Own time of `dbt run`, which runs the models without their tests. */
  readonly runOwnMs: number;
  readonly nativeMs: number;
  readonly cliMs: number;
  readonly models: number;
  readonly nodes: number;
}

const has = (flag: string): boolean => process.argv.includes(flag);

const onlyLessons = has("--only-lessons");
const onlySaas = has("--only-saas");
if (!has("--only-data") && !onlyLessons && !onlySaas) {
  const measured: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const result = await runRound();
    // The first round warms caches and the compiler; it is not counted.
    if (round > 0) measured.push(result);
  }
  report(measured, has("--no-browser") ? [] : await measureChromium(tier, rounds));
}
if (onlySaas) {
  reportSaas(await measureSaas(tier, { browser: !has("--no-browser") }));
  if (has("--full")) reportSaas(await measureFull());
}
if (!has("--no-data") && !onlyLessons && !onlySaas)
  reportData(await measureData(rounds, { browser: !has("--no-browser"), full: !has("--no-full") }));
if (onlyLessons || !(onlySaas || has("--only-data") || has("--no-browser") || has("--no-lessons")))
  reportLessons(await measureLessons(tier, option("--lessons", "").split(",").filter(Boolean)));

async function runRound(): Promise<Round> {
  const recording: Recording = { statements: [], awaitedMs: 0 };
  const beforeParse = performance.now();
  const native = await openNativeEngine({
    projectDir: "src/models",
    path: ":memory:",
    threads: 1,
    settings: { threads: "1" },
    env,
    wrap: (warehouse) => recorded(warehouse, recording),
  });
  const parseMs = performance.now() - beforeParse;
  // Sources are loaded first, so that reading files is nobody's time.
  await native.engine.command("run --select nothing_at_all");
  await native.engine.preview("model.strata.entity_customers", { limit: 1 });
  await dropModels(await native.warehouse());
  recording.statements.length = 0;
  recording.awaitedMs = 0;
  const beforeBuild = performance.now();
  const outcome = await native.engine.command("build");
  const buildMs = performance.now() - beforeBuild;
  if (outcome.exitCode !== 0) throw new Error(`The build failed:\n${outcome.log.slice(-20).join("\n")}`);
  const awaitedMs = recording.awaitedMs;
  const statements = [...recording.statements];
  recording.awaitedMs = 0;
  const beforeRun = performance.now();
  await native.engine.command("run --full-refresh");
  const runOwnMs = performance.now() - beforeRun - recording.awaitedMs;
  const warehouse = await native.warehouse();
  await dropModels(warehouse);
  const beforeNative = performance.now();
  for (const statement of statements) {
    if (statement.rows) await warehouse.query(statement.sql);
    else await warehouse.execute(statement.sql);
  }
  const nativeMs = performance.now() - beforeNative;
  await native.close();
  return {
    parseMs,
    buildMs,
    ownMs: buildMs - awaitedMs,
    runOwnMs,
    nativeMs,
    cliMs: runCli(),
    models: outcome.results.filter((result) => result.unique_id.startsWith("model.")).length,
    nodes: outcome.results.length,
  };
}

function runCli(): number {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const before = performance.now();
  const child = spawnSync(
    process.execPath,
    [
      "node_modules/tsx/dist/cli.mjs",
      "src/cli/main.ts",
      "build",
      "--project-dir",
      "src/models",
      "--target-path",
      folder,
      "--threads",
      "1",
      "--quiet",
    ],
    {
      env: { ...env, STRATA_DB: join(folder, "strata.duckdb") },
      encoding: "utf8",
    },
  );
  const elapsed = performance.now() - before;
  rmSync(folder, { recursive: true, force: true });
  if (child.status !== 0) throw new Error(`The command line failed:\n${child.stdout}\n${child.stderr}`);
  return elapsed;
}

function report(all: readonly Round[], inBrowser: readonly BrowserRound[]): void {
  const median = (pick: (round: Round) => number): number => middle(all.map(pick));
  const there = (pick: (round: BrowserRound) => number): number => middle(inBrowser.map(pick));
  const native = median((round) => round.nativeMs);
  const models = all[0]?.models ?? 1;
  const nodes = all[0]?.nodes ?? 1;
  const rows: [string, string, string][] = [
    ["native DuckDB, the same statements", ms(native), "1.00"],
    [
      "engine, dbt build in this process",
      ms(median((round) => round.buildMs)),
      ratio(median((round) => round.buildMs / round.nativeMs)),
    ],
    [
      "cli, strata build as a process",
      ms(median((round) => round.cliMs)),
      ratio(median((round) => round.cliMs / round.nativeMs)),
    ],
    [
      "engine's own time (wall minus awaiting the warehouse)",
      ms(median((round) => round.ownMs)),
      ratio(median((round) => round.ownMs / round.nativeMs)),
    ],
    ["own time per model, dbt run (goal: under 1 ms)", ms(median((round) => round.runOwnMs) / models), ""],
    ["own time per node, dbt build", ms(median((round) => round.ownMs) / nodes), ""],
    ["reading the project", ms(median((round) => round.parseMs)), ""],
  ];
  if (inBrowser.length > 0) {
    rows.push(
      [
        "chromium, dbt build on DuckDB-WASM",
        ms(there((round) => round.buildMs)),
        ratio(there((round) => round.buildMs) / native),
      ],
      [
        "chromium, the same statements sent alone",
        ms(there((round) => round.aloneMs)),
        ratio(there((round) => round.aloneMs) / native),
      ],
      ["chromium, own time per model, dbt run", ms(there((round) => round.runOwnMs) / models), ""],
      ["chromium, own time per node, dbt build", ms(there((round) => round.ownMs) / nodes), ""],
      ["chromium, reading the project", ms(there((round) => round.parseMs)), ""],
    );
  }
  console.log(`\n${models} models, ${nodes} nodes, tier ${tier}, medians of ${all.length} rounds, one thread\n`);
  for (const [what, time, relative] of rows) print(what, time, relative);
}

function reportData({ rows, nativeMs, chromiumMs, full }: DataTimes): void {
  console.log(`\nData: the classroom with ${rows} rows, best of ${rounds} rounds\n`);
  print("generator in Node, all tables, nothing written", ms(nativeMs), "1.00");
  if (chromiumMs !== null)
    print("chromium, seed to tables of DuckDB-WASM (goal: 6 s)", ms(chromiumMs), ratio(chromiumMs / nativeMs));
  if (full !== null) {
    print("full tier, seed to files (goal: 60 s)", ms(full.ms), "");
    print("full tier, most memory (goal: 4 GB)", `${full.megabytes.toFixed(0)} MB`, "");
  }
}

function reportSaas(bench: SaasBench): void {
  const { native, chromium, megabytes } = bench;
  console.log(`\nThe SaaS project with its tests, tier ${bench.tier}\n`);
  print("native DuckDB, awaiting its statements", ms(native.awaitedMs), "1.00");
  print("the whole build in Node", ms(native.buildMs), ratio(native.buildMs / native.awaitedMs));
  if (chromium !== null)
    print("the whole build in Chromium (goal: 2)", ms(chromium.buildMs), ratio(chromium.buildMs / native.awaitedMs));
  if (megabytes !== null) print("most memory of the process (goal: 2 GB)", `${megabytes.toFixed(0)} MB`, "");
  console.log(`\nslowest statements`);
  for (const { name, nativeMs, chromiumMs } of slowestTen(bench))
    print(
      `  ${name}`,
      ms(chromium === null ? nativeMs : chromiumMs),
      chromium === null ? "" : ratio(chromiumMs / nativeMs),
    );
  const asked = Object.entries((chromium ?? native).questions).sort(([, a], [, b]) => b - a);
  console.log(`\n${asked.length} questions of the entities, slowest five`);
  for (const [table, time] of asked.slice(0, 5)) print(`  ${table}`, ms(time), "");
}

function reportLessons(lessons: readonly LessonTime[]): void {
  console.log(`\nLessons: ${lessons.length}, tier ${tier}, nothing kept, the page's own files stored\n`);
  const checks = lessons.flatMap((lesson) => lesson.checks);
  const visits = lessons.map(({ lesson, visit }) => ({ what: lesson, ...visit }));
  const opened = lessons.map(({ lesson, open }) => ({ what: lesson, ...open }));
  const checked = checks.map(({ exercise, ...spent }) => ({ what: exercise, ...spent }));
  print("the page until its database is up, median", ms(middle(visits.map((one) => one.ms))), "");
  for (const [title, goal, all] of [
    ["to the start state", 3000, opened],
    ["a check of the lesson's own solution", 1000, checked],
  ] as const) {
    const over = all.filter(({ ms }) => ms > goal);
    print(`${title}, median`, ms(middle(all.map((one) => one.ms))), "");
    print(`${title}, over the goal of ${goal} ms`, `${over.length} of ${all.length}`, "");
    const busy = all.filter(({ cpuMs }) => cpuMs !== null && cpuMs > goal);
    print("  by the page's processor time alone", `${busy.length} of ${all.length}`, "");
    for (const one of slowest(all)) print(`  ${one.what}`, told(one), "");
  }
  print("data loaded, most", `${Math.max(...lessons.map((lesson) => lesson.megabytes)).toFixed(1)} MB`, "");
  for (const { exercise, passed } of checks) if (!passed) print("not passed", exercise, "");
}

function slowest<One extends Spent>(all: readonly One[]): readonly One[] {
  return [...all].sort((a, b) => b.ms - a.ms).slice(0, 10);
}

function print(what: string, value: string, relative: string): void {
  console.log(`${what.padEnd(56)} ${value.padStart(12)} ${relative.padStart(8)}`);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

function ratio(value: number): string {
  return value.toFixed(2);
}

function option(name: string, fallback: string): string {
  const index = process.argv.indexOf(name);
  return index === -1 ? fallback : (process.argv[index + 1] ?? fallback);
}
