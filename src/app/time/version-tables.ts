/** Which nodes keep versions, so that other pages can lead to their history. Asked once for each reading of the project. */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { Session } from "../session/session.svelte.ts";

const asked = new WeakMap<Manifest, Promise<ReadonlySet<NodeId>>>();

/** Empty when the engine could not be asked. */
export function versionTables(session: Session, manifest: Manifest): Promise<ReadonlySet<NodeId>> {
  const known = asked.get(manifest);
  if (known) return known;
  const found = session
    .ask((api) => api.historyTables())
    .then((outcome) => new Set(outcome.ok ? outcome.value.map(({ id }) => id) : []));
  asked.set(manifest, found);
  return found;
}
