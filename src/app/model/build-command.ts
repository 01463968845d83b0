/** The commands behind the buttons of a model. */
import type { NodeResult } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";

/** Builds the model and its tests; with `+` when something that it reads is not built yet or is out of date. */
export function buildCommand(
  node: ManifestNode,
  manifest: Manifest,
  results: ReadonlyMap<NodeId, NodeResult>,
  stale: ReadonlySet<NodeId>,
): string {
  if (node.resource_type === "source" || node.resource_type === "test") return testCommand(node);
  const ready = node.depends_on.nodes.every((id) => {
    const parent = manifest.nodes.get(id);
    return (
      parent === undefined ||
      parent.resource_type === "source" ||
      (results.get(id)?.status === "success" && !stale.has(id))
    );
  });
  return `dbt build --select ${ready ? "" : "+"}${node.name}`;
}

export function testCommand(node: ManifestNode): string {
  return `dbt test --select ${selectorOf(node)}`;
}

/** The node in dbt's selector grammar; a source is not found by its bare name. */
export function selectorOf(node: ManifestNode): string {
  return node.resource_type === "source" ? `source:${node.source_name}.${node.name}` : node.name;
}

/** SQL for rows of what has no SELECT of its own. */
export function rowsQuery(node: ManifestNode): string | null {
  if (node.resource_type === "source") return `select * from {{ source('${node.source_name}', '${node.name}') }}`;
  if (node.resource_type === "seed" || node.resource_type === "snapshot")
    return `select * from {{ ref('${node.name}') }}`;
  return null;
}
