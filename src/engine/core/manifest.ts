/**
 * The parsed project. Field names are those of dbt's manifest, so that artifacts are written straight from it and anyone who
 * knows dbt can read it.
 */
import type { Diagnostic } from "./errors.ts";
import type { NodeId } from "./ids.ts";
import type { SourceSpan } from "./source-file.ts";

/** A YAML or Jinja value that is plain data. Integers are `number` here. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface ColumnInfo {
  readonly name: string;
  readonly description: string;
  readonly data_type: string | null;
  readonly meta: Record<string, Json>;
  readonly tags: readonly string[];
}

/** The merged config of a node: dbt_project.yml, then property YAML, then `config()` in the file. */
export interface NodeConfig {
  readonly enabled: boolean;
  readonly materialized: string;
  readonly tags: readonly string[];
  readonly meta: Record<string, Json>;
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  readonly [key: string]: unknown;
}

export interface RefArgs {
  readonly name: string;
  readonly package: string | null;
  readonly version: string | number | null;
}

export interface TestMetadata {
  /** The generic test's name, for example `not_null`; `namespace` is its package, or null. */
  readonly name: string;
  readonly namespace: string | null;
  readonly kwargs: Record<string, Json>;
}

/** A model, source, seed, test or other node. Fields that only one resource type has are null elsewhere. */
export interface ManifestNode {
  readonly unique_id: NodeId;
  readonly resource_type: "model" | "source" | "seed" | "snapshot" | "test" | "analysis" | "exposure" | "operation";
  readonly name: string;
  readonly package_name: string;
  /** Path below the resource's own folder (`models/`, `seeds/` …), as dbt has it. */
  readonly path: string;
  /** Path of the file from the project root; the YAML file for sources and generic tests. */
  readonly original_file_path: string;
  readonly fqn: readonly string[];
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
  /** Rendered name, for example `"strata"."main"."entity_customers"`; null for what has no relation. */
  readonly relation_name: string | null;
  readonly raw_code: string;
  /** SHA-256 of the raw file, hexadecimal. */
  readonly checksum: string;
  readonly config: NodeConfig;
  readonly tags: readonly string[];
  readonly meta: Record<string, Json>;
  readonly description: string;
  readonly columns: Record<string, ColumnInfo>;
  /** `package://path` of the property YAML that describes the node, or null. */
  readonly patch_path: string | null;
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly depends_on: { readonly nodes: readonly NodeId[]; readonly macros: readonly string[] };
  /** Where the node is defined: the whole file, or its entry in a YAML file. */
  readonly span: SourceSpan;
  // tests
  readonly test_metadata: TestMetadata | null;
  readonly column_name: string | null;
  readonly attached_node: NodeId | null;
  // sources
  readonly source_name: string | null;
  readonly identifier: string | null;
  readonly source_description: string | null;
  /** Where a source's Parquet file lies, from `meta.external_location`, rendered; null when it is a plain table. */
  readonly external_location: string | null;
}

export interface MacroInfo {
  /** For example `macro.strata.normalize_to_mrr`. */
  readonly unique_id: string;
  readonly name: string;
  readonly package_name: string;
  readonly original_file_path: string;
  readonly description: string;
  readonly arguments: readonly string[];
  readonly macro_sql: string;
  readonly span: SourceSpan;
  readonly depends_on: readonly string[];
}

export interface Manifest {
  readonly project_name: string;
  readonly nodes: ReadonlyMap<NodeId, ManifestNode>;
  readonly macros: ReadonlyMap<string, MacroInfo>;
  /** Node -> the nodes that read it directly. */
  readonly child_map: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly disabled: ReadonlyMap<NodeId, ManifestNode>;
  readonly vars: Record<string, Json>;
  readonly diagnostics: readonly Diagnostic[];
}
