/** `dbt ls`: the selected nodes, one line each, in dbt's output forms. */
import type { ManifestNode } from "../core/manifest.ts";

const DEFAULT_KEYS = [
  "alias",
  "name",
  "package_name",
  "depends_on",
  "tags",
  "config",
  "resource_type",
  "source_name",
  "original_file_path",
  "unique_id",
];

export function listLines(nodes: readonly ManifestNode[], output: string, keys: readonly string[]): string[] {
  switch (output) {
    case "name":
      return nodes.map((node) =>
        node.resource_type === "source" ? `${node.source_name ?? ""}.${node.name}` : node.name,
      );
    case "path":
      return nodes.map((node) => node.original_file_path);
    case "json":
      return nodes.map((node) => JSON.stringify(pick(node, keys.length > 0 ? keys : DEFAULT_KEYS)));
    default:
      return nodes.map(selectorOf);
  }
}

/** The text that selects just this node. */
export function selectorOf(node: ManifestNode): string {
  if (node.resource_type === "source") return `source:${node.fqn[0] ?? ""}.${node.source_name ?? ""}.${node.name}`;
  if (node.resource_type === "exposure") return `exposure:${node.package_name}.${node.name}`;
  return node.fqn.join(".");
}

function pick(node: ManifestNode, keys: readonly string[]): Record<string, unknown> {
  const record = node as unknown as Record<string, unknown>;
  return Object.fromEntries(
    keys.filter((key) => record[key] !== undefined && record[key] !== null).map((key) => [key, record[key]]),
  );
}
