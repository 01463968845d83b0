/** The engine in this process, natively: reading, building and running the project beside the same statements with nothing around them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { dropModels, recorded } from "./recorded.ts";
import type { Recording } from "./recorded.ts";

export interface Round {
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

/** The first round warms caches and the compiler; it is not counted. */
export async function measureEngine(tier: string, rounds: number): Promise<readonly Round[]> {
  const env = { ...process.env, STRATA_DATA_DIR: `../../public/data/${tier}` } as Record<string, string>;
  const measured: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const result = await runRound(env);
    if (round > 0) measured.push(result);
  }
  return measured;
}

async function runRound(env: Readonly<Record<string, string>>): Promise<Round> {
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
  // Sources are loaded first, so that reading files and making tables is nobody's time.
  await native.engine.command("run --select staging");
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
    cliMs: runCli(env),
    models: outcome.results.filter((result) => result.unique_id.startsWith("model.")).length,
    nodes: outcome.results.length,
  };
}

function runCli(env: Readonly<Record<string, string>>): number {
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
  if (child.status !== 0) {
    const end = child.signal ?? child.error?.message ?? `exit code ${String(child.status)}`;
    throw new Error(`The command line failed (${end}):\n${child.stdout}\n${child.stderr}`);
  }
  return elapsed;
}
