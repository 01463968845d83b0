/**
 * Every bundled lesson on the data of three companies: the one that all learners see first and two others that are made here. What a
 * lesson says must not hang on one company's luck.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { writeData } from "../../src/datagen/node.ts";
import { readWish } from "../../src/datagen/request.ts";
import { DEFAULT_SEED } from "../../src/datagen/tiers.ts";
import type { Engine } from "../../src/engine/index.ts";
import { loadPack } from "../../src/lessons/load.ts";
import { lessonsOf } from "../../src/lessons/pack.ts";
import { verifyPack } from "../../src/lessons/verify.ts";
import { contentFiles } from "./content-files.ts";

const files = contentFiles();
const lessons = lessonsOf(loadPack(files).pack);
const needed = [...new Set(lessons.flatMap((lesson) => lesson.uses))].map((name) => `+${name}`).join(" ");
/** Lesson -> what was proven on the first company. */
const firstProof = new Map<string, readonly string[]>();

describe.each([DEFAULT_SEED, DEFAULT_SEED + 1, DEFAULT_SEED + 2])("on the company of seed %i", (seed) => {
  let engine: Engine;
  let close: () => Promise<void>;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "strata-seed-"));
    await writeData({ request: readWish({ tier: "tiny", seed }), out: folder });
    ({ engine, close } = await openNativeEngine({
      projectDir: "src/models",
      path: ":memory:",
      env: { STRATA_DATA_DIR: join(folder, "tiny") },
      settings: { threads: "1" },
    }));
    const built = await engine.command(`build --select ${needed} --resource-type model seed snapshot`);
    expect([built.exitCode, built.diagnostics.map((problem) => problem.message)]).toEqual([0, []]);
  }, 900_000);
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(lessons.map((lesson) => lesson.id))(
    "lesson %s holds, and the same is proven as on the first",
    { timeout: 600_000 },
    async (lesson) => {
      const report = await verifyPack({ files, engine, lessons: [lesson], budgetMs: Infinity });
      expect(report.diagnostics.map((problem) => `${problem.message} ${problem.hint ?? ""}`)).toEqual([]);
      expect(report.proven.length).toBeGreaterThan(0);
      const first = firstProof.get(lesson);
      if (first === undefined) firstProof.set(lesson, report.proven);
      else expect(report.proven).toEqual(first);
    },
  );
});
