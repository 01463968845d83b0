/** How the database's worker begins: what it compiles is what came from the server, so that the browser may keep the machine code. */
import { createContext, runInContext } from "node:vm";
import { afterEach, expect, it, vi } from "vitest";
import { startBlobWorker } from "../../../src/engine/warehouse/wasm-database.ts";

afterEach(() => void vi.unstubAllGlobals());

/** The text with which the worker begins. */
async function beginning(): Promise<string> {
  let blob = new Blob();
  vi.stubGlobal("Worker", class extends EventTarget {});
  vi.spyOn(URL, "createObjectURL").mockImplementation((made) => ((blob = made as Blob), "blob:worker"));
  startBlobWorker("https://host/duckdb.worker.js");
  return blob.text();
}

/** Runs it where `importScripts` loads a package that counts bytes by making a response of its own. */
async function run(came: Response, instantiateStreaming?: (source: Response) => Promise<string>) {
  const scope: Record<string, unknown> = {
    console: {},
    addEventListener: () => undefined,
    setTimeout,
    WritableStream,
    WebAssembly: instantiateStreaming === undefined ? {} : { instantiateStreaming },
    fetch: () => Promise.resolve(came),
    importScripts: (url: string) => (scope["loaded"] = url),
  };
  scope["self"] = scope;
  runInContext(await beginning(), createContext(scope));
  return scope as {
    readonly fetch: () => Promise<Response>;
    readonly loaded: string;
    readonly WebAssembly: { instantiateStreaming?: (source: Promise<Response>, imports: object) => Promise<string> };
  };
}

it("compiles the response that came, while the package counts a copy of it", async () => {
  const came = new Response("module");
  let compiled: Response | null = null;
  const worker = await run(came, (source) => ((compiled = source), source.text()));
  let counted = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      counted += chunk.length;
      out.enqueue(chunk);
    },
  });
  const own = worker.fetch().then((response) => new Response(response.body?.pipeThrough(count) ?? null));
  expect(await worker.WebAssembly.instantiateStreaming?.(own, {})).toBe("module");
  expect(compiled).toBe(came);
  await vi.waitFor(() => expect(counted).toBe("module".length));
  expect(worker.loaded).toBe("https://host/duckdb.worker.js");
});

it("is only for the module: what is compiled later is left alone", async () => {
  const worker = await run(new Response("module"), (source) => source.text());
  const own = worker.fetch();
  await worker.WebAssembly.instantiateStreaming?.(own, {});
  expect(await worker.WebAssembly.instantiateStreaming?.(new Response("other") as never, {})).toBe("other");
});

it("begins also in a browser that compiles nothing on the way", async () => {
  const worker = await run(new Response("module"));
  expect(worker.WebAssembly.instantiateStreaming).toBeUndefined();
  expect(worker.loaded).toBe("https://host/duckdb.worker.js");
});
