/** The rows that were asked for from the lineage; shown in the dock. One at a time: a newer question replaces the older one. */
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { NO_RESULT, shownOf, type ResultState } from "../results/result-state.ts";
import type { Session } from "../session/session.svelte.ts";

class Preview {
  node: ManifestNode | null = $state.raw(null);
  state: ResultState = $state.raw(NO_RESULT);
  #asked = 0;

  async show(session: Session, node: ManifestNode): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    const before = this.node?.unique_id === node.unique_id ? shownOf(this.state) : null;
    this.node = node;
    this.state = { kind: "running", before };
    const outcome = await session.preview(node.unique_id);
    if (question !== this.#asked) return;
    this.state = outcome.ok
      ? { kind: "rows", shown: { result: outcome.value, at: Date.now() } }
      : { kind: "failed", diagnostics: outcome.diagnostics, before };
  }

  /** Another project: its rows are nobody's. */
  clear(): void {
    this.#asked += 1;
    this.node = null;
    this.state = NO_RESULT;
  }
}

export const preview = new Preview();
