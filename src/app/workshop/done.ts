/**
 * What a learner has done of a workshop. Progress is kept by workspace, and whoever jumps to a checkpoint works in a copy: so what
 * was done in any of them is done.
 */
import type { Lesson } from "../../lessons/pack.ts";
import type { WorkshopStep } from "../../lessons/workshop/workshop.ts";
import type { LessonProgress } from "../../store/kept.ts";

export type StepState = "none" | "open" | "begun" | "done";

type Progress = ReadonlyMap<string, LessonProgress>;

export function stepState(step: WorkshopStep, lesson: Lesson | null, places: readonly Progress[]): StepState {
  if (lesson === null || step.kind === "checkpoint" || step.kind === "talk" || step.kind === "break") return "none";
  const kept = places.flatMap((place) => place.get(lesson.id) ?? []);
  if (step.exercise === null) {
    if (kept.some(({ finished_at }) => finished_at !== null)) return "done";
    return kept.length > 0 ? "begun" : "open";
  }
  const { exercise } = step;
  if (kept.some((one) => isDone(one, exercise))) return "done";
  return kept.some(({ exercises }) => (exercises[exercise]?.draft ?? null) !== null) ? "begun" : "open";
}

/** A guess counts as done when it was given, anything else when it was solved. */
function isDone({ exercises, answers }: LessonProgress, exercise: string): boolean {
  const guess = answers[exercise];
  return (exercises[exercise]?.solved_at ?? null) !== null || (guess !== undefined && guess !== null);
}
