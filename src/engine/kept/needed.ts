/**
 * What has to be there before something can be read: a relation that the database holds needs nothing more, a table with rows of its
 * own is enough without its parents; a view needs what it reads, however old it is.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { hasOwnRows } from "./fingerprint.ts";

export interface Needs {
  /** Each run of a snapshot writes history, which a question must not do; defaults to false. */
  readonly andSnapshots?: boolean;
}

/** Models and seeds that are missing, and snapshots if they count, parents first. */
export function neededFor(
  manifest: Manifest,
  reads: readonly NodeId[],
  isHeld: (node: ManifestNode) => boolean,
  { andSnapshots = false }: Needs = {},
): readonly NodeId[] {
  const made = new Set(["model", "seed", ...(andSnapshots ? ["snapshot"] : [])]);
  const seen = new Set<NodeId>();
  const missing: NodeId[] = [];
  const visit = (id: NodeId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const node = manifest.nodes.get(id);
    if (node === undefined || node.resource_type === "source") return;
    const held = isHeld(node);
    if (held && hasOwnRows(node)) return;
    for (const parent of node.depends_on.nodes) visit(parent);
    if (!held && made.has(node.resource_type)) missing.push(id);
  };
  for (const id of reads) visit(id);
  return missing;
}
