/**
 * What is drawn just now: a graph and what is open in it come in, items with their places come out.
 *
 * The places are computed beside the page, so the picture is always a moment behind what was asked for; `drawn` holds things that belong
 * together, and stays as it was until the new answer is there.
 */
import { untrack } from "svelte";
import { succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Layout, LayoutBox } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { LAYERS, type Layer } from "../ui/layers.ts";
import { bandsOf } from "./bands.ts";
import { planCard, shapeOf, type CardPlan } from "./boxes.ts";
import { foldGraph, type FoldedGraph, type Folding, type Item, type ItemId } from "./fold.ts";
import type { Graph } from "./graph.ts";

export interface PictureInput {
  readonly graph: Graph;
  readonly folding: Folding;
  readonly chosen: NodeId | null;
  /** Nodes that list columns, with those columns. They stand alone whatever is folded. */
  readonly columns: ReadonlyMap<NodeId, { readonly names: readonly string[]; readonly all: boolean }>;
}

export interface Drawn {
  readonly graph: Graph;
  readonly folded: FoldedGraph;
  readonly plans: ReadonlyMap<ItemId, CardPlan>;
  readonly layout: Layout;
  readonly bands: readonly DrawnBand[];
}

export interface DrawnBand {
  readonly layer: Layer;
  /** Layers that lie in it; more than one where schools are mixed. */
  readonly layers: readonly Layer[];
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export class Picture {
  drawn: Drawn | null = $state.raw(null);
  problem: Diagnostic | null = $state.raw(null);
  byHand: ReadonlyMap<ItemId, boolean> = $state.raw(new Map());
  readonly #session: Session;
  readonly #input: () => PictureInput;
  /** Nodes that were once chosen stay out of their stacks, so that the way back leads to the same card. */
  readonly #known = new Set<NodeId>();
  #number = 0;

  readonly #folded = $derived.by(() => {
    const { graph, folding, chosen, columns } = this.#input();
    if (chosen !== null) this.#known.add(chosen);
    const alone = new Set([...this.#known, ...columns.keys()]);
    return foldGraph(graph, { by: folding, byHand: this.byHand, alone });
  });
  readonly #plans = $derived.by(() => {
    const { chosen, columns } = this.#input();
    return new Map(
      this.#folded.items.map((item): [ItemId, CardPlan] => [
        item.id,
        planCard(item, item.id === chosen, item.kind === "node" ? (columns.get(item.id) ?? null) : null),
      ]),
    );
  });

  /** Call while a component is made. */
  constructor(session: Session, input: () => PictureInput) {
    this.#session = session;
    this.#input = input;
    $effect(() => {
      const [folded, plans] = [this.#folded, this.#plans];
      untrack(() => void this.#place(this.#input().graph, folded, plans));
    });
  }

  get unfolded(): boolean {
    return [...this.byHand].some(([, open]) => open);
  }

  unfold(item: Item): void {
    if (item.kind !== "node") this.byHand = new Map(this.byHand).set(item.id, true);
  }

  /** Folds the stack that an item came out of, and then the whole layer of sources; answers what stands there now. */
  fold(item: Item): ItemId | null {
    const group = item.kind === "node" ? item.group : null;
    const strip: ItemId | null = item.layer === "source" ? `strip:${item.layer}` : null;
    const target = group !== null && this.byHand.get(group) !== false ? group : strip;
    if (target === null) return null;
    for (const node of this.#input().graph.nodes)
      if (item.kind === "node" && node.layer === item.layer && node.id !== this.#input().chosen)
        this.#known.delete(node.id);
    this.byHand = new Map(this.byHand).set(target, false);
    return target;
  }

  foldAll(): void {
    this.#known.clear();
    this.byHand = new Map();
  }

  async #place(graph: Graph, folded: FoldedGraph, plans: ReadonlyMap<ItemId, CardPlan>): Promise<void> {
    const number = (this.#number += 1);
    const bandOf = bandsOf(new Set(folded.items.map((item) => item.layer)));
    const boxes = folded.items.map((item) => {
      const { width, height } = plans.get(item.id) ?? { width: 0, height: 0 };
      return { id: item.id, band: LAYERS.indexOf(bandOf.get(item.layer) ?? item.layer), width, height };
    });
    const before = this.drawn;
    if (before?.folded.edges.length === folded.edges.length && shapeOf(boxes) === shapeOf(boxesOf(before))) {
      // The same boxes between the same edges: only what they say is new.
      if (
        before.folded.edges.every(([from, to], at) => from === folded.edges[at]?.[0] && to === folded.edges[at]?.[1])
      ) {
        this.drawn = { ...before, graph, folded, plans };
        return;
      }
    }
    const placed = await this.#layout(boxes, folded.edges);
    if (number !== this.#number) return;
    this.problem = placed.ok ? null : (placed.diagnostics[0] ?? null);
    if (!placed.ok) return;
    const layout = placed.value;
    const bands = layout.bands.map(({ band, from, to }): DrawnBand => {
      const layer = LAYERS[band] ?? "mart";
      const layers = [...bandOf].flatMap(([own, shownIn]) => (shownIn === layer ? [own] : []));
      const count = graph.nodes.filter((node) => layers.includes(node.layer)).length;
      return { layer, layers, from, to, count };
    });
    this.drawn = { graph, folded, plans, layout, bands };
  }

  /** In the worker; in the page only for the first picture, which stands before the worker has arrived. */
  async #layout(boxes: readonly LayoutBox[], edges: FoldedGraph["edges"]): Promise<Outcome<Layout>> {
    if (this.#session.project !== null) return this.#session.ask((api) => api.layoutGraph({ boxes, edges }));
    const { layoutGraph } = await import("../../worker/layout/layered-layout.ts");
    return succeed(layoutGraph(boxes, edges));
  }
}

function boxesOf({ folded, plans }: Drawn): { id: string; width: number; height: number }[] {
  return folded.items.map((item) => {
    const plan = plans.get(item.id);
    return { id: item.id, width: plan?.width ?? 0, height: plan?.height ?? 0 };
  });
}
