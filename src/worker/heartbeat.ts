/**
 * Tells a dead worker from a busy one.
 *
 * A worker that the browser has ended (out of memory, for example) says nothing; the page only notices that pings stay unanswered.
 * The pause is counted in pings, not in time: after a laptop's sleep the clock has jumped, but no ping has been missed.
 */
const PING = "strata:ping";
const PONG = "strata:pong";

/** The worker's side. comlink passes over messages that are not its own. */
export function answerHeartbeat(scope: Pick<DedicatedWorkerGlobalScope, "addEventListener" | "postMessage">): void {
  scope.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.data === PING) scope.postMessage(PONG);
  });
}

export interface HeartbeatOptions {
  readonly intervalMs: number;
  /** Unanswered pings in a row that mean the worker is gone. */
  readonly misses: number;
  onLost(): void;
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
  const timer = setInterval(() => {
    if (unanswered >= options.misses) {
      stop();
      options.onLost();
      return;
    }
    unanswered += 1;
    worker.postMessage(PING);
  }, options.intervalMs);
  const stop = () => clearInterval(timer);
  worker.addEventListener("message", (event: Event) => {
    // Any message is a sign of life.
    alive = true;
    if ((event as MessageEvent<unknown>).data !== undefined) unanswered = 0;
  });
  return {
    get alive() {
      return alive;
    },
    stop,
  };
}
