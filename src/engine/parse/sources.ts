/** Source tables: declared in property YAML, perhaps changed by an override of another package. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Freshness, FreshnessThreshold, Json, ManifestNode } from "../core/manifest.ts";
import type { Environment } from "../context/environment.ts";
import type { Project } from "../project/project.ts";
import { packageOf } from "../project/project.ts";
import { resolveConfig } from "../project/config.ts";
import type { YamlRecord } from "../project/yaml.ts";
import { isRecord, toJson } from "../project/yaml.ts";
import { columnInfos } from "./columns.ts";
import type { DataTestEntry } from "./columns.ts";
import { createNode, nodeId, quotingOf, renderQuoted } from "./nodes.ts";
import { mergeFreshness, saysFreshness } from "./source-properties.ts";
import type { RawFreshness, SourceDefinition, TableDefinition } from "./source-properties.ts";

export interface SourceNode {
  readonly node: ManifestNode;
  /** Those of the columns, then those of the table. */
  readonly tests: readonly DataTestEntry[];
  readonly source: SourceDefinition;
  /** Tags that the tests of the table inherit. */
  readonly tags: readonly string[];
}

export function sourceNodes(
  environment: Environment,
  project: Project,
  all: readonly SourceDefinition[],
): { nodes: readonly SourceNode[]; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const overrides = new Map<string, SourceDefinition>();
  for (const source of all) {
    if (source.overrides === null) continue;
    const key = `${source.overrides}.${source.name}`;
    const known = overrides.get(key);
    if (known) {
      diagnostics.push(
        diagnostic(
          "P004",
          `Two entries override the source "${key}": in "${known.file.file.path}" and in "${source.file.file.path}".`,
          {
            hint: "Keep one of them.",
            at: source.span,
          },
        ),
      );
    } else overrides.set(key, source);
  }
  const used = new Set<SourceDefinition>();
  const nodes = all.flatMap((source): SourceNode[] => {
    if (source.overrides !== null) return [];
    const override = overrides.get(`${source.file.package.name}.${source.name}`);
    if (override) used.add(override);
    if (!override) return source.tables.map((table) => keptNode(environment, project, source, table));
    const shared = overriddenSource(source, override);
    return source.tables.map((table) => {
      const change = override.tables.find((candidate) => candidate.name === table.name);
      return sourceNode(environment, project, shared, change ? overriddenTable(table, change) : table);
    });
  });
  for (const override of overrides.values()) {
    if (used.has(override)) continue;
    diagnostics.push(
      diagnostic(
        "P008",
        `The override of the source "${override.overrides ?? ""}.${override.name}" changes nothing: there is no such source.`,
        {
          severity: "warning",
          hint: packageOf(project, override.overrides ?? "")
            ? "Fix the name."
            : `Install the package "${override.overrides ?? ""}".`,
          at: override.span,
        },
      ),
    );
  }
  return { nodes, diagnostics };
}

const kept = new WeakMap<TableDefinition, SourceNode>();

/** A property file that is read again has new definitions, and so has one whose vars, target or dbt_project.yml have changed. */
function keptNode(
  environment: Environment,
  project: Project,
  source: SourceDefinition,
  table: TableDefinition,
): SourceNode {
  let node = kept.get(table);
  if (!node) kept.set(table, (node = sourceNode(environment, project, source, table)));
  return node;
}

/** What the override gives wins; its tables are matched one by one. */
function overriddenSource(source: SourceDefinition, override: SourceDefinition): SourceDefinition {
  const { given } = override;
  return {
    ...source,
    description: given.has("description") ? override.description : source.description,
    meta: given.has("meta") ? override.meta : source.meta,
    tags: given.has("tags") ? override.tags : source.tags,
    config: given.has("config") ? override.config : source.config,
    quoting: given.has("quoting") ? override.quoting : source.quoting,
    freshness: override.freshness === "unset" ? source.freshness : override.freshness,
    configFreshness: override.configFreshness === "unset" ? source.configFreshness : override.configFreshness,
    loadedAtField: override.loadedAtField ?? source.loadedAtField,
    loadedAtQuery: override.loadedAtQuery ?? source.loadedAtQuery,
    database: override.database ?? source.database,
    schema: override.schema ?? source.schema,
    loader: given.has("loader") ? override.loader : source.loader,
  };
}

function overriddenTable(table: TableDefinition, change: TableDefinition): TableDefinition {
  return {
    ...table,
    description: change.description === "" ? table.description : change.description,
    meta: Object.keys(change.meta).length > 0 ? change.meta : table.meta,
    tags: change.tags.length > 0 ? change.tags : table.tags,
    quoting: Object.keys(change.quoting).length > 0 ? change.quoting : table.quoting,
    freshness: change.freshness === "unset" ? table.freshness : change.freshness,
    loadedAtField: change.loadedAtField ?? table.loadedAtField,
    loadedAtQuery: change.loadedAtQuery ?? table.loadedAtQuery,
    namesLoadedAtField: change.namesLoadedAtField || table.namesLoadedAtField,
    identifier: change.identifier ?? table.identifier,
    columns: change.columns.length > 0 ? change.columns : table.columns,
    tests: change.tests.length > 0 ? change.tests : table.tests,
    external: change.external ?? table.external,
  };
}

function sourceNode(
  environment: Environment,
  project: Project,
  source: SourceDefinition,
  table: TableDefinition,
): SourceNode {
  const { file } = source;
  const owner = file.package;
  const fqn = [owner.name, ...file.folders, source.name, table.name];
  const tags = [...new Set([...source.tags, ...tagsOf(source.config), ...table.tags, ...tagsOf(table.config)])].sort();
  const meta = { ...source.meta, ...metaOf(source.config), ...table.meta, ...metaOf(table.config) };
  const thresholds: RawFreshness[] = [source.freshness, source.configFreshness, table.freshness, table.configFreshness];
  const merged = mergeFreshness(thresholds);
  const { freshness: _source, ...sourceConfig } = source.config;
  const { freshness: _table, ...tableConfig } = table.config;
  const level: YamlRecord = {
    ...sourceConfig,
    ...tableConfig,
    // Silence lets dbt_project.yml speak; thresholds that say nothing complete are silence too.
    ...(merged !== null
      ? { freshness: asRecord(merged) }
      : saysFreshness(thresholds) && thresholds.includes("off")
        ? { freshness: null }
        : {}),
    loaded_at_field: table.loadedAtField ?? (table.namesLoadedAtField ? null : source.loadedAtField),
    loaded_at_query: table.loadedAtQuery ?? (table.namesLoadedAtField ? null : source.loadedAtQuery),
    meta,
    tags,
  };
  const { config, unrendered } = resolveConfig(project, owner, "source", fqn, [level]);
  const relation = {
    database: source.database ?? environment.target.database,
    schema: source.schema ?? source.name,
    identifier: table.identifier ?? table.name,
  };
  const field = config["loaded_at_field"];
  const query = config["loaded_at_query"];
  const node = createNode({
    unique_id: nodeId("source", owner.name, source.name, table.name),
    resource_type: "source",
    name: table.name,
    package_name: owner.name,
    path: file.relative,
    original_file_path: file.relative,
    fqn,
    raw_code: "",
    checksum: "",
    config,
    unrendered_config: unrendered,
    span: table.span,
    database: relation.database,
    schema: relation.schema,
    alias: relation.identifier,
    relation_name: renderQuoted(relation, quotingOf(project, { ...source.quoting, ...table.quoting })),
    description: table.description,
    columns: columnInfos(table.columns),
    source_name: source.name,
    identifier: relation.identifier,
    source_description: source.description,
    loader: source.loader,
    freshness: freshnessOf(config["freshness"] as Json),
    loaded_at_field: typeof field === "string" ? field : null,
    loaded_at_query: typeof query === "string" ? query : null,
    quoting: { ...source.quoting, ...table.quoting },
    definition: {
      source_meta: toJson({ ...source.meta, ...metaOf(source.config) }),
      external: toJson(table.external),
      unrendered_database: source.database,
      unrendered_schema: source.schema,
    },
    external_location: externalLocation(config.meta, table, source, relation),
  });
  const tests = [...table.columns.flatMap((column) => column.tests), ...table.tests];
  return { node, tests, source, tags: [...source.tags, ...table.tags] };
}

function asRecord(freshness: Freshness): YamlRecord {
  return {
    warn_after: freshness.warn_after ? { ...freshness.warn_after } : { count: null, period: null },
    error_after: freshness.error_after ? { ...freshness.error_after } : { count: null, period: null },
    filter: freshness.filter,
  };
}

/** A freshness as a config holds it, null when it asks for nothing. */
function freshnessOf(value: Json | undefined): Freshness | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const record = value as Readonly<Record<string, Json>>;
  const threshold = (part: Json | undefined): FreshnessThreshold | null => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return null;
    const { count, period } = part as Readonly<Record<string, Json>>;
    return typeof count === "number" && (period === "minute" || period === "hour" || period === "day")
      ? { count, period }
      : null;
  };
  const warn = threshold(record["warn_after"]);
  const error = threshold(record["error_after"]);
  const filter = record["filter"];
  return warn === null && error === null
    ? null
    : { warn_after: warn, error_after: error, filter: typeof filter === "string" ? filter : null };
}

function tagsOf(config: YamlRecord): string[] {
  const tags = config["tags"];
  return (Array.isArray(tags) ? tags : [tags]).filter((tag) => typeof tag === "string");
}

function metaOf(config: YamlRecord): YamlRecord {
  const meta = config["meta"];
  return isRecord(meta) ? meta : {};
}

/** `meta.external_location` with `{name}`, `{identifier}`, `{schema}` and `{source_name}` filled in; null for a plain table. */
function externalLocation(
  meta: Record<string, Json>,
  table: TableDefinition,
  source: SourceDefinition,
  relation: { readonly schema: string; readonly identifier: string },
): string | null {
  const location = meta["external_location"] ?? table.config["external_location"] ?? source.config["external_location"];
  if (typeof location !== "string") return null;
  const fields: Record<string, string> = {
    name: table.name,
    identifier: relation.identifier,
    schema: relation.schema,
    source_name: source.name,
  };
  return location.replace(/\{(\w+)\}/g, (whole, field: string) => fields[field] ?? whole);
}
