/**
 * What this device keeps about lessons -> the content of a progress file.
 *
 * Lessons may have been worked on in several copies of the project (a workshop's start state is one), so what is kept of each is put
 * together: an exercise counts as solved when it was solved in any of them.
 */
import { lessonsOf, type Exercise, type Lesson, type Pack } from "../pack.ts";
import type { PackMark, ProgressAttempt, ProgressBody, ProgressExercise } from "./progress-file.ts";

/** What the store keeps of a lesson; `store/kept.ts` has the same shape. */
export interface KeptLesson {
  readonly finished_at: number | null;
  readonly updated_at: number;
  readonly exercises: Readonly<
    Record<
      string,
      {
        readonly draft: string | null;
        readonly hints: number;
        readonly solution_seen: boolean;
        readonly solved_at: number | null;
      }
    >
  >;
  readonly answers: Readonly<Record<string, unknown>>;
}

export interface KeptAttempt {
  readonly text: string;
  readonly passed: boolean;
  readonly headline: string;
  readonly code: string | null;
  readonly at: number;
}

/** One workspace. */
export interface KeptWork {
  readonly progress: ReadonlyMap<string, KeptLesson>;
  /** Checks of an exercise, in any order, without texts that were only put aside. */
  readonly attempts: ReadonlyMap<string, readonly KeptAttempt[]>;
}

export interface GatherRequest extends Omit<ProgressBody, "packs" | "lessons" | "exercises"> {
  readonly packs: readonly { readonly pack: Pack; readonly mark: PackMark }[];
  readonly work: readonly KeptWork[];
}

export function gatherProgress({ packs, work, ...head }: GatherRequest): ProgressBody {
  const lessons: ProgressBody["lessons"][number][] = [];
  const exercises: ProgressExercise[] = [];
  for (const { pack } of packs) {
    for (const lesson of lessonsOf(pack)) {
      const done = exercisesOf(lesson).flatMap((exercise) => progressOf(pack.id, lesson.id, exercise, work));
      if (done.length === 0) continue;
      exercises.push(...done);
      const finished = work.flatMap(({ progress }) => progress.get(lesson.id)?.finished_at ?? []);
      lessons.push({ id: lesson.id, finished_at: finished.length === 0 ? null : Math.min(...finished) });
    }
  }
  const used = new Set(exercises.map((exercise) => exercise.pack));
  return { ...head, packs: packs.map(({ mark }) => mark).filter(({ id }) => used.has(id)), lessons, exercises };
}

/** What is left of a file's content when some lessons, or all checks but the last, are not to be in it. */
export function leaveOut(
  body: ProgressBody,
  { lessons, attempts }: { readonly lessons: ReadonlySet<string>; readonly attempts: boolean },
): ProgressBody {
  const exercises = body.exercises
    .filter((exercise) => !lessons.has(exercise.lesson))
    .map((exercise) => (attempts ? { ...exercise, attempts: decidingAttempt(exercise) } : exercise));
  const used = new Set(exercises.map((exercise) => exercise.pack));
  return {
    ...body,
    packs: body.packs.filter(({ id }) => used.has(id)),
    lessons: body.lessons.filter(({ id }) => !lessons.has(id)),
    exercises,
  };
}

/** The check on which a claim rests: the last that passed, or else the last. */
export function decidingAttempt({ attempts }: Pick<ProgressExercise, "attempts">): readonly ProgressAttempt[] {
  const found = attempts.findLast((attempt) => attempt.passed) ?? attempts.at(-1);
  return found === undefined ? [] : [found];
}

/** Exercises of a lesson and their twins, as ids and types. */
export function exercisesOf(lesson: Lesson): readonly Pick<Exercise, "id" | "type">[] {
  return lesson.exercises.flatMap((exercise) => [
    { id: exercise.id, type: exercise.type },
    { id: exercise.twin?.id ?? `${exercise.id}.twin`, type: exercise.twin?.type ?? exercise.type },
  ]);
}

function progressOf(
  pack: string,
  lesson: string,
  { id, type }: Pick<Exercise, "id" | "type">,
  work: readonly KeptWork[],
): readonly ProgressExercise[] {
  const kept = work.flatMap(({ progress }) => {
    const here = progress.get(lesson);
    return here === undefined ? [] : [here];
  });
  const records = kept.toSorted((a, b) => b.updated_at - a.updated_at).flatMap((item) => item.exercises[id] ?? []);
  const guesses = kept.flatMap((item) => item.answers[id] ?? []);
  const attempts = work
    .flatMap((item) => item.attempts.get(id) ?? [])
    .map(({ at, passed, headline, code, text }) => ({ at, passed, headline, code, answer: text }))
    .sort((a, b) => a.at - b.at);
  const draft = records.find((item) => item.draft !== null)?.draft ?? null;
  const answer = type === "predict" ? (guesses[0] === undefined ? null : JSON.stringify(guesses[0])) : draft;
  const solved = records.flatMap((item) => item.solved_at ?? []);
  const hints = Math.max(0, ...records.map((item) => item.hints));
  const solution_seen = records.some((item) => item.solution_seen);
  if (answer === null && attempts.length === 0 && solved.length === 0 && hints === 0 && !solution_seen) return [];
  return [
    {
      pack,
      lesson,
      id,
      hints,
      solution_seen,
      solved_at: solved.length === 0 ? null : Math.min(...solved),
      answer,
      attempts,
    },
  ];
}
