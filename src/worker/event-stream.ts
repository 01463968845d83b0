/**
 * Events on their way to the page: in order, gathered for a frame, and drained before an answer goes out.
 *
 * A run of hundreds of models tells thousands of things; each message costs the page a task, so what was gathered goes in one. Progress of the same download
 * replaces what has not been sent yet. `drain` resolves when the page has taken everything, so that a command's answer never
 * overtakes its own events (callbacks and answers travel through different message ports).
 */
export interface EventStream<T> {
  send(event: T): void;
  drain(): Promise<void>;
}

export interface EventStreamOptions<T> {
  deliver(events: readonly T[]): Promise<unknown> | void;
  /** Events with the same key that follow each other directly are sent once, the last one; null sends every event. */
  replaceKey(event: T): string | null;
  /** Milliseconds that events are gathered; default 16. */
  readonly delayMs?: number;
}

export function createEventStream<T>(options: EventStreamOptions<T>): EventStream<T> {
  let waiting: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delivered: Promise<unknown> = Promise.resolve();

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length === 0) return;
    // A page that is gone cannot take events; that is no reason to fail the run.
    const sent = Promise.resolve(options.deliver(events)).catch(() => undefined);
    delivered = Promise.all([delivered, sent]);
  };

  return {
    send(event) {
      const key = options.replaceKey(event);
      const last = waiting.at(-1);
      if (key !== null && last !== undefined && options.replaceKey(last) === key) waiting[waiting.length - 1] = event;
      else waiting.push(event);
      timer ??= setTimeout(flush, options.delayMs ?? 16);
    },
    async drain() {
      flush();
      await delivered;
    },
  };
}
