/** Why nothing can be built just now, in a sentence; null when it can. */
import type { Session } from "../session/session.svelte.ts";
import { strings } from "../strings/catalogue.ts";

export function blockedReason(session: Session): string | null {
  if (session.warehouse.kind === "failed") return session.warehouse.diagnostic.message;
  return session.run.running ? strings.shell.alreadyRunning : null;
}
