/** Builds manifest nodes: defaults, names, and the relation that dbt's naming macros give. */
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { Environment } from "../context/environment.ts";
import { BUILTIN_PACKAGE } from "../context/macro-registry.ts";
import { nodeValue } from "../context/node-value.ts";
import { createScope } from "../context/scope.ts";
import { templateOf } from "../context/templates.ts";
import { renderTemplate } from "../jinja/render.ts";
import { HostFunction } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { renderRelation } from "../warehouse/sql.ts";

type Required =
  | "unique_id"
  | "resource_type"
  | "name"
  | "package_name"
  | "path"
  | "original_file_path"
  | "fqn"
  | "raw_code"
  | "checksum"
  | "config"
  | "span";

export function createNode(fields: Pick<ManifestNode, Required> & Partial<ManifestNode>): ManifestNode {
  return {
    database: "",
    schema: "",
    alias: fields.name,
    relation_name: null,
    tags: fields.config.tags,
    meta: fields.config.meta,
    description: "",
    columns: {},
    patch_path: null,
    refs: [],
    sources: [],
    depends_on: { nodes: [], macros: [] },
    test_metadata: null,
    column_name: null,
    attached_node: null,
    source_name: null,
    identifier: null,
    source_description: null,
    external_location: null,
    docs: { show: true, node_color: null },
    group: null,
    access: null,
    version: null,
    latest_version: null,
    deprecation_date: null,
    constraints: [],
    unrendered_config: {},
    unit_test: null,
    definition: null,
    loader: null,
    freshness: null,
    loaded_at_field: null,
    loaded_at_query: null,
    ...fields,
  };
}

/** Database, schema and alias of a node that is built, by the project's naming macros (or dbt's own). */
export function nameRelation(environment: Environment, node: ManifestNode): ManifestNode {
  const { config } = node;
  const database = naming(environment, "generate_database_name", config.database, node);
  const schema = naming(environment, "generate_schema_name", config.schema, node);
  const alias = naming(environment, "generate_alias_name", config.alias, node);
  const relation = { database, schema, identifier: alias };
  return {
    ...node,
    database,
    schema,
    alias,
    relation_name: node.resource_type === "test" ? null : renderRelation(relation),
  };
}

function naming(
  environment: Environment,
  macro: "generate_database_name" | "generate_schema_name" | "generate_alias_name",
  given: string | null,
  node: ManifestNode,
): string {
  // A config of the wrong kind has its diagnostic; here it must only not break the rest.
  const custom = given === null ? null : String(given).trim();
  const definition = environment.registry.resolve(macro, node.package_name);
  if (!definition || definition.info.package_name === BUILTIN_PACKAGE) {
    // The built-in macros of naming.sql, without a rendering per node.
    if (macro === "generate_database_name") return custom ?? environment.target.database;
    if (macro === "generate_alias_name") return custom || node.name;
    return custom === null ? environment.target.schema : `${environment.target.schema}_${custom}`;
  }
  const scope = createScope(environment, {
    packageName: node.package_name,
    execute: true,
    ref: refuse("ref"),
    source: refuse("source"),
    config: new HostFunction("config", () => ""),
    self: null,
    model: nodeValue(node),
    answers: null,
    extra: new Map<string, PyValue>([
      ["custom_name", custom],
      ["node", nodeValue(node)],
    ]),
  });
  const rendered = renderTemplate(templateOf(`naming/${macro}`, `{{ ${macro}(custom_name, node) }}`), scope);
  return rendered.text.trim();
}

function refuse(fn: string): () => PyValue {
  return () => {
    throw new EngineError("J002", `${fn}() may not be used in a naming macro.`, {
      hint: "Naming macros see only the custom name and the node.",
    });
  };
}

export function nodeId(type: ManifestNode["resource_type"], packageName: string, ...names: string[]): NodeId {
  return `${type}.${packageName}.${names.join(".")}`;
}
