/** Ages of sources -> sources.json in dbt's schema v3. As in dbt, a source that could not be asked is not in it. */
import type { NodeResult } from "../core/events.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { artifactMetadata } from "./metadata.ts";
import type { Invocation } from "./metadata.ts";
import { timingOf } from "./run-results-json.ts";

export interface SourceAge {
  readonly source: ManifestNode;
  readonly result: NodeResult;
  readonly age: { readonly maxLoadedAt: number; readonly snapshottedAt: number; readonly ageSeconds: number };
}

export function sourcesJson(ages: readonly SourceAge[], elapsedMs: number, invocation: Invocation): string {
  return JSON.stringify({
    metadata: artifactMetadata("sources", 3, invocation),
    results: ages.map(({ source, result, age }) => ({
      unique_id: source.unique_id,
      max_loaded_at: instantText(age.maxLoadedAt),
      snapshotted_at: instantText(age.snapshottedAt),
      max_loaded_at_time_ago_in_s: age.ageSeconds,
      status: result.status,
      criteria: freshnessJson(source),
      adapter_response: { _message: "OK" },
      timing: timingOf(result),
      thread_id: result.thread_id,
      execution_time: result.execution_time_ms / 1000,
    })),
    elapsed_time: elapsedMs / 1000,
  });
}

/** As Python prints an instant with its zone: no fraction where there is none. */
function instantText(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(
      /(?:\.000|(\.\d{3}))Z$/,
      (_, fraction?: string) => `${fraction === undefined ? "" : `${fraction}000`}+00:00`,
    );
}

/** The thresholds as dbt writes them; what is not set has empty parts. */
export function freshnessJson(source: ManifestNode): Record<string, unknown> {
  const empty = { count: null, period: null };
  return {
    warn_after: source.freshness?.warn_after ?? empty,
    error_after: source.freshness?.error_after ?? empty,
    filter: source.freshness?.filter ?? null,
  };
}
