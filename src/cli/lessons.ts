/**
 * `strata lessons verify`: proves the lessons of a pack on native DuckDB, in a database that is thrown away. More seeds mean other
 * companies, made here: what holds on one set of data only is found there.
 *
 * Ends with 0 when everything holds, 1 when something does not, 2 when nothing could be run.
 */
import { readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeData } from "../datagen/node.ts";
import { readWish } from "../datagen/request.ts";
import { DEFAULT_SEED } from "../datagen/tiers.ts";
import { EngineError } from "../engine/index.ts";
import type { SourceFile } from "../engine/index.ts";
import { loadPack } from "../lessons/load.ts";
import { lessonsOf } from "../lessons/pack.ts";
import { verifyPack } from "../lessons/verify.ts";
import { openNativeEngine } from "./native-engine.ts";

export const LESSONS_USAGE = `Usage: strata lessons verify [options]

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

export async function lessonsCommand(words: readonly string[], from: string): Promise<number> {
  if (words.includes("--help") || words.includes("-h")) {
    console.log(LESSONS_USAGE);
    return 0;
  }
  const args = readLessonArguments(words, from);
  const files = await readPack(args.pack);
  const known = lessonsOf(loadPack(files).pack);
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
      const names = [...new Set(wanted.flatMap((lesson) => lesson.uses))].map((name) => `+${name}`).join(" ");
      if (names !== "") {
        const built = await native.engine.command(`build --select ${names} --resource-type model seed snapshot`);
        for (const problem of built.diagnostics) console.error(`${problem.code} ${problem.message}`);
        if (built.exitCode !== 0) return 2;
      }
      const report = await verifyPack({
        files,
        engine: native.engine,
        ...(args.lessons.length === 0 ? {} : { lessons: args.lessons }),
        onlesson: (lesson) => console.log(`${lesson.id} ${lesson.title}`),
      });
      if (args.proven) for (const line of report.proven) console.log(`  ${line}`);
      for (const problem of report.diagnostics)
        console.error(`${problem.code} ${problem.message}${problem.hint === null ? "" : `\n     ${problem.hint}`}`);
      console.log(`${report.proven.length} proven, ${report.diagnostics.length} do not hold`);
      failed += report.diagnostics.length;
    } finally {
      await native.close();
    }
  }
  return failed === 0 ? 0 : 1;
}

function readLessonArguments(words: readonly string[], from: string): LessonArguments {
  const [verb, ...rest] = words;
  if (verb !== "verify") throw refused(`"lessons ${verb ?? ""}" is no command.`);
  const lessons: string[] = [];
  let args: LessonArguments = {
    lessons,
    seeds: 1,
    pack: join(ROOT, "src/lessons/content"),
    projectDir: join(ROOT, "src/models"),
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

/** Data of another seed, kept beside other temporary files: the next time they lie there already. */
async function makeData(tier: string, seed: number): Promise<string> {
  const out = join(tmpdir(), `strata-lessons-${seed}`);
  await writeData({ request: readWish({ tier, seed }), out });
  return join(out, tier);
}
