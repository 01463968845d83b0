import { expect, test, vi } from "vitest";
import { answerHeartbeat, watchHeartbeat } from "../../src/worker/heartbeat.ts";

type Heard = (event: unknown) => void;

/** Locks as a browser has them: one holder for a name, the next in the queue when it lets go. */
function browserLocks() {
  const queues = new Map<string, (() => void)[]>();
  const holders = new Set<string>();
  const grant = (name: string) => {
    const next = queues.get(name)?.shift();
    if (next) next();
    else holders.delete(name);
  };
  return {
    /** What the browser does with the locks of a worker that is gone. */
    letGo: () => [...holders].forEach(grant),
    request: (name: string, ...rest: readonly unknown[]) => {
      const work = rest.at(-1) as () => unknown;
      const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
      return new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("aborted")));
        const run = () => void Promise.resolve(work()).then(resolve);
        if (holders.has(name)) queues.set(name, [...(queues.get(name) ?? []), run]);
        else {
          holders.add(name);
          run();
        }
      });
    },
  };
}

function watched() {
  const locks = browserLocks();
  let atWorker: Heard = () => undefined;
  let atPage: Heard = () => undefined;
  answerHeartbeat(
    {
      addEventListener: (_: string, hear: Heard) => (atWorker = hear),
      postMessage: (data: unknown) => atPage({ data }),
    } as never,
    locks,
  );
  const onLost = vi.fn();
  const heartbeat = watchHeartbeat(
    {
      addEventListener: (_: string, hear: Heard) => (atPage = hear),
      postMessage: (data: unknown) => void Promise.resolve().then(() => atWorker({ data })),
    } as never,
    { intervalMs: 1e6, misses: 1, lock: { locks: locks as never, name: "engine" }, onLost },
  );
  return { locks, onLost, heartbeat };
}

test("a worker that the browser ends is known to be gone at once, without waiting for its pings", async () => {
  const { locks, onLost, heartbeat } = watched();
  await vi.waitFor(() => expect(heartbeat.alive).toBe(true));
  expect(onLost).not.toHaveBeenCalled();
  locks.letGo();
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledExactlyOnceWith("The browser ended it."));
  heartbeat.stop();
});

test("a worker that the page itself ends is not lost", async () => {
  const { locks, onLost, heartbeat } = watched();
  await vi.waitFor(() => expect(heartbeat.alive).toBe(true));
  heartbeat.stop();
  locks.letGo();
  await Promise.resolve();
  expect(onLost).not.toHaveBeenCalled();
});
