/** The browser's half of the bench: the bundled project on DuckDB-WASM, in a worker, timed as the native half is. */
import { dropModels } from "./recorded.ts";
import { openInWorker, type BenchData } from "./worker-engine.ts";

export interface BenchRequest extends BenchData {
  readonly rounds: number;
}

export interface BrowserRound {
  readonly parseMs: number;
  readonly buildMs: number;
  readonly ownMs: number;
  readonly runOwnMs: number;
  /** The statements of the build, sent again with nothing around them. */
  readonly aloneMs: number;
}
export type BenchReply = { readonly rounds: readonly BrowserRound[] } | { readonly trouble: string };

onmessage = (event: MessageEvent<BenchRequest>) => {
  void measure(event.data)
    .then((rounds): BenchReply => ({ rounds }))
    .catch((error: unknown): BenchReply => ({ trouble: error instanceof Error ? (error.stack ?? "") : String(error) }))
    .then((reply) => postMessage(reply));
};

async function measure({ rounds, ...data }: BenchRequest): Promise<BrowserRound[]> {
  const { database, recording, open } = await openInWorker(data);
  const measured: BrowserRound[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const beforeParse = performance.now();
    const engine = await open();
    const parseMs = performance.now() - beforeParse;
    // Sources are loaded first, so that fetching packs and making tables is nobody's time.
    await engine.command("run --select staging");
    await dropModels(database);
    recording.statements.length = 0;
    recording.awaitedMs = 0;
    const beforeBuild = performance.now();
    const outcome = await engine.command("build");
    const buildMs = performance.now() - beforeBuild;
    if (outcome.exitCode !== 0) throw new Error(outcome.log.slice(-20).join("\n"));
    const ownMs = buildMs - recording.awaitedMs;
    const statements = [...recording.statements];
    recording.awaitedMs = 0;
    const beforeRun = performance.now();
    await engine.command("run --full-refresh");
    const runOwnMs = performance.now() - beforeRun - recording.awaitedMs;
    await dropModels(database);
    const beforeAlone = performance.now();
    for (const { sql, rows } of statements) await (rows ? database.query(sql) : database.execute(sql));
    const aloneMs = performance.now() - beforeAlone;
    await dropModels(database);
    // The first round warms caches and the compiler; it is not counted.
    if (round > 0) measured.push({ parseMs, buildMs, ownMs, runOwnMs, aloneMs });
  }
  await database.close();
  return measured;
}
