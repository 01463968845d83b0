/**
 * The part of the manifest that the lineage draws: nodes with their layer, and who reads whom. Tests are facts of a node and no
 * nodes of the picture. Whatever is between two shown nodes but not shown itself gives no edge: the picture claims only direct
 * reads.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { layerOf, splitName, systemOf, type Layer } from "../ui/layers.ts";

export interface GraphNode {
  readonly id: NodeId;
  readonly node: ManifestNode;
  readonly layer: Layer;
  readonly system: string;
  readonly prefix: string;
  readonly rest: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly (readonly [from: NodeId, to: NodeId])[];
}

const DRAWN = new Set(["model", "source", "seed", "snapshot", "exposure"]);

export function drawnIds(manifest: Manifest): NodeId[] {
  return [...manifest.nodes.values()].filter((node) => DRAWN.has(node.resource_type)).map((node) => node.unique_id);
}

/** `ids`: what is selected; null for everything. */
export function buildGraph(manifest: Manifest, ids: ReadonlySet<NodeId> | null): Graph {
  const nodes = drawnIds(manifest)
    .filter((id) => ids === null || ids.has(id))
    .flatMap((id): GraphNode[] => {
      const node = manifest.nodes.get(id);
      if (!node) return [];
      const [prefix, rest] = splitName(node);
      return [{ id, node, layer: layerOf(node), system: systemOf(node), prefix, rest }];
    });
  const shown = new Set(nodes.map((node) => node.id));
  const edges = nodes.flatMap((node) =>
    [...new Set(node.node.depends_on.nodes)]
      .filter((parent) => shown.has(parent))
      .map((parent) => [parent, node.id] as const),
  );
  return { nodes, edges };
}

export interface Neighbours {
  readonly parents: readonly NodeId[];
  readonly children: readonly NodeId[];
}

/** Direct neighbours in the whole project, tests left out. */
export function neighboursOf(manifest: Manifest, id: NodeId): Neighbours {
  const node = manifest.nodes.get(id);
  const drawn = (other: NodeId) => DRAWN.has(manifest.nodes.get(other)?.resource_type ?? "");
  return {
    parents: [...new Set(node?.depends_on.nodes ?? [])].filter(drawn),
    children: [...new Set(manifest.child_map.get(id) ?? [])].filter(drawn),
  };
}

/** Everything that a node rests on and everything that rests on it, itself included, over any edges. */
export function pathsThrough<Id>(
  edges: readonly (readonly [Id, Id])[],
  id: Id,
): { readonly up: ReadonlySet<Id>; readonly down: ReadonlySet<Id> } {
  const into = new Map<Id, Id[]>();
  const outOf = new Map<Id, Id[]>();
  for (const [from, to] of edges) {
    into.set(to, [...(into.get(to) ?? []), from]);
    outOf.set(from, [...(outOf.get(from) ?? []), to]);
  }
  return { up: reach(into, id), down: reach(outOf, id) };
}

function reach<Id>(next: ReadonlyMap<Id, readonly Id[]>, start: Id): Set<Id> {
  const seen = new Set([start]);
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of next.get(id) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return seen;
}
