/**
 * What a node's config holds when nobody says anything, and how each key is merged, by kind of node. Names, order and rules are
 * those of dbt's config classes: templates ask `config.get(...)` for these keys, and the manifest prints them all.
 */
import type { YamlRecord } from "./yaml.ts";

export type ConfigKind =
  | "model"
  | "seed"
  | "snapshot"
  | "analysis"
  | "operation"
  | "test"
  | "unit_test"
  | "source"
  | "exposure"
  | "metric"
  | "semantic_model"
  | "saved_query"
  | "group";

/** `append` adds to a list, `update` merges by key, `grants` merges by key and adds where the key starts with a plus. */
export type MergeRule = "append" | "update" | "grants";

const NODE: YamlRecord = {
  enabled: true,
  alias: null,
  schema: null,
  database: null,
  tags: [],
  meta: {},
  group: null,
  static_analysis: null,
  materialized: "view",
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  post_hook: [],
  pre_hook: [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: "ignore",
  on_configuration_change: "apply",
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
};

export const CONFIG_DEFAULTS: Readonly<Record<ConfigKind, YamlRecord>> = {
  model: { ...NODE, access: "protected", freshness: null },
  analysis: NODE,
  operation: NODE,
  seed: { ...NODE, materialized: "seed", delimiter: ",", quote_columns: null },
  snapshot: {
    ...NODE,
    materialized: "snapshot",
    strategy: null,
    target_schema: null,
    target_database: null,
    updated_at: null,
    check_cols: null,
    snapshot_meta_column_names: {
      dbt_valid_to: null,
      dbt_valid_from: null,
      dbt_scd_id: null,
      dbt_updated_at: null,
      dbt_is_deleted: null,
    },
    dbt_valid_to_current: null,
  },
  test: {
    enabled: true,
    alias: null,
    schema: "dbt_test__audit",
    database: null,
    tags: [],
    meta: {},
    group: null,
    static_analysis: null,
    materialized: "test",
    severity: "ERROR",
    store_failures: null,
    store_failures_as: null,
    where: null,
    limit: null,
    fail_calc: "count(*)",
    warn_if: "!= 0",
    error_if: "!= 0",
  },
  unit_test: { tags: [], meta: {}, enabled: true, static_analysis: null },
  source: {
    enabled: true,
    event_time: null,
    freshness: {
      warn_after: { count: null, period: null },
      error_after: { count: null, period: null },
      filter: null,
    },
    loaded_at_field: null,
    loaded_at_query: null,
    meta: {},
    tags: [],
    static_analysis: null,
  },
  exposure: { enabled: true, tags: [], meta: {} },
  metric: { enabled: true, group: null, meta: {} },
  semantic_model: { enabled: true, group: null, meta: {} },
  saved_query: {
    enabled: true,
    group: null,
    meta: {},
    export_as: null,
    schema: null,
    cache: { enabled: false },
  },
  group: { meta: {} },
};

const NODE_RULES: Readonly<Record<string, MergeRule>> = {
  tags: "append",
  meta: "update",
  post_hook: "append",
  pre_hook: "append",
  quoting: "update",
  column_types: "update",
  grants: "grants",
  packages: "append",
  docs: "update",
  contract: "update",
};
const TEST_RULES: Readonly<Record<string, MergeRule>> = { tags: "append", meta: "update" };
const META_RULES: Readonly<Record<string, MergeRule>> = { meta: "update" };

/** A key that is not listed is overwritten. */
export const MERGE_RULES: Readonly<Record<ConfigKind, Readonly<Record<string, MergeRule>>>> = {
  model: NODE_RULES,
  analysis: NODE_RULES,
  operation: NODE_RULES,
  seed: NODE_RULES,
  snapshot: NODE_RULES,
  test: TEST_RULES,
  unit_test: TEST_RULES,
  source: META_RULES,
  exposure: {},
  metric: META_RULES,
  semantic_model: META_RULES,
  saved_query: { meta: "update", cache: "update" },
  group: META_RULES,
};
