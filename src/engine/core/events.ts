/** What a run tells while it goes on. Plain data: the events cross the worker and are kept as run history. */
import type { Diagnostic } from "./errors.ts";
import type { NodeId } from "./ids.ts";
import type { Table } from "./table.ts";

/**
 * dbt's statuses: nodes end as success, error or skipped; tests as pass, warn, fail, error or skipped; freshness as pass, warn,
 * error or runtime error. `no-op` is what has nothing to run, such as an exposure in a build.
 */
export type NodeStatus = "success" | "error" | "skipped" | "pass" | "warn" | "fail" | "no-op" | "runtime error";

export interface NodeResult {
  readonly unique_id: NodeId;
  readonly status: NodeStatus;
  /** Failing rows of a test; null for what is not a test. */
  readonly failures: number | null;
  readonly message: string | null;
  readonly execution_time_ms: number;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
  /** Rows in the relation that was built, where it is known without asking again. */
  readonly rows: number | null;
  /** What dbt's adapter would answer, for example `{_message: "INSERT 5", code: "INSERT", rows_affected: 5}`. */
  readonly adapter_response?: Readonly<Record<string, string | number>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Rows that a data test found, when the caller asked for some. */
  readonly failing_rows?: Table;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly started_at: number;
  readonly completed_at: number;
  readonly thread_id: string;
}

export interface RunStarted {
  readonly kind: "run-started";
  readonly command: string;
  readonly nodes: readonly NodeId[];
}
/** Source data on their way into the warehouse. `bytes` counts what has been read so far. */
export interface DataProgress {
  readonly kind: "data-progress";
  readonly table: string;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
}
export interface NodeStarted {
  readonly kind: "node-started";
  readonly id: NodeId;
  readonly index: number;
  readonly total: number;
}
export interface NodeFinished {
  readonly kind: "node-finished";
  readonly index: number;
  readonly total: number;
  readonly result: NodeResult;
}
/** One line of the log, worded as dbt words it. `at` is milliseconds since 1970-01-01 UTC. */
export interface LogLine {
  readonly kind: "log";
  readonly level: "info" | "warn" | "error" | "debug";
  readonly text: string;
  readonly at: number;
  /** The status word that may be coloured, for example `OK`, `PASS`, `ERROR`. */
  readonly mark: "ok" | "pass" | "warn" | "fail" | "error" | "skip" | null;
  /** A template printed it: it is told as it is, without time, and also with --quiet. */
  readonly printed?: true;
}
export interface RunFinished {
  readonly kind: "run-finished";
  readonly command: string;
  readonly exitCode: 0 | 1 | 2;
  readonly cancelled: boolean;
  readonly elapsed_ms: number;
  readonly results: readonly NodeResult[];
}

export type RunEvent = RunStarted | DataProgress | NodeStarted | NodeFinished | LogLine | RunFinished;
