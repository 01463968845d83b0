/**
 * Names of things, as dbt spells them. A `NodeId` is dbt's `unique_id`, so artifacts, URLs and selectors agree.
 */
export const RESOURCE_TYPES = [
  "model",
  "source",
  "seed",
  "snapshot",
  "test",
  "unit_test",
  "analysis",
  "operation",
  "exposure",
  "metric",
  "semantic_model",
  "saved_query",
  "group",
  "macro",
  "doc",
] as const;

export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** For example `model.strata.entity_customers`, `source.strata.stripe.customer`, `test.strata.not_null_x_y.0123456789`. */
export type NodeId = `${ResourceType | "macro"}.${string}.${string}`;
