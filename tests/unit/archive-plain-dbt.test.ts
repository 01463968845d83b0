/** The bundled project, and with it its export, is plain dbt: nothing in it is known to this engine alone. */
import { expect, test } from "vitest";
import { bundledProject } from "../../src/bundle/project.ts";
import { builtinMacros } from "../../src/bundle/builtins.ts";
import { openEngine } from "../../src/engine/index.ts";

/** dbt-core 1.11 with dbt-duckdb. */
const MATERIALIZATIONS = [
  "view",
  "table",
  "incremental",
  "ephemeral",
  "seed",
  "snapshot",
  "test",
  "external",
  "table_function",
];
const WITHOUT_RELATION: ReadonlySet<string> = new Set([
  "source",
  "exposure",
  "metric",
  "semantic_model",
  "analysis",
  "unit_test",
  "saved_query",
]);
const CONFIGS =
  `access alias anchors batch_size begin column_types concurrent_batches contract database delimiter description docs
  enabled error_if event_time fail_calc freshness full_refresh grants group incremental_predicates incremental_strategy indexes limit
  loaded_at_field loaded_at_query lookback materialized merge_exclude_columns merge_update_columns meta name on_configuration_change on_schema_change options packages
  partition_by persist_docs post-hook post_hook pre-hook pre_hook quote_columns quoting schema severity sql_header static_analysis
  store_failures store_failures_as strategy tags target_schema target_database unique_key updated_at check_cols snapshot_meta_column_names
  dbt_valid_to_current hard_deletes invalidate_hard_deletes unlogged warn_if where`.split(/\s+/);
const PROJECT_KEYS =
  `name version config-version profile require-dbt-version model-paths macro-paths seed-paths test-paths snapshot-paths
  analysis-paths docs-paths asset-paths target-path log-path packages-install-path clean-targets query-comment quoting flags vars dispatch
  models seeds snapshots data_tests unit_tests sources exposures metrics semantic-models saved-queries on-run-start on-run-end`.split(
    /\s+/,
  );

const files = bundledProject();
const engine = await openEngine({
  files,
  builtins: builtinMacros(),
  warehouse: () => Promise.reject(new Error("This test has no warehouse.")),
  clock: { now: () => 0, wall: () => 0, elapsed: () => 0 },
});
const nodes = [...engine.manifest.nodes.values()];

test("its nodes use dbt's materializations and configs", () => {
  const strange = nodes.flatMap((node) => [
    ...(WITHOUT_RELATION.has(node.resource_type) || MATERIALIZATIONS.includes(node.config.materialized)
      ? []
      : [`${node.name}: ${node.config.materialized}`]),
    ...Object.keys(node.config).flatMap((key) => (CONFIGS.includes(key) ? [] : [`${node.name}: config ${key}`])),
  ]);
  expect([...new Set(strange)]).toEqual([]);
});

test("its macros are its own or dbt's", () => {
  const called = new Set(nodes.flatMap((node) => node.depends_on.macros));
  expect([...called].filter((id) => !/^macro\.(strata|dbt|dbt_duckdb)\./.test(id))).toEqual([]);
});

test("its dbt_project.yml holds dbt's keys", () => {
  const text = files.find((file) => file.path === "dbt_project.yml")?.text ?? "";
  const keys = [...text.matchAll(/^([\w-]+):/gm)].map((match) => match[1]);
  expect(keys.filter((key) => !PROJECT_KEYS.includes(key ?? ""))).toEqual([]);
});

test("reading it gives no warning", () => expect(engine.diagnostics).toEqual([]));
