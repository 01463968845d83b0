/** What every node that is an entry of a property file has: its id, its place, and the config that the cascade gives it. */
import type { ManifestNode } from "../core/manifest.ts";
import { resolveConfig } from "../project/config.ts";
import type { Project } from "../project/project.ts";
import { nodeId } from "./nodes.ts";
import type { Definition } from "./properties.ts";

export function definitionFields(
  project: Project,
  type: "exposure" | "metric" | "semantic_model" | "saved_query",
  { file, name, span, description, config: own }: Definition,
) {
  const owner = file.package;
  const fqn = [owner.name, ...file.folders, name];
  const { config, unrendered } = resolveConfig(project, owner, type, fqn, [own]);
  return {
    unique_id: nodeId(type, owner.name, name),
    resource_type: type,
    name,
    package_name: owner.name,
    path: file.path,
    original_file_path: file.relative,
    fqn,
    raw_code: "",
    checksum: "",
    config,
    unrendered_config: unrendered,
    span,
    description,
  } satisfies Partial<ManifestNode>;
}
