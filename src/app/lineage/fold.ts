/**
 * Folds what would be too much to read: a graph in, the items to draw out. Sources of a large picture become a strip at the left
 * edge; within a layer, what lies in one folder or belongs to one domain becomes a stack. What a person folds or unfolds wins over
 * the defaults, and nodes that are asked for by name always stand alone.
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

export const FOLDINGS = ["folder", "domain", "none"] as const;
export type Folding = (typeof FOLDINGS)[number];

export interface FoldOptions {
  readonly by: Folding;
  /** True for what was unfolded, false for what was folded by hand. */
  readonly byHand: ReadonlyMap<ItemId, boolean>;
  /** Nodes that stand alone whatever is folded. */
  readonly alone: ReadonlySet<NodeId>;
}

/** Above this many nodes a picture is large: sources fold to a strip, layers to stacks. */
const LARGE = 24;
/** Above this many the layers that only stand beside the main ones fold too. */
const VERY_LARGE = 150;
const BESIDE: ReadonlySet<Layer> = new Set(["bronze", "silver", "gold", "dimension", "fact"]);
/** A layer with no more nodes than this stays open when folders are folded. */
const LONG_LAYER: Readonly<Record<Layer, number>> = {
  source: 6,
  staging: 6,
  bronze: 12,
  intermediate: 24,
  silver: 16,
  entity: 16,
  dimension: 12,
  fact: 12,
  mart: 16,
  gold: 16,
  metric: 16,
  exposure: 16,
};

export function foldGraph(graph: Graph, { by, byHand, alone }: FoldOptions): FoldedGraph {
  const large = by !== "none" && graph.nodes.length > LARGE;
  const items: Item[] = [];
  const itemOf = new Map<NodeId, ItemId>();
  const show = (node: GraphNode, group: ItemId | null) => {
    items.push({ kind: "node", id: node.id, layer: node.layer, node, group });
    itemOf.set(node.id, node.id);
  };

  for (const layer of LAYERS) {
    const members = graph.nodes.filter((node) => node.layer === layer);
    if (members.length === 0) continue;
    const strip: ItemId = `strip:${layer}`;
    if (layer === "source" && !(byHand.get(strip) ?? !large)) {
      const inside = members.filter((node) => !alone.has(node.id));
      if (inside.length > 0) items.push({ kind: "strip", id: strip, layer, members: inside });
      for (const node of inside) itemOf.set(node.id, strip);
      for (const node of members) if (alone.has(node.id)) show(node, strip);
      continue;
    }
    const crowded = BESIDE.has(layer) && graph.nodes.length > VERY_LARGE;
    const foldsLayer = large && (by === "domain" || crowded || members.length > LONG_LAYER[layer]);
    for (const [name, ofGroup] of grouped(members, by)) {
      const group: ItemId = `group:${layer}:${name}`;
      const canFold = ofGroup.length > 1 && (foldsLayer || byHand.has(group));
      const inside =
        canFold && !(byHand.get(group) ?? !foldsLayer) ? ofGroup.filter((node) => !alone.has(node.id)) : [];
      if (inside.length > 1) {
        items.push({ kind: "group", id: group, layer, system: name, members: inside });
        for (const node of inside) itemOf.set(node.id, group);
      }
      for (const node of ofGroup) if (inside.length < 2 || alone.has(node.id)) show(node, canFold ? group : null);
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

function grouped(nodes: readonly GraphNode[], by: Folding): Map<string, GraphNode[]> {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const name = by === "domain" ? node.domain : node.system;
    const list = groups.get(name);
    if (list) list.push(node);
    else groups.set(name, [node]);
  }
  return groups;
}
