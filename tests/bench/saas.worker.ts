/** The browser's half of the bench of the SaaS project: one build with its tests on DuckDB-WASM, then a question of each entity. */
import { builtinMacros } from "../../src/bundle/builtins.ts";
import { bundledProject } from "../../src/bundle/project.ts";
import { openEngine } from "../../src/engine/index.ts";
import { createPackLoader } from "../../src/engine/warehouse/packs.ts";
import { openDuckDB } from "../../src/worker/open-duckdb.ts";
import { packFiles } from "../../src/worker/pack-files.ts";
import { createDataMaker } from "../../src/worker/data-maker.ts";
import { startMaker } from "../../src/worker/start-maker.ts";
import { ENTITY_QUESTIONS } from "./entity-questions.ts";
import { failuresOf, recorded, type Recording, type Statement } from "./recorded.ts";

export interface SaasRequest {
  readonly dataUrl: string;
  readonly tier: string;
  readonly command: string;
  /** Milliseconds since 1970-01-01 UTC at which templates stand. */
  readonly asOf: number;
}

export interface SaasTimes {
  readonly buildMs: number;
  readonly awaitedMs: number;
  readonly statements: readonly Statement[];
  /** Milliseconds by entity table; the better of two. */
  readonly questions: Readonly<Record<string, number>>;
}
export type SaasReply = SaasTimes | { readonly trouble: string };

onmessage = (event: MessageEvent<SaasRequest>) => {
  void measure(event.data)
    .catch((error: unknown): SaasReply => ({ trouble: error instanceof Error ? (error.stack ?? "") : String(error) }))
    .then((reply) => postMessage(reply));
};

async function measure({ dataUrl, tier, command, asOf }: SaasRequest): Promise<SaasTimes> {
  const database = await openDuckDB("strata", () => undefined);
  const recording: Recording = { statements: [], awaitedMs: 0 };
  const warehouse = recorded(database, recording);
  const maker = createDataMaker({
    seed: 42,
    startWorker: startMaker,
    attachArrow: (...given) => database.attachArrow(...given),
    onProgress: () => undefined,
  });
  const engine = await openEngine({
    files: bundledProject(),
    builtins: builtinMacros(),
    warehouse: () => Promise.resolve(warehouse),
    clock: { now: () => asOf, wall: () => Date.now(), elapsed: () => performance.now() },
    env: { STRATA_DATA_DIR: tier },
    loadSources: createPackLoader({ ...packFiles({ dataUrl, tier, onProgress: () => undefined }), maker }),
  });
  // Sources are loaded first, so that fetching packs is nobody's time.
  await engine.command("run --select staging");
  recording.statements.length = 0;
  recording.awaitedMs = 0;
  const before = performance.now();
  const outcome = await engine.command(command);
  const buildMs = performance.now() - before;
  if (outcome.exitCode !== 0) throw new Error(`The build failed:\n${failuresOf(outcome)}`);
  const { awaitedMs } = recording;
  const statements = [...recording.statements];
  const questions: Record<string, number> = {};
  for (const [table, sql] of Object.entries(ENTITY_QUESTIONS)) {
    const times: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const began = performance.now();
      await database.query(sql);
      times.push(performance.now() - began);
    }
    questions[table] = Math.min(...times);
  }
  await database.close();
  return { buildMs, awaitedMs, statements, questions };
}
