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
  readonly glossary: readonly Term[];
}

/** A word that lessons use, explained once. */
export interface Term {
  readonly term: string;
  /** Markdown. */
  readonly text: string;
  /** Id of the lesson that teaches it; null when none does. */
  readonly lesson: string | null;
}

export interface Module {
  readonly id: string;
  /** Part of the URL: the folder's name without its number. */
  readonly slug: string;
  /** The number that the curriculum gives it; also its place in the map. */
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  /** Ids of the modules that should come before. Nothing is locked. */
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
  /** Terms of the glossary that the lesson leans on. */
  readonly words: readonly string[];
  /** What one can do after the lesson, each a half sentence. */
  readonly finish: readonly string[];
  /** Files that differ from the project while the lesson is open in a workspace of its own: path in the project -> text. */
  readonly overlay: Readonly<Record<string, string>>;
}

/** One screen of a lesson. */
export interface Step {
  readonly title: string;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: "prose"; readonly markdown: string }
  | { readonly kind: "note"; readonly markdown: string }
  /** Shown while presenting only. */
  | { readonly kind: "presenter"; readonly markdown: string }
  | { readonly kind: "exercise"; readonly id: string }
  | { readonly kind: "play"; readonly id: string };

/** An interactive from the registry of the Learn surface, bound to SQL. */
export interface Play {
  readonly id: string;
  /** Key of the registry, for example `time-slider`. */
  readonly interactive: string;
  readonly title: string;
  /** Name -> SQL with Jinja; `$name` is a value that the interactive fills in. */
  readonly queries: Readonly<Record<string, string>>;
  /** What the interactive is told besides, by name. */
  readonly options: Readonly<Record<string, string>>;
}

export type Exercise =
  | SqlExercise
  | FixExercise
  | NewExercise
  | TestExercise
  | UnitExercise
  | PredictExercise
  | McqExercise
  | OrderExercise
  | TuneExercise
  | CmdExercise
  | FindExercise;

export type ExerciseType = Exercise["type"];

/** Exercises with a text in the editor. */
export type WrittenExercise = SqlExercise | FixExercise | NewExercise | TestExercise | UnitExercise;

/** Exercises whose rows are compared. */
export type RowExercise = Extract<WrittenExercise, RowRules>;

interface ExerciseBase {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly task: string;
  /** Three: the question to ask, the plan, one blank. Markdown. Clicked exercises may have none. */
  readonly hints: readonly string[];
  /** Asked after a correct answer. */
  readonly explain: Choice | null;
  /** Shown after a correct answer. Markdown, or empty. */
  readonly because: string;
  /** The same exercise in other clothes, for another day. */
  readonly twin: Exercise | null;
}

interface WrittenBase extends ExerciseBase {
  /** Names of the files that the learner edits, the main one first. */
  readonly files: readonly string[];
  /** One text; several files stand in it one after the other (`answer-files.ts`). */
  readonly start: string;
  readonly solution: string;
  readonly anti: readonly AntiSolution[];
  readonly forbid: readonly Forbidden[];
  /** Models that the answer may read; empty when any will do. */
  readonly reads: readonly string[];
}

/** What decides whether rows are right. */
export interface RowRules {
  readonly contract: Contract;
  readonly compare: CompareRules;
  readonly variants: readonly Variant[];
}

export interface SqlExercise extends WrittenBase, RowRules {
  readonly type: "sql";
}

export interface FixExercise extends WrittenBase, RowRules {
  readonly type: "fix";
  /** The model whose file is repaired; null when it is a macro, which `probe` then tries. */
  readonly model: string | null;
  /** SQL with Jinja that uses the repaired macros; null when the model's own rows are compared. */
  readonly probe: string | null;
  /** Models downstream that must still be buildable on the repaired one. */
  readonly keeps: readonly string[];
  readonly project: ProjectRules;
}

export interface NewExercise extends WrittenBase, RowRules {
  readonly type: "new";
  readonly model: string;
  /** Where the learner's files lie in the project, for example `models/saas/entities/features`. */
  readonly folder: string;
  readonly project: ProjectRules;
}

/** What the project must say about a model; what is null or empty is not asked. */
export interface ProjectRules {
  /** Exactly these models are read. */
  readonly refs: readonly string[];
  /** At least these. */
  readonly refsAtLeast: readonly string[];
  /** Models are read from these layers only: tags such as `staging`. */
  readonly layers: readonly string[];
  readonly materialized: string | null;
  /** Column -> generic tests that it must have. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
  /** Model and columns have descriptions. */
  readonly described: boolean;
  /** Regular expression for each column's name. */
  readonly columnsNamed: string | null;
}

export interface TestExercise extends WrittenBase {
  readonly type: "test";
  /** The model that the tests are about. */
  readonly model: string;
  /** Good data: nothing may be found. */
  readonly variants: readonly Variant[];
  /** Data that look odd and are good. */
  readonly benign: readonly Variant[];
  /** Bad data, each with one fault: something must be found. */
  readonly mutants: readonly Mutant[];
}

export interface UnitExercise extends WrittenBase {
  readonly type: "unit";
  readonly model: string;
  /** Faulty versions of the model: the learner's unit tests must fail on each. `sql` is the model's whole text. */
  readonly mutants: readonly Mutant[];
}

export interface Mutant {
  readonly file: string;
  readonly title: string;
  /** What to think about when it survives. */
  readonly hint: string;
  readonly relations: readonly VariantRelation[];
  readonly sql: string;
}

export interface PredictExercise extends ExerciseBase {
  readonly type: "predict";
  /** SQL with Jinja that returns one row with a column for each field. */
  readonly reveal: string;
  readonly fields: readonly PredictField[];
}

export interface PredictField {
  readonly name: string;
  readonly label: string;
  /** What may be chosen; empty when a number is asked for. */
  readonly choices: readonly string[];
  /** A guess that is further off comes back another day. In units of the value; null when it never does. */
  readonly band: number | null;
}

export interface McqExercise extends ExerciseBase {
  readonly type: "mcq";
  readonly question: string;
  /** True when several choices may be taken. */
  readonly many: boolean;
  readonly choices: readonly McqChoice[];
}

export interface McqChoice {
  readonly text: string;
  readonly reply: string;
  readonly right: boolean;
  /** Misconception code; null when it has none. */
  readonly code: string | null;
}

export interface OrderExercise extends ExerciseBase {
  readonly type: "order";
  /** In their right order; shown shuffled. */
  readonly items: readonly OrderItem[];
  /** Pairs [earlier, later] that count; null when every place counts. */
  readonly before: readonly (readonly [string, string])[] | null;
  /** Piles to sort into; empty when the items are put in a row. */
  readonly groups: readonly { readonly id: string; readonly text: string }[];
  /** Known wrong pairs, with their own words. */
  readonly anti: readonly OrderMistake[];
}

export interface OrderItem {
  readonly id: string;
  readonly text: string;
  /** Ids of the piles that are right; empty without piles. */
  readonly groups: readonly string[];
}

/** In a row: `item` stands before `than`. In piles: `item` lies on `than`. */
export interface OrderMistake {
  readonly item: string;
  readonly than: string;
  readonly code: string | null;
  readonly reply: string;
}

export interface TuneExercise extends ExerciseBase {
  readonly type: "tune";
  readonly params: readonly TuneParam[];
  /** Rows to look at while tuning. SQL with Jinja and `$name`; null when the goal's own row says enough. */
  readonly show: string | null;
  /** Returns one row: `holds`, and what else is worth seeing. SQL with Jinja and `$name`. */
  readonly goal: string;
  readonly solution: Readonly<Record<string, number>>;
  readonly anti: readonly {
    readonly values: Readonly<Record<string, number>>;
    readonly code: string;
    readonly reply: string;
  }[];
}

export interface TuneParam {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly start: number;
  readonly unit: string;
}

export interface CmdExercise extends ExerciseBase {
  readonly type: "cmd";
  readonly solution: string;
  /** Commands that are as good as the solution's, for example `run` beside `build`. */
  readonly verbs: readonly string[];
  /** Id of an exercise of this lesson whose solution is part of the project; null for the project as it is. */
  readonly with: string | null;
  readonly anti: readonly { readonly command: string; readonly code: string; readonly reply: string }[];
}

export interface FindExercise extends ExerciseBase {
  readonly type: "find";
  readonly kind: "row" | "column" | "node" | "choice";
  /** The table to look at; null when nodes or choices are listed. SQL with Jinja. */
  readonly show: string | null;
  /** Columns of the table that name a row. */
  readonly key: readonly string[];
  /** SQL that returns the keys of the rows to find. For rows only. */
  readonly answer: string | null;
  /** Names of the columns, nodes or choices to find. */
  readonly targets: readonly string[];
  /** What is listed, for nodes and choices. */
  readonly options: readonly { readonly id: string; readonly text: string }[];
  /** One is enough, or all are wanted. */
  readonly all: boolean;
  readonly wrong: readonly { readonly target: string; readonly code: string | null; readonly reply: string }[];
}

export interface Contract {
  /** For example "one row for each customer". */
  readonly grain: string;
  /** Columns that identify a row of the result. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

export type Forbidden = "current_date" | "literal_ids" | "join" | "distinct" | "subquery";

/**
 * The data that an answer is checked on: what the learner sees, relations that a hidden file puts in their place, or the whole
 * project on data of another seed.
 */
export type Variant =
  | { readonly kind: "visible" }
  | { readonly kind: "file"; readonly title: string; readonly relations: readonly VariantRelation[] }
  | { readonly kind: "seed"; readonly title: string; readonly seed: number };

export interface VariantRelation {
  readonly model: string;
  /** SQL with Jinja; a `ref()` in it reads the real model. */
  readonly sql: string;
}

export interface AntiSolution {
  readonly file: string;
  /** The whole answer, as `start` and `solution` are. */
  readonly sql: string;
  readonly code: string;
  /** `{n}` is the number of keys that differ, `{key}` the first of them. */
  readonly headline: string;
  readonly feedback: string;
}

/** A self-explanation: one question, one click, an answer to each choice. */
export interface Choice {
  readonly question: string;
  readonly choices: readonly { readonly text: string; readonly reply: string; readonly right: boolean }[];
}

const WRITTEN: ReadonlySet<ExerciseType> = new Set(["sql", "fix", "new", "test", "unit"]);

export function isWritten(exercise: Exercise): exercise is WrittenExercise {
  return WRITTEN.has(exercise.type);
}

export function lessonsOf(pack: Pack): readonly Lesson[] {
  return pack.modules.flatMap((module) => module.lessons);
}

export function findLesson(pack: Pack, id: string): Lesson | null {
  return lessonsOf(pack).find((lesson) => lesson.id === id) ?? null;
}

/** Twins are found by their own ids. */
export function findExercise(lesson: Lesson, id: string): Exercise | null {
  for (const exercise of lesson.exercises) {
    if (exercise.id === id) return exercise;
    if (exercise.twin?.id === id) return exercise.twin;
    // An exercise without a twin comes back as itself.
    if (exercise.twin === null && id === `${exercise.id}.twin`) return exercise;
  }
  return null;
}

/** Titles of modules by their ids, as one reads them in a sentence. */
export function moduleTitles({ modules }: Pick<Pack, "modules">, ids: readonly string[]): string {
  return ids.map((id) => modules.find((module) => module.id === id)?.title ?? id).join(", ");
}
