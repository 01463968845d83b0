/** The command that a newcomer is offered: everything that leads to the executive figures, or to whatever lies last. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";

const PREFERRED = "executive_customer_health_kpis";

export function firstCommand(manifest: Manifest | null): string | null {
  const node = manifest && finalModel(manifest);
  return node ? `dbt build --select +${node.name}` : null;
}

export function finalModel(manifest: Manifest): ManifestNode | null {
  const models = [...manifest.nodes.values()].filter((node) => node.resource_type === "model");
  const readByModel = (node: ManifestNode) =>
    (manifest.child_map.get(node.unique_id) ?? []).some((id) => id.startsWith("model."));
  return (
    models.find((node) => node.name === PREFERRED) ?? models.findLast((node) => !readByModel(node)) ?? models[0] ?? null
  );
}
