/** Where a lesson of an agenda is opened: at the step on which its exercise stands, else at its beginning. */
import type { Exercise, Lesson, Pack } from "../../lessons/pack.ts";
import { stepOfExercise } from "../learn/redo.ts";
import { href } from "../route.svelte.ts";

export function lessonAddress(pack: Pack, lesson: Lesson, exercise: Exercise | null): string {
  const module = pack.modules.find((one) => one.lessons.includes(lesson));
  const step = exercise === null ? null : stepOfExercise(lesson, exercise.id);
  return href("lesson", module?.slug ?? "", lesson.slug, { step });
}
