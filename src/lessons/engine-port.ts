/**
 * What lessons ask of the engine, and no more; `Engine` of `engine/index.ts` fits it as it is. A narrow port keeps the lesson
 * room testable on a plain DuckDB connection.
 */
import type { Diagnostic, Outcome } from "../engine/core/errors.ts";
import type { NodeResult } from "../engine/core/events.ts";
import type { NodeId } from "../engine/core/ids.ts";
import type { Manifest } from "../engine/core/manifest.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Table } from "../engine/core/table.ts";

export interface LessonEngine {
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
  /** What is wrong with the project. */
  readonly diagnostics: readonly Diagnostic[];
  /** SQL with Jinja -> plain SQL. */
  compileText(sql: string, options?: { signal?: CancelSignal }): Promise<Outcome<{ readonly compiled_code: string }>>;
  /** A model or test of the project -> plain SQL. */
  compile(id: NodeId, options?: { signal?: CancelSignal }): Promise<Outcome<{ readonly compiled_code: string }>>;
  /** Rows of SQL with Jinja; relations that it refers to are built first when they are missing. */
  query(
    sql: string,
    options?: { limit?: number; signal?: CancelSignal },
  ): Promise<Outcome<{ readonly table: Table; readonly elapsed_ms: number; readonly compiled_code: string }>>;
  select(selector: string, exclude?: string): Outcome<readonly NodeId[]>;
  /** A dbt command. */
  command(
    text: string,
    options?: { signal?: CancelSignal },
  ): Promise<{ readonly results: readonly NodeResult[]; readonly diagnostics: readonly Diagnostic[] }>;
  /** Another project over the same database. */
  withFiles(files: readonly SourceFile[]): Promise<LessonEngine>;
}

/** The project on the data of another company, in a database of its own beside the learner's. */
export interface SeedEngine extends Pick<LessonEngine, "manifest"> {
  /** Builds what is missing of these, with what they need. */
  standUp(
    ids: readonly NodeId[],
    options: { readonly mostTables: number; readonly signal?: CancelSignal },
  ): Promise<Outcome<readonly NodeId[]>>;
}

export type SeedEngines = (seed: number) => Promise<Outcome<SeedEngine>>;
