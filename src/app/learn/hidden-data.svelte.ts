/**
 * The data of other companies that a lesson's checks look at, made in the background as soon as the lesson's own tables stand. Steps are
 * small and give way to whatever is asked meanwhile; a check does not need to wait for the end, it builds what is missing itself.
 */
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { Lesson } from "../../lessons/pack.ts";
import type { Session } from "../session/session.svelte.ts";

export type HiddenSession = Pick<Session, "ask"> & { readonly run: Pick<Session["run"], "running"> };

export class HiddenData {
  /** Tables that are still to be made; null while that is not known. */
  left: number | null = $state(null);
  readonly #session: HiddenSession;
  readonly #lesson: Lesson;
  readonly #files: readonly SourceFile[] | undefined;
  readonly #isWanted: boolean;
  #isBusy = false;
  #isStopped = false;

  constructor(lesson: Lesson, session: HiddenSession, files?: readonly SourceFile[]) {
    this.#lesson = lesson;
    this.#session = session;
    this.#files = files;
    this.#isWanted = lesson.exercises.some(
      (exercise) => "variants" in exercise && exercise.variants.some((variant) => variant.kind === "seed"),
    );
    if (!this.#isWanted) this.left = 0;
  }

  /** Goes on until all is there, somebody runs a command, or the page is left. May be called again at any time. */
  async goOn(): Promise<void> {
    if (!this.#isWanted || this.#isBusy || this.left === 0) return;
    this.#isBusy = true;
    try {
      while (!this.#isStopped && !this.#session.run.running && this.left !== 0) {
        const step = await this.#session.ask((api) => api.lessonSeedStep(this.#lesson.id, this.#files));
        if (!step.ok) return;
        this.left = step.value;
      }
    } finally {
      this.#isBusy = false;
    }
  }

  stop(): void {
    this.#isStopped = true;
  }
}
