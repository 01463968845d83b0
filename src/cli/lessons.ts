/**
 * `strata lessons verify`: proves the lessons of a pack on native DuckDB, in a database that is thrown away. More seeds mean other
 * companies, made here: what holds on one set of data only is found there. The companies of hidden variants are made in any case, where
 * the lessons stand on the bundled project. A pack with what packs may not hold (`pack-guard.ts`) is not run at all, here as on the
 * page. `strata lessons new` writes a short pack to begin with.
 *
 * Ends with 0 when everything holds, 1 when something does not, 2 when nothing could be run.
 */
import { cp, mkdir, readFile, readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFAULT_SEED } from "../datagen/tiers.ts";
import { EngineError, lineColumn } from "../engine/index.ts";
import type { Diagnostic, Engine, SourceFile } from "../engine/index.ts";
import { loadPack, type LoadedPack } from "../lessons/load.ts";
import { packFindings } from "../lessons/pack-guard.ts";
import { lessonsOf } from "../lessons/pack.ts";
import { verifyPack } from "../lessons/verify.ts";
import { openNativeEngine } from "./native-engine.ts";
import { makeData, openSeedEngines } from "./seed-engines.ts";

export const LESSONS_USAGE = `Usage: strata lessons new FOLDER
       strata lessons verify [options]

  --lesson ID        only this lesson; may be given several times
  --seeds N          on the data of N companies (default: 1)
  --pack DIR         folder with pack.yml (default: the lessons of this version)
  --project-dir DIR  folder with dbt_project.yml (default: the models of this version)
  --tier NAME        data tier (default: tiny)
  --proven           also list what was proven`;

interface LessonArguments {
  readonly lessons: readonly string[];
  readonly seeds: number;
  readonly pack: string;
  readonly projectDir: string;
  readonly tier: string;
  readonly proven: boolean;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONTENT = join(ROOT, "src/lessons/content");
const MODELS = join(ROOT, "src/models");
const TEMPLATE = join(ROOT, "src/lessons/template");

export async function lessonsCommand(words: readonly string[], from: string): Promise<number> {
  if (words.includes("--help") || words.includes("-h")) {
    console.log(LESSONS_USAGE);
    return 0;
  }
  if (words[0] === "new") return newPack(words.slice(1), from);
  const args = readLessonArguments(words, from);
  const files = await readPack(args.pack);
  const loaded = loadPack(files);
  const known = lessonsOf(loaded.pack);
  const wanted = known.filter((lesson) => args.lessons.length === 0 || args.lessons.includes(lesson.id));
  let failed = 0;
  for (let index = 0; index < args.seeds; index += 1) {
    const seed = DEFAULT_SEED + index;
    if (args.seeds > 1) console.log(`Seed ${seed}`);
    const native = await openNativeEngine({
      projectDir: args.projectDir,
      path: ":memory:",
      ...(index === 0 ? { tier: args.tier } : { env: { STRATA_DATA_DIR: await makeData(args.tier, seed) } }),
    });
    try {
      const refusals = args.pack === CONTENT ? [] : refusalsOf(loaded, native.engine);
      if (refusals.length > 0) {
        for (const problem of refusals) tell(problem, files);
        return 1;
      }
      const names = [...new Set(wanted.flatMap((lesson) => lesson.uses))].map((name) => `+${name}`).join(" ");
      if (names !== "") {
        const built = await native.engine.command(`build --select ${names} --resource-type model seed snapshot`);
        for (const problem of built.diagnostics) console.error(`${problem.code} ${problem.message}`);
        if (built.exitCode !== 0) return 2;
      }
      const report = await verifyPack({
        files,
        engine: native.engine,
        // Only this project is known to read the data that are made.
        ...(args.projectDir === MODELS ? { seeds: openSeedEngines(native, MODELS) } : {}),
        ...(args.lessons.length === 0 ? {} : { lessons: args.lessons }),
        onlesson: (lesson) => console.log(`${lesson.id} ${lesson.title}`),
      });
      if (args.proven) for (const line of report.proven) console.log(`  ${line}`);
      for (const problem of report.diagnostics) tell(problem, files);
      console.log(`${report.proven.length} proven, ${report.diagnostics.length} do not hold`);
      failed += report.diagnostics.length;
    } finally {
      await native.close();
    }
  }
  return failed === 0 ? 0 : 1;
}

/** Never into a folder that holds something: what an author wrote is not to be lost. */
async function newPack([name, ...more]: readonly string[], from: string): Promise<number> {
  if (name === undefined || name.startsWith("-") || more.length > 0) throw refused("Name one folder for the new pack.");
  const folder = resolve(from, name);
  const held = await readdir(folder).catch(() => []);
  if (held.length > 0)
    throw new EngineError("C001", `The folder "${name}" is not empty.`, {
      hint: "Name a folder that does not exist yet.",
    });
  await mkdir(folder, { recursive: true });
  await cp(TEMPLATE, folder, { recursive: true });
  console.log(`A pack with one lesson lies in ${name}.`);
  console.log(`Prove it: strata lessons verify --pack ${name}`);
  return 0;
}

function refusalsOf(loaded: LoadedPack, { manifest }: Pick<Engine, "manifest">): readonly Diagnostic[] {
  const own = [...manifest.macros.values()].filter((macro) => macro.package_name === manifest.project_name);
  return packFindings(loaded, { macros: new Set(own.map((macro) => macro.name)) });
}

function tell({ code, message, hint, at }: Diagnostic, files: readonly SourceFile[]): void {
  const text = at === null ? undefined : files.find((file) => file.path === at.path)?.text;
  const line = at === null || text === undefined ? "" : `:${String(lineColumn(text, at.from).line)}`;
  console.error(
    `${code} ${message}${hint === null ? "" : `\n     ${hint}`}${at === null ? "" : `\n     ${at.path}${line}`}`,
  );
}

function readLessonArguments(words: readonly string[], from: string): LessonArguments {
  const [verb, ...rest] = words;
  if (verb !== "verify") throw refused(`"lessons ${verb ?? ""}" is no command.`);
  const lessons: string[] = [];
  let args: LessonArguments = {
    lessons,
    seeds: 1,
    pack: CONTENT,
    projectDir: MODELS,
    tier: "tiny",
    proven: false,
  };
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? "";
    if (word === "--proven") {
      args = { ...args, proven: true };
      continue;
    }
    const [name = "", inline] = word.split("=");
    const value = inline ?? rest[(index += 1)];
    if (value === undefined) throw refused(`"${name}" needs a value.`);
    if (name === "--lesson") lessons.push(value);
    else if (name === "--pack") args = { ...args, pack: resolve(from, value) };
    else if (name === "--project-dir") args = { ...args, projectDir: resolve(from, value) };
    else if (name === "--tier") args = { ...args, tier: value };
    else if (name === "--seeds" && /^[1-9]\d?$/.test(value)) args = { ...args, seeds: Number(value) };
    else throw refused(name === "--seeds" ? `"${value}" is no number of seeds.` : `The option "${name}" is not known.`);
  }
  return args;
}

function refused(message: string): EngineError {
  return new EngineError("C001", message, { hint: "See: strata lessons --help" });
}

async function readPack(folder: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new EngineError("L001", `There is no lesson pack in "${folder}".`, {
      hint: "Give the folder that holds pack.yml with --pack.",
      cause,
    });
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(folder, path).replaceAll("\\", "/"),
      text: await readFile(path, "utf8"),
    })),
  );
}
