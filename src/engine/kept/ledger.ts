/**
 * What the database holds, as fingerprints: written down as nodes finish, so that a table is only ever kept under the name of what it
 * was really made from. An incremental model that was added to, a snapshot and a table that somebody changed by hand have none.
 */
import type { RunEvent } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";

/** Words of a command after which nodes were not built as the project says, or tables were changed past it. */
const FOREIGN =
  /(^|\s)(--vars|--target|-t|--profile|--empty|--sample|--event-time-start|--event-time-end|--defer|--state)(\s|=|$)|^(dbt\s+)?(run-operation|clone)\b/;

export class Ledger {
  readonly #held = new Map<NodeId, string | null>();
  /** Nodes whose relation exists, kept or not. */
  #foreign = false;
  #fullRefresh = false;

  /** What a node's relation was made from: null when it cannot be had again, undefined when nothing is known of it. */
  of(id: NodeId): string | null | undefined {
    return this.#held.get(id);
  }

  get nodes(): ReadonlyMap<NodeId, string | null> {
    return this.#held;
  }

  /** A command begins; a preview or query begins with an empty text. */
  begin(command: string): void {
    this.#foreign = FOREIGN.test(command);
    this.#fullRefresh = /(^|\s)(--full-refresh|-f)(\s|$)/.test(command);
    if (/^(dbt\s+)?(run-operation|clone)\b/.test(command)) this.spoil();
  }

  /**
   * Notes an event of a run. `wanted` is what the node's table is made from if it is made now: asked at the moment that the node has
   * finished, when its parents are as it has read them.
   */
  note(event: RunEvent, nodeOf: (id: NodeId) => ManifestNode | undefined, wanted: (id: NodeId) => string | null): void {
    if (event.kind !== "node-finished" || event.result.status !== "success") return;
    const { unique_id: id } = event.result;
    const node = nodeOf(id);
    if (node === undefined) return;
    const addedTo =
      node.config.materialized === "incremental" &&
      this.#held.has(id) &&
      !this.#fullRefresh &&
      node.config["full_refresh"] !== true;
    this.#held.set(id, this.#foreign || addedTo ? null : wanted(id));
  }

  /** A kept table stands there again. */
  restored(id: NodeId, fingerprint: string): void {
    this.#held.set(id, fingerprint);
  }

  /** Somebody wrote into the database: nothing is known to be what it was. */
  spoil(): void {
    for (const id of this.#held.keys()) this.#held.set(id, null);
  }

  /** Another database, an empty one. */
  clear(): void {
    this.#held.clear();
  }
}
