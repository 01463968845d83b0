/**
 * The files of a class -> the checks that decide about them, each answer to an exercise once.
 *
 * Answers are held to be the same when they differ in spaces, comments and the case of words only; in a class of thirty most of them
 * are. What decides about an exercise is the check that passed, or else the last one.
 */
import { lessonsOf, type ExerciseType, type Pack } from "../pack.ts";
import { decidingAttempt, exercisesOf } from "./progress-gather.ts";
import { canonicalJson, type ProgressBody, type ProgressExercise } from "./progress-file.ts";
import { sqlTokens } from "../sql-tokens.ts";
import type { Json } from "../../engine/core/manifest.ts";
import type { ReplayVerdict } from "../../worker/protocol.ts";

export interface ReplayStep {
  readonly lesson: string;
  readonly exercise: string;
  /** Answers that differ, as they were written. */
  readonly answers: readonly string[];
}

/** By `replayKey`. */
export type ReplayVerdicts = ReadonlyMap<string, ReplayVerdict>;

export interface KnownExercise {
  readonly lesson: string;
  readonly type: ExerciseType;
}

/** Exercises of the packs that this page has, by id. */
export function knownExercises(packs: readonly Pack[]): ReadonlyMap<string, KnownExercise> {
  return new Map(
    packs
      .flatMap(lessonsOf)
      .flatMap((lesson) => exercisesOf(lesson).map(({ id, type }) => [id, { lesson: lesson.id, type }] as const)),
  );
}

/** One step for each exercise, in the order of the lessons. */
export function replaySteps(
  bodies: readonly ProgressBody[],
  known: ReadonlyMap<string, KnownExercise>,
  done: ReplayVerdicts,
): readonly ReplayStep[] {
  const wanted = new Map<string, Map<string, string>>();
  for (const exercise of bodies.flatMap((body) => body.exercises)) {
    const answer = decidingAnswer(exercise);
    const found = known.get(exercise.id);
    if (answer === null || found === undefined || found.lesson !== exercise.lesson) continue;
    const key = decidingKey(exercise, found.type);
    if (key === null || done.has(key)) continue;
    const answers = wanted.get(exercise.id) ?? new Map<string, string>();
    if (!answers.has(key)) answers.set(key, answer);
    wanted.set(exercise.id, answers);
  }
  return [...known].flatMap(([exercise, { lesson }]) => {
    const answers = wanted.get(exercise);
    return answers === undefined ? [] : [{ lesson, exercise, answers: [...answers.values()] }];
  });
}

/** Null when nothing was answered. */
export function decidingAnswer(exercise: ProgressExercise): string | null {
  const [attempt] = decidingAttempt(exercise);
  if (attempt !== undefined) return attempt.answer;
  return exercise.solved_at === null ? null : exercise.answer;
}

const keys = new WeakMap<ProgressExercise, string>();

/** The key of the answer that decides; taken to pieces once. Null when nothing was answered. */
export function decidingKey(exercise: ProgressExercise, type: ExerciseType): string | null {
  const known = keys.get(exercise);
  if (known !== undefined) return known;
  const answer = decidingAnswer(exercise);
  if (answer === null) return null;
  const key = replayKey(exercise.id, type, answer);
  keys.set(exercise, key);
  return key;
}

export function replayKey(exercise: string, type: ExerciseType, answer: string): string {
  return `${exercise}\n${tidyAnswer(type, answer)}`;
}

/** The answer without what does not count; for a query in one line. */
export function tidyAnswer(type: ExerciseType, answer: string): string {
  switch (type) {
    case "sql":
    case "fix":
    case "new":
      return /^=== /m.test(answer) || /^\s*(version|models|unit_tests)\s*:/m.test(answer)
        ? tidyLines(answer)
        : tidySql(answer);
    case "test":
    case "unit":
      return tidyLines(answer);
    case "cmd":
      return answer.trim().split(/\s+/).join(" ");
    default:
      return tidyJson(answer);
  }
}

function tidySql(sql: string): string {
  const words = sqlTokens(sql).map((token) => (token.kind === "word" ? token.value : token.text));
  while (words.at(-1) === ";") words.pop();
  return words.join(" ");
}

/** Indentation has a meaning in YAML, the end of a line has none. */
function tidyLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s*#/.test(line))
    .join("\n");
}

function tidyJson(text: string): string {
  try {
    return canonicalJson(JSON.parse(text) as Json);
  } catch {
    return text.trim();
  }
}
