/** A request that is given up when the user cancels: the engine's signal in, the browser's out, for as long as the work takes. */
import type { CancelSignal } from "../engine/core/signal.ts";

export async function abortable<T>(
  signal: CancelSignal | null | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const unsubscribe = signal?.subscribe(() => abort.abort());
  try {
    return await work(abort.signal);
  } finally {
    unsubscribe?.();
  }
}
