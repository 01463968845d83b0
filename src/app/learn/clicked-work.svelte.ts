/**
 * The work on one exercise without an editor: what is chosen so far, and what the last check said. As with written answers, every
 * check is kept as an attempt and nothing is thrown away.
 */
import type { Json } from "../../engine/core/manifest.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import { judgeAlone, type Verdict } from "../../lessons/judge-choice.ts";
import type { CmdExercise, FindExercise, McqExercise, OrderExercise, TuneExercise } from "../../lessons/pack.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { LessonRecord } from "./lesson-record.svelte.ts";
import type { LessonTables } from "./lesson-tables.svelte.ts";

export type ClickedType = McqExercise | OrderExercise | FindExercise | TuneExercise | CmdExercise;

export interface ClickedPorts {
  readonly session: Session;
  readonly record: LessonRecord;
  readonly tables: LessonTables;
  readonly lesson: string;
  /** Files of the pack that the lesson is from; missing for the lessons that come with the page. */
  readonly pack?: readonly SourceFile[] | undefined;
  /** Wall time in milliseconds. */
  readonly now: () => number;
}

export class ClickedWork {
  readonly exercise: ClickedType;
  verdict: Verdict | null = $state.raw(null);
  checking = $state(false);
  readonly #ports: ClickedPorts;
  /** A wrong answer was given before the right one. */
  #missed = false;

  constructor(exercise: ClickedType, ports: ClickedPorts) {
    this.exercise = exercise;
    this.#ports = ports;
  }

  /** What was chosen last, also before a reload; null when nothing was. */
  get answer(): Json {
    const { draft } = this.#ports.record.exercise(this.exercise.id);
    if (draft === null) return null;
    if (this.exercise.type === "cmd") return draft;
    try {
      return JSON.parse(draft) as Json;
    } catch {
      return null;
    }
  }

  get hints(): number {
    return this.#ports.record.exercise(this.exercise.id).hints;
  }

  get solved(): boolean {
    return this.#ports.record.exercise(this.exercise.id).solved_at !== null;
  }

  change(answer: Json): void {
    this.verdict = null;
    this.#ports.record.update(this.exercise.id, {
      draft: typeof answer === "string" ? answer : JSON.stringify(answer),
    });
  }

  openHint(): number | null {
    if (this.hints >= this.exercise.hints.length) return null;
    this.#ports.record.update(this.exercise.id, { hints: this.hints + 1 });
    return this.hints;
  }

  async check(): Promise<void> {
    if (this.checking) return;
    const { session, record } = this.#ports;
    this.checking = true;
    const verdict = await this.#judge();
    this.checking = false;
    this.verdict = verdict;
    session.announce([verdict.headline, verdict.detail ?? ""].join(" "));
    await record.addAttempt({
      exercise: this.exercise.id,
      text: record.exercise(this.exercise.id).draft ?? "",
      passed: verdict.passed,
      headline: verdict.headline,
      code: verdict.code,
    });
    if (!verdict.passed) this.#missed = true;
    else if (!this.solved) record.solve(this.exercise.id, {}, this.#missed);
  }

  async #judge(): Promise<Verdict> {
    const { exercise } = this;
    if (exercise.type === "mcq" || exercise.type === "order") return judgeAlone(exercise, this.answer);
    const { session, record, tables, lesson, pack } = this.#ports;
    if (exercise.type !== "cmd") await tables.build();
    const outcome = await session.askRows((api) =>
      api.lessonCheck(lesson, exercise.id, record.exercise(exercise.id).draft ?? "", pack),
    );
    if (outcome.ok) return outcome.value;
    const [first] = outcome.diagnostics;
    return {
      passed: false,
      headline: first?.message ?? surfaceStrings.learn.failedCheck,
      detail: first?.hint ?? null,
      code: null,
    };
  }
}
