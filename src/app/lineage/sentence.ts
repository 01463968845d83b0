/** What a screen reader says of a node: "entity_customers reads 6 models and feeds 14. Entities. Passed." */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { strings } from "../strings/catalogue.ts";
import type { Neighbours } from "./graph.ts";

export function sentenceOf(
  manifest: Manifest,
  node: ManifestNode,
  neighbours: Neighbours,
  told: { readonly layer: string; readonly states: readonly string[] },
): string {
  const words = strings.lineage;
  const isSource = node.resource_type === "source";
  const reads = words.readsWord(kindsOf(manifest, neighbours.parents));
  const states = told.states.map((state) => ` ${state.charAt(0).toUpperCase()}${state.slice(1)}.`).join("");
  const name = isSource ? `${node.source_name ?? ""}.${node.name}` : node.name;
  const said = isSource
    ? words.sourceFeeds(name, neighbours.children.length)
    : words.reads(name, reads, words.feedsWord(neighbours.children.length));
  return `${said}. ${told.layer}.${states}`;
}

/** [["model", 6], ["source", 2]], the most frequent first. */
function kindsOf(manifest: Manifest, ids: readonly NodeId[]): [string, number][] {
  const totals = new Map<string, number>();
  for (const id of ids) {
    const kind = manifest.nodes.get(id)?.resource_type ?? "node";
    totals.set(kind, (totals.get(kind) ?? 0) + 1);
  }
  return [...totals].sort(([, a], [, b]) => b - a);
}
