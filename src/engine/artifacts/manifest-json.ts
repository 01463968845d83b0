/**
 * Manifest -> manifest.json in dbt's schema v12.
 *
 * Records are made and turned into text one by one when the artifact is asked for; nothing is kept.
 */
import { md5 } from "../core/hash.ts";
import type { NodeId } from "../core/ids.ts";
import type { DocInfo, GroupInfo, Json, MacroInfo, Manifest, ManifestNode } from "../core/manifest.ts";
import { artifactMetadata } from "./metadata.ts";
import type { Invocation } from "./metadata.ts";
import { nodeJson } from "./node-json.ts";
import { OVERVIEW_DOC } from "./overview-doc.ts";

export interface ManifestFacts {
  readonly targetPath: string;
  readonly quoting: Readonly<Partial<Record<"database" | "schema" | "identifier", boolean>>>;
  /** Nodes whose statement is kept below `run/`. */
  readonly built?: ReadonlySet<string>;
  /** Relations that only this command gives their nodes. */
  readonly relationNames?: ReadonlyMap<string, string>;
  /** Reads the rows of a unit test that are written as CSV; without it they stay text. */
  /** The hooks of the project, which are no part of the graph. */
  readonly operations?: readonly ManifestNode[];
  readonly csvRows?: (text: string) => readonly Readonly<Record<string, Json>>[];
}

/** The part of manifest.json that a type of node lies in; `nodes` for all others. */
const PARTS: Partial<Record<ManifestNode["resource_type"], string>> = {
  source: "sources",
  exposure: "exposures",
  metric: "metrics",
  saved_query: "saved_queries",
  semantic_model: "semantic_models",
  unit_test: "unit_tests",
};

/** `compiled` holds the SQL of the nodes that this command compiled. */
export function manifestJson(
  manifest: Manifest,
  compiled: ReadonlyMap<string, string>,
  invocation: Invocation,
  facts: ManifestFacts = { targetPath: "target", quoting: {} },
): string {
  const parts: Record<string, Record<string, unknown>> = {
    nodes: {},
    sources: {},
    exposures: {},
    metrics: {},
    saved_queries: {},
    semantic_models: {},
    unit_tests: {},
  };
  const createdAt = invocation.at / 1000;
  const groups: Record<string, string[]> = Object.fromEntries(
    [...manifest.groups.values()].map(({ name }) => [name, []]),
  );
  const operations = facts.operations ?? [];
  for (const node of [...manifest.nodes.values(), ...operations]) {
    const part = parts[PARTS[node.resource_type] ?? "nodes"];
    if (part)
      part[node.unique_id] = nodeJson(node, {
        compiledCode: compiled.get(node.unique_id),
        createdAt,
        targetPath: facts.targetPath,
        built: node.resource_type !== "operation" && (facts.built?.has(node.unique_id) ?? false),
        relationName: facts.relationNames?.get(node.unique_id),
        manifest,
        csvRows: facts.csvRows,
      });
    if (node.group !== null) (groups[node.group] ??= []).push(node.unique_id);
  }
  const hooksOf = (id: NodeId): NodeId[] =>
    operations.flatMap((hook) => (hook.depends_on.nodes.includes(id) ? [hook.unique_id] : []));
  const startedAt = new Date(invocation.at).toISOString();
  return JSON.stringify({
    metadata: {
      ...artifactMetadata("manifest", 12, invocation),
      project_name: manifest.project_name,
      project_id: md5(manifest.project_name),
      user_id: null,
      send_anonymous_usage_stats: false,
      adapter_type: "duckdb",
      quoting: { database: true, schema: true, identifier: true, column: null, ...facts.quoting },
      run_started_at: startedAt,
    },
    ...parts,
    macros: Object.fromEntries([...manifest.macros].map(([id, macro]) => [id, macroJson(macro, createdAt)])),
    docs: {
      ...Object.fromEntries([...manifest.docs].map(([id, doc]) => [id, docJson(doc)])),
      [OVERVIEW_DOC.unique_id]: OVERVIEW_DOC,
    },
    groups: Object.fromEntries([...manifest.groups].map(([id, group]) => [id, groupJson(group)])),
    selectors: Object.fromEntries(
      [...manifest.selectors].map(([name, selector]) => [
        name,
        {
          name,
          definition: selector.definition,
          ...(selector.description === "" ? {} : { description: selector.description }),
          ...(selector.default ? { default: true } : {}),
        },
      ]),
    ),
    disabled: Object.fromEntries([...manifest.disabled].map(([id, node]) => [id, [nodeJson(node, { createdAt })]])),
    parent_map: Object.fromEntries(
      [...manifest.nodes.values(), ...operations].map((node) => [node.unique_id, [...node.depends_on.nodes].sort()]),
    ),
    child_map: Object.fromEntries(
      [...manifest.nodes.values(), ...operations].map(({ unique_id: id }) => [
        id,
        [...(manifest.child_map.get(id) ?? []), ...hooksOf(id)].sort(),
      ]),
    ),
    group_map: groups,
    functions: {},
  });
}

/** A node as manifest.json has it; `dbt ls --output json` picks its keys from here. */
export function nodeRecord(node: ManifestNode): Record<string, unknown> {
  return nodeJson(node);
}

function macroJson(macro: MacroInfo, createdAt: number): Record<string, unknown> {
  const described = macro.argument_docs ?? [];
  const docs = { show: true, node_color: null };
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
    meta: {},
    docs,
    config: { meta: {}, docs },
    patch_path: macro.patch_path ?? null,
    arguments: described.map(({ name, type, description }) => ({ name, type, description })),
    created_at: createdAt,
    supported_languages: null,
  };
}

function docJson(doc: DocInfo): Record<string, unknown> {
  return {
    name: doc.name,
    resource_type: "doc",
    package_name: doc.package_name,
    path: doc.original_file_path.split("/").slice(1).join("/") || doc.original_file_path,
    original_file_path: doc.original_file_path,
    unique_id: doc.unique_id,
    block_contents: doc.block_contents,
  };
}

function groupJson(group: GroupInfo): Record<string, unknown> {
  return {
    name: group.name,
    resource_type: "group",
    package_name: group.package_name,
    path: group.original_file_path.split("/").slice(1).join("/") || group.original_file_path,
    original_file_path: group.original_file_path,
    unique_id: group.unique_id,
    owner: { email: null, name: null, ...group.owner },
    description: group.description === "" ? null : group.description,
    config: group.config ?? { meta: {} },
  };
}
