/**
 * One's own progress file on another machine: what it holds is put beside what is here, and nothing here is lost. An exercise that has
 * an answer here keeps it; the file's answer then stands in the list of attempts.
 */
import type { KeptLesson } from "./progress-gather.ts";
import type { ProgressAttempt, ProgressBody, ProgressExercise } from "./progress-file.ts";

export interface RestoredLesson {
  readonly lesson: string;
  readonly progress: KeptLesson;
  /** Checks that are not here yet, by exercise. */
  readonly attempts: readonly { readonly exercise: string; readonly attempt: ProgressAttempt }[];
}

export interface RestoreRequest {
  readonly body: ProgressBody;
  readonly progress: ReadonlyMap<string, KeptLesson>;
  /** When the attempts at an exercise were made that are here. */
  readonly attemptTimes: ReadonlyMap<string, ReadonlySet<number>>;
  /** Ids of exercises that are guesses: their answer is kept in another place. */
  readonly guesses: ReadonlySet<string>;
  /** Wall time in milliseconds. */
  readonly now: number;
}

const NOTHING: KeptLesson = { finished_at: null, updated_at: 0, exercises: {}, answers: {} };

export function restoreProgress({ body, progress, attemptTimes, guesses, now }: RestoreRequest): RestoredLesson[] {
  const lessons = [...new Set(body.exercises.map((exercise) => exercise.lesson))];
  return lessons.map((lesson) => {
    const here = progress.get(lesson) ?? NOTHING;
    const theirs = body.exercises.filter((exercise) => exercise.lesson === lesson);
    const exercises = { ...here.exercises };
    const answers = { ...here.answers };
    for (const exercise of theirs) {
      const isGuess = guesses.has(exercise.id);
      exercises[exercise.id] = merged(here.exercises[exercise.id], exercise, isGuess);
      if (isGuess && answers[exercise.id] === undefined) {
        const guess = readGuess(exercise.answer);
        if (guess !== null) answers[exercise.id] = guess;
      }
    }
    const finished = body.lessons.find(({ id }) => id === lesson)?.finished_at ?? null;
    return {
      lesson,
      progress: { finished_at: here.finished_at ?? finished, updated_at: now, exercises, answers },
      attempts: theirs.flatMap((exercise) =>
        exercise.attempts
          .filter((attempt) => attemptTimes.get(exercise.id)?.has(attempt.at) !== true)
          .map((attempt) => ({ exercise: exercise.id, attempt })),
      ),
    };
  });
}

function merged(
  here: KeptLesson["exercises"][string] | undefined,
  theirs: ProgressExercise,
  isGuess: boolean,
): KeptLesson["exercises"][string] {
  return {
    draft: here?.draft ?? (isGuess ? null : theirs.answer),
    hints: Math.max(here?.hints ?? 0, theirs.hints),
    solution_seen: here?.solution_seen === true || theirs.solution_seen,
    solved_at: here?.solved_at ?? theirs.solved_at,
  };
}

/** Guesses are kept as a map from field to value. */
function readGuess(answer: string | null): unknown {
  try {
    const value: unknown = JSON.parse(answer ?? "null");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
