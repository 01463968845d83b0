/**
 * The user's edits: kept in memory at once, in the database 300 ms after the last key, in the journal when the page goes away.
 *
 * A text equal to the bundled one is no edit; typing back to the original leaves nothing behind. A tab that does not own the
 * workspace keeps its edits to itself: nothing is written over what the other tab saves.
 */
import { diagnostic, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { Overlay } from "../../worker/protocol.ts";
import { createJournal, type Draft } from "./draft-journal.ts";

export type SaveState =
  | { readonly kind: "clean" }
  | { readonly kind: "pending" }
  | { readonly kind: "saved"; readonly at: number }
  | { readonly kind: "failed"; readonly diagnostic: Diagnostic };

/** The part of the store that edits need. */
export interface FileStore {
  loadOverlay(workspace: string): Promise<Overlay>;
  saveFile(workspace: string, path: string, text: Draft): Promise<Outcome<void>>;
}

const SAVE_AFTER_MS = 300;
const ALONE = { mine: true };

export class WorkspaceFiles {
  overlay: Overlay = $state.raw({});
  saving: SaveState = $state.raw({ kind: "clean" });
  readonly #workspace: string;
  readonly #store: Promise<FileStore>;
  readonly #journal = createJournal(() => localStorage);
  /** Not yet in the database. */
  readonly #unsaved = new Map<string, Draft>();
  readonly #owner: { readonly mine: boolean };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** The journal holds drafts; they are old as soon as the database has newer ones. */
  #journalled = true;

  constructor(workspace: string, store: Promise<FileStore>, owner: { readonly mine: boolean } = ALONE) {
    this.#workspace = workspace;
    this.#store = store;
    this.#owner = owner;
  }

  /** True while there are edits that only this tab knows. */
  get holdsUnsaved(): boolean {
    return this.#unsaved.size > 0;
  }

  /** What was kept, with the journal of a page that closed too fast on top. Edits made meanwhile win. */
  async load(): Promise<void> {
    const store = await this.#store;
    const kept: Record<string, string | null> = { ...(await store.loadOverlay(this.#workspace)) };
    const journal = this.#owner.mine ? this.#journal.read(this.#workspace) : new Map<string, Draft>();
    for (const [path, text] of journal) {
      apply(kept, path, text);
      if (!this.#unsaved.has(path)) this.#unsaved.set(path, text);
    }
    for (const [path, text] of this.#unsaved) apply(kept, path, text);
    this.overlay = kept;
    if (this.#unsaved.size > 0) await this.flush();
    this.#clearJournal();
  }

  /** `undefined` means "as bundled". */
  set(path: string, text: Draft): void {
    const next: Record<string, string | null> = { ...this.overlay };
    apply(next, path, text);
    this.overlay = next;
    this.#unsaved.set(path, text);
    this.saving = { kind: "pending" };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Writes what is not yet in the database; resolves when it is (or `saving` says why not). */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Writes every edit again, after what was kept is gone. */
  keepAgain(): Promise<void> {
    for (const [path, text] of Object.entries(this.overlay)) this.#unsaved.set(path, text);
    return this.flush();
  }

  /** For `pagehide`, where nothing asynchronous can be relied upon. */
  journal(): void {
    if (this.#unsaved.size > 0 && this.#owner.mine) {
      this.#journal.write(this.#workspace, this.#unsaved);
      this.#journalled = true;
    }
    void this.flush();
  }

  /** Once everything is in the database; a draft left there would come back over newer text. */
  #clearJournal(): void {
    if (!this.#journalled || !this.#owner.mine || this.#unsaved.size > 0) return;
    this.#journal.write(this.#workspace, new Map());
    this.#journalled = false;
  }

  async #write(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    if (!this.#owner.mine) {
      this.saving = { kind: "failed", diagnostic: elsewhere() };
      return;
    }
    const store = await this.#store;
    let trouble: Diagnostic | null = null;
    for (const [path, text] of [...this.#unsaved]) {
      const saved = await store.saveFile(this.#workspace, path, text);
      if (!saved.ok) trouble = saved.diagnostics[0] ?? null;
      // The same path may have been edited again while it was written.
      else if (this.#unsaved.get(path) === text) this.#unsaved.delete(path);
    }
    if (trouble) this.saving = { kind: "failed", diagnostic: trouble };
    else if (this.#unsaved.size === 0) this.saving = { kind: "saved", at: Date.now() };
    this.#clearJournal();
  }
}

function elsewhere(): Diagnostic {
  return diagnostic("S002", "Another tab saves this workspace, so what you edit here is kept in this tab only.", {
    hint: "Take the workspace over in this tab, or go on in the other one.",
  });
}

function apply(overlay: Record<string, string | null>, path: string, text: Draft): void {
  if (text === undefined) delete overlay[path];
  else overlay[path] = text;
}
