/**
 * How fast is it, told as ratios within one run where that can be, because machines differ and drift.
 *
 *   engine      native: DuckDB alone, the SQL that the engine sent, sent again with nothing around it; engine: `dbt build` in this
 *               process, "own time" is wall time minus the time spent awaiting the warehouse; cli: `strata build` as a process, start-up
 *               and artifacts included; chromium: the same build on DuckDB-WASM in a worker of Chromium, and its own time there
 *   saas        the SaaS project with its tests, natively and in Chromium, statement by statement, and a question of each entity
 *   data        the classroom from its seed to tables, in the built page and in Node
 *   lessons     each lesson in the built page (`npm run build` first): its start state, its checks, the data that it loads
 *   dashboards  each dashboard in the built page, its models built: from its address to its last tile
 *   live        an edit in live mode in the built page: from the keystroke to the first row diff of a table below
 *   cancel      a whole build in the built page, cancelled at several moments: from the click to its end
 *
 * `npm run bench -- --tier tiny --rounds 3 --only engine,data`   parts to measure; without it all of them
 * `--no-browser`            only what runs without one
 * `--full`                  with the full tier as files (data) and built by the command line (saas)
 * `--lessons m2,m5.07`      lessons whose ids begin so
 */
import { told, type Spent } from "./built-page.ts";
import { measureCancel, type CancelTime } from "./cancel.ts";
import { measureChromium } from "./chromium.ts";
import type { BrowserRound } from "./chromium.worker.ts";
import { measureDashboards, type DashboardTime } from "./dashboards.ts";
import { measureData, type DataTimes } from "./data.ts";
import { measureEngine, type Round } from "./engine.ts";
import { measureLessons, type LessonTime } from "./lessons.ts";
import { measureLive, type LiveTime } from "./live.ts";
import { measureFull, measureSaas, slowestTen, type SaasBench } from "./saas.ts";

const PARTS = ["engine", "saas", "data", "lessons", "dashboards", "live", "cancel"] as const;

const has = (flag: string): boolean => process.argv.includes(flag);
const tier = option("--tier", "classroom");
const rounds = Number(option("--rounds", "3"));
const browser = !has("--no-browser");
const only = listOf("--only");
const unknown = only.find((name) => !PARTS.some((part) => part === name));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". There are ${PARTS.join(", ")}.`);
  process.exit(2);
}
const wants = (part: (typeof PARTS)[number]): boolean => only.length === 0 || only.includes(part);

if (wants("engine")) {
  const measured = await measureEngine(tier, rounds);
  report(measured, browser ? await measureChromium(tier, rounds) : []);
}
if (wants("saas")) {
  reportSaas(await measureSaas(tier, { browser }));
  if (has("--full")) reportSaas(await measureFull());
}
if (wants("data")) reportData(await measureData(rounds, { browser, full: has("--full") }));
if (wants("lessons") && browser) reportLessons(await measureLessons(tier, listOf("--lessons")));
if (wants("dashboards") && browser) reportDashboards(await measureDashboards(tier, rounds));
if (wants("live") && browser) reportLive(await measureLive(tier, rounds));
if (wants("cancel") && browser) reportCancel(await measureCancel(tier));

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

function reportData({ rows, nativeMs, page, full }: DataTimes): void {
  console.log(`\nData: the classroom with ${rows} rows, best of ${rounds} rounds\n`);
  print("generator in Node, warm, all tables, nothing written", ms(nativeMs), "1.00");
  if (page !== null)
    print("the built page, seed to tables of its database (goal: 6 s)", told(page), ratio(page.ms / nativeMs));
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
  if (megabytes !== null) print("DuckDB's memory (goal: 2 GB)", `${megabytes.toFixed(0)} MB`, "");
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
  const [largest] = [...lessons].sort((a, b) => b.memoryMb - a.memoryMb);
  if (largest)
    print(`DuckDB's memory, most: ${largest.lesson} (goal: 1000 MB)`, `${largest.memoryMb.toFixed(0)} MB`, "");
  for (const { exercise, passed } of checks) if (!passed) print("not passed", exercise, "");
}

function reportDashboards(dashboards: readonly DashboardTime[]): void {
  const GOAL = 1000;
  console.log(`\nDashboards: ${dashboards.length}, tier ${tier}, models built, best of ${rounds} visits\n`);
  for (const one of dashboards) print(`${one.name}, ${one.tiles} tiles`, told(one), "");
  const [worst] = slowest(dashboards);
  if (worst !== undefined) print(`the slowest: ${worst.name} (goal: ${GOAL} ms)`, told(worst), "");
  const over = dashboards.filter(({ ms }) => ms > GOAL);
  print(`over the goal of ${GOAL} ms`, `${over.length} of ${dashboards.length}`, "");
  for (const { name, without } of dashboards) for (const tile of without) print(`${name} shows nothing`, tile, "");
}

function reportLive(edits: readonly LiveTime[]): void {
  console.log(`\nLive mode: tier ${tier}, from a keystroke to the first row diff of a table below (goal: 1000 ms)\n`);
  for (const model of new Set(edits.map((edit) => edit.model))) {
    const own = edits.filter((edit) => edit.model === model);
    print(`${model}, median of ${own.length} edits`, ms(middle(own.map((edit) => edit.ms))), "");
    print("  of that from the start of the comparison", ms(middle(own.map(({ ownMs }) => ownMs))), "");
    for (const edit of slowest(own).slice(0, 1)) print("  the slowest", told(edit), "");
  }
}

function reportCancel(times: readonly CancelTime[]): void {
  console.log(`\nCancel: tier ${tier}, from the click to the end of the build (goal: 300 ms)\n`);
  for (const one of times) print(`after ${(one.afterMs / 1000).toFixed(1)} s`, ms(one.ms), "");
  print("over the goal", `${times.filter((one) => one.ms > 300).length} of ${times.length}`, "");
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

/** The values of an option, with commas between them. */
function listOf(name: string): readonly string[] {
  return option(name, "").split(",").filter(Boolean);
}
