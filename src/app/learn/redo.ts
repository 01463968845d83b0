/**
 * What comes back another day: exercises that were solved only with the last hint, with the solution, or after a wrong answer, and
 * guesses that were far off. They return after one, three and seven days, as twins where the lesson has some.
 */
import type { Json } from "../../engine/core/manifest.ts";
import { lessonsOf, type Exercise, type Lesson, type Pack, type Part } from "../../lessons/pack.ts";
import type { LessonProgress } from "../../store/kept.ts";

const DAY_MS = 86_400_000;
const DAYS = [1, 3, 7] as const;
const TWIN = ".twin";

export interface Redo {
  /** How often it has come back and was solved without help. */
  readonly stage: number;
  /** Milliseconds since 1970-01-01 UTC; null once it need not come back. */
  readonly due: number | null;
}

export interface DueExercise {
  readonly lesson: Lesson;
  readonly exercise: Exercise;
  readonly due: number;
}

/** Name of the answer under which a lesson's record keeps the redo of an exercise or its twin. */
export function redoName(exercise: string): string {
  return `redo.${baseOf(exercise)}`;
}

export function baseOf(exercise: string): string {
  return exercise.endsWith(TWIN) ? exercise.slice(0, -TWIN.length) : exercise;
}

export function readRedo(answer: Json | undefined): Redo | null {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return null;
  const { stage, due } = answer as Readonly<Record<string, Json>>;
  if (typeof stage !== "number" || (typeof due !== "number" && due !== null)) return null;
  return { stage, due };
}

/**
 * What follows when an exercise, or its twin, was solved. Null when nothing changes: it was solved without help and was not in the
 * queue.
 */
export function redoAfter(before: Redo | null, exercise: string, helped: boolean, now: number): Redo | null {
  if (helped) return { stage: 0, due: now + DAYS[0] * DAY_MS };
  if (before?.due === undefined || before.due === null || !exercise.endsWith(TWIN)) return null;
  const stage = before.stage + 1;
  const days = DAYS[stage];
  return { stage, due: days === undefined ? null : now + days * DAY_MS };
}

/** What is due, the oldest first. */
export function dueExercises(
  pack: Pack,
  progress: ReadonlyMap<string, LessonProgress>,
  now: number,
): readonly DueExercise[] {
  return lessonsOf(pack)
    .flatMap((lesson) =>
      lesson.exercises.flatMap((exercise) => {
        const redo = readRedo(progress.get(lesson.id)?.answers[redoName(exercise.id)]);
        return redo?.due === null || redo === null || redo.due > now ? [] : [{ lesson, exercise, due: redo.due }];
      }),
    )
    .sort((a, b) => a.due - b.due);
}

/** The lesson with one exercise exchanged for its twin, or for itself afresh when it has none. */
export function withTwin(lesson: Lesson, exercise: string): Lesson {
  const found = lesson.exercises.find((item) => item.id === exercise);
  if (found === undefined) return lesson;
  const id = `${exercise}${TWIN}`;
  const twin = found.twin ?? { ...found, id };
  const swap = (part: Part): Part => (part.kind === "exercise" && part.id === exercise ? { ...part, id } : part);
  return {
    ...lesson,
    exercises: lesson.exercises.map((item) => (item.id === exercise ? twin : item)),
    steps: lesson.steps.map((step) => ({ ...step, parts: step.parts.map(swap) })),
  };
}

/** The step on which an exercise stands, from 1. */
export function stepOfExercise(lesson: Lesson, exercise: string): number {
  const index = lesson.steps.findIndex((step) =>
    step.parts.some((part) => part.kind === "exercise" && part.id === exercise),
  );
  return Math.max(0, index) + 1;
}
