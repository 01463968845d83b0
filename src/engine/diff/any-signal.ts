/** Several ways to cancel as one. */
import type { CancelSignal } from "../core/signal.ts";

/** Cancelled as soon as one of them is. */
export function anyOf(signals: readonly (CancelSignal | null)[]): CancelSignal {
  const given = signals.flatMap((signal) => signal ?? []);
  return {
    get cancelled() {
      return given.some((signal) => signal.cancelled);
    },
    subscribe(listener) {
      let told = false;
      const once = (): void => {
        if (told) return;
        told = true;
        listener();
      };
      const stops = given.map((signal) => signal.subscribe(once));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
