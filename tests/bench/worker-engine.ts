/** The page's engine in a worker of the bench: DuckDB-WASM, packs from the site, and what no file holds from the page's own generator. */
import { builtinMacros } from "../../src/bundle/builtins.ts";
import { bundledProject } from "../../src/bundle/project.ts";
import { openEngine, type Engine, type Warehouse } from "../../src/engine/index.ts";
import { createPackLoader } from "../../src/engine/warehouse/packs.ts";
import type { WasmWarehouse } from "../../src/engine/warehouse/wasm.ts";
import { createDataMaker } from "../../src/worker/data-maker.ts";
import { openDuckDB } from "../../src/worker/open-duckdb.ts";
import { packFiles } from "../../src/worker/pack-files.ts";
import { startMaker } from "../../src/worker/start-maker.ts";
import { recorded, type Recording } from "./recorded.ts";

export interface BenchData {
  readonly dataUrl: string;
  readonly tier: string;
  /** Milliseconds since 1970-01-01 UTC at which templates stand. */
  readonly asOf: number;
}

export interface WorkerEngine {
  readonly database: WasmWarehouse;
  readonly recording: Recording;
  /** Reads the project once more, over the same database and the sources that it holds. */
  open(): Promise<Engine>;
}

export async function openInWorker({ dataUrl, tier, asOf }: BenchData): Promise<WorkerEngine> {
  const database = await openDuckDB("strata", () => undefined);
  const recording: Recording = { statements: [], awaitedMs: 0 };
  const warehouse: Warehouse = recorded(database, recording);
  const files = packFiles({ dataUrl, tier, onProgress: () => undefined });
  const loadSources = createPackLoader({ ...files, maker: makerInto(database) });
  return {
    database,
    recording,
    open: () =>
      openEngine({
        files: bundledProject(),
        builtins: builtinMacros(),
        warehouse: () => Promise.resolve(warehouse),
        clock: { now: () => asOf, wall: () => Date.now(), elapsed: () => performance.now() },
        env: { STRATA_DATA_DIR: tier },
        loadSources,
      }),
  };
}

function makerInto(database: WasmWarehouse): ReturnType<typeof createDataMaker> {
  return createDataMaker({
    seed: 42,
    startWorker: startMaker,
    attachArrow: (...given) => database.attachArrow(...given),
    onProgress: () => undefined,
  });
}
