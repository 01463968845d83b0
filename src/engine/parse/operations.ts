/** `on-run-start` and `on-run-end` of all packages -> the operations of a run, in dbt's order: packages by name, the root last. */
import type { ManifestNode } from "../core/manifest.ts";
import { sha256 } from "../core/hash.ts";
import { mergeConfigs } from "../project/config.ts";
import type { Package } from "../project/package.ts";
import type { Project } from "../project/project.ts";
import { createNode, nodeId } from "./nodes.ts";

const HOOK_TYPES = ["on-run-start", "on-run-end"] as const;

export function operationNodes(project: Project): ManifestNode[] {
  const packages = [...project.packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...packages, project].flatMap((owner) =>
    HOOK_TYPES.flatMap((type) =>
      (type === "on-run-start" ? owner.onRunStart : owner.onRunEnd).map((sql, index) =>
        operation(project, owner, type, sql, index),
      ),
    ),
  );
}

function operation(project: Project, owner: Package, type: string, sql: string, index: number): ManifestNode {
  const name = `${owner.name}-${type}-${index}`;
  return createNode({
    unique_id: nodeId("operation", owner.name, name),
    resource_type: "operation",
    name,
    package_name: owner.name,
    path: `hooks/${name}.sql`,
    original_file_path: "./dbt_project.yml",
    fqn: [owner.name, "hooks", name],
    raw_code: sql,
    checksum: sha256(sql),
    config: mergeConfigs([{ tags: [type] }]),
    span: owner.file.spanOf([type, index]) ?? { path: `${owner.root}dbt_project.yml`, from: 0, to: 1 },
    database: project.target.database,
    schema: project.target.schema,
  });
}
