/** The head that every dbt artifact carries. */
export interface ArtifactMetadata {
  readonly dbt_schema_version: string;
  readonly dbt_version: string;
  readonly generated_at: string;
  readonly invocation_id: string;
  readonly invocation_started_at: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Invocation {
  readonly id: string;
  readonly dbtVersion: string;
  /** When the command began: milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Environment variables `DBT_ENV_CUSTOM_ENV_…`, which dbt writes down without that prefix. */
  readonly env?: Readonly<Record<string, string>>;
}

export function artifactMetadata(
  name: "manifest" | "run-results" | "catalog" | "sources",
  version: number,
  invocation: Invocation,
): ArtifactMetadata {
  const at = new Date(invocation.at).toISOString();
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${name}/v${version}.json`,
    dbt_version: invocation.dbtVersion,
    generated_at: at,
    invocation_id: invocation.id,
    invocation_started_at: at,
    env: invocation.env ?? {},
  };
}

const CUSTOM_ENV = "DBT_ENV_CUSTOM_ENV_";

/** What of the environment belongs into artifacts. */
export function customEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => name.startsWith(CUSTOM_ENV))
      .map(([name, value]) => [name.slice(CUSTOM_ENV.length), value]),
  );
}
