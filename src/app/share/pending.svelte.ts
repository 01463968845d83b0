/** Shared work that came as a file: it has no address, so it waits here for the page that shows it. */
import type { SharedWork } from "../../archive/shared-work.ts";
import type { Outcome } from "../../engine/core/errors.ts";

class Pending {
  work: Outcome<SharedWork> | null = $state.raw(null);
}

export const pending = new Pending();
