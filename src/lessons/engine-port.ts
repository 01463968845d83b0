/**
 * What lessons ask of the engine, and no more; `Engine` of `engine/index.ts` fits it as it is. A narrow port keeps the lesson
 * room testable on a plain DuckDB connection.
 */
import type { Outcome } from "../engine/core/errors.ts";
import type { Manifest } from "../engine/core/manifest.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { Table } from "../engine/core/table.ts";

export interface LessonEngine {
  readonly manifest: Manifest;
  /** SQL with Jinja -> plain SQL. */
  compileText(sql: string, options?: { signal?: CancelSignal }): Promise<Outcome<{ readonly compiled_code: string }>>;
  /** Rows of SQL with Jinja; relations that it refers to are built first when they are missing. */
  query(
    sql: string,
    options?: { limit?: number; signal?: CancelSignal },
  ): Promise<Outcome<{ readonly table: Table; readonly elapsed_ms: number; readonly compiled_code: string }>>;
}
