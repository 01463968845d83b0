/** Manifest -> manifest.json in dbt's schema v12. */
import { md5, sha256 } from "../core/hash.ts";
import type { MacroInfo, Manifest, ManifestNode } from "../core/manifest.ts";
import { artifactMetadata } from "./metadata.ts";
import type { Invocation } from "./metadata.ts";

/** `compiled` holds the SQL of the nodes that this command compiled. */
export function manifestJson(
  manifest: Manifest,
  compiled: ReadonlyMap<string, string>,
  invocation: Invocation,
): string {
  const nodes: Record<string, unknown> = {};
  const sources: Record<string, unknown> = {};
  const exposures: Record<string, unknown> = {};
  for (const node of manifest.nodes.values()) {
    if (node.resource_type === "source") sources[node.unique_id] = sourceJson(node);
    else if (node.resource_type === "exposure") exposures[node.unique_id] = exposureJson(node);
    else nodes[node.unique_id] = nodeJson(node, compiled.get(node.unique_id));
  }
  const parents = Object.fromEntries(
    [...manifest.nodes.values()].map((node) => [node.unique_id, node.depends_on.nodes]),
  );
  return JSON.stringify({
    metadata: {
      ...artifactMetadata("manifest", 12, invocation),
      project_name: manifest.project_name,
      project_id: md5(manifest.project_name),
      adapter_type: "duckdb",
    },
    nodes,
    sources,
    macros: Object.fromEntries([...manifest.macros].map(([id, macro]) => [id, macroJson(macro)])),
    docs: {},
    exposures,
    metrics: {},
    groups: {},
    selectors: {},
    disabled: Object.fromEntries(
      [...manifest.disabled].map(([id, node]) => [
        id,
        [node.resource_type === "source" ? sourceJson(node) : nodeJson(node, undefined)],
      ]),
    ),
    parent_map: parents,
    child_map: Object.fromEntries(manifest.child_map),
    group_map: {},
    saved_queries: {},
    semantic_models: {},
    unit_tests: {},
  });
}

function common(node: ManifestNode): Record<string, unknown> {
  return {
    name: node.name,
    resource_type: node.resource_type,
    package_name: node.package_name,
    path: node.path,
    original_file_path: node.original_file_path,
    unique_id: node.unique_id,
    fqn: node.fqn,
  };
}

function nodeJson(node: ManifestNode, compiledCode: string | undefined): Record<string, unknown> {
  const shared = {
    ...common(node),
    database: node.database,
    schema: node.schema,
    alias: node.alias,
    checksum: { name: "sha256", checksum: node.checksum || sha256("") },
    config: configJson(node),
    tags: node.tags,
    meta: node.meta,
    description: node.description,
    columns: node.columns,
    patch_path: node.patch_path,
    relation_name: node.relation_name,
    raw_code: node.raw_code,
  };
  if (node.resource_type === "seed") return { ...shared, depends_on: { macros: node.depends_on.macros } };
  const sql = {
    ...shared,
    language: "sql",
    refs: node.refs,
    sources: node.sources,
    depends_on: node.depends_on,
    compiled: compiledCode !== undefined,
    ...(compiledCode === undefined
      ? {}
      : {
          compiled_code: compiledCode,
          compiled_path: `target/compiled/${node.package_name}/${node.original_file_path}`,
        }),
  };
  if (node.test_metadata === null) return sql;
  return {
    ...sql,
    column_name: node.column_name,
    attached_node: node.attached_node,
    test_metadata: node.test_metadata,
  };
}

/** Hooks are lists of their own kind in dbt's config. */
function configJson(node: ManifestNode): Record<string, unknown> {
  const { pre_hook: pre, post_hook: post, ...config } = node.config as Record<string, unknown>;
  if (node.resource_type === "test") return config;
  return { ...config, "pre-hook": pre ?? [], "post-hook": post ?? [] };
}

function sourceJson(node: ManifestNode): Record<string, unknown> {
  const loadedAt = node.config["loaded_at_field"];
  return {
    ...common(node),
    database: node.database,
    schema: node.schema,
    source_name: node.source_name,
    source_description: node.source_description ?? "",
    loader: "",
    identifier: node.identifier,
    loaded_at_field: typeof loadedAt === "string" ? loadedAt : null,
    description: node.description,
    columns: node.columns,
    meta: node.meta,
    tags: node.tags,
    config: { enabled: node.config.enabled },
    relation_name: node.relation_name,
  };
}

function exposureJson(node: ManifestNode): Record<string, unknown> {
  const owner = node.config["owner"];
  const type = node.config["type"];
  return {
    ...common(node),
    type: typeof type === "string" ? type : "dashboard",
    owner: typeof owner === "object" && owner !== null ? owner : { name: "", email: "" },
    description: node.description,
    tags: node.tags,
    meta: node.meta,
    refs: node.refs,
    sources: node.sources,
    depends_on: node.depends_on,
  };
}

function macroJson(macro: MacroInfo): Record<string, unknown> {
  return {
    name: macro.name,
    resource_type: "macro",
    package_name: macro.package_name,
    path: macro.original_file_path,
    original_file_path: macro.original_file_path,
    unique_id: macro.unique_id,
    macro_sql: macro.macro_sql,
    depends_on: { macros: macro.depends_on },
    description: macro.description,
    arguments: macro.arguments.map((name) => ({ name, type: null, description: "" })),
  };
}
