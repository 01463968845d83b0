/** Two short questions from earlier lessons, asked before a new one begins: what was learnt is recalled a little later. */
import { lessonsOf, type Choice, type Lesson, type Pack } from "../../lessons/pack.ts";
import type { LessonProgress } from "../../store/kept.ts";
import { shuffled } from "./shuffle.ts";

const QUESTIONS = 2;

export interface WarmUpQuestion {
  readonly from: Lesson;
  readonly choice: Choice;
}

/** Always the same two for a lesson, from lessons before it that were finished; fewer while there are not so many. */
export function warmUp(
  pack: Pack,
  lesson: Lesson,
  progress: ReadonlyMap<string, LessonProgress>,
): readonly WarmUpQuestion[] {
  const all = lessonsOf(pack);
  const earlier = all
    .slice(0, Math.max(0, all.indexOf(lesson)))
    .filter((other) => (progress.get(other.id)?.finished_at ?? null) !== null);
  const questions = earlier.flatMap((from) =>
    from.exercises.flatMap((exercise): WarmUpQuestion[] => {
      if (exercise.type === "mcq" && !exercise.many && exercise.question !== "")
        return [{ from, choice: { question: exercise.question, choices: exercise.choices } }];
      return exercise.explain === null ? [] : [{ from, choice: exercise.explain }];
    }),
  );
  return shuffled(questions, lesson.id).slice(0, QUESTIONS);
}
