/** What the table of a class says about one exercise, or about several: mistakes in common, equal answers, who is stuck. */
import { cellAt, isSolved, isStuck, isWrong, type Cell, type ClassColumn, type Learner } from "./progress-class.ts";
import type { Pack } from "../pack.ts";
import { mistakeWords, type MistakeWords } from "./mistake-words.ts";
import { decidingAnswer, decidingKey, type KnownExercise } from "./replay-plan.ts";

export interface Mistake extends MistakeWords {
  /** Misconception code. */
  readonly code: string;
  /** Who made it, each once. */
  readonly learners: readonly string[];
  /** How often it was made. */
  readonly times: number;
  /** One of the answers, and the exercise that it was given to. */
  readonly example: { readonly exercise: string; readonly answer: string; readonly headline: string };
}

export interface AnswerGroup {
  readonly text: string;
  /** As one of them was written. */
  readonly written: string;
  readonly passed: boolean | null;
  readonly learners: readonly string[];
}

export interface StuckLearner {
  readonly learner: string;
  readonly exercise: string;
  readonly checks: number;
  readonly minutes: number | null;
  /** The mistake of the last check, when it was recognised. */
  readonly code: string | null;
  /** What was checked last. */
  readonly answer: string;
  /** What the last check said. */
  readonly headline: string;
}

export interface ExerciseFacts {
  readonly solved: number;
  readonly notYet: number;
  readonly notThere: number;
  /** Of those who checked; null when nobody did. */
  readonly medianMinutes: number | null;
  readonly checksEach: number | null;
}

export function exerciseFacts(learners: readonly Learner[], exercise: string): ExerciseFacts {
  const cells = learners.map((learner) => cellAt(learner, exercise));
  const checked = cells.filter((cell) => cell.checks > 0);
  return {
    solved: cells.filter(isSolved).length,
    notYet: cells.filter((cell) => isWrong(cell) || cell.done === "working").length,
    notThere: cells.filter((cell) => cell.done === "none").length,
    medianMinutes: median(cells.flatMap((cell) => (isSolved(cell) ? (cell.minutes ?? []) : []))),
    checksEach: checked.length === 0 ? null : checked.reduce((sum, cell) => sum + cell.checks, 0) / checked.length,
  };
}

/** Mistakes by how many made them. Checks that were made on the way count too, also of those who got there in the end. */
export function mistakesIn(
  learners: readonly Learner[],
  exercises: readonly string[],
  packs: readonly Pack[],
): readonly Mistake[] {
  const found = new Map<string, { learners: Set<string>; times: number; example: Mistake["example"] }>();
  for (const learner of learners) {
    for (const exercise of exercises) {
      for (const wrong of wrongAnswers(cellAt(learner, exercise))) {
        const known = found.get(wrong.code) ?? {
          learners: new Set<string>(),
          times: 0,
          example: { exercise, answer: wrong.answer, headline: wrong.headline },
        };
        known.learners.add(learner.id);
        known.times += 1;
        found.set(wrong.code, known);
      }
    }
  }
  return [...found]
    .map(([code, { learners: who, times, example }]) => ({
      code,
      ...(mistakeWords(packs, code, example) ?? unknownMistake(example.headline)),
      learners: [...who],
      times,
      example,
    }))
    .sort((a, b) => b.learners.length - a.learners.length || b.times - a.times || (a.code < b.code ? -1 : 1));
}

/** Answers that decide about an exercise, put together when they differ in spaces, comments and case only. The largest group first. */
export function answerGroups(
  learners: readonly Learner[],
  exercise: string,
  known: ReadonlyMap<string, KnownExercise>,
): readonly AnswerGroup[] {
  const type = known.get(exercise)?.type;
  if (type === undefined) return [];
  const groups = new Map<string, { written: string; passed: boolean | null; learners: string[] }>();
  for (const learner of learners) {
    const cell = cellAt(learner, exercise);
    if (cell.exercise === null) continue;
    const answer = decidingAnswer(cell.exercise);
    if (answer === null) continue;
    const text = decidingKey(cell.exercise, type)?.slice(exercise.length + 1) ?? answer;
    const group = groups.get(text) ?? {
      written: answer,
      passed: cell.verdict?.passed ?? (cell.done === "not-yet" ? false : null),
      learners: [],
    };
    group.learners.push(learner.id);
    groups.set(text, group);
  }
  return [...groups]
    .map(([text, group]) => ({ text, ...group }))
    .sort((a, b) => b.learners.length - a.learners.length || (a.text < b.text ? -1 : 1));
}

export function stuckIn(learners: readonly Learner[], columns: readonly ClassColumn[]): readonly StuckLearner[] {
  return columns
    .flatMap(({ exercise }) =>
      learners.flatMap((learner): readonly StuckLearner[] => {
        const cell = cellAt(learner, exercise);
        if (!isStuck(cell)) return [];
        const last = cell.exercise?.attempts.at(-1);
        return [
          {
            learner: learner.id,
            exercise,
            checks: cell.checks,
            minutes: cell.minutes,
            code: cell.verdict?.code ?? last?.code ?? null,
            answer: last?.answer ?? "",
            headline: cell.verdict?.headline ?? last?.headline ?? "",
          },
        ];
      }),
    )
    .sort((a, b) => b.checks - a.checks || (b.minutes ?? 0) - (a.minutes ?? 0));
}

/** The file comes from a pack that is not here: all there is to say is what the check said. */
function unknownMistake(headline: string): MistakeWords {
  return { idea: headline, advice: "", remedy: "", picture: null };
}

/** Wrong checks with a code; that of the replay stands in the place of the one that the file names. */
function wrongAnswers({ exercise, verdict }: Cell): readonly { code: string; answer: string; headline: string }[] {
  if (exercise === null) return [];
  const deciding = decidingAnswer(exercise);
  const replayed = verdict !== null && !verdict.passed ? verdict : null;
  const wrong = exercise.attempts.filter(
    (attempt) => !attempt.passed || (replayed !== null && attempt.answer === deciding),
  );
  const found = wrong.flatMap((attempt) => {
    const code = replayed !== null && attempt.answer === deciding ? replayed.code : attempt.code;
    const headline = replayed !== null && attempt.answer === deciding ? replayed.headline : attempt.headline;
    return code === null ? [] : [{ code, answer: attempt.answer, headline }];
  });
  if (wrong.length > 0 || replayed?.code == null || deciding === null) return found;
  return [{ code: replayed.code, answer: deciding, headline: replayed.headline }];
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
