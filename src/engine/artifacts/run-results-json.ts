/** Results -> run_results.json in dbt's schema v6. */
import type { NodeResult } from "../core/events.ts";
import type { Json } from "../core/manifest.ts";
import { artifactMetadata } from "./metadata.ts";
import type { Invocation } from "./metadata.ts";

/** `flags` by their names in templates; dbt writes them in lower case as `args`. */
export function runResultsJson(
  results: readonly NodeResult[],
  elapsedMs: number,
  flags: Readonly<Record<string, Json>>,
  invocation: Invocation,
): string {
  return JSON.stringify({
    metadata: artifactMetadata("run-results", 6, invocation),
    results: results.map(resultJson),
    elapsed_time: elapsedMs / 1000,
    args: Object.fromEntries(Object.entries(flags).map(([name, value]) => [name.toLowerCase(), value])),
  });
}

/** dbt tells when a node was compiled and when it was executed; here compiling is part of executing. */
export function timingOf(result: NodeResult): readonly Record<string, string>[] {
  if (result.status === "skipped") return [];
  const started_at = new Date(result.started_at).toISOString();
  const completed_at = new Date(result.completed_at).toISOString();
  return [
    { name: "compile", started_at, completed_at: started_at },
    { name: "execute", started_at, completed_at },
  ];
}

function resultJson(result: NodeResult): Record<string, unknown> {
  const adapter = result.adapter_response ?? adapterResponse(result);
  const isSeed = result.unique_id.startsWith("seed.");
  return {
    status: result.status,
    timing: timingOf(result),
    thread_id: result.thread_id,
    execution_time: result.execution_time_ms / 1000,
    adapter_response: adapter,
    message: messageOf(result, adapter),
    failures: result.failures,
    unique_id: result.unique_id,
    compiled: result.compiled_code !== null ? true : HAVE_SQL.test(result.unique_id) ? false : null,
    compiled_code: result.compiled_code,
    relation_name: isSeed ? null : result.relation_name,
    batch_results: null,
  };
}

const HAVE_SQL = /^(model|test|snapshot|analysis)\./;

/** dbt gives no reason for what it skips because of a parent. */
function messageOf(result: NodeResult, adapter: Readonly<Record<string, unknown>>): string | null {
  if (result.status === "skipped" && result.message?.startsWith("Skipped because ") === true) return null;
  if (result.message !== null || result.status !== "success") return result.message;
  if (typeof adapter["_message"] === "string") return adapter["_message"];
  // What was only compiled, and a macro that was run as an operation, have nothing to say; a hook has.
  return result.unique_id.startsWith("operation.") ? "OK" : null;
}

function adapterResponse(result: NodeResult): Record<string, unknown> {
  if (result.status === "skipped" || result.status === "error") return {};
  return result.rows === null ? { _message: "OK" } : { _message: "OK", rows_affected: result.rows };
}
