/**
 * The page's end of the engine worker.
 *
 * The worker starts through a blob that holds one static import of its address: so the page's content security policy binds it,
 * and messages that are sent before it is ready wait for it (with a dynamic import the first ones are lost).
 */
import { wrap, type Remote } from "comlink";
import { watchHeartbeat, type Heartbeat } from "./heartbeat.ts";
import type { WorkbenchApi } from "./protocol.ts";
import workerUrl from "./engine.worker.ts?worker&url";

export interface WorkerConnection {
  /** The worker's face; after `restart` the new worker's. */
  readonly api: Remote<WorkbenchApi>;
  /** Calls back when the worker has stopped, with the reason. Its open calls never end: whoever waits has to give up. */
  onLost(listener: (reason: string) => void): void;
  /** Ends the worker and starts a fresh one, which has to be told everything anew. */
  restart(): void;
  close(): void;
}

/**
 * Reading a large project keeps the worker from answering for many seconds on a slow and busy machine. One that is gone is known by its
 * lock at once, so that a minute may pass before one that lives is taken for lost.
 */
const PING_MS = 4_000;
const MISSES = 15;

export function connectWorker(): WorkerConnection {
  const listeners = new Set<(reason: string) => void>();
  let current = start();

  function start(): { worker: Worker; api: Remote<WorkbenchApi>; heartbeat: Heartbeat } {
    const address = URL.createObjectURL(
      new Blob([`import ${JSON.stringify(new URL(workerUrl, document.baseURI).href)};`], { type: "text/javascript" }),
    );
    const worker = new Worker(address, { type: "module", name: "engine" });
    let over = false;
    const lose = (reason: string) => {
      if (over || current.worker !== worker) return;
      over = true;
      heartbeat.stop();
      worker.terminate();
      for (const listener of listeners) listener(reason);
    };
    const heartbeat = watchHeartbeat(worker, {
      intervalMs: PING_MS,
      misses: MISSES,
      lock: ownLock(),
      onLost: lose,
    });
    worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
    worker.addEventListener("error", (event) => {
      // Before the first sign of life its files did not load. Later an error is one task's; the heartbeat tells whether it lives.
      if (!heartbeat.alive) lose(event.message || "Its files could not be loaded.");
    });
    worker.addEventListener("messageerror", () => lose("A message from it could not be read."));
    return { worker, api: wrap<WorkbenchApi>(worker), heartbeat };
  }

  function end(): void {
    current.heartbeat.stop();
    current.worker.terminate();
  }

  return {
    get api() {
      return current.api;
    },
    onLost: (listener) => void listeners.add(listener),
    restart() {
      end();
      current = start();
    },
    close: end,
  };
}

/** Only a page from a secure address has locks. */
function ownLock(): { readonly locks: LockManager; readonly name: string } | null {
  const { locks } = navigator as { readonly locks?: LockManager };
  return locks ? { locks, name: `strata.engine.${performance.timeOrigin}.${Math.random()}` } : null;
}
