/**
 * Metrics, semantic models and saved queries -> their records in manifest.json.
 *
 * A property file may write an input as a name (`measure: revenue`) or as a record; dbt writes records with every key, and so does
 * this. Keys that the schema does not know are left out.
 */
import type { Json, Manifest, ManifestNode } from "../core/manifest.ts";

type Fields = Readonly<Record<string, Json>>;

export function metricJson(node: ManifestNode, common: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entry = node.definition ?? {};
  const params = fieldsOf(entry["type_params"]);
  return {
    ...common,
    description: node.description,
    label: textOf(entry["label"]) ?? node.name,
    type: textOf(entry["type"]) ?? "simple",
    type_params: {
      measure: measureJson(params["measure"]),
      input_measures: listOf(params["input_measures"]).map(measureJson),
      numerator: inputJson(params["numerator"]),
      denominator: inputJson(params["denominator"]),
      expr: scalarText(params["expr"]),
      window: windowJson(params["window"]),
      grain_to_date: textOf(params["grain_to_date"]),
      metrics: Array.isArray(params["metrics"]) ? listOf(params["metrics"]).map(inputJson) : null,
      conversion_type_params: conversionJson(params["conversion_type_params"]),
      cumulative_type_params: cumulativeJson(params["cumulative_type_params"]),
      metric_aggregation_params: null,
    },
    filter: filterJson(entry["filter"]),
    metadata: null,
    time_granularity: textOf(entry["time_granularity"]),
    meta: node.meta,
    tags: node.tags,
    config: semanticConfig(node),
    unrendered_config: node.unrendered_config,
    sources: node.sources,
    depends_on: node.depends_on,
    refs: node.refs,
    // As in dbt: what it is computed from stands in type_params and depends_on.
    metrics: [],
    group: node.group,
  };
}

export function semanticModelJson(
  node: ManifestNode,
  common: Readonly<Record<string, unknown>>,
  manifest?: Manifest,
): Record<string, unknown> {
  const entry = node.definition ?? {};
  const model = node.depends_on.nodes.map((id) => manifest?.nodes.get(id)).find((found) => found !== undefined);
  const defaults = entry["defaults"];
  return {
    ...common,
    model: textOf(entry["model"]) ?? "",
    node_relation: model
      ? {
          alias: model.alias,
          schema_name: model.schema,
          database: model.database,
          relation_name: model.relation_name,
        }
      : null,
    description: node.description,
    label: textOf(entry["label"]),
    defaults:
      defaults === undefined || defaults === null
        ? null
        : { agg_time_dimension: textOf(fieldsOf(defaults)["agg_time_dimension"]) },
    entities: listOf(entry["entities"]).map((item) => {
      const entity = fieldsOf(item);
      return {
        ...described(entity),
        type: textOf(entity["type"]) ?? "primary",
        role: textOf(entity["role"]),
        expr: scalarText(entity["expr"]),
      };
    }),
    measures: listOf(entry["measures"]).map((item) => {
      const measure = fieldsOf(item);
      return {
        ...described(measure),
        agg: textOf(measure["agg"]) ?? "sum",
        create_metric: measure["create_metric"] === true,
        expr: scalarText(measure["expr"]),
        agg_params: aggregationJson(measure["agg_params"]),
        non_additive_dimension: nonAdditiveJson(measure["non_additive_dimension"]),
        agg_time_dimension: textOf(measure["agg_time_dimension"]),
      };
    }),
    dimensions: listOf(entry["dimensions"]).map((item) => {
      const dimension = fieldsOf(item);
      return {
        ...described(dimension),
        type: textOf(dimension["type"]) ?? "categorical",
        is_partition: dimension["is_partition"] === true,
        type_params: dimensionParams(dimension["type_params"]),
        expr: scalarText(dimension["expr"]),
        metadata: null,
      };
    }),
    metadata: null,
    depends_on: node.depends_on,
    refs: node.refs,
    config: semanticConfig(node),
    unrendered_config: node.unrendered_config,
    primary_entity: textOf(entry["primary_entity"]),
    group: node.group,
  };
}

export function savedQueryJson(node: ManifestNode, common: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entry = node.definition ?? {};
  const params = fieldsOf(entry["query_params"]);
  const limit = params["limit"];
  return {
    ...common,
    query_params: {
      metrics: texts(params["metrics"]),
      group_by: texts(params["group_by"]),
      where: filterJson(params["where"]),
      order_by: texts(params["order_by"]),
      limit: typeof limit === "number" ? limit : null,
    },
    exports: listOf(entry["exports"]).map((item) => {
      const exported = fieldsOf(item);
      const config = fieldsOf(exported["config"]);
      return {
        name: textOf(exported["name"]) ?? "",
        config: {
          export_as: textOf(config["export_as"]) ?? "table",
          schema_name: textOf(config["schema"]) ?? textOf(config["schema_name"]) ?? node.schema,
          alias: textOf(config["alias"]),
          database: textOf(config["database"]),
        },
        unrendered_config: config,
      };
    }),
    description: node.description === "" ? null : node.description,
    label: textOf(entry["label"]),
    metadata: null,
    config: {
      ...semanticConfig(node),
      export_as: null,
      schema: node.config.schema,
      cache: { enabled: fieldsOf(node.config["cache"] as Json | undefined)["enabled"] === true },
    },
    unrendered_config: node.unrendered_config,
    group: node.group,
    depends_on: node.depends_on,
    refs: node.refs,
    tags: node.tags,
  };
}

function semanticConfig(node: ManifestNode): Record<string, unknown> {
  return { enabled: node.config.enabled, group: node.group, meta: node.meta };
}

function described(entry: Fields): Record<string, unknown> {
  const meta = fieldsOf(entry["config"])["meta"];
  return {
    name: textOf(entry["name"]) ?? "",
    description: textOf(entry["description"]),
    label: textOf(entry["label"]),
    config: meta === undefined ? null : { meta: fieldsOf(meta) },
  };
}

function measureJson(value: Json | undefined): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  const entry = typeof value === "string" ? { name: value } : fieldsOf(value);
  const nulls = entry["fill_nulls_with"];
  return {
    name: textOf(entry["name"]) ?? "",
    filter: filterJson(entry["filter"]),
    alias: textOf(entry["alias"]),
    join_to_timespine: entry["join_to_timespine"] === true,
    fill_nulls_with: typeof nulls === "number" ? nulls : null,
  };
}

function inputJson(value: Json | undefined): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  const entry = typeof value === "string" ? { name: value } : fieldsOf(value);
  return {
    name: textOf(entry["name"]) ?? "",
    filter: filterJson(entry["filter"]),
    alias: textOf(entry["alias"]),
    offset_window: windowJson(entry["offset_window"]),
    offset_to_grain: textOf(entry["offset_to_grain"]),
  };
}

/** `7 days` -> count and granularity. */
function windowJson(value: Json | undefined): Record<string, unknown> | null {
  const match = typeof value === "string" ? /^\s*(\d+)\s+(\w+?)s?\s*$/.exec(value) : null;
  if (match) return { count: Number(match[1]), granularity: (match[2] ?? "").toLowerCase() };
  const entry = fieldsOf(value);
  return typeof entry["count"] === "number"
    ? { count: entry["count"], granularity: textOf(entry["granularity"]) ?? "day" }
    : null;
}

function filterJson(value: Json | undefined): Record<string, unknown> | null {
  // Parsed metrics and saved queries hold dbt's form already; the filter of a metric's input is still as it was written.
  const parsed = fieldsOf(value)["where_filters"];
  if (Array.isArray(parsed)) return { where_filters: parsed };
  const all = typeof value === "string" ? [value] : Array.isArray(value) ? texts(value) : [];
  return all.length === 0 ? null : { where_filters: all.map((text) => ({ where_sql_template: text })) };
}

function conversionJson(value: Json | undefined): Record<string, unknown> | null {
  const entry = fieldsOf(value);
  if (Object.keys(entry).length === 0) return null;
  const constants = entry["constant_properties"];
  return {
    base_measure: measureJson(entry["base_measure"]) ?? measureJson(""),
    conversion_measure: measureJson(entry["conversion_measure"]) ?? measureJson(""),
    entity: textOf(entry["entity"]) ?? "",
    calculation: textOf(entry["calculation"]) ?? "conversion_rate",
    window: windowJson(entry["window"]),
    constant_properties: Array.isArray(constants)
      ? listOf(constants).map((item) => ({
          base_property: textOf(fieldsOf(item)["base_property"]) ?? "",
          conversion_property: textOf(fieldsOf(item)["conversion_property"]) ?? "",
        }))
      : null,
  };
}

function cumulativeJson(value: Json | undefined): Record<string, unknown> | null {
  const entry = fieldsOf(value);
  if (Object.keys(entry).length === 0) return null;
  return {
    window: windowJson(entry["window"]),
    grain_to_date: textOf(entry["grain_to_date"]),
    period_agg: textOf(entry["period_agg"]) ?? "first",
    metric: inputJson(entry["metric"]),
  };
}

function aggregationJson(value: Json | undefined): Record<string, unknown> | null {
  const entry = fieldsOf(value);
  if (Object.keys(entry).length === 0) return null;
  return {
    percentile: typeof entry["percentile"] === "number" ? entry["percentile"] : null,
    use_discrete_percentile: entry["use_discrete_percentile"] === true,
    use_approximate_percentile: entry["use_approximate_percentile"] === true,
  };
}

function nonAdditiveJson(value: Json | undefined): Record<string, unknown> | null {
  const entry = fieldsOf(value);
  if (Object.keys(entry).length === 0) return null;
  return {
    name: textOf(entry["name"]) ?? "",
    window_choice: textOf(entry["window_choice"]) ?? "min",
    window_groupings: texts(entry["window_groupings"]),
  };
}

function dimensionParams(value: Json | undefined): Record<string, unknown> | null {
  const entry = fieldsOf(value);
  if (Object.keys(entry).length === 0) return null;
  const validity = fieldsOf(entry["validity_params"]);
  return {
    time_granularity: textOf(entry["time_granularity"]) ?? "day",
    validity_params:
      Object.keys(validity).length === 0
        ? null
        : { is_start: validity["is_start"] === true, is_end: validity["is_end"] === true },
  };
}

function fieldsOf(value: Json | undefined): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function texts(value: Json | undefined): string[] {
  return listOf(value).flatMap((item) => (typeof item === "string" ? [item] : (textOf(fieldsOf(item)["name"]) ?? [])));
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Expressions may be written as numbers: `expr: 1`. */
function scalarText(value: Json | undefined): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
