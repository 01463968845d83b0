/**
 * How long the data take: the classroom from its seed to tables in the built page, beside making the same tables in Node, and the full
 * tier from its seed to files. Goals: under 6 s in the page, under 60 s and 4 GB on the command line.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { generateTables, SCHEMAS } from "../../src/datagen/generate.ts";
import { onBuiltPage, spent, type Spent } from "./built-page.ts";
import { memoryBelow } from "./page-processes.ts";

export interface DataTimes {
  readonly rows: number;
  /** Making all tables of the classroom in this process; nothing is written. */
  readonly nativeMs: number;
  /** The same in the page, into its database, all but the sealed truth; null without a browser. */
  readonly page: Spent | null;
  /** The full tier as files, by the command line; null when it was left out. */
  readonly full: { readonly ms: number; readonly megabytes: number } | null;
}

export async function measureData(
  rounds: number,
  options: { readonly browser: boolean; readonly full: boolean },
): Promise<DataTimes> {
  let rows = 0;
  const native: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rows = 0;
    const before = performance.now();
    for (const table of generateTables({ tier: "classroom", seed: SEED })) rows += table.rowCount;
    native.push(performance.now() - before);
  }
  return {
    rows,
    nativeMs: Math.min(...native),
    page: options.browser ? await inPage(rounds) : null,
    full: options.full ? await fullTier() : null,
  };
}

/** Another company than the one that lies beside the page. */
const SEED = 43;
/** Visits before those that are measured: they store the page's files, and what browsers keep of compiled code. */
const FIRST_VISITS = 2;
const LONGEST_MS = 300_000;

/** The best of some visits on which the page's own files are stored, as on any but the first. */
async function inPage(rounds: number): Promise<Spent> {
  const sources = SCHEMAS.filter(({ system }) => system !== "truth");
  const counts = sources.map(({ system, table }) => `(select count(*) from {{ source('${system}', '${table}') }})`);
  return onBuiltPage(async ({ site, context, cpu }) => {
    const measured: Spent[] = [];
    for (let visit = 0; visit < FIRST_VISITS + rounds; visit += 1) {
      const page = await context.newPage();
      await page.goto(`${site.url}?tier=classroom#/learn`);
      await page.evaluate(() => window.strata.ready.then(() => undefined));
      if (visit === 0) await page.getByText("Available offline").waitFor({ timeout: LONGEST_MS });
      await page.evaluate((seed) => window.strata.useData({ tier: "classroom", seed }), SEED);
      const time = await spent(cpu, () =>
        page.evaluate((sql) => window.strata.query(sql).then(() => undefined), `select ${counts.join(" + ")} as n`),
      );
      if (visit >= FIRST_VISITS) measured.push(time);
      await page.close();
    }
    return measured.reduce((best, one) => (one.ms < best.ms ? one : best));
  });
}

/** How often is looked how much memory is taken. */
const LOOK_MS = 250;

/** A process of its own, which starts another one: most that all of them take at one time, what they share counted once. */
async function fullTier(): Promise<{ readonly ms: number; readonly megabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-data-"));
  const before = performance.now();
  const command = ["--import", "tsx", resolve("scripts/data.ts"), "--tier", "full", "--out", folder];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] });
  let bytes = 0;
  const look = setInterval(() => (bytes = Math.max(bytes, memoryBelow(child.pid ?? -1))), LOOK_MS);
  try {
    const code = await new Promise((done) => child.on("exit", done));
    if (code !== 0) throw new Error("The full tier could not be made.");
    return { ms: performance.now() - before, megabytes: bytes / 1e6 };
  } finally {
    clearInterval(look);
    rmSync(folder, { recursive: true, force: true });
  }
}
