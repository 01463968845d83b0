/** Results -> run_results.json in dbt's schema v6. */
import type { NodeResult } from "../core/events.ts";
import type { Json } from "../core/manifest.ts";
import { artifactMetadata } from "./metadata.ts";
import type { Invocation } from "./metadata.ts";

export function runResultsJson(
  results: readonly NodeResult[],
  elapsedMs: number,
  args: Record<string, Json>,
  invocation: Invocation,
): string {
  return JSON.stringify({
    metadata: artifactMetadata("run-results", 6, invocation),
    results: results.map(resultJson),
    elapsed_time: elapsedMs / 1000,
    args,
  });
}

function resultJson(result: NodeResult): Record<string, unknown> {
  const timing = {
    started_at: new Date(result.started_at).toISOString(),
    completed_at: new Date(result.completed_at).toISOString(),
  };
  return {
    status: result.status,
    timing: result.status === "skipped" ? [] : [{ name: "execute", ...timing }],
    thread_id: result.thread_id,
    execution_time: result.execution_time_ms / 1000,
    adapter_response: result.rows === null ? { _message: "OK" } : { _message: "OK", rows_affected: result.rows },
    message: result.message ?? (result.status === "success" ? "OK" : null),
    failures: result.failures,
    unique_id: result.unique_id,
    compiled: result.compiled_code !== null,
    compiled_code: result.compiled_code,
    relation_name: result.relation_name,
  };
}
