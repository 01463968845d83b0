/**
 * One node of the manifest -> its record in manifest.json (schema v12), by resource type.
 *
 * The schema allows no keys but its own, and wants whole numbers, lists and nulls where dbt writes them: each type has its own list.
 */
import { sha256 } from "../core/hash.ts";
import type { ColumnInfo, Constraint, Json, Manifest, ManifestNode, UnitTestFixture } from "../core/manifest.ts";
import { artifactPath } from "./artifact-path.ts";
import { contractChecksum } from "./contract-checksum.ts";
import { metricJson, savedQueryJson, semanticModelJson } from "./semantic-json.ts";
import { freshnessJson } from "./sources-json.ts";

export interface NodeFacts {
  /** SQL of the node, when this command compiled it. */
  readonly compiledCode?: string | undefined;
  /** Seconds since 1970-01-01 UTC. */
  readonly createdAt?: number;
  readonly targetPath?: string;
  /** Whether the statement that made it is kept below `run/`. */
  readonly built?: boolean;
  readonly relationName?: string | undefined;
  /** For what is told by a node's neighbours: the key of a model, the relation of a semantic model. */
  readonly manifest?: Manifest;
  readonly csvRows?: ((text: string) => readonly Readonly<Record<string, Json>>[]) | undefined;
}

export function nodeJson(node: ManifestNode, facts: NodeFacts = {}): Record<string, unknown> {
  switch (node.resource_type) {
    case "source":
      return sourceJson(node, facts);
    case "exposure":
      return exposureJson(node, facts);
    case "unit_test":
      return unitTestJson(node, facts);
    case "metric":
      return metricJson(node, commonJson(node, facts));
    case "semantic_model":
      return semanticModelJson(node, commonJson(node, facts), facts.manifest);
    case "saved_query":
      return savedQueryJson(node, commonJson(node, facts));
    case "seed":
      return { ...relationalJson(node, facts), root_path: null, depends_on: { macros: node.depends_on.macros } };
    case "model":
      return { ...sqlJson(node, facts), ...modelJson(node, facts) };
    case "test":
      return node.test_metadata === null ? sqlJson(node, facts) : { ...sqlJson(node, facts), ...genericTestJson(node) };
    case "operation":
      return { ...sqlJson(node, facts), ...operationJson(node) };
    case "snapshot":
    case "analysis":
      return sqlJson(node, facts);
  }
}

function commonJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  return {
    name: node.name,
    resource_type: node.resource_type,
    package_name: node.package_name,
    path: node.path,
    original_file_path: node.original_file_path,
    unique_id: node.unique_id,
    fqn: node.fqn,
    created_at: facts.createdAt ?? 0,
  };
}

/** What seeds and everything with SQL have. */
function relationalJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  return {
    ...commonJson(node, facts),
    database: node.database === "" ? null : node.database,
    schema: node.schema,
    alias: node.alias,
    checksum: node.checksum === "" ? { name: "none", checksum: "" } : { name: "sha256", checksum: node.checksum },
    config: configJson(node),
    tags: node.tags,
    description: node.description,
    columns: columnsJson(node.columns, facts),
    meta: node.meta,
    group: node.group,
    docs: node.docs,
    patch_path: node.patch_path,
    build_path: facts.built === true ? `${facts.targetPath ?? "target"}/run/${artifactPath(node)}` : null,
    unrendered_config: node.unrendered_config,
    relation_name: facts.relationName ?? node.relation_name,
    // dbt takes the white space around a file away.
    raw_code: node.raw_code.trim(),
    doc_blocks: docBlocks(node.description, facts),
  };
}

/** The docs blocks that a description was made of. */
function docBlocks(description: string, { manifest }: NodeFacts): readonly string[] {
  return manifest?.doc_blocks?.get(description) ?? [];
}

function sqlJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  const compiled = facts.compiledCode;
  return {
    ...relationalJson(node, facts),
    language: node.language ?? "sql",
    refs: node.refs,
    sources: node.sources,
    metrics: (node.metrics ?? []).map((name) => [name]),
    functions: [],
    depends_on: node.depends_on,
    contract: contractJson(node),
    ...(compiled === undefined
      ? { compiled_path: null }
      : {
          compiled_path: `${facts.targetPath ?? "target"}/compiled/${artifactPath(node)}`,
          compiled: true,
          compiled_code: compiled,
          extra_ctes_injected: true,
          extra_ctes: [],
        }),
  };
}

function modelJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  return {
    access: node.access ?? "protected",
    constraints: node.constraints.map((constraint) => ({ ...constraintJson(constraint), columns: constraint.columns })),
    version: node.version,
    latest_version: node.latest_version,
    deprecation_date: node.deprecation_date,
    primary_key: facts.manifest ? primaryKey(node, facts.manifest) : [],
    time_spine: node.time_spine,
  };
}

/** A hook of the project has its tag and its number; its config is what every node has. */
function operationJson(node: ManifestNode): Record<string, unknown> {
  const { access: _access, freshness: _freshness, ...config } = configJson(node);
  const number = /-on-run-(?:start|end)-(\d+)$/.exec(node.name)?.[1];
  return { config: { ...config, tags: [] }, index: number === undefined ? null : Number(number) };
}

function genericTestJson(node: ManifestNode): Record<string, unknown> {
  const { test_metadata: test } = node;
  return {
    column_name: node.column_name,
    file_key_name: node.attached_node === null ? null : fileKeyName(node.attached_node),
    attached_node: node.attached_node,
    test_metadata: test === null ? null : { name: test.name, kwargs: test.kwargs, namespace: test.namespace },
  };
}

/** `models.orders`: the entry of the property file that a test stands at. */
function fileKeyName(id: string): string {
  const [type = "model", , ...names] = id.split(".");
  return `${type === "analysis" ? "analyses" : `${type}s`}.${names[0] ?? ""}`;
}

function contractJson(node: ManifestNode): Record<string, unknown> {
  const contract = node.config["contract"];
  const given = typeof contract === "object" && contract !== null ? (contract as Record<string, unknown>) : {};
  const enforced = given["enforced"] === true;
  return {
    enforced,
    alias_types: given["alias_types"] !== false,
    checksum: enforced && node.resource_type === "model" ? contractChecksum(node) : null,
  };
}

const HOOKS = new Set(["pre_hook", "post_hook"]);

/** Hooks are lists of their own kind in dbt's config; tests have none. */
function configJson(node: ManifestNode): Record<string, unknown> {
  const config = Object.fromEntries(Object.entries(node.config).filter(([key]) => !HOOKS.has(key)));
  if (node.resource_type === "test") return config;
  return {
    ...config,
    "pre-hook": hooksJson(node.config["pre_hook"]),
    "post-hook": hooksJson(node.config["post_hook"]),
  };
}

function hooksJson(hooks: unknown): unknown[] {
  return (Array.isArray(hooks) ? hooks : []).map((hook: unknown) => {
    const { sql = "", transaction = true } = hook as { sql?: string; transaction?: boolean };
    return { sql, transaction, index: null };
  });
}

function columnsJson(columns: Readonly<Record<string, ColumnInfo>>, facts: NodeFacts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([key, column]) => [
      key,
      {
        name: column.name,
        description: column.description,
        meta: column.meta,
        data_type: column.data_type,
        constraints: (column.constraints ?? []).map(constraintJson),
        quote: column.quote ?? null,
        config: { meta: column.meta, tags: column.tags },
        tags: column.tags,
        granularity: null,
        doc_blocks: docBlocks(column.description, facts),
      },
    ]),
  );
}

function constraintJson(constraint: Constraint): Record<string, unknown> {
  return {
    type: constraint.type,
    name: constraint.name,
    expression: constraint.expression,
    warn_unenforced: constraint.warn_unenforced,
    warn_unsupported: constraint.warn_unsupported,
    to: constraint.to,
    to_columns: constraint.to_columns,
  };
}

/** dbt's guess: a primary key constraint, else the columns that are tested as unique and not null, else those tested as unique. */
function primaryKey(node: ManifestNode, manifest: Manifest): readonly string[] {
  const constraint = node.constraints.find((candidate) => candidate.type === "primary_key");
  if (constraint) return constraint.columns;
  const own = Object.values(node.columns).find((column) =>
    (column.constraints ?? []).some((candidate) => candidate.type === "primary_key"),
  );
  if (own) return [own.name];
  const unique = new Set<string>();
  const notNull = new Set<string>();
  for (const child of manifest.child_map.get(node.unique_id) ?? []) {
    const test = manifest.nodes.get(child);
    if (!test?.test_metadata || test.attached_node !== node.unique_id) continue;
    const { name, kwargs } = test.test_metadata;
    const combination = kwargs["combination_of_columns"];
    const columns =
      typeof kwargs["column_name"] === "string"
        ? [kwargs["column_name"]]
        : Array.isArray(combination)
          ? combination.map((column: Json) => String(column as string))
          : [];
    const into = name === "not_null" ? notNull : /^unique(_combination_of_columns)?$/.test(name) ? unique : null;
    for (const column of columns) into?.add(column);
  }
  const both = [...notNull].filter((column) => unique.has(column));
  return (both.length > 0 ? both : [...unique]).sort();
}

function sourceJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  const more = node.definition ?? {};
  const freshness = node.config["freshness"] === null ? null : freshnessJson(node);
  return {
    ...commonJson(node, facts),
    database: node.database,
    schema: node.schema,
    source_name: node.source_name,
    source_description: node.source_description ?? "",
    loader: node.loader ?? "",
    identifier: node.identifier ?? node.alias,
    quoting: { database: null, schema: null, identifier: null, column: null, ...node.quoting },
    loaded_at_field: node.loaded_at_field,
    loaded_at_query: node.loaded_at_query,
    freshness,
    external: more["external"] ?? null,
    description: node.description,
    columns: columnsJson(node.columns, facts),
    meta: node.meta,
    source_meta: more["source_meta"] ?? {},
    tags: node.tags,
    config: {
      enabled: node.config.enabled,
      event_time: node.config["event_time"] ?? null,
      freshness,
      loaded_at_field: node.loaded_at_field,
      loaded_at_query: node.loaded_at_query,
      meta: node.meta,
      tags: node.tags,
      static_analysis: null,
    },
    patch_path: node.patch_path,
    unrendered_config: node.unrendered_config,
    relation_name: node.relation_name,
    unrendered_database: more["unrendered_database"] ?? null,
    unrendered_schema: more["unrendered_schema"] ?? null,
    doc_blocks: docBlocks(node.description, facts),
  };
}

function exposureJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  const definition = node.definition ?? {};
  const fallback = (key: string, otherwise: Json): Json =>
    definition[key] ?? (node.config[key] as Json | undefined) ?? otherwise;
  return {
    ...commonJson(node, facts),
    type: fallback("type", "dashboard"),
    owner: { email: null, name: null, ...(fallback("owner", {}) as Record<string, Json>) },
    description: node.description,
    label: fallback("label", null),
    maturity: fallback("maturity", null),
    meta: node.meta,
    tags: node.tags,
    config: { enabled: node.config.enabled, tags: node.tags, meta: node.meta },
    unrendered_config: node.unrendered_config,
    url: fallback("url", null),
    depends_on: node.depends_on,
    refs: node.refs,
    sources: node.sources,
    metrics: (node.metrics ?? []).map((name) => [name]),
  };
}

function withoutPlace({ input, rows, format, fixture }: UnitTestFixture & { readonly input: string }): unknown {
  return [input, rows, format, fixture];
}

/** As in dbt, CSV is there as dicts of texts, and SQL without white space at its ends. */
function fixtureJson({ rows, format, fixture }: UnitTestFixture, facts: NodeFacts): Record<string, unknown> {
  const written = typeof rows !== "string" ? rows : format === "csv" ? readable(rows, facts) : rows.trim();
  return { rows: written, format, fixture };
}

/** A CSV that cannot be read is told when the test runs. */
function readable(rows: string, { csvRows }: NodeFacts): unknown {
  try {
    return csvRows?.(rows) ?? rows;
  } catch {
    return rows;
  }
}

function unitTestJson(node: ManifestNode, facts: NodeFacts): Record<string, unknown> {
  const test = node.unit_test;
  const overrides = test?.overrides ?? { macros: {}, vars: {}, env_vars: {} };
  const overridden = [overrides.macros, overrides.vars, overrides.env_vars].some(
    (part) => Object.keys(part).length > 0,
  );
  return {
    ...commonJson(node, facts),
    model: test?.model ?? "",
    given: (test?.given ?? []).map(({ input, ...fixture }) => ({ input, ...fixtureJson(fixture, facts) })),
    expect: fixtureJson(test?.expect ?? { rows: null, format: "dict", fixture: null }, facts),
    description: node.description,
    overrides: overridden ? overrides : null,
    depends_on: node.depends_on,
    config: { tags: node.tags, meta: node.meta, enabled: node.config.enabled, static_analysis: null },
    // dbt's is made of how Python prints the test; like it, this one changes with everything but the description.
    checksum: sha256(
      JSON.stringify([test?.model, test?.version, test?.given.map(withoutPlace), test?.expect, overrides]),
    ),
    schema: node.schema,
    versions: null,
    version: test?.version ?? null,
  };
}
