/**
 * Work that answers a hand on a slider: while one value is worked on, only the newest of those that follow is kept, so that a picture
 * never lags behind by more than one answer.
 */
export function latestOnly<T>(work: (value: T) => Promise<unknown>): (value: T) => void {
  let next: { readonly value: T } | null = null;
  let busy = false;
  async function run(): Promise<void> {
    while (next !== null) {
      const { value } = next;
      next = null;
      await work(value);
    }
  }
  return (value) => {
    next = { value };
    if (busy) return;
    busy = true;
    void run().finally(() => (busy = false));
  };
}
