/** Starts DuckDB-WASM from the files that the build put beside this one. */
import duckdbWorkerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import duckdbModuleUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import parquetModuleUrl from "parquet-wasm/esm/parquet_wasm_bg.wasm?url";
import { EngineError } from "../engine/core/errors.ts";
import type { WasmWarehouse } from "../engine/warehouse/wasm.ts";
import type { LoadProgress } from "./protocol.ts";

/**
 * Size of duckdb-eh.wasm. Servers that compress it name the compressed length, which says nothing about the bytes that arrive here.
 */
export const DUCKDB_MODULE_BYTES = 34_242_586;

export async function openDuckDB(
  database: string,
  onProgress: (progress: LoadProgress) => void,
): Promise<WasmWarehouse> {
  const tell = (bytes: number, done: boolean) =>
    onProgress({
      stage: "engine",
      label: "DuckDB",
      bytes: Math.min(bytes, DUCKDB_MODULE_BYTES),
      totalBytes: DUCKDB_MODULE_BYTES,
      done,
    });
  tell(0, false);
  try {
    const { openWasmWarehouse } = await import("../engine/warehouse/wasm.ts").catch((thrown: unknown) => {
      throw new EngineError(
        "W007",
        `DuckDB could not be loaded: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        {
          hint: "Check the connection and reload the page.",
          cause: thrown,
        },
      );
    });
    return await openWasmWarehouse({
      workerUrl: absolute(duckdbWorkerUrl),
      wasmUrl: absolute(duckdbModuleUrl),
      parquetModule: absolute(parquetModuleUrl),
      // Nothing lies there; it only keeps the database from ever asking another origin.
      extensionUrl: absolute("duckdb-extensions"),
      database,
      onProgress: (bytes) => tell(bytes, false),
    });
  } finally {
    tell(DUCKDB_MODULE_BYTES, true);
  }
}

/** Worker code lives behind a blob: URL, against which no address resolves. */
function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}
