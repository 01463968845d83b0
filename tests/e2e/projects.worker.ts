/** Plays the scenarios of tests/projects on DuckDB-WASM, in a worker of a real browser. One message in, one answer out. */
import { openEngine } from "../../src/engine/index.ts";
import type { SourceFile } from "../../src/engine/index.ts";
import { openDuckDB } from "../../src/worker/open-duckdb.ts";
import { play } from "../projects/scenario.ts";
import type { Answer, Scenario } from "../projects/scenario.ts";

export interface PlayRequest {
  readonly scenario: Scenario;
  readonly files: readonly SourceFile[];
  readonly builtins: readonly SourceFile[];
}
export type PlayReply = { readonly answers: readonly Answer[] } | { readonly trouble: string };

let database = openDuckDB("shop", () => undefined);
let used = false;

onmessage = (event: MessageEvent<PlayRequest>) => {
  void answer(event.data).then((reply) => postMessage(reply));
};

async function answer({ scenario, files, builtins }: PlayRequest): Promise<PlayReply> {
  try {
    if (used) {
      await (await database).close();
      database = openDuckDB("shop", () => undefined);
    }
    used = true;
    const warehouse = await database;
    const answers = await play(files, scenario, {
      warehouse,
      engine: (current, now) =>
        openEngine({
          files: current,
          builtins,
          warehouse: () => Promise.resolve(warehouse),
          clock: { now: () => now, wall: () => now, elapsed: () => performance.now() },
        }),
    });
    return { answers };
  } catch (error) {
    return { trouble: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
