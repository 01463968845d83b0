/**
 * The runs that this device keeps of the open workspace, and the one that is looked at with the one that it is compared with.
 *
 * Lists are read again when a run ends here. A detail is read once: what a run left does not change.
 */
import type { NodeResult } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { RunDetail, RunHead } from "../../store/kept.ts";
import type { Session } from "../session/session.svelte.ts";
import { runs as words } from "../strings/runs.ts";

export class RunHistory {
  /** Newest first; null until they are read. */
  list: readonly RunHead[] | null = $state.raw(null);
  readonly #session: Session;
  readonly #workspace: string;
  #details: ReadonlyMap<string, RunDetail | null> = $state.raw(new Map());
  readonly #asked = new Set<string>();
  #stop: () => void = () => undefined;
  #closed = false;

  constructor(session: Session) {
    this.#session = session;
    this.#workspace = session.workspace;
    void this.#open();
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  head(id: string): RunHead | null {
    return this.list?.find((run) => run.id === id) ?? null;
  }

  /** Undefined while it is read, null when it is not kept. */
  detail(id: string): RunDetail | null | undefined {
    return this.#details.get(id);
  }

  async need(id: string): Promise<void> {
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    const store = await this.#session.store;
    const found = await store.loadRun(this.#workspace, id).catch(() => null);
    this.#details = new Map(this.#details).set(id, found);
  }

  /** Deletes a run, or all; the toast brings them back. */
  async remove(head: RunHead | null): Promise<void> {
    const store = await this.#session.store;
    const heads = head === null ? (this.list ?? []) : [head];
    const kept = await Promise.all(
      heads.map(async ({ id, at }) => ({ at, detail: await store.loadRun(this.#workspace, id) })),
    );
    const deleted = await store.deleteRuns(
      this.#workspace,
      heads.map(({ id }) => id),
    );
    if (!deleted.ok) {
      this.#session.toast(deleted.diagnostics[0]?.message ?? "", null, { tone: "fail" });
      return;
    }
    this.#session.toast(words.deleted(heads.length), {
      label: words.undo,
      run: () => void this.#bringBack(kept),
    });
  }

  async #bringBack(kept: readonly { readonly at: number; readonly detail: RunDetail | null }[]): Promise<void> {
    const store = await this.#session.store;
    for (const { at, detail } of [...kept].reverse())
      if (detail) await store.saveRun(this.#workspace, detail.run, at, detail.log);
  }

  async #open(): Promise<void> {
    const store = await this.#session.store;
    if (this.#closed) return;
    this.#stop = store.watchRuns(() => void this.#read());
    await this.#read();
  }

  async #read(): Promise<void> {
    const store = await this.#session.store;
    this.list = await store.listRuns(this.#workspace).catch(() => []);
  }
}

export function byNode(results: readonly NodeResult[]): ReadonlyMap<NodeId, NodeResult> {
  return new Map(results.map((result) => [result.unique_id, result]));
}
