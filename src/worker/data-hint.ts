/** A node that failed because a source has no data says which source, and how to give it some. */
import { fileOfSource, type NamedFile } from "../archive/data-file.ts";
import type { NodeResult } from "../engine/core/events.ts";
import type { Manifest, ManifestNode } from "../engine/core/manifest.ts";

export function withDataHint(result: NodeResult, manifest: Manifest, files: readonly NamedFile[]): NodeResult {
  if (result.status !== "error" || result.diagnostics.every((found) => found.code !== "W002")) return result;
  const missing = (manifest.nodes.get(result.unique_id)?.depends_on.nodes ?? [])
    .flatMap((id) => manifest.nodes.get(id) ?? [])
    .filter((node) => node.resource_type === "source" && fileOfSource(node, files) === null);
  if (missing.length === 0) return result;
  return {
    ...result,
    diagnostics: result.diagnostics.map((found) => {
      const source = missing.find((node) => names(found.message, node));
      if (found.code !== "W002" || !source) return found;
      const name = `${source.source_name ?? ""}.${source.name}`;
      return {
        ...found,
        hint: `The source "${name}" has no data here. Attach a CSV or Parquet file to it on the page "Workspaces and projects", or run \`dbt seed\` when a seed makes its table.`,
      };
    }),
  };
}

/** DuckDB says "Table with name x does not exist!", or of a schema that is not there "Catalog Error: … schema". */
function names(message: string, source: ManifestNode): boolean {
  const text = message.toLowerCase();
  return (
    text.includes("does not exist") &&
    (text.includes((source.identifier ?? source.name).toLowerCase()) || text.includes(source.schema.toLowerCase()))
  );
}
