/**
 * DuckDB-WASM in a worker of its own, with two things that the package lacks: a way to kill it, and a way to stop reading.
 *
 * `terminate()` of the package never settles the calls that are under way, a worker that dies of an error leaves them hanging
 * too, and a result that has begun to stream can no longer be cancelled. Here every call ends: with its answer or with W006.
 */
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import { cancelledError, databaseStoppedError } from "./errors.ts";

export class Database extends AsyncDuckDB {
  /** Set to make the running statement stop at its next step; every step takes at most the polling interval. */
  interrupted = false;
  readonly #calls = new Set<(reason: Error) => void>();
  #dead = false;
  #onDeath: () => void = () => undefined;
  /** Resolves when the database has died, for whatever reason. */
  readonly died = new Promise<void>((resolve) => {
    this.#onDeath = resolve;
  });

  constructor(worker: Worker) {
    super(new VoidLogger(), worker);
    worker.addEventListener("error", (event) => {
      // What is told here need not climb on to the page as an error that nobody took.
      event.preventDefault();
      this.kill(event.message);
    });
    worker.addEventListener("messageerror", () => this.kill("a message could not be read"));
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Ends the worker and every call that waits for it. */
  kill(cause?: string): void {
    if (this.#dead) return;
    this.#dead = true;
    void this.terminate();
    const reason = databaseStoppedError();
    if (cause) reason.cause = cause;
    for (const reject of this.#calls) reject(reason);
    this.#calls.clear();
    this.#onDeath();
  }

  protected override postTask(...args: Parameters<AsyncDuckDB["postTask"]>): ReturnType<AsyncDuckDB["postTask"]> {
    if (this.#dead) return Promise.reject(databaseStoppedError());
    return new Promise((resolve, reject) => {
      this.#calls.add(reject);
      super
        .postTask(...args)
        .then(resolve, reject)
        .finally(() => this.#calls.delete(reject));
    }) as ReturnType<AsyncDuckDB["postTask"]>;
  }

  override pollPendingQuery(connection: number): Promise<Uint8Array | null> {
    return this.interrupted ? Promise.reject(cancelledError()) : super.pollPendingQuery(connection);
  }

  override fetchQueryResults(connection: number): Promise<Uint8Array | null> {
    const batch = this.interrupted ? Promise.reject(cancelledError()) : super.fetchQueryResults(connection);
    // The package asks for a batch ahead; when reading stops early nobody waits for that one.
    batch.catch(() => undefined);
    return batch;
  }
}

/**
 * Starts a classic worker from an absolute URL through a blob, so that the page's content security policy binds it too.
 * The two lines before the import: the package logs every refused statement to the console, and a failed download of the module
 * rejects a promise that nobody holds, which only becomes an `error` event here when it is thrown again.
 */
export function startBlobWorker(url: string): Worker {
  const text = [
    "console.log = () => undefined;",
    'addEventListener("unhandledrejection", (event) => { event.preventDefault(); setTimeout(() => { throw event.reason; }); });',
    COMPILE_AS_IT_CAME,
    `importScripts(${JSON.stringify(url)});`,
  ].join("\n");
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address, { name: "duckdb" });
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/**
 * Browsers keep the machine code of a module from visit to visit by the address that it came from. To tell progress the package compiles a
 * response of its own making, which has no address: every visit would begin with slow code. Here the package counts a copy, and what came
 * is what is compiled.
 */
const COMPILE_AS_IT_CAME = `if (WebAssembly.instantiateStreaming) {
  const [load, compile] = [self.fetch, WebAssembly.instantiateStreaming];
  let came;
  self.fetch = async (...request) => {
    came = await load(...request);
    return came.clone();
  };
  WebAssembly.instantiateStreaming = async (counted, imports) => {
    [self.fetch, WebAssembly.instantiateStreaming] = [load, compile];
    const { body } = await counted;
    body?.pipeTo(new WritableStream()).catch(() => undefined);
    return WebAssembly.instantiateStreaming(came, imports);
  };
}`;
