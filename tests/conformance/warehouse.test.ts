/** The native adapter, and the browser's adapter on the same WebAssembly module that the page loads. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { openWasmWarehouse } from "../../src/engine/warehouse/wasm.ts";
import { DUCKDB_MODULE, DUCKDB_WORKER, startThread } from "../../scripts/duckdb-thread.ts";
import { warehouseSuite } from "./warehouse-suite.ts";

const parquetModule = readFileSync(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm"));

warehouseSuite("native DuckDB", () => openNodeWarehouse(), { concurrency: 4, version: "v1.4.5" });
warehouseSuite(
  "DuckDB-WASM",
  () => openWasmWarehouse({ workerUrl: DUCKDB_WORKER, wasmUrl: DUCKDB_MODULE, parquetModule, startWorker: startThread }),
  { concurrency: 1, version: "v1.4.3" },
);
