/** Manifest nodes as template values. */
import type { ManifestNode } from "../core/manifest.ts";
import { fromJson } from "../jinja/convert.ts";
import { PyDict } from "../jinja/values.ts";

/** A node as templates see it: `model.name`, `node.config.materialized`, `node.fqn`. */
export function nodeValue(node: ManifestNode): PyDict {
  return PyDict.from([
    ["unique_id", node.unique_id],
    ["resource_type", node.resource_type],
    ["name", node.name],
    ["package_name", node.package_name],
    ["path", node.path],
    ["original_file_path", node.original_file_path],
    ["fqn", [...node.fqn]],
    ["database", node.database],
    ["schema", node.schema],
    ["alias", node.alias],
    ["relation_name", node.relation_name],
    ["raw_code", node.raw_code],
    ["description", node.description],
    ["tags", [...node.tags]],
    ["meta", fromJson(node.meta)],
    ["config", fromJson(node.config as never)],
    ["columns", fromJson(node.columns as never)],
    ["refs", node.refs.map((ref) => fromJson({ ...ref }))],
    ["sources", node.sources.map((source) => [...source])],
    ["depends_on", fromJson({ nodes: [...node.depends_on.nodes], macros: [...node.depends_on.macros] })],
  ]);
}
