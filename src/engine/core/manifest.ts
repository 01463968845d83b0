/**
 * The parsed project. Field names are those of dbt's manifest, so that artifacts are written straight from it and anyone who
 * knows dbt can read it.
 */
import type { Diagnostic } from "./errors.ts";
import type { NodeId } from "./ids.ts";
import type { SourceSpan } from "./source-file.ts";

/** A YAML or Jinja value that is plain data. Integers are `number` here. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A constraint of a column or a model, as the property file states it. */
export interface Constraint {
  readonly type: "not_null" | "unique" | "primary_key" | "foreign_key" | "check" | "custom";
  readonly name: string | null;
  readonly expression: string | null;
  readonly warn_unenforced: boolean;
  readonly warn_unsupported: boolean;
  /** Rendered relation that a foreign key points at. */
  readonly to: string | null;
  readonly to_columns: readonly string[];
  /** The columns of a constraint of the whole model; empty on a column's own. */
  readonly columns: readonly string[];
}

export interface ColumnInfo {
  readonly name: string;
  readonly description: string;
  readonly data_type: string | null;
  readonly meta: Record<string, Json>;
  readonly tags: readonly string[];
  readonly constraints?: readonly Constraint[];
  /** Whether the name is quoted; null follows the project. */
  readonly quote?: boolean | null;
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

/** Rows that a unit test hands to an input, or expects: written as dicts, CSV or SQL, in the YAML or in a fixture file. */
export interface UnitTestFixture {
  readonly format: "dict" | "csv" | "sql";
  /** Dicts; or the text of the CSV or SQL. Null when nothing was given (an empty input). */
  readonly rows: readonly Record<string, Json>[] | string | null;
  /** Name of the fixture file that the rows came from. */
  readonly fixture: string | null;
}

export interface UnitTestDefinition {
  readonly model: string;
  readonly given: readonly (UnitTestFixture & { readonly input: string; readonly span: SourceSpan })[];
  readonly expect: UnitTestFixture;
  readonly overrides: {
    readonly macros: Record<string, Json>;
    readonly vars: Record<string, Json>;
    readonly env_vars: Record<string, Json>;
  };
  /** The version of a versioned model that this test is for. */
  readonly version: string | number | null;
}

/** A period of source freshness, for example 12 hours. */
export interface FreshnessThreshold {
  readonly count: number;
  readonly period: "minute" | "hour" | "day";
}
export interface Freshness {
  readonly warn_after: FreshnessThreshold | null;
  readonly error_after: FreshnessThreshold | null;
  readonly filter: string | null;
}

/** A model, source, seed, test or other node. Fields that only one resource type has are null elsewhere. */
export interface ManifestNode {
  readonly unique_id: NodeId;
  readonly resource_type:
    | "model"
    | "source"
    | "seed"
    | "snapshot"
    | "test"
    | "unit_test"
    | "analysis"
    | "exposure"
    | "metric"
    | "semantic_model"
    | "saved_query"
    | "operation";
  readonly name: string;
  readonly package_name: string;
  /** Path below the resource's own folder (`models/`, `seeds/` …), as dbt has it. */
  readonly path: string;
  /**
   * Path of the file from the root of its own package; the YAML file for sources and generic tests. Where the file lies among the
   * project's files is `span.path`: the two differ for nodes of packages.
   */
  readonly original_file_path: string;
  readonly fqn: readonly string[];
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
  /** Rendered name, for example `"strata"."main"."entity_customers"`; null for what has no relation. */
  readonly relation_name: string | null;
  readonly raw_code: string;
  /** Absent for SQL, and for what has no code. */
  readonly language?: "python";
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
  /** Where the node is defined: the whole file, a block of it, or its entry in a YAML file. */
  readonly span: SourceSpan;
  readonly docs: { readonly show: boolean; readonly node_color: string | null };
  // models
  readonly group: string | null;
  readonly access: "private" | "protected" | "public" | null;
  /** The version of a versioned model, and the one that a ref without version means. */
  readonly version: string | number | null;
  readonly latest_version: string | number | null;
  readonly deprecation_date: string | null;
  /** What makes a model a calendar for metrics; null for all others. */
  readonly time_spine: {
    readonly standard_granularity_column: string;
    readonly custom_granularities: readonly Json[];
  } | null;
  readonly constraints: readonly Constraint[];
  /** Values as written, before Jinja, for artifacts and `state:`. */
  readonly unrendered_config: Record<string, Json>;
  /** Which parts of a source's name are quoted, where its property file says so; the project's own `quoting` decides the rest. */
  readonly quoting?: Readonly<Partial<Record<"database" | "schema" | "identifier", boolean | null>>>;
  /** Names of metrics that the node refers to, by `metric('name')` or as the inputs of a metric or saved query. */
  readonly metrics?: readonly string[];
  // unit tests
  readonly unit_test: UnitTestDefinition | null;
  // metrics, semantic models, saved queries and exposures: the entry of the property file, rendered
  readonly definition: Record<string, Json> | null;
  // tests
  readonly test_metadata: TestMetadata | null;
  readonly column_name: string | null;
  readonly attached_node: NodeId | null;
  // sources
  readonly source_name: string | null;
  readonly identifier: string | null;
  readonly source_description: string | null;
  readonly loader: string | null;
  readonly freshness: Freshness | null;
  readonly loaded_at_field: string | null;
  readonly loaded_at_query: string | null;
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
  /** `package://path` of the property YAML that describes the macro, or null. */
  readonly patch_path?: string | null;
  /** The arguments as a property file describes them; empty when none does. */
  readonly argument_docs?: readonly {
    readonly name: string;
    readonly type: string | null;
    readonly description: string;
  }[];
}

export interface GroupInfo {
  readonly unique_id: string;
  readonly name: string;
  readonly package_name: string;
  readonly original_file_path: string;
  readonly description: string;
  readonly owner: Record<string, Json>;
  readonly config?: Record<string, Json>;
  readonly span: SourceSpan;
}

export interface DocInfo {
  /** `doc.shop.orders_status`. */
  readonly unique_id: string;
  readonly name: string;
  readonly package_name: string;
  readonly original_file_path: string;
  readonly block_contents: string;
  readonly span: SourceSpan;
}

/** A selector of selectors.yml: its definition as written, for `--selector` and `selector:`. */
export interface YamlSelector {
  readonly name: string;
  readonly description: string;
  readonly default: boolean;
  readonly definition: Json;
  readonly span: SourceSpan;
}

export interface Manifest {
  readonly project_name: string;
  /** Names of all packages, the root project first. */
  readonly packages: readonly string[];
  readonly groups: ReadonlyMap<string, GroupInfo>;
  readonly docs: ReadonlyMap<string, DocInfo>;
  readonly selectors: ReadonlyMap<string, YamlSelector>;
  readonly nodes: ReadonlyMap<NodeId, ManifestNode>;
  readonly macros: ReadonlyMap<string, MacroInfo>;
  /** A description with docs blocks in it, rendered -> the ids of those blocks. */
  readonly doc_blocks?: ReadonlyMap<string, readonly string[]>;
  /** Node -> the nodes that read it directly. */
  readonly child_map: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly disabled: ReadonlyMap<NodeId, ManifestNode>;
  readonly vars: Record<string, Json>;
  readonly diagnostics: readonly Diagnostic[];
}
