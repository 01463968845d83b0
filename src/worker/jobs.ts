/**
 * Work on the database, one after the other, each with a way to stop it.
 *
 * Commands build what previews read, so they must not run side by side; the page may still ask for several at once. A cancel ends
 * the running job and everything that waits behind it, and resolves when all of them have ended.
 */
import { createCancelSource, type CancelSignal, type CancelSource } from "../engine/core/signal.ts";

export class Jobs {
  readonly #sources = new Set<CancelSource>();
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: (signal: CancelSignal) => Promise<T>): Promise<T> {
    const source = createCancelSource();
    this.#sources.add(source);
    const job = this.#last.then(() => work(source.signal)).finally(() => this.#sources.delete(source));
    this.#last = job.catch(() => undefined);
    return job;
  }

  async cancel(): Promise<void> {
    for (const source of this.#sources) source.cancel();
    await this.#last;
  }
}
