/**
 * What a learner has done in one lesson, kept on this device: drafts, hints, predictions, what is solved. Nothing here is ever
 * thrown away; a new draft replaces the old one only after the old one was kept as an attempt by whoever replaces it.
 *
 * Writing is debounced. When the page goes away before the database has it, a copy in localStorage carries it over.
 */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { Json } from "../../engine/core/manifest.ts";
import type { Attempt, ExerciseProgress, LessonProgress } from "../../store/kept.ts";
import type { Store } from "../../store/store.ts";
import { readRedo, redoAfter, redoName } from "./redo.ts";

const SAVE_AFTER_MS = 300;

const FRESH: ExerciseProgress = { draft: null, hints: 0, solution_seen: false, solved_at: null };

export interface RecordPorts {
  readonly store: Promise<Store>;
  readonly workspace: string;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  readonly onproblem: (problem: Diagnostic) => void;
}

export class LessonRecord {
  readonly lesson: string;
  loaded = $state(false);
  progress: LessonProgress = $state.raw({ finished_at: null, updated_at: 0, exercises: {}, answers: {} });
  readonly #ports: RecordPorts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;

  constructor(lesson: string, ports: RecordPorts) {
    this.lesson = lesson;
    this.#ports = ports;
  }

  async load(): Promise<void> {
    const store = await this.#ports.store;
    const kept = (await store.loadProgress(this.#ports.workspace)).get(this.lesson);
    const carried = this.#readCarried();
    const newer = carried !== null && carried.updated_at > (kept?.updated_at ?? -1) ? carried : kept;
    if (newer !== undefined) this.progress = newer;
    this.loaded = true;
    if (carried !== null) await this.#write();
  }

  exercise(id: string): ExerciseProgress {
    return this.progress.exercises[id] ?? FRESH;
  }

  update(id: string, change: Partial<ExerciseProgress>): void {
    this.#change({ exercises: { ...this.progress.exercises, [id]: { ...this.exercise(id), ...change } } });
  }

  answer(name: string): Json | undefined {
    return this.progress.answers[name];
  }

  setAnswer(name: string, value: Json): void {
    this.#change({ answers: { ...this.progress.answers, [name]: value } });
  }

  /** An exercise was answered right, with help or without: decides whether it comes back another day. */
  solve(id: string, change: Partial<ExerciseProgress>, helped: boolean): void {
    const now = this.#ports.now();
    const redo = redoAfter(readRedo(this.answer(redoName(id))), id, helped, now);
    this.update(id, { ...change, solved_at: now });
    if (redo !== null) this.setAnswer(redoName(id), { stage: redo.stage, due: redo.due });
  }

  /** A twin that comes back is solved anew; earlier attempts stay. */
  beginAgain(id: string): void {
    if (this.exercise(id).solved_at !== null) this.update(id, FRESH);
    if (this.answer(id) !== undefined) this.setAnswer(id, null);
  }

  finish(): void {
    if (this.progress.finished_at === null) this.#change({ finished_at: this.#ports.now() });
  }

  async addAttempt(attempt: Omit<Attempt, "at">): Promise<void> {
    const store = await this.#ports.store;
    this.#tell(await store.addAttempt(this.#ports.workspace, { ...attempt, at: this.#ports.now() }));
  }

  async attempts(exercise: string): Promise<readonly Attempt[]> {
    return (await this.#ports.store).listAttempts(this.#ports.workspace, exercise);
  }

  /** Saves at once what is not saved yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#dirty) await this.#write();
  }

  /** For `pagehide`: synchronous, since a database write may not outlive the page. */
  carryOver(): void {
    if (!this.#dirty) return;
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.progress));
    } catch {
      // No room there either: the write under way is then the only chance.
    }
    void this.flush();
  }

  #change(change: Partial<LessonProgress>): void {
    this.progress = { ...this.progress, ...change, updated_at: this.#ports.now() };
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), SAVE_AFTER_MS);
  }

  async #write(): Promise<void> {
    this.#dirty = false;
    const saved = await (await this.#ports.store).saveProgress(this.#ports.workspace, this.lesson, this.progress);
    if (saved.ok && !this.#dirty) this.#dropCarried();
    if (!saved.ok) this.#dirty = true;
    this.#tell(saved);
  }

  #tell(outcome: Outcome<void>): void {
    const problem = outcome.ok ? undefined : outcome.diagnostics[0];
    if (problem !== undefined) this.#ports.onproblem(problem);
  }

  get #key(): string {
    return `strata.lesson.${this.#ports.workspace}.${this.lesson}`;
  }

  #readCarried(): LessonProgress | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "null");
      if (
        typeof kept !== "object" ||
        kept === null ||
        !("updated_at" in kept) ||
        !("exercises" in kept) ||
        !("answers" in kept)
      )
        return null;
      return kept as LessonProgress;
    } catch {
      return null;
    }
  }

  #dropCarried(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // It is older than what the database has, and is ignored on the next start.
    }
  }
}
