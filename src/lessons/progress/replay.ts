/**
 * Answers of a class to one exercise -> how each does here. They are checked one after the other by the same check as a learner's own;
 * reference, data sets and equal queries are asked once for all of them, since no table changes meanwhile.
 */
import { checkExercise, loadOnce } from "../check.ts";
import type { LessonEngine, SeedEngines } from "../engine-port.ts";
import type { Memo } from "../memo.ts";
import { findExercise, findLesson } from "../pack.ts";
import { diagnostic, fail, succeed } from "../../engine/core/errors.ts";
import type { Outcome } from "../../engine/core/errors.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { ReplayVerdict } from "../../worker/protocol.ts";

export interface ReplayRequest {
  /** All files of the lesson content. */
  readonly files: readonly SourceFile[];
  readonly engine: LessonEngine;
  readonly lesson: string;
  readonly exercise: string;
  readonly answers: readonly string[];
  readonly signal?: CancelSignal;
  /** As of `CheckRequest`. */
  readonly seeds?: SeedEngines;
}

/** Verdicts in the order of the answers. Fails when the exercise cannot be checked here at all, or when it was cancelled. */
export async function replayAnswers(request: ReplayRequest): Promise<Outcome<readonly ReplayVerdict[]>> {
  const { engine, signal } = request;
  const { pack } = loadOnce(request.files);
  const lesson = findLesson(pack, request.lesson);
  const exercise = lesson === null ? null : findExercise(lesson, request.exercise);
  if (lesson === null || exercise === null)
    return fail(
      diagnostic("L002", `There is no exercise "${request.exercise}" in lesson "${request.lesson}" to replay.`, {
        hint: "Open the page with the version of the lessons that the class used.",
      }),
    );
  const memo: Memo = new Map();
  const verdicts: ReplayVerdict[] = [];
  for (const answer of request.answers) {
    if (signal?.cancelled === true)
      return fail(diagnostic("W005", "The replay was cancelled.", { hint: "Start it again; what was done is kept." }));
    const outcome = await checkExercise(exercise, lesson, {
      engine,
      answer,
      memo,
      ...(signal === undefined ? {} : { signal }),
      ...(request.seeds === undefined ? {} : { seeds: request.seeds }),
    });
    if (!outcome.ok) return outcome;
    const { passed, headline, detail, code } = outcome.value;
    verdicts.push({ passed, headline, detail, code });
  }
  return succeed(verdicts);
}
