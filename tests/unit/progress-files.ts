/** A class for tests: progress files with right, wrong, altered, other version and truncated ones, made with real keys. */
import { isWritten, lessonsOf, type Exercise, type Lesson, type Pack } from "../../src/lessons/pack.ts";
import {
  signedText,
  PROGRESS_FORMAT,
  writeProgress,
  type PackMark,
  type ProgressAttempt,
  type ProgressBody,
  type ProgressExercise,
} from "../../src/lessons/progress/progress-file.ts";
import { makeKey, signText } from "../../src/lessons/progress/progress-key.ts";

export interface MadeFile {
  readonly name: string;
  readonly text: string;
}

export interface ClassPlan {
  readonly pack: Pack;
  readonly mark: PackMark;
  readonly lessons: (lesson: Lesson) => boolean;
  readonly count: number;
  readonly tier?: string;
}

export const MONDAY = Date.UTC(2025, 10, 3, 9);
const NAMES =
  "Amina Bas Chiara Deniz Elif Farid Greta Hana Ivo Jonas Kaito Lea Milan Noor Oskar Priya Quinn Rosa Sami Tilda Umar Vera Wen Yara".split(
    " ",
  );

/** Learner n makes one known mistake in every (n mod 3 + 2)th exercise first, and stays wrong in every fourth. */
export function bodyOf(plan: ClassPlan, learner: number): ProgressBody {
  let at = MONDAY + learner * 1000;
  const step = (): number => (at += 60_000);
  const lessons = lessonsOf(plan.pack).filter(plan.lessons);
  let place = 0;
  const exercises = lessons.flatMap((lesson) =>
    lesson.exercises.filter(hasAnswer).map((exercise): ProgressExercise => {
      place += 1;
      const wrong = (place + learner) % ((learner % 3) + 2) === 0 ? wrongAnswer(exercise, learner) : null;
      const stays = wrong !== null && (place + learner) % 4 === 0;
      const right = respaced(rightAnswer(exercise), learner);
      const attempts: ProgressAttempt[] = [];
      if (wrong !== null)
        for (let time = 0; time < (stays ? 3 : 1); time += 1)
          attempts.push({ at: step(), passed: false, headline: "Not yet.", code: wrong.code, answer: wrong.answer });
      const guess = exercise.type === "predict";
      if (!stays && !guess)
        attempts.push({ at: step(), passed: true, headline: "Correct.", code: null, answer: right });
      return {
        pack: plan.pack.id,
        lesson: lesson.id,
        id: exercise.id,
        hints: wrong === null ? 0 : 1,
        solution_seen: false,
        solved_at: stays ? null : step(),
        answer: stays ? (wrong?.answer ?? null) : right,
        attempts,
      };
    }),
  );
  return {
    name: NAMES[learner % NAMES.length] ?? "Learner",
    group: "Monday",
    product: "0.1.0",
    saved_at: at,
    packs: [plan.mark],
    data: { tier: plan.tier ?? "tiny", seed: null, as_of: null },
    lessons: lessons.map((lesson) => ({ id: lesson.id, finished_at: null })),
    exercises,
  };
}

export async function signedFile(body: ProgressBody, pair?: CryptoKeyPair): Promise<MadeFile> {
  const { subtle } = globalThis.crypto;
  const key = pair ?? (await makeKey(subtle));
  const text = writeProgress(body, await signText(subtle, key, signedText(PROGRESS_FORMAT, body)));
  return { name: `progress-${body.name.toLowerCase()}.json`, text };
}

/** Rows that are to be found follow from the data: nobody knows them beforehand. */
function hasAnswer(exercise: Exercise): boolean {
  return exercise.type !== "find" || exercise.kind !== "row";
}

/** The answer that an exercise takes for right, as it is kept. */
function rightAnswer(exercise: Exercise): string {
  if (isWritten(exercise)) return exercise.solution;
  switch (exercise.type) {
    case "mcq":
      return JSON.stringify(exercise.choices.flatMap((choice, index) => (choice.right ? [index] : [])));
    case "order":
      return JSON.stringify(
        exercise.groups.length > 0
          ? Object.fromEntries(exercise.items.map((item) => [item.id, item.groups[0] ?? ""]))
          : exercise.items.map((item) => item.id),
      );
    case "predict":
      return JSON.stringify(Object.fromEntries(exercise.fields.map((field) => [field.name, field.choices[0] ?? 1])));
    case "tune":
      return JSON.stringify(exercise.solution);
    case "cmd":
      return exercise.solution;
    case "find":
      return JSON.stringify(exercise.targets);
  }
}

function wrongAnswer(exercise: Exercise, learner: number): { answer: string; code: string | null } | null {
  if (isWritten(exercise)) {
    const anti = exercise.anti[learner % Math.max(1, exercise.anti.length)];
    return anti === undefined ? null : { answer: anti.sql.replace(/^(--.*\n)+/, ""), code: anti.code };
  }
  if (exercise.type === "mcq") {
    const index = exercise.choices.findIndex((choice) => !choice.right);
    return index < 0 ? null : { answer: JSON.stringify([index]), code: exercise.choices[index]?.code ?? null };
  }
  return null;
}

/** People write the same thing in their own way. */
function respaced(answer: string, learner: number): string {
  return learner % 4 === 1 ? `${answer}\n\n` : answer;
}
