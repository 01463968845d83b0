/** `dbt ls`: the selected nodes, one line each, in dbt's output forms, sorted by unique id. */
import type { ManifestNode } from "../core/manifest.ts";
import { nodeRecord } from "../artifacts/manifest-json.ts";

/** Keys of the JSON form when `--output-keys` names none. */
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

export const LIST_OUTPUTS = ["selector", "name", "path", "json"] as const;

/** What `dbt ls` lists when no resource type is named; `all` adds analyses. */
export const LISTED_TYPES: readonly ManifestNode["resource_type"][] = [
  "model",
  "snapshot",
  "seed",
  "test",
  "source",
  "exposure",
  "metric",
  "saved_query",
  "semantic_model",
  "unit_test",
];

export function listLines(nodes: readonly ManifestNode[], output: string, keys: readonly string[]): string[] {
  const sorted = [...nodes].sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
  switch (output) {
    case "name":
      return sorted.map(searchName);
    case "path":
      return sorted.map((node) => node.original_file_path);
    case "json":
      return sorted.map((node) => JSON.stringify(pick(nodeRecord(node), keys)));
    default:
      return sorted.map(selectorOf);
  }
}

/** The text that selects just this node. */
export function selectorOf(node: ManifestNode): string {
  switch (node.resource_type) {
    case "source":
      return `source:${node.package_name}.${node.source_name ?? ""}.${node.name}`;
    case "exposure":
    case "metric":
    case "saved_query":
    case "semantic_model":
    case "unit_test":
      return `${node.resource_type}:${node.package_name}.${node.name}`;
    default:
      return node.fqn.join(".");
  }
}

/** The name by which others refer to it. */
function searchName(node: ManifestNode): string {
  if (node.resource_type === "source") return `${node.source_name ?? ""}.${node.name}`;
  return node.version === null ? node.name : `${node.name}.v${node.version}`;
}

/** Without `keys` the usual ones; a key with dots reaches into the record, and is left out where it leads nowhere. */
function pick(record: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  const wanted = keys.length > 0 ? keys : DEFAULT_KEYS;
  return Object.fromEntries(
    wanted.flatMap((key) => {
      if (Object.hasOwn(record, key)) return [[key, record[key]]];
      const value = key.includes(".")
        ? key
            .split(".")
            .reduce<unknown>(
              (at, part) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined),
              record,
            )
        : undefined;
      return value === undefined || value === null ? [] : [[key, value]];
    }),
  );
}
