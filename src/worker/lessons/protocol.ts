/** What the Learn surface asks of the worker. */
import type { Overlay } from "../../archive/overlay.ts";
import type { ProjectInput } from "../../archive/read-project.ts";
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { SourceFile, SourceSpan } from "../../engine/core/source-file.ts";
import type { Column, Table } from "../../engine/core/table.ts";

export interface LessonRows {
  readonly table: Table;
  readonly elapsed_ms: number;
  readonly compiled_code: string;
}

/** How a lesson's answer did. */
export interface CheckReport {
  readonly passed: boolean;
  /** One sentence: what is so, for which key. */
  readonly headline: string;
  /** One or two sentences that ask the question to think about; null when passed. */
  readonly detail: string | null;
  /** Misconception code such as M-BETWEEN, when one was recognised. */
  readonly code: string | null;
  readonly steps: readonly { readonly label: string; readonly status: "pass" | "fail" | "not-run" }[];
  /** Rows that differ, yours beside expected; at most five keys. */
  readonly difference: {
    readonly columns: readonly Column[];
    readonly rows: readonly {
      readonly side: "yours" | "expected";
      readonly cells: readonly (string | null)[];
      readonly wrong: readonly number[];
    }[];
  } | null;
  readonly elapsed_ms: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What the learner's query returned, for the result tab; null when it did not run. */
  readonly table: Table | null;
  /** Which of the learner's tests found which fault; null for what is no test. */
  readonly matrix: KillMatrix | null;
}

/** Tests by data sets. Faults are to be found by at least one test, sound data by none. */
export interface KillMatrix {
  readonly tests: readonly string[];
  readonly columns: readonly {
    readonly title: string;
    readonly kind: "fault" | "sound";
    /** Number of rows that each test found, in the order of `tests`; null when it could not be run. */
    readonly found: readonly (number | null)[];
    /** True when it came out as it should. */
    readonly holds: boolean;
  }[];
}

export interface LessonTablesView {
  /** Names of the tables that are not there yet. */
  readonly missing: readonly string[];
  /** True when lessons stand beside the learner's own tables, because the learner has changed the project. */
  readonly beside: boolean;
}

export interface LessonProof {
  /** What was proven, one line each. */
  readonly proven: readonly string[];
  /** What does not hold. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How an answer of somebody else did here. */
export interface ReplayVerdict {
  readonly passed: boolean;
  readonly headline: string;
  readonly detail: string | null;
  /** Misconception code, when one was recognised. */
  readonly code: string | null;
}

/**
 * Lessons stand on the project as it came, whatever the learner has changed: on the same tables while nothing is changed, and in
 * schemas of their own as soon as something is.
 */
export interface LessonsApi {
  /** Rows of SQL with Jinja on the lesson's project. */
  lessonQuery(sql: string, options?: { readonly limit?: number }): Promise<Outcome<LessonRows>>;
  /** Which of these models are not built. */
  lessonTables(names: readonly string[]): Promise<Outcome<LessonTablesView>>;
  /**
   * Makes a lesson's start state as far as that is soon done: tables that were kept or came with the page are put back, and a few
   * that are still missing are built. True when all are there.
   */
  lessonStandUp(names: readonly string[]): Promise<Outcome<boolean>>;
  /** Builds models with what they need, without tests. True when all of it was built. */
  lessonBuild(names: readonly string[]): Promise<Outcome<boolean>>;
  /** Checks an answer against the live reference. `pack` are the files of a pack from outside; without it the bundled one. */
  lessonCheck(
    lesson: string,
    exercise: string,
    answer: string,
    pack?: readonly SourceFile[],
  ): Promise<Outcome<CheckReport>>;
  /** Checks answers of several people to one exercise; verdicts in the same order. What is alike among them is asked once. */
  lessonReplay(
    lesson: string,
    exercise: string,
    answers: readonly string[],
    pack?: readonly SourceFile[],
  ): Promise<Outcome<readonly ReplayVerdict[]>>;
  /** Proves lessons of a pack: start fails, solution passes, every wrong answer gets its own code. */
  lessonVerify(lessons: readonly string[] | null, pack?: readonly SourceFile[]): Promise<Outcome<LessonProof>>;
  /**
   * Builds the next table of the other companies' data that the lesson's hidden variants read. Resolves to how many are left; a check
   * builds by itself what is missing.
   */
  lessonSeedStep(lesson: string, pack?: readonly SourceFile[]): Promise<Outcome<number>>;
  /**
   * Runs the references of the lesson's next exercise ahead of its check. Resolves to how many exercises may still lack theirs; a check
   * runs by itself what is missing, or no longer holds.
   */
  lessonReferenceStep(lesson: string, pack?: readonly SourceFile[]): Promise<Outcome<number>>;
  /** What a lesson changes in the project, for a workspace of its own: what earlier lessons of its module leave, and its own start. */
  lessonStart(lesson: string, pack?: readonly SourceFile[]): Promise<Outcome<Overlay>>;
}

/** A lesson pack from outside that may be taken in. */
export interface OpenedPack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Name of the file or folder that it came from. */
  readonly origin: string;
  readonly files: readonly SourceFile[];
  /** Files that belong to no lesson. */
  readonly leftOut: number;
  readonly lessons: number;
  /** Where each module, lesson and exercise says its id. */
  readonly places: ReadonlyMap<string, SourceSpan>;
}

export interface PacksApi {
  /** Reads a zip or folder; null when it is no lesson pack. Fails with all that is wrong with it. Nothing of it runs. */
  packOpen(input: ProjectInput): Promise<Outcome<OpenedPack | null>>;
  /** A zip with a short pack to begin with. */
  packTemplate(): Promise<Outcome<Blob>>;
}
