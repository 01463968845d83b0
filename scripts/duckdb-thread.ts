/**
 * A thread of Node that looks like a browser's worker, so that DuckDB-WASM itself (the same module as in the browser) runs without a
 * browser: in tests, and where tables are built ahead.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker as Thread } from "node:worker_threads";

const folder = dirname(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-node-eh.worker.cjs"));

export const DUCKDB_WORKER = join(folder, "duckdb-node-eh.worker.cjs");
export const DUCKDB_MODULE = join(folder, "duckdb-eh.wasm");

export function startThread(file: string): Worker {
  const thread = new Thread(
    `const { parentPort } = require("node:worker_threads");
     console.log = () => undefined;
     globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
     parentPort.on("message", (data) => globalThis.onmessage({ data }));
     require(${JSON.stringify(file)});`,
    { eval: true },
  );
  const worker = {
    addEventListener(type: string, listener: (event: unknown) => void) {
      if (type === "message") thread.on("message", (data: unknown) => listener({ data }));
      if (type === "error") thread.on("error", (error) => listener({ message: String(error) }));
    },
    removeEventListener: () => undefined,
    postMessage: (message: unknown, transfer: ArrayBuffer[] = []) => thread.postMessage(message, transfer),
    terminate: () => void thread.terminate(),
  };
  return worker as unknown as Worker;
}
