/**
 * Tells a dead worker from a busy one.
 *
 * A worker that the browser has ended (out of memory, for example) says nothing. But it holds a lock as long as it lives, and the page,
 * which waits for that lock, has it the moment the worker is gone. Pings are for a worker that lives and hangs, and for browsers
 * without locks. Their pause is counted in pings, not in time: after a laptop's sleep the clock has jumped, but no ping has been missed.
 */
const PING = "strata:ping";
const PONG = "strata:pong";
const HOLD = "strata:hold ";
const HELD = "strata:held";

type Locks = Pick<LockManager, "request">;

/** The worker's side. comlink passes over messages that are not its own. */
export function answerHeartbeat(
  scope: Pick<DedicatedWorkerGlobalScope, "addEventListener" | "postMessage">,
  locks: Locks | undefined,
): void {
  scope.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === PING) scope.postMessage(PONG);
    if (typeof data === "string" && data.startsWith(HOLD))
      void locks?.request(data.slice(HOLD.length), () => {
        scope.postMessage(HELD);
        return new Promise(() => undefined);
      });
  });
}

export interface HeartbeatOptions {
  readonly intervalMs: number;
  /** Unanswered pings in a row that mean the worker is gone. */
  readonly misses: number;
  /** What the browser has, and a name that no other worker's lock bears; none where there are no locks. */
  readonly lock?: { readonly locks: Locks; readonly name: string } | null;
  onLost(reason: string): void;
}

export interface Heartbeat {
  /** True when the worker has answered at least once. */
  readonly alive: boolean;
  stop(): void;
}

export function watchHeartbeat(
  worker: Pick<Worker, "addEventListener" | "postMessage">,
  options: HeartbeatOptions,
): Heartbeat {
  let alive = false;
  let unanswered = 0;
  const waiting = new AbortController();
  const timer = setInterval(() => {
    if (unanswered >= options.misses) {
      stop();
      options.onLost("It no longer answers.");
      return;
    }
    unanswered += 1;
    worker.postMessage(PING);
  }, options.intervalMs);
  const stop = () => {
    clearInterval(timer);
    waiting.abort();
  };
  const { lock } = options;
  if (lock) worker.postMessage(`${HOLD}${lock.name}`);
  worker.addEventListener("message", (event: Event) => {
    const { data } = event as MessageEvent<unknown>;
    // Any message is a sign of life.
    alive = true;
    if (data !== undefined) unanswered = 0;
    if (data === HELD && lock)
      lock.locks
        .request(lock.name, { signal: waiting.signal }, () => {
          if (waiting.signal.aborted) return;
          stop();
          options.onLost("The browser ended it.");
        })
        // Given up, because the page has ended the worker itself.
        .catch(() => undefined);
  });
  return {
    get alive() {
      return alive;
    },
    stop,
  };
}
