/**
 * How long the SaaS project takes with its tests: in Chromium beside native DuckDB on one thread, statement by statement, and how
 * fast each entity answers a question then. Goals: at most 2 times native (aim: 1.5), an answer in under 200 ms, the page under 2 GB.
 *
 * With `full` the command line builds the full tier: under 15 minutes at a memory limit of 6 GB, an answer in under 5 s.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { askWorker } from "./ask-worker.ts";
import { ENTITY_QUESTIONS } from "./entity-questions.ts";
import { wasmBytes } from "./page-processes.ts";
import { failuresOf, recorded, type Recording, type Statement } from "./recorded.ts";
import type { SaasReply, SaasRequest, SaasTimes } from "./saas.worker.ts";

export interface SaasBench {
  readonly tier: string;
  readonly native: SaasTimes;
  readonly chromium: SaasTimes | null;
  /** DuckDB's WebAssembly memory, which only grows; null without a browser or where the system does not tell. */
  readonly megabytes: number | null;
}

const COMMAND = "build --select +saas";
/** What the project is told about the full data set. */
const FULL = `${COMMAND} --vars '{"customer_count": 20000, "location_count": 30000, "start_date": "2019-01-01"}'`;

export async function measureSaas(tier: string, options: { readonly browser: boolean }): Promise<SaasBench> {
  const native = await inNode(`../../public/data/${tier}`, COMMAND, { threads: "1" });
  if (!options.browser) return { tier, native, chromium: null, megabytes: null };
  let bytes = 0;
  const watch = setInterval(() => (bytes = Math.max(bytes, wasmBytes(process.pid))), 500);
  try {
    const chromium = await askWorker<SaasRequest, SaasReply>("tests/bench/saas.worker.ts", (siteUrl) => ({
      dataUrl: `${siteUrl}data/`,
      tier,
      command: COMMAND,
      asOf: Date.parse("2025-12-31T00:00:00Z"),
    }));
    return { tier, native, chromium, megabytes: bytes === 0 ? null : bytes / 1e6 };
  } finally {
    clearInterval(watch);
  }
}

/** The full tier from files of its own, with the memory that the goal allows. */
export async function measureFull(): Promise<SaasBench> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-full-"));
  try {
    const command = ["--import", "tsx", resolve("scripts/data.ts"), "--tier", "full", "--all", "--out", folder];
    const made = spawnSync(process.execPath, command, { encoding: "utf8", maxBuffer: 1 << 24 });
    if (made.status !== 0) throw new Error(`The full tier could not be made:\n${made.stderr}`);
    const settings = { memory_limit: "6GB", temp_directory: join(folder, "spill") };
    const native = await inNode(join(folder, "full"), FULL, settings, join(folder, "strata.duckdb"));
    return { tier: "full", native, chromium: null, megabytes: process.resourceUsage().maxRSS / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inNode(
  dataDir: string,
  command: string,
  settings: Readonly<Record<string, string>>,
  path = ":memory:",
): Promise<SaasTimes> {
  const recording: Recording = { statements: [], awaitedMs: 0 };
  const native = await openNativeEngine({
    projectDir: "src/models",
    path,
    threads: 1,
    settings,
    env: { ...process.env, STRATA_DATA_DIR: dataDir },
    wrap: (warehouse) => recorded(warehouse, recording),
  });
  try {
    await native.engine.command("run --select staging");
    recording.statements.length = 0;
    recording.awaitedMs = 0;
    const before = performance.now();
    const outcome = await native.engine.command(command);
    const buildMs = performance.now() - before;
    if (outcome.exitCode !== 0) throw new Error(`The build failed:\n${failuresOf(outcome)}`);
    const { awaitedMs } = recording;
    const statements = [...recording.statements];
    const warehouse = await native.warehouse();
    const questions: Record<string, number> = {};
    for (const [table, sql] of Object.entries(ENTITY_QUESTIONS)) {
      const began = performance.now();
      await warehouse.query(sql);
      questions[table] = performance.now() - began;
    }
    return { buildMs, awaitedMs, statements, questions };
  } finally {
    await native.close();
  }
}

export interface SlowStatement {
  readonly name: string;
  readonly nativeMs: number;
  readonly chromiumMs: number;
}

/** The ten that take longest in Chromium, or natively when there is no Chromium. */
export function slowestTen({ native, chromium }: SaasBench): SlowStatement[] {
  const bySql = (all: readonly Statement[]) => {
    const times = new Map<string, number>();
    for (const { sql, ms } of all) times.set(sql, (times.get(sql) ?? 0) + ms);
    return times;
  };
  const [there, here] = [bySql(chromium?.statements ?? []), bySql(native.statements)];
  return [...(chromium === null ? here : there).keys()]
    .map((sql) => ({ name: nameOf(sql), nativeMs: here.get(sql) ?? NaN, chromiumMs: there.get(sql) ?? NaN }))
    .sort((a, b) => (chromium === null ? b.nativeMs - a.nativeMs : b.chromiumMs - a.chromiumMs))
    .slice(0, 10);
}

/** What a statement makes, or how it begins. */
function nameOf(sql: string): string {
  const made = /^\s*(?:\/\*.*?\*\/\s*)?(create|insert|delete|merge)[\s\S]{0,40}?((?:"[^"]+"\.)*"[^"]+")/i.exec(sql);
  return made ? `${made[1] ?? ""} ${made[2]?.split(".").at(-1) ?? ""}` : sql.trim().replace(/\s+/g, " ").slice(0, 60);
}
