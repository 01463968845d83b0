/** The names of a manifest, as the editor's completion wants them. Compute it once per manifest. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { CompletionScope, ScopeRelation } from "./completion.ts";

export function completionScopeOf(manifest: Manifest): CompletionScope {
  const nodes = [...manifest.nodes.values()];
  return {
    models: nodes.filter((node) => ["model", "seed", "snapshot"].includes(node.resource_type)).map(relation),
    sources: nodes.flatMap((node) =>
      node.resource_type === "source" && node.source_name !== null
        ? [{ ...relation(node), source: node.source_name }]
        : [],
    ),
    // A project's own macros are what a model calls; those of the built-in packages are called with their package before them.
    macros: [...manifest.macros.values()]
      .map((macro) => ({
        name: macro.package_name === manifest.project_name ? macro.name : `${macro.package_name}.${macro.name}`,
        arguments: macro.arguments,
        description: macro.description,
      }))
      .filter((macro) => !macro.name.startsWith("dbt.") && !macro.name.includes("__")),
    vars: Object.keys(manifest.vars).sort(),
  };
}

function relation(node: ManifestNode): ScopeRelation {
  return {
    name: node.name,
    detail: node.resource_type === "model" ? node.config.materialized : node.resource_type,
    columns: Object.values(node.columns).map(({ name, description }) => ({ name, description })),
  };
}
