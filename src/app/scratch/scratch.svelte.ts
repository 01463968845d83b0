/**
 * The scratchpad of one workspace: its tabs, what the open one gave, and what was asked before.
 *
 * Results live as long as the page; texts and history are kept on this device, a moment after they changed.
 */
import { shownOf, NO_RESULT, type ResultState } from "../results/result-state.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import {
  addTab,
  changeTab,
  closeTab,
  firstTabs,
  readKept,
  remember,
  type ScratchEntry,
  type ScratchKept,
  type ScratchTab,
} from "./scratch-tabs.ts";

const SAVE_AFTER_MS = 400;

export class Scratch {
  readonly workspace: string;
  kept: ScratchKept = $state.raw(firstTabs("", surfaceStrings.scratch.tab));
  /** False until what was kept has been read. */
  ready = $state(false);
  results: Readonly<Record<number, ResultState>> = $state.raw({});
  /** The tab whose query runs. */
  running: number | null = $state(null);
  readonly #session: Session;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly tab: ScratchTab = $derived.by(
    () => this.kept.tabs.find((tab) => tab.id === this.kept.open) ?? this.kept.tabs[0]!,
  );
  readonly result: ResultState = $derived.by(() => this.results[this.tab.id] ?? NO_RESULT);

  constructor(session: Session) {
    this.#session = session;
    this.workspace = session.workspace;
    void this.#load();
  }

  async #load(): Promise<void> {
    const store = await this.#session.store;
    const kept = readKept(await store.getSetting(this.#key()));
    this.kept = kept ?? firstTabs(surfaceStrings.scratch.firstText, surfaceStrings.scratch.tab);
    this.ready = true;
  }

  add(text = ""): void {
    this.#set(addTab(this.kept, surfaceStrings.scratch.tab, text));
  }

  close(id: number): void {
    this.#set(closeTab(this.kept, id, surfaceStrings.scratch.tab));
    const { [id]: _gone, ...rest } = this.results;
    this.results = rest;
  }

  open(id: number): void {
    this.#set({ ...this.kept, open: id });
  }

  rename(name: string): void {
    if (name.trim() !== "") this.#set(changeTab(this.kept, this.tab.id, { name: name.trim().slice(0, 60) }));
  }

  edit(text: string): void {
    this.#set(changeTab(this.kept, this.tab.id, { text }));
  }

  clearHistory(): void {
    this.#set({ ...this.kept, history: [] });
  }

  /** Runs a text: what is chosen in the editor, or all of it. */
  async run(text: string): Promise<void> {
    if (this.running !== null || text.trim() === "") return;
    const { id } = this.tab;
    const before = shownOf(this.result);
    this.running = id;
    this.#show(id, { kind: "running", before });
    const outcome = await this.#session.query(text.trim().replace(/;+\s*$/, ""));
    this.running = null;
    const at = Date.now();
    if (outcome.ok) {
      const { table, elapsed_ms } = outcome.value;
      this.#show(id, { kind: "rows", shown: { result: outcome.value, text, at } });
      this.#remember({ text, at, status: "rows", rows: table.rowCount, truncated: table.truncated, elapsed_ms });
      this.#session.announce(surfaceStrings.results.extent(table.rowCount, table.truncated, elapsed_ms));
      return;
    }
    const cancelled = outcome.diagnostics.some(({ code }) => code === "W005");
    this.#remember({
      text,
      at,
      status: cancelled ? "cancelled" : "failed",
      rows: null,
      truncated: false,
      elapsed_ms: null,
    });
    if (cancelled) {
      this.#show(id, before ? { kind: "rows", shown: before } : NO_RESULT);
      this.#session.announce(surfaceStrings.results.cancelled);
      return;
    }
    this.#show(id, { kind: "failed", diagnostics: outcome.diagnostics, before });
  }

  cancel(): void {
    void this.#session.cancel();
  }

  /** Writes what has not been written yet. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { kept } = this;
    void this.#session.store.then((store) => store.setSetting(this.#key(), kept));
  }

  #show(id: number, state: ResultState): void {
    this.results = { ...this.results, [id]: state };
  }

  #remember(entry: ScratchEntry): void {
    this.#set(remember(this.kept, entry));
  }

  #set(kept: ScratchKept): void {
    this.kept = kept;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS);
  }

  #key(): string {
    return `scratch ${this.workspace}`;
  }
}
