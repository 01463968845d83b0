/** Builds manifest nodes: defaults, names, and the relation that dbt's naming macros give. */
import { BLANK_NODE } from "../core/blank-node.ts";
import { EngineError } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
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
import type { Project } from "../project/project.ts";
import type { Quoting } from "../project/package.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlValue } from "../project/yaml.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";

type Needed =
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

/** A node that is being made. */
type NewNode = { -readonly [Key in keyof ManifestNode]: ManifestNode[Key] };

/** A project has thousands of nodes: a copy of one and a few fields take a tenth of the time of spreading one into the other. */
export function createNode(fields: Pick<ManifestNode, Needed> & Partial<ManifestNode>): NewNode {
  const node: NewNode = { ...BLANK_NODE };
  const { config } = fields;
  node.alias = fields.name;
  node.tags = uniqueTexts(config.tags);
  node.meta = config.meta ?? BLANK_NODE.meta;
  return Object.assign(node, fields);
}

/** In the order of the first time; a config of the wrong kind has its diagnostic. */
function uniqueTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return typeof value === "string" ? [value] : [];
  return value.length === 0 ? [] : [...new Set(value.map(String))];
}

/** Gives a new node that is built its database, schema and alias, by the project's naming macros (or dbt's own). */
export function nameRelation(environment: Environment, project: Project, node: NewNode): ManifestNode {
  const { config } = node;
  const isSnapshot = node.resource_type === "snapshot";
  const database =
    (isSnapshot ? textOf(config["target_database"]) : null) ??
    naming(environment, "generate_database_name", config.database, node);
  const schema =
    (isSnapshot ? textOf(config["target_schema"]) : null) ??
    naming(environment, "generate_schema_name", config.schema, node);
  const alias = naming(environment, "generate_alias_name", config.alias, node);
  node.database = database;
  node.schema = schema;
  node.alias = alias;
  if (isRelational(node)) {
    const quoting = quotingOf(project, quotingConfig(config["quoting"] as YamlValue));
    node.relation_name = renderQuoted({ database, schema, identifier: alias }, quoting);
  }
  return node;
}

/** Whether the database holds something under the node's name. */
export function isRelational(node: ManifestNode): boolean {
  switch (node.resource_type) {
    case "model":
      return node.config.materialized !== "ephemeral";
    case "seed":
    case "snapshot":
      return true;
    case "test":
      return node.config["store_failures"] === true;
    default:
      return false;
  }
}

/** dbt quotes every part of a relation unless the project, and after it the node, says otherwise. */
export function quotingOf(project: Project, own: ManifestNode["quoting"]): Required<Quoting> {
  const all = project.quoting;
  return {
    database: own?.database ?? all.database ?? true,
    schema: own?.schema ?? all.schema ?? true,
    identifier: own?.identifier ?? all.identifier ?? true,
  };
}

export function renderQuoted(
  relation: { readonly database: string; readonly schema: string; readonly identifier: string },
  quoting: Required<Quoting>,
): string {
  const { database, schema, identifier } = relation;
  return [
    quoting.database ? quoteIdentifier(database) : database,
    quoting.schema ? quoteIdentifier(schema) : schema,
    quoting.identifier ? quoteIdentifier(identifier) : identifier,
  ].join(".");
}

function quotingConfig(value: YamlValue): ManifestNode["quoting"] {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** SHA-256 of a file as dbt takes it: without white space at its ends, with a byte order mark. */
export function checksumOf(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && WHITE.test(text.charAt(from))) from += 1;
  while (to > from && WHITE.test(text.charAt(to - 1))) to -= 1;
  return sha256(text.slice(from, to));
}

const WHITE = /[^\S\uFEFF]/;

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
    if (macro === "generate_alias_name")
      return (
        custom || (node.version === null ? node.name : `${node.name}_v${String(node.version).replaceAll(".", "_")}`)
      );
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
