/**
 * How soon a lesson can be worked on: the built page in, for each lesson the time from its link to its start state, the time of the
 * check of each of its own solutions, how much data it loaded and how large DuckDB's memory grew. Goals: a start state within 3 s, a check
 * within 1 s, memory below 1 GB.
 *
 * The page's own files are stored already, as on any visit but the first, and the database is up; no table is: before each lesson
 * everything that was kept is taken away. Beside wall time stands the page's processor time, for a machine that is busy.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { loadPack } from "../../src/lessons/load.ts";
import type { Exercise, Lesson, Module, PredictExercise } from "../../src/lessons/pack.ts";
import { goToStep, prepare } from "../e2e/lesson-solver.ts";
import type { Site } from "../e2e/server.ts";
import { contentFiles } from "../lessons/content-files.ts";
import { dist, onBuiltPage, spent, told, type BuiltPage, type Spent } from "./built-page.ts";

export interface CheckTime extends Spent {
  readonly exercise: string;
  readonly passed: boolean;
}

export interface LessonTime {
  readonly lesson: string;
  /** From the address of the page to a database that takes questions. */
  readonly visit: Spent;
  /** From the link of the lesson to its start state. */
  readonly open: Spent;
  /** Whether its tables had to be asked for with the button. */
  readonly asked: boolean;
  readonly megabytes: number;
  readonly files: number;
  /** DuckDB's WebAssembly memory at its largest; 0 where the system does not say. */
  readonly memoryMb: number;
  readonly checks: readonly CheckTime[];
}

const OPEN_MS = 300_000;
const CHECK_MS = 120_000;

/** `only` are beginnings of lesson ids, such as "m5"; all lessons without it. */
export async function measureLessons(tier: string, only: readonly string[]): Promise<readonly LessonTime[]> {
  const places = loadPack(contentFiles())
    .pack.modules.flatMap((module) => module.lessons.map((lesson) => ({ module, lesson })))
    .filter(({ lesson }) => only.length === 0 || only.some((start) => lesson.id.startsWith(start)));
  return onBuiltPage(async (built) => {
    const bench = { ...built, tier };
    await warmUp(bench);
    const measured: LessonTime[] = [];
    for (const place of places) {
      const time = await measureLesson(place, bench);
      console.log(lineOf(time));
      measured.push(time);
    }
    return measured;
  });
}

function lineOf({ lesson, visit, open, asked, megabytes, files, memoryMb, checks }: LessonTime): string {
  const each = checks.map(({ exercise, passed, ...spent }) => {
    const letter = exercise.slice(lesson.length + 1);
    return `${letter} ${told(spent)}${passed ? "" : " NOT PASSED"}`;
  });
  const data = `${megabytes.toFixed(1)} MB in ${String(files)} files, memory ${memoryMb.toFixed(0)} MB`;
  return `${lesson}  page ${told(visit)}  open ${told(open)}${asked ? " by its button" : ""}  ${data}  checks ${each.join(", ") || "none"}`;
}

interface Bench extends BuiltPage {
  readonly tier: string;
}

/** A first visit, until everything of the page is stored. */
async function warmUp({ site, tier, context }: Bench): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${site.url}?tier=${tier}#/learn`);
  await page.evaluate(() => window.strata.ready.then(() => undefined));
  await page.getByText("Available offline").waitFor({ timeout: OPEN_MS });
  await page.close();
}

async function measureLesson(
  { module, lesson }: { readonly module: Module; readonly lesson: Lesson },
  bench: Bench,
): Promise<LessonTime> {
  const { site, tier, context, cpu, wasm } = bench;
  const page = await context.newPage();
  await forget(page, site);
  const loaded = new Set<string>();
  context.on("request", (request) => {
    const path = /\/data\/(.+)$/.exec(new URL(request.url()).pathname)?.[1];
    if (path !== undefined) loaded.add(path);
  });
  const visit = await spent(cpu, async () => {
    await page.goto(`${site.url}?tier=${tier}#/learn`);
    await page.evaluate(() => window.strata.ready.then(() => undefined));
  });
  await page.evaluate(noteTables);
  let asked = false;
  const opened = await spent(cpu, async () => {
    await page.evaluate((hash) => (location.hash = hash), `#/learn/${module.slug}/${lesson.slug}`);
    await page.waitForFunction(() => /missing|built|failed/.test(window.benchTables?.state ?? ""), null, {
      timeout: OPEN_MS,
    });
    asked = (await page.evaluate(() => window.benchTables?.state)) === "missing";
    if (asked)
      await page
        .getByRole("button", { name: /^Build the tables/ })
        .first()
        .press("Enter");
    await page.waitForFunction(() => /built|failed/.test(window.benchTables?.state ?? ""), null, { timeout: OPEN_MS });
  });
  const open = { ...opened, ms: await page.evaluate(() => window.benchTables?.builtMs ?? NaN) };
  const files = [...loaded];
  const sizes = files.map((path) => statSync(join(dist, "data", path), { throwIfNoEntry: false })?.size ?? 0);
  await hiddenDataStands(page);
  const checks: CheckTime[] = [];
  for (const [index, { parts }] of lesson.steps.entries())
    for (const part of parts) {
      const exercise = lesson.exercises.find((item) => part.kind === "exercise" && item.id === part.id);
      if (exercise === undefined || exercise.type === "predict") continue;
      await goToStep(page, lesson, index + 1);
      checks.push(await measureCheck(page, exercise, cpu));
    }
  const memoryMb = wasm() / 1e6;
  await page.close();
  context.removeAllListeners("request");
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  return { lesson: lesson.id, visit, open, asked, megabytes, files: files.length, memoryMb, checks };
}

async function measureCheck(
  page: Page,
  exercise: Exclude<Exercise, PredictExercise>,
  cpu: Bench["cpu"],
): Promise<CheckTime> {
  const submit = await prepare(page, exercise);
  await page.evaluate(noteVerdict);
  const checked = await spent(cpu, async () => {
    await submit();
    await page.waitForFunction(() => window.benchVerdict?.ms !== undefined, null, { timeout: CHECK_MS });
  });
  const { ms = NaN, passed = false } = (await page.evaluate(() => window.benchVerdict)) ?? {};
  return { exercise: exercise.id, ...checked, ms, passed };
}

/** The data of other companies and the references are made in the background; the goal of a check holds once they stand. */
async function hiddenDataStands(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector("[data-hidden]")?.getAttribute("data-hidden") === "ready",
    null,
    {
      timeout: OPEN_MS,
    },
  );
}

/** Takes away what was kept of earlier lessons, from a page of the same origin on which nothing is open. */
async function forget(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.url}icon.svg`);
  await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const [name] of folder.entries()) names.push(name);
    for (const name of names) await folder.removeEntry(name, { recursive: true });
    for (const { name } of await indexedDB.databases())
      await new Promise<void>((done) => {
        const deleted = indexedDB.deleteDatabase(name ?? "");
        deleted.onsuccess = deleted.onerror = deleted.onblocked = () => done();
      });
  });
}

declare global {
  interface Window {
    benchTables?: { state: string; builtMs?: number };
    benchVerdict?: { ms?: number; passed?: boolean };
  }
}

/** Runs in the page: from the change of the address to the lesson's tables. */
function noteTables(): void {
  const noted: { state: string; builtMs?: number } = { state: "" };
  window.benchTables = noted;
  let begun = performance.now();
  addEventListener("hashchange", () => (begun = performance.now()), { once: true });
  new MutationObserver(() => {
    noted.state = document.querySelector("[data-tables]")?.getAttribute("data-tables") ?? "";
    if (noted.state === "built") noted.builtMs ??= performance.now() - begun;
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-tables"] });
}

/** Runs in the page: from the next key until there is one verdict more than now. */
function noteVerdict(): void {
  // A function with a name of its own would need a helper that the page has not.
  const verdicts = "h2.headline, .clicked > .verdict";
  const before = document.querySelectorAll(verdicts).length;
  const noted: { ms?: number; passed?: boolean } = {};
  window.benchVerdict = noted;
  let begun: number | null = null;
  document.addEventListener("keydown", (event) => (begun ??= event.key === "Enter" ? performance.now() : null), {
    capture: true,
  });
  const observer = new MutationObserver(() => {
    const found = [...document.querySelectorAll(verdicts)];
    if (begun === null || found.length <= before) return;
    observer.disconnect();
    noted.passed = found.every((one) => one.matches(".right") || one.querySelector('[aria-label="Correct"]') !== null);
    noted.ms = performance.now() - begun;
  });
  observer.observe(document, { childList: true, subtree: true });
}
