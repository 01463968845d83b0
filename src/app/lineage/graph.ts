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
  /** The folder below the layer's, or the source system. */
  readonly system: string;
  /** What the business calls it: tag `domain:…`, `meta.domain` or dbt group; else the folder above the layers. */
  readonly domain: string;
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
      return [{ id, node, layer: layerOf(node), system: systemOf(node), domain: domainOf(node), prefix, rest }];
    });
  const shown = new Set(nodes.map((node) => node.id));
  const edges = nodes.flatMap((node) =>
    [...new Set(node.node.depends_on.nodes)]
      .filter((parent) => shown.has(parent))
      .map((parent) => [parent, node.id] as const),
  );
  return { nodes, edges };
}

export function domainOf(node: ManifestNode): string {
  const tag = node.tags.find((entry) => entry.startsWith("domain:"));
  if (tag !== undefined) return tag.slice("domain:".length);
  const said = node.config.meta["domain"] ?? node.meta["domain"];
  if (typeof said === "string") return said;
  if (node.group !== null) return node.group;
  if (node.resource_type === "source") return node.source_name ?? "sources";
  const [top, ...below] = node.fqn.slice(1, -1);
  return top !== undefined && below.length > 0 ? top : systemOf(node);
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

/** Who stands before and after whom, made once for a picture and asked at every move of the pointer. */
export class Paths<Id> {
  readonly #into = new Map<Id, Id[]>();
  readonly #outOf = new Map<Id, Id[]>();

  constructor(edges: readonly (readonly [Id, Id])[]) {
    for (const [from, to] of edges) {
      push(this.#into, to, from);
      push(this.#outOf, from, to);
    }
  }

  /** Everything that a node rests on and everything that rests on it, itself included. */
  through(id: Id): { readonly up: ReadonlySet<Id>; readonly down: ReadonlySet<Id> } {
    return { up: reach(this.#into, [id]), down: reach(this.#outOf, [id]) };
  }

  up(...ids: readonly Id[]): ReadonlySet<Id> {
    return reach(this.#into, ids);
  }

  down(...ids: readonly Id[]): ReadonlySet<Id> {
    return reach(this.#outOf, ids);
  }
}

/**
 * What hiding takes away: the hidden nodes, and whatever hangs on them alone, upstream and downstream. The kept node stays.
 */
export function branchOf<Id>(
  nodes: readonly Id[],
  edges: readonly (readonly [Id, Id])[],
  hidden: ReadonlySet<Id>,
  kept: Id | null,
): ReadonlySet<Id> {
  const gone = new Set([...hidden].filter((id) => id !== kept));
  if (gone.size === 0) return gone;
  const readers = new Map<Id, Id[]>();
  const read = new Map<Id, Id[]>();
  for (const [from, to] of edges) {
    push(readers, from, to);
    push(read, to, from);
  }
  const hangs = (others: readonly Id[] | undefined) => others?.every((other) => gone.has(other)) ?? false;
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    for (const id of nodes)
      if (id !== kept && !gone.has(id) && (hangs(readers.get(id)) || hangs(read.get(id)))) gone.add(id);
  }
  return gone;
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function reach<Id>(next: ReadonlyMap<Id, readonly Id[]>, starts: readonly Id[]): Set<Id> {
  const seen = new Set(starts);
  const waiting = [...starts];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of next.get(id) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return seen;
}
