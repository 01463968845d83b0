/**
 * A step of the agenda -> what the projector shows of it, piece by piece: title first, then the texts, then what the exercise asks; of
 * a prediction the prompt, the guesses, the truth and the explanation, each only when the presenter goes on.
 */
import type { Exercise, Lesson, Pack, PredictExercise } from "../../lessons/pack.ts";
import { findLesson } from "../../lessons/pack.ts";
import type { WorkshopStep } from "../../lessons/workshop/workshop.ts";

type SlidePart =
  | { readonly kind: "text"; readonly markdown: string }
  | { readonly kind: "objective"; readonly text: string }
  | { readonly kind: "task"; readonly exercise: Exercise }
  | { readonly kind: "guess"; readonly exercise: PredictExercise }
  | { readonly kind: "truth"; readonly exercise: PredictExercise }
  | { readonly kind: "because"; readonly exercise: PredictExercise }
  | { readonly kind: "jump"; readonly lesson: Lesson };

export interface Slide {
  readonly lesson: Lesson | null;
  readonly exercise: Exercise | null;
  readonly parts: readonly SlidePart[];
  /** Markdown for whoever presents: the step's own, then the lesson's. */
  readonly notes: string;
}

export function slideOf(step: WorkshopStep, pack: Pack): Slide {
  const lesson = step.lesson === null ? null : findLesson(pack, step.lesson);
  const exercise = lesson?.exercises.find(({ id }) => id === step.exercise) ?? null;
  return {
    lesson,
    exercise,
    parts: [...step.text.map((markdown) => ({ kind: "text", markdown }) as const), ...partsOf(step, lesson, exercise)],
    notes: [step.notes, ...lessonNotes(lesson)].filter((text) => text !== "").join("\n\n"),
  };
}

function partsOf(step: WorkshopStep, lesson: Lesson | null, exercise: Exercise | null): readonly SlidePart[] {
  if (exercise?.type === "predict")
    return [
      { kind: "task", exercise },
      { kind: "guess", exercise },
      { kind: "truth", exercise },
      ...(exercise.because === "" ? [] : [{ kind: "because", exercise } as const]),
    ];
  if (exercise !== null) return [{ kind: "task", exercise }];
  if (step.kind === "checkpoint" && lesson !== null) return [{ kind: "jump", lesson }];
  if (step.kind === "lesson" && lesson !== null && !step.text.includes(lesson.objective))
    return [{ kind: "objective", text: lesson.objective }];
  return [];
}

function lessonNotes(lesson: Lesson | null): readonly string[] {
  return (lesson?.steps ?? []).flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "presenter" ? [part.markdown] : [])),
  );
}
