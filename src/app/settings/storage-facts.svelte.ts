/** How much this device stores for the page, by kind, and whether the browser promises to keep it. */
import { KINDS, type KindSize } from "../../store/workspace-store.ts";
import type { Store } from "../../store/store.ts";

export class StorageFacts {
  sizes: readonly KindSize[] = $state.raw([]);
  /** Bytes that this address uses and may use, as the browser estimates; null where it does not say. */
  estimate: { readonly used: number; readonly quota: number } | null = $state.raw(null);
  /** Bytes kept for offline use, as the browser estimates; null where it does not say. */
  offline: number | null = $state(null);
  /** Whether the browser keeps the work under pressure; null where it does not say. */
  persisted: boolean | null = $state(null);
  readonly #store: Promise<Store>;

  constructor(store: Promise<Store>) {
    this.#store = store;
  }

  async read(): Promise<void> {
    const [sizes, estimate, persisted] = await Promise.all([
      this.#store.then((store) => store.sizes()).catch(() => []),
      this.#estimate(),
      this.#isPersisted(),
    ]);
    const order = [...new Set(Object.values(KINDS))];
    this.sizes = [...sizes].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    this.estimate = estimate && { used: estimate.usage ?? 0, quota: estimate.quota ?? 0 };
    // A detail that only some browsers give.
    const details = (estimate as { usageDetails?: { caches?: number } } | null)?.usageDetails;
    this.offline = details ? (details.caches ?? 0) : null;
    this.persisted = persisted;
  }

  /** Asks the browser to keep the work; it may refuse. */
  async persist(): Promise<boolean> {
    const granted = await navigator.storage.persist().catch(() => false);
    this.persisted = granted;
    return granted;
  }

  async #estimate(): Promise<StorageEstimate | null> {
    if (!("storage" in navigator) || !("estimate" in navigator.storage)) return null;
    return navigator.storage.estimate().catch(() => null);
  }

  async #isPersisted(): Promise<boolean | null> {
    if (!("storage" in navigator) || !("persisted" in navigator.storage)) return null;
    return navigator.storage.persisted().catch(() => null);
  }
}
