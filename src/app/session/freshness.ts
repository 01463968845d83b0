/**
 * Which built nodes no longer show what the project says: their file was changed since, or something they read was built again
 * or changed, or the clock of the data has moved on under what reads a source. Tests and sources are never out of date by themselves.
 */
import type { NodeResult } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";

export function staleNodes(
  manifest: Manifest,
  results: ReadonlyMap<NodeId, NodeResult>,
  /** Checksum of the file that was built, by node. */
  builtFrom: ReadonlyMap<NodeId, string>,
  clock: { readonly today: string | null; readonly builtOn: ReadonlyMap<NodeId, string | null> } | null = null,
): ReadonlySet<NodeId> {
  const reading = new Map<NodeId, boolean>();
  const readsSource = (id: NodeId): boolean => {
    const before = reading.get(id);
    if (before !== undefined) return before;
    reading.set(id, false);
    const node = manifest.nodes.get(id);
    const found = node?.resource_type === "source" || (node?.depends_on.nodes.some(readsSource) ?? false);
    reading.set(id, found);
    return found;
  };
  const known = new Map<NodeId, boolean>();
  // A node counts as stale for its readers also when it was never built here: its relation cannot be newer than nothing.
  const isStale = (id: NodeId): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, false);
    const node = manifest.nodes.get(id);
    const result = results.get(id);
    const stale = node !== undefined && result?.status === "success" && outdated(node, result);
    known.set(id, stale);
    return stale;
  };
  const outdated = (node: ManifestNode, result: NodeResult): boolean => {
    const checksum = builtFrom.get(node.unique_id);
    if (checksum !== undefined && checksum !== node.checksum) return true;
    const day = clock?.builtOn.get(node.unique_id) ?? null;
    if (day !== null && clock?.today !== null && day !== clock?.today && readsSource(node.unique_id)) return true;
    return node.depends_on.nodes.some((parent) => {
      const parentResult = results.get(parent);
      const rebuilt = parentResult?.status === "success" && parentResult.started_at > result.completed_at;
      return rebuilt || isStale(parent);
    });
  };
  return new Set([...results.keys()].filter(isStale));
}
