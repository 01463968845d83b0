/**
 * `window.strata`: the workbench for scripts, workshops and tests. Documented in the README, so a change here is a change for
 * others.
 */
import type { NodeStatus } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import { tableRows, type Value } from "../../engine/core/table.ts";
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { Session } from "./session.svelte.ts";

export interface PageApi {
  /** Resolves when commands are accepted; rejects when the project or DuckDB cannot be opened. */
  readonly ready: Promise<void>;
  /** A dbt command line, with or without the leading "dbt". */
  command(text: string): Promise<PageCommandResult>;
  /** Rows of SQL with Jinja, at most 10,000. */
  query(sql: string): Promise<Record<string, Value>[]>;
}

export interface PageCommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly results: readonly {
    readonly unique_id: NodeId;
    readonly status: NodeStatus;
    readonly failures: number | null;
    readonly message: string | null;
  }[];
  readonly log: readonly string[];
}

declare global {
  interface Window {
    strata: PageApi;
  }
}

const ROW_LIMIT = 10_000;

export function createPageApi(session: Session): PageApi {
  return {
    ready: session.ready,
    async command(text) {
      const outcome = await session.runCommand(text);
      if (!outcome.ok) return { exitCode: 2, results: [], log: outcome.diagnostics.map(oneLine) };
      const { exitCode, results, log } = outcome.value;
      return {
        exitCode,
        results: results.map(({ unique_id, status, failures, message }) => ({ unique_id, status, failures, message })),
        log,
      };
    },
    async query(sql) {
      const outcome = await session.query(sql, { limit: ROW_LIMIT });
      if (!outcome.ok) throw new Error(outcome.diagnostics.map(oneLine).join("\n"));
      return tableRows(outcome.value.table);
    },
  };
}

export function oneLine(trouble: Diagnostic): string {
  return `${trouble.code}: ${trouble.message}${trouble.hint === null ? "" : ` ${trouble.hint}`}`;
}
