/**
 * Places the cards of a wave in bands by layer. Nodes in, positions out; pure.
 *
 * What was not rebuilt, or never built, is shown while the wave is small: it tells where the wave ended. In a large one it would hide what changed.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { FlippedTest, RippleNode } from "../../worker/protocol.ts";
import { bandsOf } from "../lineage/bands.ts";
import { LAYERS, layerOf, splitName, type Layer } from "../ui/layers.ts";
import { placeWave, type PlacedWave } from "./place-wave.ts";
import { cardLines, type CardLine } from "./ripple-lines.ts";

export interface WaveCard {
  readonly node: RippleNode;
  readonly layer: Layer;
  readonly prefix: string;
  readonly name: string;
  readonly lines: readonly CardLine[];
}

export interface Wave {
  readonly cards: readonly WaveCard[];
  readonly layout: PlacedWave<NodeId>;
  readonly edges: readonly { readonly from: NodeId; readonly to: NodeId }[];
  readonly bands: readonly {
    readonly layer: Layer;
    readonly from: number;
    readonly to: number;
    readonly count: number;
  }[];
  /** Nodes that are not shown. */
  readonly hidden: number;
}

export const SMALL_WAVE = 18;

export function waveOf(
  nodes: readonly RippleNode[],
  manifest: Manifest,
  flipsOf: ReadonlyMap<NodeId, readonly FlippedTest[]>,
): Wave {
  const all =
    nodes.length > SMALL_WAVE
      ? nodes.filter(({ root, state }) => root || (state !== "stopped" && state !== "unbuilt"))
      : nodes;
  const cards = all.map((node): WaveCard => {
    const known = manifest.nodes.get(node.id);
    const layer = known ? layerOf(known) : layerOfGone(node);
    const [prefix] = known ? splitName(known) : [words(node)];
    return { node, layer, prefix, name: node.name, lines: cardLines(node, flipsOf.get(node.id) ?? []) };
  });
  const bandOf = bandsOf(new Set(cards.map(({ layer }) => layer)));
  const band = (layer: Layer): number => LAYERS.indexOf(bandOf.get(layer) ?? layer);
  const shown = new Set(all.map(({ id }) => id));
  const layout = placeWave(
    cards.map(({ node, layer, lines }) => ({
      id: node.id,
      band: band(layer),
      height: cardHeight(lines.length),
      reads: node.reads.filter((parent) => shown.has(parent)),
    })),
  );
  return {
    cards,
    layout,
    edges: all.flatMap(({ id, reads }) => reads.flatMap((from) => (shown.has(from) ? [{ from, to: id }] : []))),
    bands: layout.bands.map(({ band: index, from, to }) => ({
      layer: LAYERS[index] ?? "mart",
      from,
      to,
      count: cards.filter(({ layer }) => band(layer) === index).length,
    })),
    hidden: nodes.length - all.length,
  };
}

export function cardHeight(lines: number): number {
  return 42 + lines * 20;
}

function layerOfGone({ id, name }: RippleNode): Layer {
  return layerOf({ resource_type: id.startsWith("seed.") ? "seed" : "model", fqn: [], name });
}

function words(node: RippleNode): string {
  return node.name.split("_")[0] ?? "";
}
