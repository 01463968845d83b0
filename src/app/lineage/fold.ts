/**
 * Folds what would be too much to read: a graph in, the items to draw out. Sources of a large picture become a strip at the left
 * edge, tables of one system become a stack. What a person folds or unfolds wins over the defaults.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import { LAYERS, type Layer } from "../ui/layers.ts";
import type { Graph, GraphNode } from "./graph.ts";

export type ItemId = NodeId | `group:${string}` | `strip:${string}`;

export type Item =
  | {
      readonly kind: "node";
      readonly id: NodeId;
      readonly layer: Layer;
      readonly node: GraphNode;
      readonly group: ItemId | null;
    }
  | {
      readonly kind: "group";
      readonly id: ItemId;
      readonly layer: Layer;
      readonly system: string;
      readonly members: readonly GraphNode[];
    }
  | { readonly kind: "strip"; readonly id: ItemId; readonly layer: Layer; readonly members: readonly GraphNode[] };

export interface FoldedGraph {
  readonly items: readonly Item[];
  readonly edges: readonly (readonly [from: ItemId, to: ItemId])[];
  /** The item that shows a node: itself, its stack or its strip. */
  readonly itemOf: ReadonlyMap<NodeId, ItemId>;
}

/** Above this many nodes a picture is large: sources fold to a strip, systems of long layers to stacks. */
const LARGE = 24;
const LONG_LAYER: Readonly<Record<Layer, number>> = {
  source: 6,
  staging: 6,
  intermediate: 24,
  entity: 16,
  mart: 16,
  metric: 16,
  exposure: 16,
};

/** `byHand`: true for what was unfolded, false for what was folded by hand. */
export function foldGraph(graph: Graph, byHand: ReadonlyMap<ItemId, boolean>): FoldedGraph {
  const large = graph.nodes.length > LARGE;
  const items: Item[] = [];
  const itemOf = new Map<NodeId, ItemId>();

  for (const layer of LAYERS) {
    const members = graph.nodes.filter((node) => node.layer === layer);
    if (members.length === 0) continue;
    const strip: ItemId = `strip:${layer}`;
    if (layer === "source" && !(byHand.get(strip) ?? !large)) {
      items.push({ kind: "strip", id: strip, layer, members });
      for (const node of members) itemOf.set(node.id, strip);
      continue;
    }
    const foldsLayer = large && members.length > LONG_LAYER[layer];
    for (const [system, ofSystem] of bySystem(members)) {
      const group: ItemId = `group:${layer}:${system}`;
      const canFold = ofSystem.length > 1 && (foldsLayer || byHand.has(group));
      if (canFold && !(byHand.get(group) ?? !foldsLayer)) {
        items.push({ kind: "group", id: group, layer, system, members: ofSystem });
        for (const node of ofSystem) itemOf.set(node.id, group);
      } else {
        for (const node of ofSystem) {
          items.push({ kind: "node", id: node.id, layer, node, group: canFold ? group : null });
          itemOf.set(node.id, node.id);
        }
      }
    }
  }

  const stripIds = new Set(items.flatMap((item) => (item.kind === "strip" ? [item.id] : [])));
  const edges = new Map<string, readonly [ItemId, ItemId]>();
  for (const [from, to] of graph.edges) {
    const a = itemOf.get(from);
    const b = itemOf.get(to);
    // A strip stands for a whole layer: edges out of it would lead everywhere and say nothing.
    if (a === undefined || b === undefined || a === b || stripIds.has(a) || stripIds.has(b)) continue;
    edges.set(`${a} ${b}`, [a, b]);
  }
  return { items, edges: [...edges.values()], itemOf };
}

function bySystem(nodes: readonly GraphNode[]): Map<string, GraphNode[]> {
  const systems = new Map<string, GraphNode[]>();
  for (const node of nodes) systems.set(node.system, [...(systems.get(node.system) ?? []), node]);
  return systems;
}
