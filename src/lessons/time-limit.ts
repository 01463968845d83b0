/** Gives work a time limit by cancelling it; a cancel from outside still gets through. */
import { createCancelSource } from "../engine/core/signal.ts";
import type { CancelSignal } from "../engine/core/signal.ts";

export interface Timed<T> {
  readonly value: T;
  readonly timedOut: boolean;
}

export async function withTimeLimit<T>(
  limitMs: number,
  outer: CancelSignal | undefined,
  work: (signal: CancelSignal) => Promise<T>,
): Promise<Timed<T>> {
  const source = createCancelSource();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    source.cancel();
  }, limitMs);
  const stopListening = outer?.subscribe(() => source.cancel());
  try {
    const value = await work(source.signal);
    return { value, timedOut };
  } finally {
    clearTimeout(timer);
    stopListening?.();
  }
}
