/** Finding a node by a part of its name: the name itself first, then names that begin so, then names that contain it. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { drawnIds } from "./graph.ts";

const SHOWN = 10;

export function findNodes(manifest: Manifest, text: string, limit = SHOWN): ManifestNode[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const ranked = drawnIds(manifest).flatMap((id) => {
    const node = manifest.nodes.get(id);
    const rank = node ? rankOf(node, wanted) : null;
    return node && rank !== null ? [{ node, rank }] : [];
  });
  ranked.sort(
    (a, b) => a.rank - b.rank || a.node.name.length - b.node.name.length || (a.node.name < b.node.name ? -1 : 1),
  );
  return ranked.slice(0, limit).map(({ node }) => node);
}

function rankOf(node: ManifestNode, wanted: string): number | null {
  const name = node.name.toLowerCase();
  const full = node.source_name === null ? name : `${node.source_name.toLowerCase()}.${name}`;
  if (name === wanted || full === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (full.startsWith(wanted)) return 2;
  const words = wanted.split(/\s+/);
  return words.every((word) => full.includes(word)) ? 3 : null;
}
