/**
 * Makes source tables in a worker of their own and puts them into the browser's database, table by table.
 *
 * The page's choice and the project's vars make one request together: see `datagen/project-vars.ts`.
 */
import type { MakeMessage, MakeReply } from "../datagen/make-messages.ts";
import { askedData } from "../datagen/project-vars.ts";
import { requestKey, type DataRequest } from "../datagen/request.ts";
import { GENERATOR_VERSION, SHIPPED_TIERS } from "../datagen/tiers.ts";
import { diagnostic, EngineError } from "../engine/core/errors.ts";
import type { RelationName } from "../engine/warehouse/port.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { TableMaker, WantedTable } from "../engine/warehouse/table-maker.ts";
import type { ArrowRows } from "../engine/warehouse/wasm.ts";
import { readRequest } from "./data-request.ts";
import type { LoadProgress } from "./protocol.ts";

export interface DataMakerOptions {
  readonly seed?: number | undefined;
  readonly clean?: boolean | undefined;
  /** Starts the worker of `datagen/make.worker.ts`. */
  startWorker(): Worker;
  attachArrow(
    relation: RelationName,
    content: ArrowRows,
    options: { readonly signal?: CancelSignal },
  ): Promise<unknown>;
  onProgress(progress: LoadProgress): void;
}

export function createDataMaker(options: DataMakerOptions): TableMaker {
  return {
    dataFor(vars, tier, lying) {
      const { seed, clean } = options;
      const { wish, changed, fits } = askedData({ tier, seed, clean }, lying, vars);
      const request = readRequest(wish);
      return {
        version: `${GENERATOR_VERSION} ${requestKey(request)}`,
        everything: changed || !(lying === null ? shouldLie(tier, options) : fits),
        make: (tables, load) => makeTables(request, tables, load, options),
      };
    },
  };
}

/** The files of this choice belong beside the page; that they are not there is trouble to be told, no reason to make them. */
function shouldLie(tier: string, { seed, clean }: DataMakerOptions): boolean {
  return SHIPPED_TIERS.some((name) => name === tier) && seed === undefined && clean === undefined;
}

async function makeTables(
  request: DataRequest,
  tables: readonly WantedTable[],
  load: { readonly signal?: CancelSignal; readonly onTable: (table: WantedTable) => void },
  options: DataMakerOptions,
): Promise<void> {
  const replies = new Replies(options.startWorker());
  const unsubscribe = load.signal?.subscribe(() => replies.stop(cancelled()));
  let done = 0;
  const tell = (over: boolean) =>
    options.onProgress({
      stage: "making",
      label: "tables",
      bytes: done,
      totalBytes: tables.length,
      done: over,
    });
  try {
    if (load.signal?.cancelled === true) throw cancelled();
    tell(false);
    replies.send({ kind: "make", request, tables: tables.map(({ name }) => name) });
    for (let reply = await replies.next(); reply.kind !== "done"; reply = await replies.next()) {
      if (reply.kind !== "table") continue;
      const { name, rows } = reply;
      // Two sources may read one file.
      const wanted = tables.filter((table) => table.name === name);
      const groups: Uint8Array[] = [];
      for (const [index, table] of wanted.entries()) {
        const content: ArrowRows =
          index === 0
            ? { rows, groups: () => replies.groups(wanted.length > 1 ? groups : null) }
            : { rows, groups: () => kept(groups) };
        await options.attachArrow(table.relation, content, load.signal === undefined ? {} : { signal: load.signal });
        load.onTable(table);
      }
      done += wanted.length;
      tell(false);
    }
  } finally {
    unsubscribe?.();
    replies.stop(cancelled());
    tell(true);
  }
}

async function* kept(groups: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const group of groups) yield await Promise.resolve(group);
}

/** The worker's messages in order; when it stops, whoever waits for the next one is told why. */
class Replies {
  readonly #worker: Worker;
  readonly #queue: MakeReply[] = [];
  #waiting: { readonly resolve: (reply: MakeReply) => void; readonly reject: (reason: Error) => void } | null = null;
  #stopped: Error | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener("message", (event: MessageEvent<MakeReply>) => {
      const reply = event.data;
      if (reply.kind === "failed") this.stop(stopped(reply.reason));
      else if (this.#waiting === null) this.#queue.push(reply);
      else {
        const { resolve } = this.#waiting;
        this.#waiting = null;
        resolve(reply);
      }
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.stop(stopped(event.message || "its files could not be loaded"));
    });
    worker.addEventListener("messageerror", () => this.stop(stopped("a message from it could not be read")));
  }

  send(message: MakeMessage): void {
    this.#worker.postMessage(message);
  }

  next(): Promise<MakeReply> {
    const reply = this.#queue.shift();
    if (reply !== undefined) return Promise.resolve(reply);
    if (this.#stopped !== null) return Promise.reject(this.#stopped);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  /** The rows of the table that was announced last; copies go to `copies` when it is given. */
  async *groups(copies: Uint8Array[] | null): AsyncGenerator<Uint8Array> {
    for (let reply = await this.next(); reply.kind !== "end"; reply = await this.next()) {
      if (reply.kind !== "rows") continue;
      copies?.push(reply.bytes.slice());
      yield reply.bytes;
      this.send({ kind: "more" });
    }
  }

  stop(reason: Error): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    this.#worker.terminate();
    this.#queue.length = 0;
    this.#waiting?.reject(reason);
    this.#waiting = null;
  }
}

function cancelled(): EngineError {
  return new EngineError("W005", "Making the data was cancelled.", { hint: "Run the command again to make them." });
}

function stopped(reason: string): EngineError {
  const { message, hint } = diagnostic(
    "D007",
    `The worker that makes the data stopped: ${reason.replace(/\.$/, "")}.`,
    {
      hint: 'Choose a smaller tier on the page "Data", or fewer customers; then run the command again.',
    },
  );
  return new EngineError("D007", message, { hint });
}
