/**
 * Semantic models, metrics and saved queries. They are read, checked and linked, listed and selectable; nothing here queries them.
 *
 * `definition` has the shape of dbt's manifest: short forms (a metric's measure as a mere name) are written out.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Json, ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import { asList, isRecord, toJson } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import { definitionFields } from "./definition-fields.ts";
import { createNode } from "./nodes.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Definition } from "./properties.ts";
import { readableReferences } from "./references.ts";
import type { ParsedNode } from "./sql-nodes.ts";

type JsonRecord = Record<string, Json>;

const METRIC_TYPES = ["simple", "ratio", "cumulative", "derived", "conversion"];

export function semanticModelNode(context: ParseContext, model: Definition): ParsedNode & { metrics: Definition[] } {
  const { entry, name } = model;
  const diagnostics: Diagnostic[] = [];
  const reference = entry["model"];
  const found = typeof reference === "string" ? readableReferences(reference) : null;
  if (found === null || found.refs.length === 0)
    diagnostics.push(
      diagnostic("P003", `The semantic model "${name}" needs a \`model\` that is a ref().`, {
        hint: "Write `model: ref('orders')`.",
        at: model.spanOf(["model"]),
      }),
    );
  const base = definitionNode(context, "semantic_model", model, {
    label: text(entry["label"]),
    model: text(reference),
    node_relation: null,
    defaults: json(entry["defaults"]),
    primary_entity: text(entry["primary_entity"]),
    entities: elements(entry["entities"], { description: null, label: null, role: null, expr: null }),
    measures: elements(entry["measures"], {
      description: null,
      label: null,
      expr: null,
      agg_params: null,
      non_additive_dimension: null,
      agg_time_dimension: null,
    }).map((measure) => ({
      ...measure,
      expr: measure["expr"] === null ? null : String(measure["expr"] as string),
      create_metric: false,
    })),
    dimensions: elements(entry["dimensions"], {
      description: null,
      label: null,
      is_partition: false,
      type_params: null,
      expr: null,
      metadata: null,
    }).map((dimension) => {
      const params = dimension["type_params"];
      return params === null
        ? dimension
        : { ...dimension, type_params: { validity_params: null, ...(params as JsonRecord) } };
    }),
  });
  const node = { ...base, refs: found?.refs ?? [] };
  return { node, diagnostics, metrics: madeMetrics(model, base) };
}

/** A measure with `create_metric: true` is a simple metric as well. */
function madeMetrics(model: Definition, node: ManifestNode): Definition[] {
  return asList(model.entry["measures"]).flatMap((measure) => {
    if (!isRecord(measure) || measure["create_metric"] !== true || typeof measure["name"] !== "string") return [];
    const { name } = measure;
    const description = text(measure["description"]) ?? `Metric created from measure ${name}`;
    return [
      {
        ...model,
        name,
        description,
        config: { enabled: node.config.enabled, meta: node.meta as YamlRecord },
        entry: {
          label: measure["label"] ?? name,
          type: "simple",
          type_params: { measure: name, expr: measure["expr"] ?? name },
          description,
        },
      },
    ];
  });
}

export function metricNode(context: ParseContext, metric: Definition): ParsedNode {
  const { entry, name } = metric;
  const diagnostics: Diagnostic[] = [];
  const refuse = (message: string, hint: string, key: string): void => {
    diagnostics.push(diagnostic("P003", message, { hint, at: metric.spanOf([key]) }));
  };
  if (!/^[A-Za-z]\w*$/.test(name) || name.length > 250)
    refuse(
      `"${name}" is no name of a metric.`,
      "Begin with a letter; letters, digits and underscores follow, at most 250 of them.",
      "name",
    );
  if (text(entry["label"]) === null)
    refuse(`The metric "${name}" needs a \`label\`.`, "Write `label: Revenue`.", "label");
  const type = String(entry["type"]).toLowerCase();
  const given = entry["type_params"];
  if (!METRIC_TYPES.includes(type))
    refuse(`The metric "${name}" needs a \`type\`.`, `Types are: ${METRIC_TYPES.join(", ")}.`, "type");
  if (!isRecord(given))
    refuse(`The metric "${name}" needs \`type_params\`.`, "Write `type_params: {measure: revenue}`.", "type_params");
  const params = isRecord(given) ? given : {};
  const needed: Readonly<Record<string, readonly string[]>> = {
    simple: ["measure"],
    cumulative: ["measure"],
    ratio: ["numerator", "denominator"],
    derived: ["metrics"],
    conversion: ["conversion_type_params"],
  };
  for (const key of needed[type] ?? []) {
    if (isRecord(given) && (params[key] ?? null) === null)
      refuse(`The ${type} metric "${name}" needs \`${key}\`.`, `Write it below \`type_params:\`.`, "type_params");
  }
  const node = definitionNode(context, "metric", metric, {
    label: text(entry["label"]) ?? name,
    type,
    type_params: typeParams(type, params),
    filter: whereFilter(entry["filter"]),
    time_granularity: text(entry["time_granularity"]),
  });
  return {
    node: {
      ...node,
      tags: asList(entry["tags"]).filter((tag) => typeof tag === "string"),
      metrics: inputMetrics(type, params),
    },
    diagnostics,
  };
}

export function savedQueryNode(context: ParseContext, query: Definition): ParsedNode {
  const { entry, name } = query;
  const diagnostics: Diagnostic[] = [];
  const given = entry["query_params"];
  if (!isRecord(given))
    diagnostics.push(
      diagnostic("P003", `The saved query "${name}" needs \`query_params\`.`, {
        hint: "Write `query_params: {metrics: [revenue]}`.",
        at: query.spanOf(["query_params"]),
      }),
    );
  const params = isRecord(given) ? given : {};
  const metrics = asList(params["metrics"]).filter((metric) => typeof metric === "string");
  const node = definitionNode(context, "saved_query", query, {
    label: text(entry["label"]),
    query_params: {
      metrics,
      group_by: json(params["group_by"] ?? []),
      where: whereFilter(params["where"]),
      order_by: json(params["order_by"] ?? []),
      limit: json(params["limit"]),
    },
    exports: asList(entry["exports"]).map((item) => {
      const own = isRecord(item) && isRecord(item["config"]) ? item["config"] : {};
      return {
        name: isRecord(item) ? text(item["name"]) : null,
        config: {
          export_as: json(own["export_as"]),
          schema_name: json(own["schema_name"] ?? own["schema"] ?? context.environment.target.schema),
          alias: json(own["alias"] ?? (isRecord(item) ? item["name"] : null)),
          database: json(own["database"] ?? context.environment.target.database),
        },
        unrendered_config: json(own),
      };
    }),
  });
  const tags = [...new Set([...asList(entry["tags"]), ...asList(query.config["tags"])].map(String))].sort();
  return { node: { ...node, tags, metrics }, diagnostics };
}

/** Edges of metrics to the semantic models of their measures, and of everything to the metrics that it names. */
export function linkMetrics(nodes: Map<NodeId, ManifestNode>): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const all = [...nodes.values()];
  const metrics = new Map<string, ManifestNode>();
  const measures = new Map<string, ManifestNode>();
  for (const node of all) {
    if (node.resource_type === "metric") metrics.set(node.name, node);
    if (node.resource_type === "semantic_model")
      for (const measure of asRecords(node.definition?.["measures"])) measures.set(String(measure["name"]), node);
  }
  const inputs = new Map<ManifestNode, JsonRecord[]>();
  const inputsOf = (metric: ManifestNode, above: readonly ManifestNode[]): JsonRecord[] => {
    const known = inputs.get(metric);
    if (known || above.includes(metric)) return known ?? [];
    const own = ownMeasures(metric);
    const inherited = (metric.metrics ?? []).flatMap((name) => {
      const input = metrics.get(name);
      return input ? inputsOf(input, [...above, metric]) : [];
    });
    const found = unique([...own, ...inherited]);
    inputs.set(metric, found);
    return found;
  };
  for (const node of all) {
    const isMetric = node.resource_type === "metric";
    if (!isMetric && (node.metrics ?? []).length === 0) continue;
    const found = new Set<NodeId>(node.depends_on.nodes);
    for (const name of node.metrics ?? []) {
      const metric = metrics.get(name);
      if (metric) found.add(metric.unique_id);
      else
        diagnostics.push(
          missing(
            node,
            `"${node.name}" refers to the metric "${name}", which does not exist.`,
            nearest(name, metrics.keys()),
          ),
        );
    }
    for (const measure of isMetric ? ownMeasures(node) : []) {
      const name = String(measure["name"]);
      const model = measures.get(name);
      if (model) found.add(model.unique_id);
      else
        diagnostics.push(
          missing(
            node,
            `The metric "${node.name}" uses the measure "${name}", which no semantic model has.`,
            nearest(name, measures.keys()),
          ),
        );
    }
    const definition =
      isMetric && node.definition
        ? {
            ...node.definition,
            type_params: { ...(node.definition["type_params"] as JsonRecord), input_measures: inputsOf(node, []) },
          }
        : node.definition;
    nodes.set(node.unique_id, { ...node, definition, depends_on: { ...node.depends_on, nodes: [...found] } });
  }
  return diagnostics;
}

function missing(node: ManifestNode, message: string, near: string | null): Diagnostic {
  return diagnostic("R001", message, {
    hint: near === null ? "Define it, or fix the name." : `Did you mean "${near}"?`,
    at: node.span,
    node: node.unique_id,
  });
}

function definitionNode(
  { project }: ParseContext,
  type: "metric" | "semantic_model" | "saved_query",
  given: Definition,
  definition: JsonRecord,
): ManifestNode {
  const fields = definitionFields(project, type, given);
  const { config } = fields;
  const entryMeta = given.entry["meta"];
  const hasMeta = Object.keys(config.meta).length > 0;
  return createNode({
    ...fields,
    meta: hasMeta || !isRecord(entryMeta) ? config.meta : (toJson(entryMeta) as JsonRecord),
    group: typeof config["group"] === "string" ? config["group"] : null,
    definition,
  });
}

function typeParams(type: string, params: YamlRecord): JsonRecord {
  const window = (value: YamlValue | undefined): Json => timeWindow(text(value));
  const cumulative = isRecord(params["cumulative_type_params"]) ? params["cumulative_type_params"] : {};
  const conversion = params["conversion_type_params"];
  return {
    measure: inputMeasure(params["measure"]),
    input_measures: [],
    numerator: metricInput(params["numerator"]),
    denominator: metricInput(params["denominator"]),
    expr: params["expr"] === undefined || params["expr"] === null ? null : String(json(params["expr"])),
    window: window(params["window"]),
    grain_to_date: text(params["grain_to_date"]),
    metrics: asList(params["metrics"]).map(metricInput),
    conversion_type_params: isRecord(conversion)
      ? {
          base_measure: inputMeasure(conversion["base_measure"]),
          conversion_measure: inputMeasure(conversion["conversion_measure"]),
          entity: text(conversion["entity"]),
          calculation: text(conversion["calculation"]) ?? "conversion_rate",
          window: window(conversion["window"]),
          constant_properties: json(conversion["constant_properties"]),
        }
      : null,
    cumulative_type_params:
      type === "cumulative"
        ? {
            window: window(cumulative["window"] ?? params["window"]),
            grain_to_date: text(cumulative["grain_to_date"] ?? params["grain_to_date"]),
            period_agg: text(cumulative["period_agg"]) ?? "first",
            metric: null,
          }
        : null,
    metric_aggregation_params: null,
  };
}

function inputMeasure(value: YamlValue | undefined): Json {
  const given: YamlRecord = typeof value === "string" ? { name: value } : isRecord(value) ? value : {};
  if (typeof given["name"] !== "string") return null;
  return {
    name: given["name"],
    filter: whereFilter(given["filter"]),
    alias: text(given["alias"]),
    join_to_timespine: given["join_to_timespine"] === true,
    fill_nulls_with: json(given["fill_nulls_with"]),
  };
}

function metricInput(value: YamlValue | undefined): Json {
  const given: YamlRecord = typeof value === "string" ? { name: value } : isRecord(value) ? value : {};
  if (typeof given["name"] !== "string") return null;
  return {
    name: given["name"],
    filter: whereFilter(given["filter"]),
    alias: text(given["alias"]),
    offset_window: timeWindow(text(given["offset_window"])),
    offset_to_grain: text(given["offset_to_grain"]),
  };
}

/** Names of the metrics that a derived or ratio metric is made of. */
function inputMetrics(type: string, params: YamlRecord): string[] {
  const given =
    type === "derived"
      ? asList(params["metrics"])
      : type === "ratio"
        ? [params["numerator"], params["denominator"]]
        : [];
  return given.flatMap((value) => {
    const name = isRecord(value) ? value["name"] : value;
    return typeof name === "string" ? [name] : [];
  });
}

function ownMeasures(metric: ManifestNode): JsonRecord[] {
  const type = metric.definition?.["type"];
  const params = metric.definition?.["type_params"] as JsonRecord | undefined;
  if (type === "simple" || type === "cumulative") return asRecords([params?.["measure"] ?? null]);
  const conversion = params?.["conversion_type_params"] as JsonRecord | null | undefined;
  if (type === "conversion" && conversion)
    return asRecords([conversion["base_measure"] ?? null, conversion["conversion_measure"] ?? null]);
  return [];
}

/** `28 days` -> its count and granularity. */
function timeWindow(value: string | null): Json {
  const match = /^(\d+) (\w+)$/.exec((value ?? "").toLowerCase());
  return match ? { count: Number(match[1]), granularity: (match[2] ?? "").replace(/s$/, "") } : null;
}

function whereFilter(value: YamlValue | undefined): Json {
  const texts = asList(value).filter((item) => typeof item === "string");
  return texts.length === 0 ? null : { where_filters: texts.map((sql) => ({ where_sql_template: sql })) };
}

function elements(value: YamlValue | undefined, defaults: JsonRecord): JsonRecord[] {
  return asList(value)
    .filter(isRecord)
    .map((item) => {
      const config = isRecord(item["config"]) ? item["config"] : {};
      return { ...defaults, ...(toJson(item) as JsonRecord), config: { meta: json(config["meta"] ?? {}) } };
    });
}

function asRecords(value: Json | undefined): JsonRecord[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : []).filter(
    (item): item is JsonRecord => typeof item === "object" && item !== null && !Array.isArray(item),
  );
}

function unique(items: readonly JsonRecord[]): JsonRecord[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function text(value: YamlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function json(value: YamlValue | undefined): Json {
  return toJson(value ?? null);
}
