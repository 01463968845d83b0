/** The sources that a project declares, in the order of their ids. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";

export function sourcesOf(manifest: Manifest): ManifestNode[] {
  return [...manifest.nodes.values()]
    .filter((node) => node.resource_type === "source")
    .sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
}
