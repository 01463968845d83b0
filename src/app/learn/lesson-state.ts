/** How far one has come in a lesson, from what is kept of it. */
import type { Lesson } from "../../lessons/pack.ts";
import type { LessonProgress } from "../../store/kept.ts";

type LessonState = "open" | "begun" | "done";

export function lessonState(lesson: Lesson, progress: ReadonlyMap<string, LessonProgress>): LessonState {
  const kept = progress.get(lesson.id);
  if (kept === undefined) return "open";
  return kept.finished_at === null ? "begun" : "done";
}
