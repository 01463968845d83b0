/**
 * The metrics of a project: its list of definitions (a seed named `metric_definitions`, one row per metric) and the metrics of dbt's
 * semantic layer. Comes in: the manifest and the project's files; goes out: one entry per metric.
 *
 * A metric that stands in both is told once, as the list says it; dbt's name for it is `<domain>_<name>`.
 */
import type { Json, Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import { measuresOf, metricFacts } from "../../engine/catalog/metric.ts";
import type { MetricEntry, MetricList } from "./protocol.ts";
import { parseCsv } from "./parse-csv.ts";

const LIST = "metric_definitions";
/** What a list must say before it is taken for one. */
const NEEDED = ["domain", "name", "model"];
const UNIFIED = "metrics_api";

export function listMetrics(manifest: Manifest, files: readonly SourceFile[]): MetricList {
  const nodes = [...manifest.nodes.values()];
  const seed = nodes.find((node) => node.resource_type === "seed" && node.name === LIST);
  const text = files.find((file) => file.path === seed?.original_file_path)?.text;
  const rows = text === undefined ? [] : parseCsv(text);
  const isList = rows.length > 0 && NEEDED.every((name) => name in (rows[0] ?? {}));
  const semantic = new Map(nodes.filter((node) => node.resource_type === "metric").map((node) => [node.name, node]));
  const defined = isList ? rows.map((row) => fromRow(row, semantic)) : [];
  const told = new Set(defined.map((entry) => entry.node));
  const measures = measuresOf(manifest);
  const others = [...semantic.values()]
    .filter((node) => !told.has(node.unique_id))
    .map((node) => fromMetric(node, metricFacts(node, measures).formula, modelOf(node, measures)));
  const unified = nodes.find((node) => node.resource_type === "model" && node.name === UNIFIED);
  return {
    entries: [...defined, ...others],
    definitions: isList ? (seed?.original_file_path ?? null) : null,
    unified: isList && unified !== undefined ? UNIFIED : null,
  };
}

function fromRow(row: Readonly<Record<string, string>>, semantic: ReadonlyMap<string, ManifestNode>): MetricEntry {
  const text = (column: string): string => row[column] ?? "";
  const domain = text("domain");
  const name = text("name");
  return {
    key: `${domain}.${name}`,
    domain,
    category: text("category"),
    name,
    label: text("label") || name,
    description: text("description"),
    formula: text("formula"),
    unit: text("unit"),
    tier: numberIn(text("tier")),
    grain: text("grain"),
    type: text("type"),
    additivity: text("additivity"),
    direction: text("direction") || "neutral",
    entities: listIn(text("entity_types")),
    min: numberIn(text("min_value")),
    max: numberIn(text("max_value")),
    nullRule: text("null_rule"),
    lateRule: text("late_data_rule"),
    owner: text("owner"),
    model: text("model"),
    parents: listIn(text("parents")).map((parent) => (parent.includes(".") ? parent : `${domain}.${parent}`)),
    node: semantic.get(`${domain}_${name}`)?.unique_id ?? null,
  };
}

function fromMetric(node: ManifestNode, formula: string | null, model: string): MetricEntry {
  const said = (name: string): string => textOf(node.meta[name]) ?? "";
  const domain = said("domain") || node.package_name;
  return {
    key: `${domain}.${node.name}`,
    domain,
    category: said("category"),
    name: node.name,
    label: textOf(node.definition?.["label"]) ?? node.name,
    description: node.description,
    formula: formula ?? "",
    unit: said("unit"),
    tier: numberIn(said("tier")),
    grain: said("grain"),
    type: textOf(node.definition?.["type"]) ?? "",
    additivity: said("additivity"),
    direction: said("direction") || "neutral",
    entities: ["company"],
    min: null,
    max: null,
    nullRule: "",
    lateRule: "",
    owner: said("owner"),
    model,
    parents: [],
    node: node.unique_id,
  };
}

function modelOf(node: ManifestNode, measures: ReturnType<typeof measuresOf>): string {
  const name = textOf(fieldsOf(fieldsOf(node.definition?.["type_params"])["measure"])["name"]);
  return (name === null ? undefined : measures.get(name)?.model) ?? "";
}

function fieldsOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : {};
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function numberIn(text: string): number | null {
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

function listIn(text: string): readonly string[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
