/** Nodes by layer, in the order in which data pass through, and which of them a selector takes. */
import type { NodeId } from "../../../../engine/core/ids.ts";
import type { Graph, GraphNode } from "../../../lineage/graph.ts";
import { LAYERS, type Layer } from "../../../ui/layers.ts";

export interface LayerRow {
  readonly layer: Layer;
  readonly nodes: readonly GraphNode[];
  readonly taken: number;
}

/** Taken nodes come first, so that the filled marks stand together; layers without nodes are left out. */
export function layerRows(graph: Graph, taken: ReadonlySet<NodeId>): readonly LayerRow[] {
  return LAYERS.flatMap((layer): LayerRow[] => {
    const all = graph.nodes.filter((node) => node.layer === layer);
    if (all.length === 0) return [];
    const first = all.filter((node) => taken.has(node.id));
    return [{ layer, nodes: [...first, ...all.filter((node) => !taken.has(node.id))], taken: first.length }];
  });
}

/** What can be typed about a model: itself, what is behind it, what follows, and one step back. */
export function selectorsFor(name: string): readonly string[] {
  return [name, `+${name}`, `${name}+`, `1+${name}`];
}
