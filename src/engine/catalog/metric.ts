/**
 * A metric of the semantic layer in two forms that people read: a formula, and a query on the model below it.
 *
 * dbt itself answers metrics through a service; the query says the same in plain SQL for the whole company, by the day (or whatever
 * the time grain is).
 */
import type { Json, Manifest, ManifestNode } from "../core/manifest.ts";

export interface MetricFacts {
  readonly formula: string | null;
  /** What one value stands for: `day of metrics_revenue`. */
  readonly grain: string | null;
  readonly sql: string;
}

interface Measure {
  readonly model: string;
  readonly agg: string;
  readonly expr: string;
  readonly time: string | null;
  readonly grain: string | null;
  /** The measure cannot be added up over this dimension; the window says which of its values counts. */
  readonly over: { readonly name: string; readonly choice: string } | null;
}

type Fields = { readonly [key: string]: Json };

/** Every measure of the project by its name, for all metrics at once. */
export function measuresOf(manifest: Manifest): ReadonlyMap<string, Measure> {
  const measures = new Map<string, Measure>();
  for (const node of manifest.nodes.values()) {
    if (node.resource_type !== "semantic_model" || node.definition === null) continue;
    const { definition } = node;
    const model = node.refs[0]?.name ?? node.name;
    const standard = textOf(fieldsOf(definition["defaults"])["agg_time_dimension"]);
    const dimensions = listOf(definition["dimensions"]);
    for (const measure of listOf(definition["measures"])) {
      const name = textOf(measure["name"]);
      if (name === null) continue;
      const time = textOf(measure["agg_time_dimension"]) ?? standard;
      const dimension = dimensions.find((each) => each["name"] === time);
      const over = fieldsOf(measure["non_additive_dimension"]);
      const overName = textOf(over["name"]);
      measures.set(name, {
        model,
        agg: textOf(measure["agg"]) ?? "sum",
        expr: textOf(measure["expr"]) ?? name,
        time: dimension === undefined ? time : (textOf(dimension["expr"]) ?? time),
        grain: textOf(fieldsOf(dimension?.["type_params"])["time_granularity"]),
        over: overName === null ? null : { name: overName, choice: textOf(over["window_choice"]) ?? "max" },
      });
    }
  }
  return measures;
}

export function metricFacts(metric: ManifestNode, measures: ReadonlyMap<string, Measure>): MetricFacts {
  const definition = metric.definition ?? {};
  const params = fieldsOf(definition["type_params"]);
  const meta = metric.meta;
  const named = textOf(fieldsOf(params["measure"])["name"]);
  const measure = named === null ? undefined : measures.get(named);
  const given = textOf(meta["formula"]);
  const grain = textOf(meta["grain"]) ?? (measure?.grain ? `${measure.grain} of ${measure.model}` : null);
  const filter = filterOf(definition["filter"]);
  switch (definition["type"]) {
    case "derived":
      return { formula: given ?? textOf(params["expr"]), grain, sql: "" };
    case "ratio": {
      const [over, under] = [params["numerator"], params["denominator"]].map((side) => textOf(fieldsOf(side)["name"]));
      return { formula: given ?? `${over ?? "?"} / ${under ?? "?"}`, grain, sql: "" };
    }
    default: {
      if (!measure) return { formula: given, grain, sql: "" };
      const window = fieldsOf(params["cumulative_type_params"]);
      const since = textOf(window["grain_to_date"]) ?? textOf(params["grain_to_date"]);
      const calculated = aggregation(measure);
      const kept =
        measure.over === null ? "" : `, ${measure.over.choice === "min" ? "first" : "last"} ${measure.over.name} only`;
      return {
        formula:
          given ??
          `${calculated} of ${measure.model}${kept}${since === null ? "" : `, since the beginning of the ${since}`}`,
        grain,
        sql: queryOf(metric.name, measure, filter),
      };
    }
  }
}

function queryOf(name: string, { model, time, ...measure }: Measure, filter: string | null): string {
  const value = `    ${aggregation({ model, time, ...measure })} as ${name}`;
  const where = filter === null ? "" : `\nwhere ${filter}`;
  if (time === null) return `select\n${value}\n\nfrom {{ ref('${model}') }}${where}`;
  return `select\n    ${time},\n${value}\n\nfrom {{ ref('${model}') }}${where}\ngroup by ${time}\norder by ${time}`;
}

function aggregation({ agg, expr }: Measure): string {
  if (agg === "count_distinct") return `count(distinct ${expr})`;
  if (agg === "average") return `avg(${expr})`;
  if (agg === "sum_boolean") return `count_if(${expr})`;
  return `${agg}(${expr})`;
}

/** Conditions of a metric, with `{{ Dimension('day__x') }}` as the column that it means. */
function filterOf(filter: Json | undefined): string | null {
  const texts = listOf(fieldsOf(filter)["where_filters"]).flatMap((each) => textOf(each["where_sql_template"]) ?? []);
  if (texts.length === 0) return null;
  return texts
    .map((text) => text.replace(/\{\{\s*\w+\(\s*['"](?:\w+__)?(\w+)['"][^)]*\)\s*\}\}/g, "$1").trim())
    .join(" and ");
}

function fieldsOf(value: Json | undefined): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: Json | undefined): readonly Fields[] {
  return Array.isArray(value) ? value.map((each: Json) => fieldsOf(each)) : [];
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
