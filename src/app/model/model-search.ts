/** The list of models: by layer, filtered by words. A match in the name comes before one in the description or a column. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { LAYERS, layerOf, type Layer } from "../ui/layers.ts";

export interface ModelGroup {
  readonly layer: Layer;
  readonly nodes: readonly ManifestNode[];
}

const LISTED = new Set(["model", "seed", "snapshot", "source"]);

export function listedNodes(manifest: Manifest): ManifestNode[] {
  return [...manifest.nodes.values()].filter((node) => LISTED.has(node.resource_type));
}

export function searchModels(manifest: Manifest, text: string): ModelGroup[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const ranked = listedNodes(manifest).flatMap((node) => {
    const rank = rankOf(node, words);
    return rank === null ? [] : [{ node, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank || (a.node.name < b.node.name ? -1 : 1));
  return LAYERS.flatMap((layer) => {
    const nodes = ranked.filter((entry) => layerOf(entry.node) === layer).map((entry) => entry.node);
    return nodes.length === 0 ? [] : [{ layer, nodes }];
  });
}

/** 0: the name itself, 1: in the name, 2: elsewhere; null when a word is found nowhere. */
function rankOf(node: ManifestNode, words: readonly string[]): number | null {
  if (words.length === 0) return 1;
  const name = `${node.source_name ?? ""} ${node.name}`.toLowerCase();
  const all = [
    name,
    node.description,
    node.original_file_path,
    ...Object.values(node.columns).flatMap((column) => [column.name, column.description]),
  ]
    .join(" ")
    .toLowerCase();
  if (!words.every((word) => all.includes(word))) return null;
  if (words.length === 1 && node.name.toLowerCase() === words[0]) return 0;
  return words.every((word) => name.includes(word)) ? 1 : 2;
}
