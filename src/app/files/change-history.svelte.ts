/**
 * The history of all files: points that any file can be brought back to, and steps over many files that are undone as one.
 *
 * It watches the session's edits and does not take part in them. A point is written when typing pauses; whoever changes files on
 * purpose does it inside `step`, so that the points say what for. Text that no point holds at the start (the page went away too fast)
 * becomes one.
 */
import type { ChangeCause, KeptChange } from "../../store/change-store.ts";
import { changesToDrop } from "../../store/thin-changes.ts";
import type { Overlay } from "../../worker/protocol.ts";
import { diffLines } from "../model/line-diff.ts";
import type { Session } from "../session/session.svelte.ts";

/** A pause of typing makes a point; who never pauses gets one in this time all the same. */
const PAUSE_MS = 1500;
const LONGEST_MS = 20_000;
const THIN_EVERY = 40;

/** Text of a file, or null when there is none. */
export type FileText = string | null;

export class ChangeHistory {
  /** Newest first. */
  changes: readonly KeptChange[] = $state.raw([]);
  /** False until the list of this workspace has been read. */
  loaded = $state(false);
  readonly #session: Session;
  #workspace: string | null = null;
  #seen: Overlay = {};
  /** The text of a file's newest point, where it is known. */
  readonly #recorded = new Map<string, FileText>();
  readonly #pending = new Set<string>();
  #pendingSince = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #number = 0;
  #written = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Called with every change of the edits; the first call for a workspace reads its list. */
  see(overlay: Overlay, workspace: string): void {
    if (workspace !== this.#workspace) {
      this.#open(workspace, overlay);
      return;
    }
    for (const path of differing(this.#seen, overlay)) this.#pending.add(path);
    this.#seen = overlay;
    if (this.#pending.size === 0) return;
    clearTimeout(this.#timer);
    if (this.#pendingSince === 0) this.#pendingSince = Date.now();
    const left = Math.max(0, this.#pendingSince + LONGEST_MS - Date.now());
    this.#timer = setTimeout(() => this.flush(), Math.min(PAUSE_MS, left));
  }

  /** Makes points of what was typed since the last ones. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#pendingSince = 0;
    const paths = [...this.#pending];
    this.#pending.clear();
    const step = this.#nextNumber();
    for (const path of paths) this.#record(path, "typed", null, step);
  }

  /** Changes files on purpose. The answer takes all of it back, as a step of its own. */
  step(cause: ChangeCause, label: string | null, work: () => void): () => void {
    this.see(this.#session.overlay, this.#session.workspace);
    this.flush();
    const before = this.#session.overlay;
    work();
    const after = this.#session.overlay;
    const paths = differing(before, after);
    this.#seen = after;
    const texts = new Map(paths.map((path) => [path, this.#textIn(before, path)]));
    // A file that nobody has touched before gets no point for what it was: that is the file as it came, which is always there.
    const number = this.#nextNumber();
    for (const path of paths) this.#record(path, cause, label, number);
    return () => {
      if (this.#session.workspace !== this.#workspace) return;
      this.step("undone", label, () => {
        for (const [path, text] of texts) setFile(this.#session, path, text);
      });
    };
  }

  /** Points of one file, newest first. */
  of(path: string): readonly KeptChange[] {
    return this.changes.filter((change) => change.path === path);
  }

  async textOf(change: KeptChange): Promise<FileText | undefined> {
    await this.#writing;
    return (await this.#session.store).changeText(this.#session.workspace, change);
  }

  #open(workspace: string, overlay: Overlay): void {
    this.flush();
    this.#workspace = workspace;
    this.#seen = overlay;
    this.#recorded.clear();
    this.changes = [];
    this.loaded = false;
    void this.#load(workspace);
  }

  async #load(workspace: string): Promise<void> {
    const store = await this.#session.store;
    const kept = await store.listChanges(workspace).catch(() => []);
    const newest = new Map<string, KeptChange>();
    for (const change of kept) if (!newest.has(change.path)) newest.set(change.path, change);
    const texts = new Map<string, FileText>();
    for (const path of Object.keys(this.#session.overlay)) {
      const change = newest.get(path);
      const text = change ? await store.changeText(workspace, change).catch(() => undefined) : undefined;
      if (text !== undefined) texts.set(path, text);
    }
    if (workspace !== this.#workspace) return;
    this.changes = [...this.changes, ...kept];
    this.#number = Math.max(this.#number, ...kept.map((change) => change.number), 0);
    for (const [path, text] of texts) if (!this.#recorded.has(path)) this.#recorded.set(path, text);
    this.loaded = true;
    const step = this.#nextNumber();
    for (const path of Object.keys(this.#session.overlay))
      if (!this.#pending.has(path)) this.#record(path, "found", null, step);
    this.#thin();
  }

  #record(path: string, cause: ChangeCause, label: string | null, step: number): void {
    const text = currentText(this.#session, path);
    const before = this.#recorded.has(path) ? this.#recorded.get(path)! : this.#session.bundledFile(path);
    if (text === before) return;
    this.#recorded.set(path, text);
    const { added, removed } = lineCounts(before, text);
    const change: KeptChange = {
      at: Date.now(),
      number: this.#nextNumber(),
      path,
      cause,
      step,
      label,
      added,
      removed,
      length: text === null ? -1 : text.length,
    };
    this.changes = [change, ...this.changes];
    const workspace = this.#workspace;
    if (workspace === null) return;
    this.#writing = this.#writing.then(async () => (await this.#session.store).addChange(workspace, change, text));
    this.#written += 1;
    if (this.#written % THIN_EVERY === 0) this.#thin();
  }

  #thin(): void {
    const workspace = this.#workspace;
    const dropped = new Set(changesToDrop(this.changes, Date.now()));
    if (dropped.size === 0 || workspace === null) return;
    this.changes = this.changes.filter((change) => !dropped.has(change));
    this.#writing = this.#writing.then(async () => (await this.#session.store).dropChanges(workspace, [...dropped]));
  }

  #textIn(overlay: Overlay, path: string): FileText {
    const text = overlay[path];
    return text === undefined ? this.#session.bundledFile(path) : text;
  }

  #nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }
}

const histories = new WeakMap<Session, ChangeHistory>();

/** The one history of a session. */
export function changeHistory(session: Session): ChangeHistory {
  const known = histories.get(session);
  if (known) return known;
  const made = new ChangeHistory(session);
  histories.set(session, made);
  return made;
}

/** Keeps the history for as long as the component lives that calls it. */
export function watchChanges(session: Session): void {
  const history = changeHistory(session);
  $effect(() => {
    // Edits are known before the project is; the texts as they came arrive with it.
    if (session.project) history.see(session.overlay, session.workspace);
  });
  $effect(() => {
    const leave = (): void => {
      if (document.visibilityState === "hidden") history.flush();
    };
    document.addEventListener("visibilitychange", leave);
    return () => document.removeEventListener("visibilitychange", leave);
  });
}

/** Text of a file as it stands, or null when it is deleted or was never there. */
export function currentText(session: Session, path: string): FileText {
  const edited = session.overlay[path];
  return edited === undefined ? session.bundledFile(path) : edited;
}

/** Gives a file this text; null takes it away. A file that was added leaves nothing behind. */
export function setFile(session: Session, path: string, text: FileText): void {
  if (text === null && session.bundledFile(path) === null) session.restore(path);
  else session.edit(path, text);
}

function differing(before: Overlay, after: Overlay): string[] {
  if (before === after) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
}

function lineCounts(before: FileText, after: FileText): { added: number; removed: number } {
  if (before === null || after === null) {
    const lines = (after ?? before ?? "").split("\n").length;
    return after === null ? { added: 0, removed: lines } : { added: lines, removed: 0 };
  }
  const lines = diffLines(before, after);
  const of = (kind: string) => lines.filter((line) => line.kind === kind).length;
  return { added: of("added"), removed: of("removed") };
}
