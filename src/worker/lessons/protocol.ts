/** What the Learn surface asks of the worker. */
import type { Overlay } from "../../archive/overlay.ts";
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
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

/**
 * Lessons stand on the project as it came, whatever the learner has changed: on the same tables while nothing is changed, and in
 * schemas of their own as soon as something is.
 */
export interface LessonsApi {
  /** Rows of SQL with Jinja on the lesson's project. */
  lessonQuery(sql: string, options?: { readonly limit?: number }): Promise<Outcome<LessonRows>>;
  /** Which of these models are not built. */
  lessonTables(names: readonly string[]): Promise<Outcome<LessonTablesView>>;
  /** Builds models with what they need, without tests. True when all of it was built. */
  lessonBuild(names: readonly string[]): Promise<Outcome<boolean>>;
  /** Checks an answer against the live reference. `pack` are the files of a pack from outside; without it the bundled one. */
  lessonCheck(
    lesson: string,
    exercise: string,
    answer: string,
    pack?: readonly SourceFile[],
  ): Promise<Outcome<CheckReport>>;
  /** Proves lessons of a pack: start fails, solution passes, every wrong answer gets its own code. */
  lessonVerify(lessons: readonly string[] | null, pack?: readonly SourceFile[]): Promise<Outcome<LessonProof>>;
  /** What a lesson changes in the project, for a workspace of its own: what earlier lessons of its module leave, and its own start. */
  lessonStart(lesson: string, pack?: readonly SourceFile[]): Promise<Outcome<Overlay>>;
}
