/**
 * What a lesson's checks look at, made in the background as soon as the lesson's own tables stand: the data of other companies, and
 * what the references give. Steps are small and give way to whatever is asked meanwhile; a check does not need to wait for the end, it
 * does what is missing itself.
 */
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { Lesson } from "../../lessons/pack.ts";
import type { Session } from "../session/session.svelte.ts";

export type HiddenSession = Pick<Session, "ask"> & { readonly run: Pick<Session["run"], "running"> };

export class HiddenData {
  /** Tables that are still to be made; null while that is not known. */
  left: number | null = $state(null);
  /** All is there that a check would otherwise have to do. */
  ready = $state(false);
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
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.ready = false;
    try {
      while (this.#mayGoOn() && this.left !== 0) {
        const step = await this.#session.ask((api) => api.lessonSeedStep(this.#lesson.id, this.#files));
        if (!step.ok) return;
        this.left = step.value;
      }
      for (let left = Infinity; this.#mayGoOn() && left > 0;) {
        const step = await this.#session.ask((api) => api.lessonReferenceStep(this.#lesson.id, this.#files));
        if (!step.ok) return;
        // References that do not hold would be run again and again.
        left = step.value < left ? step.value : 0;
      }
      this.ready = this.#mayGoOn();
    } finally {
      this.#isBusy = false;
    }
  }

  #mayGoOn(): boolean {
    return !this.#isStopped && !this.#session.run.running;
  }

  stop(): void {
    this.#isStopped = true;
  }
}
