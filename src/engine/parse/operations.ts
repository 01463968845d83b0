/**
 * `on-run-start` and `on-run-end` of all packages -> the operations of a run, in dbt's order: packages by name, the root last.
 *
 * What a hook reads stands in its node as it does in a model's. What is wrong with a hook is told when it runs.
 */
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { Environment } from "../context/environment.ts";
import { mergeConfigs } from "../project/config.ts";
import type { Package } from "../project/package.ts";
import type { Project } from "../project/project.ts";
import { checksumOf, createNode, nodeId } from "./nodes.ts";
import { recordText } from "./record.ts";
import type { Lookup } from "./resolve.ts";

const HOOK_TYPES = ["on-run-start", "on-run-end"] as const;

export function operationNodes(project: Project, environment: Environment, lookup: Lookup): ManifestNode[] {
  const packages = [...project.packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...packages, project].flatMap((owner) =>
    HOOK_TYPES.flatMap((type) =>
      (type === "on-run-start" ? owner.onRunStart : owner.onRunEnd).map((sql, index) =>
        withReads(operation(project, owner, type, sql, index), environment, lookup),
      ),
    ),
  );
}

function withReads(node: ManifestNode, environment: Environment, lookup: Lookup): ManifestNode {
  if (!node.raw_code.includes("{")) return node;
  const { unique_id: id, name, package_name: packageName } = node;
  const found = recordText(environment, node.raw_code, { id, name, packageName, draft: () => node }, node.span);
  const nodes = [
    ...found.refs.flatMap((ref) => idOf(() => lookup.ref(ref, packageName))),
    ...found.sources.flatMap(([source, table]) => idOf(() => lookup.source(source, table, packageName))),
  ];
  return {
    ...node,
    refs: found.refs,
    sources: found.sources,
    depends_on: { nodes: [...new Set(nodes)], macros: found.macros },
  };
}

function idOf(find: () => ManifestNode | null): NodeId[] {
  try {
    const found = find();
    return found === null ? [] : [found.unique_id];
  } catch (error) {
    // A name that several packages have.
    if (error instanceof EngineError) return [];
    throw error;
  }
}

function operation(project: Project, owner: Package, type: string, sql: string, index: number): ManifestNode {
  const name = `${owner.name}-${type}-${index}`;
  const path = `${owner.root}dbt_project.yml`;
  return createNode({
    unique_id: nodeId("operation", owner.name, name),
    resource_type: "operation",
    name,
    package_name: owner.name,
    path: `hooks/${name}.sql`,
    original_file_path: "./dbt_project.yml",
    fqn: [owner.name, "hooks", name],
    raw_code: sql,
    checksum: checksumOf(owner.files.find((file) => file.path === path)?.text ?? ""),
    config: mergeConfigs([{ tags: [type] }]),
    span: owner.file.spanOf([type, index]) ?? { path, from: 0, to: 1 },
    database: project.target.database,
    schema: project.target.schema,
  });
}
