/**
 * The layers of the bundled project: which folder is which, how its models are called, and who may read whom.
 *
 * A model's layer is the folder that is named after it, anywhere in its path. A model reads layers below its own, or its own; only
 * the first layer of a domain reads sources, and it reads no other model.
 */
import type { ManifestNode } from "../core/manifest.ts";

export interface Layer {
  readonly folder: string;
  /** A layer reads those with a lower or the same rank. */
  readonly rank: number;
  /** Reads sources, and no models. */
  readonly isFirst: boolean;
  /** What a name starts with, given the folders before and after the layer's own. */
  prefixes(domain: string, group: string | null): readonly string[];
}

const LAYERS: readonly Layer[] = [
  {
    folder: "staging",
    rank: 1,
    isFirst: true,
    prefixes: (domain, group) => (group === null ? [`stg_${domain}_`] : [`stg_${group}__`]),
  },
  { folder: "bronze", rank: 1, isFirst: true, prefixes: () => ["bronze_"] },
  {
    folder: "intermediate",
    rank: 2,
    isFirst: false,
    prefixes: (_, group) => [group === null ? "int_" : `int_${group}__`],
  },
  { folder: "silver", rank: 2, isFirst: false, prefixes: () => ["silver_"] },
  { folder: "entities", rank: 3, isFirst: false, prefixes: () => ["entity_"] },
  { folder: "dimensions", rank: 3, isFirst: false, prefixes: () => ["dim_"] },
  { folder: "facts", rank: 3, isFirst: false, prefixes: () => ["fact_", "fct_"] },
  { folder: "gold", rank: 4, isFirst: false, prefixes: () => ["gold_"] },
  { folder: "aggregates", rank: 4, isFirst: false, prefixes: (domain) => ["agg_", `${domain}_`] },
  { folder: "marts", rank: 4, isFirst: false, prefixes: (domain, group) => [`${group ?? domain}_`] },
  { folder: "metrics", rank: 5, isFirst: false, prefixes: () => ["metrics_"] },
];

export const LAYER_FOLDERS: readonly string[] = LAYERS.map(({ folder }) => folder);

export interface Place {
  readonly layer: Layer;
  readonly prefixes: readonly string[];
}

/** Null for a model that lies in no layer's folder. */
export function placeOf(model: ManifestNode): Place | null {
  const folders = model.path.split("/").slice(0, -1);
  const at = folders.findIndex((folder) => LAYER_FOLDERS.includes(folder));
  const layer = LAYERS.find(({ folder }) => folder === folders[at]);
  if (!layer) return null;
  return { layer, prefixes: layer.prefixes(folders[at - 1] ?? model.package_name, folders[at + 1] ?? null) };
}
