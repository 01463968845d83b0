/** The browser's half of the bench of the SaaS project: one build with its tests on DuckDB-WASM, then a question of each entity. */
import { ENTITY_QUESTIONS } from "./entity-questions.ts";
import { failuresOf, type Statement } from "./recorded.ts";
import { openInWorker, type BenchData } from "./worker-engine.ts";

export interface SaasRequest extends BenchData {
  readonly command: string;
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

async function measure({ command, ...data }: SaasRequest): Promise<SaasTimes> {
  const { database, recording, open } = await openInWorker(data);
  const engine = await open();
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
