/**
 * The layer that a node lies in, and how a name is split for a card: grey prefix, bold rest.
 *
 * The folder decides (`models/saas/staging/…`), as it does for dbt's tags and configs; a project with other folders falls back to
 * the common prefixes of names.
 */
import type { ManifestNode } from "../../engine/core/manifest.ts";

/** From the raw rows on; those of a star schema and of a medallion lie beside the layer that does the same work. */
export const LAYERS = [
  "source",
  "staging",
  "bronze",
  "intermediate",
  "silver",
  "entity",
  "dimension",
  "fact",
  "mart",
  "gold",
  "metric",
  "exposure",
] as const;
export type Layer = (typeof LAYERS)[number];

const FOLDERS: Readonly<Record<string, Layer>> = {
  staging: "staging",
  intermediate: "intermediate",
  entities: "entity",
  marts: "mart",
  metrics: "metric",
  dimensions: "dimension",
  facts: "fact",
  aggregates: "mart",
  bronze: "bronze",
  silver: "silver",
  gold: "gold",
};

const PREFIXES: readonly (readonly [string, Layer])[] = [
  ["stg_", "staging"],
  ["base_", "staging"],
  ["int_", "intermediate"],
  ["entity_", "entity"],
  ["metric_", "metric"],
  ["dim_", "dimension"],
  ["fact_", "fact"],
  ["fct_", "fact"],
];

export function layerOf(node: Pick<ManifestNode, "resource_type" | "fqn" | "name">): Layer {
  if (node.resource_type === "source" || node.resource_type === "seed") return "source";
  if (node.resource_type === "snapshot") return "staging";
  if (node.resource_type === "exposure") return "exposure";
  for (const folder of node.fqn.slice(1, -1)) {
    const layer = FOLDERS[folder];
    if (layer) return layer;
  }
  return PREFIXES.find(([prefix]) => node.name.startsWith(prefix))?.[1] ?? "mart";
}

/** What belongs together within a layer: the source system, "seeds", or the folder below the layer's. */
export function systemOf(node: Pick<ManifestNode, "resource_type" | "fqn" | "source_name">): string {
  if (node.resource_type === "source") return node.source_name ?? "sources";
  if (node.resource_type === "seed") return "seeds";
  const folders = node.fqn.slice(1, -1);
  const at = folders.findIndex((folder) => FOLDERS[folder] !== undefined);
  return folders[at + 1] ?? folders.at(-1) ?? node.fqn[0] ?? "";
}

/** `int_customers__core` -> ["int_customers", "core"]; `entity_customers_daily` -> ["each day", "entity_customers_daily"]. */
export function splitName(
  node: Pick<ManifestNode, "resource_type" | "fqn" | "name" | "source_name">,
): readonly [prefix: string, rest: string] {
  if (node.resource_type === "source") return [node.source_name ?? "source", node.name];
  if (node.resource_type === "seed") return ["seed", node.name];
  const mark = node.name.indexOf("__");
  if (mark > 0) return [node.name.slice(0, mark), node.name.slice(mark + 2)];
  if (layerOf(node) === "entity") {
    if (node.name.endsWith("_history")) return ["each version", node.name];
    if (node.name.endsWith("_daily")) return ["each day", node.name];
    return ["now", node.name];
  }
  const system = systemOf(node);
  return node.name.startsWith(`${system}_`) ? [system, node.name.slice(system.length + 1)] : [system, node.name];
}

/** A long name is cut in its middle, because the end tells tables apart: `entity_camp…_history`. */
export function cutMiddle(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const tail = Math.ceil((limit - 1) * 0.45);
  return `${name.slice(0, limit - 1 - tail)}…${name.slice(-tail)}`;
}
