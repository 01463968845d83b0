/**
 * Everything that can go wrong, once. A code names a kind of trouble for good: messages may be reworded, codes are not reused.
 *
 * Letters: J jinja, P project, R refs, G graph and selectors, C commands, W warehouse, Q quality, V conventions that lint checks,
 * D data packs, L lessons, S store and workbench. Expected trouble travels as a `Diagnostic` inside an `Outcome`; `EngineError` carries one through code
 * that has no better way, and never crosses the worker.
 */
import type { NodeId } from "./ids.ts";
import type { SourceSpan } from "./source-file.ts";

/** Code -> what it means, in one line. The page of a code and the fixture test read this list. */
export const ERROR_CODES = {
  J001: "The template has a syntax error.",
  J002: "The template failed while it was rendered.",
  J003: "A macro raised a compiler error.",
  J004: "The template went over a limit (steps, depth or size).",
  P001: "A YAML file cannot be read.",
  P002: "dbt_project.yml is missing or lacks what it must have.",
  P003: "A property or config has a value that it may not have.",
  P004: "Two resources have the same name.",
  P005: "A required var is not set.",
  P006: "The profile or target cannot be used.",
  P007: "A seed's CSV cannot be read.",
  P008: "A property names a resource that does not exist.",
  P009: "A key is not known here.",
  P010: "A config asks for something that does not exist.",
  P011: "Something is written in an old form, which still works.",
  P012: "The project uses something that is not supported yet.",
  P013: "The project or a package wants another version of dbt.",
  P014: "Packages that the project asks for are not installed.",
  P015: "A required environment variable is not set, or may not be used here.",
  R001: "ref() names a model that does not exist.",
  R002: "source() names a table that is not declared.",
  R003: "A macro or test is called that does not exist.",
  R004: "ref() names a model that is disabled.",
  R005: "ref() names a model that may not be used from here.",
  G001: "Models depend on each other in a circle.",
  G002: "The selector cannot be read.",
  G003: "The selection matches nothing.",
  C001: "The command is not known or its options cannot be read.",
  W001: "DuckDB refused the SQL: syntax.",
  W002: "DuckDB refused the SQL: a name or type does not fit.",
  W003: "DuckDB failed while it ran the SQL.",
  W004: "DuckDB ran out of memory.",
  W005: "The statement was cancelled.",
  W006: "The database stopped and was started again.",
  W007: "The database could not be started.",
  Q001: "A data test found failing rows.",
  Q002: "A data test could not be run.",
  Q003: "A model's query does not keep its contract.",
  Q004: "A unit test fails or could not be run.",
  Q005: "The freshness of a source could not be computed.",
  D001: "A data pack is missing.",
  D002: "A data pack is damaged or incomplete.",
  D003: "The data catalog cannot be read.",
  D004: "A source has no data here.",
  D005: "A file cannot be attached as data.",
  D006: "The data that are asked for cannot be made.",
  D007: "Making the data stopped before its end.",
  V001: "A model uses JSON, which the database in the page does not have.",
  V002: "A model uses time zones or collations, which the database in the page does not have.",
  V003: "A model reads the clock.",
  V004: "date_trunc is used without a cast.",
  V010: "source() is read outside the staging layer.",
  V011: "A model reads a layer that it should not read.",
  V012: "A model's name or place does not follow its layer.",
  V013: "A model has no tested key.",
  V014: "A model or column has no description.",
  V015: "A model's first comment does not say what one row is.",
  V016: "A metric's name does not say who, what and how often.",
  V017: "An event's name does not say what was done with which product.",
  V018: "A product's id is not in snake_case.",
  L001: "A lesson's files do not fit together.",
  L002: "The answer could not be checked.",
  L003: "A progress file is cut off or damaged.",
  L004: "A file is no progress file.",
  L005: "A progress file was changed after it was saved.",
  L006: "A progress file answers another version of the lessons.",
  L007: "A progress file was saved by a newer workbench.",
  S001: "The browser lacks something that the workbench needs.",
  S002: "This device's storage refused to keep something.",
  S003: "The engine worker stopped.",
  S004: "An archive or file cannot be read.",
  S005: "An archive is not safe to open.",
  S006: "A project is too large to be opened here.",
  S007: "A text file of a project holds something that is no text.",
  S008: "What was opened holds no dbt project, or several.",
  S009: "A part of the workbench could not be loaded.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A finding about the project, plain data; maps one to one to a mark in the editor. */
export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: "error" | "warning";
  /** Full sentences, names quoted. */
  readonly message: string;
  /** The way out; null only when there is truly none. */
  readonly hint: string | null;
  readonly at: SourceSpan | null;
  readonly node: NodeId | null;
  /** Names of the macros that were running, innermost first. */
  readonly stack?: readonly string[];
  /** The SQL that was sent, when the warehouse refused it. */
  readonly sql?: string;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface DiagnosticDetail {
  readonly hint?: string | null;
  readonly at?: SourceSpan | null;
  readonly node?: NodeId | null;
  readonly severity?: "error" | "warning";
  readonly stack?: readonly string[];
  readonly sql?: string;
}

export function diagnostic(code: ErrorCode, message: string, detail: DiagnosticDetail = {}): Diagnostic {
  return {
    code,
    severity: detail.severity ?? "error",
    message,
    hint: detail.hint ?? null,
    at: detail.at ?? null,
    node: detail.node ?? null,
    ...(detail.stack && detail.stack.length > 0 ? { stack: detail.stack } : {}),
    ...(detail.sql === undefined ? {} : { sql: detail.sql }),
  };
}

export class EngineError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(code: ErrorCode, message: string, detail: DiagnosticDetail & { cause?: unknown } = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = "EngineError";
    this.diagnostic = diagnostic(code, message, detail);
  }
}

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail<T>(...diagnostics: Diagnostic[]): Outcome<T> {
  return { ok: false, diagnostics };
}
