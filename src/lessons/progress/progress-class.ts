/**
 * The files of a class and what the replay found -> who did what, as a table of learners by exercises.
 *
 * A cell has two sides: what the file says, and whether that held here. A file that says "solved" for an answer that fails here is not
 * believed; on other data than the learner's a failed replay proves nothing, and says so.
 */
import type { Pack } from "../pack.ts";
import { decidingKey, type KnownExercise, type ReplayVerdicts } from "./replay-plan.ts";
import type { ProgressAttempt, ProgressBody, ProgressData, ProgressExercise } from "./progress-file.ts";
import type { ReplayVerdict } from "../../worker/protocol.ts";

/** What the learner did, by the file. */
export type Done = "alone" | "hint" | "solution" | "not-yet" | "working" | "none";

/** What the replay says about it. */
export type Held =
  /** The replay came out as the file says. */
  | "held"
  /** The file says right, the replay says wrong, on the same data. */
  | "refuted"
  /** As "refuted", but the learner had other data. */
  | "elsewhere"
  /** Not replayed yet, or there is nothing to replay. */
  | "open";

export interface Cell {
  readonly done: Done;
  readonly held: Held;
  /** How many checks were made. */
  readonly checks: number;
  /** Active minutes, as the times of the checks tell; null when there are none. */
  readonly minutes: number | null;
  readonly exercise: ProgressExercise | null;
  readonly verdict: ReplayVerdict | null;
}

export interface ClassFile {
  /** Unique among the files of the class. */
  readonly id: string;
  readonly body: ProgressBody;
}

export interface Learner {
  readonly id: string;
  readonly name: string;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly solved: number;
  /** Exercises with three or more checks, or ten minutes, and no pass. */
  readonly stuck: number;
}

export interface ClassColumn {
  readonly module: string;
  readonly lesson: string;
  readonly lessonTitle: string;
  /** "3.6". */
  readonly lessonNumber: string;
  readonly exercise: string;
  /** "a", "b" … */
  readonly letter: string;
  readonly title: string;
}

/** Where a lesson's exercises stand under one heading. */
export interface ClassLesson {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly columns: readonly ClassColumn[];
}

const STUCK_CHECKS = 3;
const STUCK_MINUTES = 10;
/** A longer pause is no work on an exercise. */
const PAUSE_MS = 8 * 60_000;

const EMPTY: Cell = { done: "none", held: "open", checks: 0, minutes: null, exercise: null, verdict: null };

export function classLessons(packs: readonly Pack[]): readonly (ClassLesson & { readonly module: string })[] {
  return packs
    .flatMap((pack) => pack.modules)
    .flatMap((module) =>
      module.lessons.map((lesson) => {
        const number = `${module.number}.${lesson.number}`;
        return {
          id: lesson.id,
          module: module.id,
          number,
          title: lesson.title,
          columns: lesson.exercises.map((exercise, index) => ({
            module: module.id,
            lesson: lesson.id,
            lessonTitle: lesson.title,
            lessonNumber: number,
            exercise: exercise.id,
            letter: letterOf(index),
            title: exercise.title,
          })),
        };
      }),
    );
}

export interface ClassRequest {
  readonly files: readonly ClassFile[];
  readonly known: ReadonlyMap<string, KnownExercise>;
  readonly verdicts: ReplayVerdicts;
  /** The data that the replay runs on. */
  readonly data: ProgressData;
}

export function learnersOf({ files, known, verdicts, data }: ClassRequest): readonly Learner[] {
  return files.map(({ id, body }) => {
    const minutes = minutesByExercise(body);
    const sameData = isSameData(body.data, data);
    const cells = new Map(
      body.exercises.map((exercise) => [
        exercise.id,
        cellOf(exercise, {
          minutes: minutes.get(exercise.id) ?? null,
          verdict: verdictOf(exercise, known, verdicts),
          sameData,
        }),
      ]),
    );
    const all = [...cells.values()];
    return {
      id,
      name: body.name,
      cells,
      solved: all.filter(isSolved).length,
      stuck: all.filter(isStuck).length,
    };
  });
}

export function cellAt(learner: Learner, exercise: string): Cell {
  return learner.cells.get(exercise) ?? EMPTY;
}

/** Solved, as far as is known: what was refuted here is not. */
export function isSolved(cell: Cell): boolean {
  return (cell.done === "alone" || cell.done === "hint" || cell.done === "solution") && cell.held !== "refuted";
}

export function isStuck(cell: Cell): boolean {
  return cell.done === "not-yet" && (cell.checks >= STUCK_CHECKS || (cell.minutes ?? 0) >= STUCK_MINUTES);
}

/** Wrong as the file says, or as the replay found. */
export function isWrong(cell: Cell): boolean {
  return cell.done === "not-yet" || cell.held === "refuted";
}

export function isSameData(a: ProgressData, b: ProgressData): boolean {
  return a.tier === b.tier && a.seed === b.seed && (a.as_of === b.as_of || a.as_of === null || b.as_of === null);
}

function cellOf(
  exercise: ProgressExercise,
  { minutes, verdict, sameData }: { minutes: number | null; verdict: ReplayVerdict | null; sameData: boolean },
): Cell {
  const done = doneIn(exercise);
  const claimsRight = done === "alone" || done === "hint" || done === "solution";
  const held: Held =
    verdict === null
      ? "open"
      : verdict.passed === claimsRight || !claimsRight
        ? "held"
        : sameData
          ? "refuted"
          : "elsewhere";
  return { done, held, checks: exercise.attempts.length, minutes, exercise, verdict };
}

function doneIn(exercise: ProgressExercise): Done {
  if (exercise.solved_at === null && !exercise.attempts.some((attempt) => attempt.passed))
    return exercise.attempts.length > 0 ? "not-yet" : "working";
  if (exercise.solution_seen) return "solution";
  return exercise.hints > 0 ? "hint" : "alone";
}

function verdictOf(
  exercise: ProgressExercise,
  known: ReadonlyMap<string, KnownExercise>,
  verdicts: ReplayVerdicts,
): ReplayVerdict | null {
  const found = known.get(exercise.id);
  const key = found === undefined ? null : decidingKey(exercise, found.type);
  return key === null ? null : (verdicts.get(key) ?? null);
}

const minutesOf = new WeakMap<ProgressBody, ReadonlyMap<string, number>>();

/** The time since the check before, whichever exercise that was at, counts for the exercise that was checked. */
function minutesByExercise(body: ProgressBody): ReadonlyMap<string, number> {
  const known = minutesOf.get(body);
  if (known !== undefined) return known;
  const events = body.exercises
    .flatMap(({ id, attempts, solved_at }) => [
      ...attempts.map((attempt: ProgressAttempt) => ({ id, at: attempt.at })),
      ...(solved_at === null ? [] : [{ id, at: solved_at }]),
    ])
    .sort((a, b) => a.at - b.at);
  const spent = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    const pause = before === undefined ? 0 : event.at - before.at;
    spent.set(event.id, (spent.get(event.id) ?? 0) + (pause > PAUSE_MS ? 0 : pause / 60_000));
  }
  minutesOf.set(body, spent);
  return spent;
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : String(index + 1);
}
