/**
 * The shape of a lesson pack once its files are read: plain data, no behaviour, so that it crosses the worker and can be kept.
 * Nothing here knows a particular lesson. Names of fields are those of the YAML files.
 */
import type { CompareRules } from "./compare.ts";

export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly modules: readonly Module[];
}

export interface Module {
  readonly id: string;
  /** Part of the URL: the folder's name without its number. */
  readonly slug: string;
  /** The number that the curriculum gives it; also its place in the map. */
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly prerequisites: readonly string[];
  readonly lessons: readonly Lesson[];
}

export interface Lesson {
  readonly id: string;
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly minutes: number;
  readonly objective: string;
  /** Names of the models that must be built before the lesson can run. */
  readonly uses: readonly string[];
  /** Name -> SQL with Jinja that returns one value; the prose shows it as `{{ name }}`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly exercises: readonly Exercise[];
  readonly plays: readonly Play[];
  /** What one can do after the lesson, each a half sentence. */
  readonly finish: readonly string[];
}

/** One screen of a lesson. */
export interface Step {
  readonly title: string;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: "prose"; readonly markdown: string }
  | { readonly kind: "note"; readonly markdown: string }
  | { readonly kind: "exercise"; readonly id: string }
  | { readonly kind: "play"; readonly id: string };

/** An interactive from the registry of the Learn surface, bound to SQL. */
export interface Play {
  readonly id: string;
  /** Key of the registry, for example `time-slider`. */
  readonly interactive: string;
  readonly title: string;
  /** Name -> SQL with Jinja. */
  readonly queries: Readonly<Record<string, string>>;
}

export type Exercise = SqlExercise | PredictExercise;

export interface SqlExercise {
  readonly type: "sql";
  readonly id: string;
  readonly title: string;
  readonly task: string;
  /** Name of the file that the learner seems to edit. */
  readonly file: string;
  readonly contract: Contract;
  readonly compare: CompareRules;
  readonly variants: readonly Variant[];
  readonly anti: readonly AntiSolution[];
  readonly forbid: readonly Forbidden[];
  /** Models that the answer may read; empty when any will do. */
  readonly reads: readonly string[];
  /** Three: the question to ask, the plan, one blank. Markdown. */
  readonly hints: readonly string[];
  readonly start: string;
  readonly solution: string;
  readonly explain: Choice | null;
}

export interface Contract {
  /** For example "one row for each customer". */
  readonly grain: string;
  /** Columns that identify a row of the result. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

export type Forbidden = "current_date" | "literal_ids";

/** The data that an answer is checked on: what the learner sees, or relations that a hidden file puts in their place. */
export type Variant =
  | { readonly kind: "visible" }
  | {
      readonly kind: "file";
      readonly title: string;
      readonly relations: readonly { readonly model: string; readonly sql: string }[];
    };

export interface AntiSolution {
  readonly file: string;
  readonly sql: string;
  readonly code: string;
  /** `{n}` is the number of keys that differ, `{key}` the first of them. */
  readonly headline: string;
  readonly feedback: string;
}

export interface PredictExercise {
  readonly type: "predict";
  readonly id: string;
  readonly title: string;
  readonly task: string;
  /** SQL with Jinja that returns one row with a column for each field. */
  readonly reveal: string;
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  /** Shown beside the truth. Markdown. */
  readonly because: string;
}

/** A self-explanation: one question, one click, an answer to each choice. */
export interface Choice {
  readonly question: string;
  readonly choices: readonly { readonly text: string; readonly reply: string; readonly right: boolean }[];
}

export function findLesson(pack: Pack, id: string): Lesson | null {
  return pack.modules.flatMap((module) => module.lessons).find((lesson) => lesson.id === id) ?? null;
}

export function findExercise(lesson: Lesson, id: string): Exercise | null {
  return lesson.exercises.find((exercise) => exercise.id === id) ?? null;
}
