/** Manifest nodes as template values: `model`, and the nodes of `graph`, with dbt's fields. */
import type { ColumnInfo, Json, ManifestNode } from "../core/manifest.ts";
import { fromJson } from "../jinja/convert.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

/** A node as templates see it: `model.name`, `node.config.materialized`, `node.fqn`. */
export function nodeValue(node: ManifestNode, compiledCode: string | null = null): PyDict {
  const value = PyDict.from([
    ["database", node.database],
    ["schema", node.schema],
    ["name", node.name],
    ["resource_type", node.resource_type],
    ["package_name", node.package_name],
    ["path", node.path],
    ["original_file_path", node.original_file_path],
    ["unique_id", node.unique_id],
    ["fqn", [...node.fqn]],
    ["config", record(node.config)],
    ["tags", [...node.tags]],
    ["description", node.description],
    ["columns", columnsValue(node)],
    ["meta", record(node.meta)],
    ["patch_path", node.patch_path],
    ["unrendered_config", record(node.unrendered_config)],
    ["relation_name", node.relation_name],
    ...(node.resource_type === "source" ? [] : builtFields(node)),
  ]);
  for (const [key, given] of Object.entries(fieldsOf(node))) value.set(key, fromJson(plain(given)));
  if (compiledCode !== null) {
    value.set("compiled", true);
    value.set("compiled_code", compiledCode);
  }
  return value;
}

/** What a source, which nothing builds, does not have. */
function builtFields(node: ManifestNode): [string, PyValue][] {
  const contract = node.config["contract"];
  return [
    ["alias", node.alias],
    ["checksum", record({ name: "sha256", checksum: node.checksum })],
    ["group", node.group],
    ["docs", record(node.docs)],
    ["raw_code", node.raw_code.trim()],
    ["language", node.language ?? "sql"],
    ["refs", node.refs.map((ref) => record({ name: ref.name, package: ref.package, version: ref.version }))],
    ["sources", node.sources.map((source) => [...source])],
    ["metrics", []],
    ["depends_on", record({ nodes: [...node.depends_on.nodes], macros: [...node.depends_on.macros] })],
    ["contract", record({ enforced: false, alias_types: true, ...(isObject(contract) ? contract : {}) })],
  ];
}

/** What only some kinds of resources have. */
function fieldsOf(node: ManifestNode): Record<string, unknown> {
  switch (node.resource_type) {
    case "source":
      return {
        identifier: node.identifier ?? node.name,
        source_name: node.source_name,
        source_description: node.source_description ?? "",
        loader: node.loader ?? "",
        freshness: node.freshness,
        loaded_at_field: node.loaded_at_field,
        loaded_at_query: node.loaded_at_query,
        external: null,
        source_meta: {},
      };
    case "test":
      return {
        test_metadata: node.test_metadata && {
          name: node.test_metadata.name,
          namespace: node.test_metadata.namespace,
          kwargs: node.test_metadata.kwargs,
        },
        column_name: node.column_name,
        attached_node: node.attached_node,
      };
    case "exposure":
    case "metric":
    case "semantic_model":
    case "saved_query":
      return { ...node.definition };
    case "model":
    case "unit_test":
      return {
        access: node.access ?? "protected",
        constraints: node.constraints,
        version: node.version,
        latest_version: node.latest_version,
        deprecation_date: node.deprecation_date,
        time_spine: node.time_spine,
      };
    default:
      return {};
  }
}

function columnsValue(node: ManifestNode): PyDict {
  return PyDict.from(Object.entries(node.columns).map(([key, column]) => [key, columnValue(column)] as const));
}

function columnValue(column: ColumnInfo): PyValue {
  return record({
    name: column.name,
    description: column.description,
    meta: column.meta,
    data_type: column.data_type,
    constraints: (column.constraints ?? []).map(({ columns: _, ...constraint }) => constraint),
    quote: column.quote ?? null,
    config: { meta: column.meta, tags: column.tags },
    tags: column.tags,
  });
}

function record(value: object): PyValue {
  return fromJson(plain(value));
}

/** Without what is not there; plain data has no JavaScript `undefined`. */
function plain(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value as Json;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
