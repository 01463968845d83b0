/**
 * Whether this page would open without a network, as the service worker says. "available" means that the shell, every chunk,
 * the database engine and the packs used so far are stored.
 */
import type { OfflineDetail, OfflineListener } from "../offline.ts";

export type OfflineState = "unknown" | "preparing" | "available" | "unsupported";

/** The workers must not wait for ever for the service worker's control: without it only offline use is lost. */
const PATIENCE_MS = 5000;

export class Offline {
  state: OfflineState = $state("unknown");
  detail: OfflineDetail | null = $state.raw(null);
  /** Takes the new version that lies ready; null when there is none. */
  update: (() => void) | null = $state.raw(null);

  /** Resolves when the service worker has control, or when waiting longer helps nobody. */
  async register(register: (listener: OfflineListener) => Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    const control = register((state, detail) => {
      if (state === "update-ready") {
        this.update = detail.update;
      } else {
        this.state = state;
        this.detail = detail;
      }
    }).catch(() => {
      this.state = "unsupported";
    });
    await Promise.race([control, patience]);
    clearTimeout(timer);
  }
}
