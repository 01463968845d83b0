/**
 * The proof of lessons on this device, lesson by lesson, with a way to stop it. It says what `strata lessons verify` says: how much was
 * proven, and every finding with its code, hint and place; what a whole pack has wrong is said once.
 */
import type { Diagnostic } from "../../../engine/core/errors.ts";
import type { SourceFile } from "../../../engine/core/source-file.ts";
import type { Lesson } from "../../../lessons/pack.ts";
import type { LessonProof } from "../../../worker/protocol.ts";
import type { Session } from "../../session/session.svelte.ts";

type ProofSession = Pick<Session, "askRows" | "cancel">;

interface ProofSummary {
  readonly proven: number;
  readonly broken: number;
  /** False when it was stopped before the last lesson. */
  readonly whole: boolean;
}

export class Verification {
  /** The lesson that is being proven; null while nothing is. */
  current: Lesson | null = $state.raw(null);
  /** Lessons that are done, and how many there are. */
  at = $state(0);
  total = $state(0);
  proven = $state(0);
  findings: readonly Diagnostic[] = $state.raw([]);
  /** True once a proof has ended or was stopped. */
  ended = $state(false);
  #stopped = false;
  readonly #session: ProofSession;

  constructor(session: ProofSession) {
    this.#session = session;
  }

  get broken(): number {
    return this.findings.filter((found) => found.severity === "error").length;
  }

  /** `files` are those of a pack from outside. */
  async prove(lessons: readonly Lesson[], files?: readonly SourceFile[]): Promise<ProofSummary> {
    this.#stopped = false;
    this.ended = false;
    [this.at, this.total, this.proven, this.findings] = [0, lessons.length, 0, []];
    for (const lesson of lessons) {
      if (this.#isStopped()) break;
      this.current = lesson;
      const { proven, diagnostics } = await this.#proofOf(lesson, files);
      // A lesson that was stopped halfway has proven nothing.
      if (this.#isStopped()) break;
      this.proven += proven.length;
      this.findings = [...this.findings, ...diagnostics.filter((found) => !this.#isKnown(found))];
      this.at += 1;
    }
    this.current = null;
    this.ended = true;
    return { proven: this.proven, broken: this.broken, whole: this.at === this.total };
  }

  /** Does nothing while nothing is proven: the cancel is the session's, and would end whatever runs. */
  stop(): void {
    if (this.current === null) return;
    this.#stopped = true;
    void this.#session.cancel();
  }

  async #proofOf(lesson: Lesson, files: readonly SourceFile[] | undefined): Promise<LessonProof> {
    const built = lesson.uses.length === 0 ? null : await this.#session.askRows((api) => api.lessonBuild(lesson.uses));
    if (built?.ok === false) return { proven: [], diagnostics: built.diagnostics };
    const outcome = await this.#session.askRows((api) => api.lessonVerify([lesson.id], files));
    return outcome.ok ? outcome.value : { proven: [], diagnostics: outcome.diagnostics };
  }

  #isKnown(found: Diagnostic): boolean {
    return this.findings.some((other) => other.code === found.code && other.message === found.message);
  }

  /** As a call, because the field is narrowed across an await. */
  #isStopped(): boolean {
    return this.#stopped;
  }
}
