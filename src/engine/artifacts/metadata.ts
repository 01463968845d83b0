/** The head that every dbt artifact carries. */
export interface ArtifactMetadata {
  readonly dbt_schema_version: string;
  readonly dbt_version: string;
  readonly generated_at: string;
  readonly invocation_id: string;
  readonly env: Record<string, string>;
}

export interface Invocation {
  readonly id: string;
  readonly dbtVersion: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

export function artifactMetadata(
  name: "manifest" | "run-results",
  version: number,
  invocation: Invocation,
): ArtifactMetadata {
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${name}/v${version}.json`,
    dbt_version: invocation.dbtVersion,
    generated_at: new Date(invocation.at).toISOString(),
    invocation_id: invocation.id,
    env: {},
  };
}
