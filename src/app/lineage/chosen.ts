/**
 * The chosen node of the lineage is part of the address (`#/lineage?node=…`), so that a link shows the same picture. Without
 * one, the customer entity (or what lies last) is chosen, since an empty inspector teaches nobody; `-` means none, on purpose.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import { finalModel } from "../dock/first-command.ts";
import type { Route } from "../route.svelte.ts";

export const NONE = "-";
const PREFERRED = "entity_customers";

export function chosenNode(route: Route, manifest: Manifest): NodeId | null {
  if (route.surface !== "lineage") return null;
  const named = route.query.get("node");
  if (named === NONE) return null;
  if (named !== null) return manifest.nodes.has(named as NodeId) ? (named as NodeId) : null;
  for (const node of manifest.nodes.values())
    if (node.name === PREFERRED && node.resource_type === "model") return node.unique_id;
  return finalModel(manifest)?.unique_id ?? null;
}
