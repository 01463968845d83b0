/**
 * The project's manifest -> what the catalogue lists: every node, macro, docs block and group, with its columns, facts and relatives.
 *
 * dbt's own macros are left out; those of other packages are in. `types` knows the columns of what is built.
 */
import type { Json, Manifest, ManifestNode } from "../core/manifest.ts";
import type { DocColumn, DocEntry, DocKind } from "./entry.ts";
import { measuresOf, metricFacts } from "./metric.ts";

export interface EntryOptions {
  /** Node -> the columns of its relation, where it is built. */
  readonly types?: ReadonlyMap<string, readonly { readonly name: string; readonly type: string }[]>;
  /** The layer of a node; the folder that is named after one when left out. */
  readonly layerOf?: (node: ManifestNode) => string | null;
}

const OWN_PACKAGES = /^dbt(_duckdb)?$/;
const LAYER_FOLDERS =
  /^(staging|intermediate|entities|marts|metrics|dimensions|facts|aggregates|bronze|silver|gold|sources)$/;

export function catalogEntries(manifest: Manifest, options: EntryOptions = {}): DocEntry[] {
  const { nodes } = manifest;
  const layerOf = options.layerOf ?? folderLayer;
  const measures = measuresOf(manifest);
  const tests = testsByNode(manifest);
  const callers = callersOf(manifest);
  const listed: DocEntry[] = [];

  for (const node of nodes.values()) {
    const kind = kindOf(node);
    if (kind === null || !node.docs.show) continue;
    const own = tests.get(node.unique_id) ?? [];
    const metric = kind === "metric" ? metricFacts(node, measures) : null;
    listed.push({
      id: node.unique_id,
      kind,
      name: node.name,
      title: titleOf(node),
      description: node.description || (kind === "source" ? (node.source_description ?? "") : ""),
      layer: kind === "test" || kind === "unit_test" ? null : layerOf(node),
      domain: domainOf(node),
      tags: node.tags,
      owner: ownerOf(node, manifest),
      materialized: kind === "model" ? node.config.materialized : null,
      package: node.package_name,
      path: node.original_file_path,
      facts: [...factsOf(node), ...(metric ? metricPairs(metric.formula, metric.grain) : [])],
      columns: columnsOf(node, own, options.types?.get(node.unique_id) ?? []),
      code: metric ? metric.sql : codeOf(node),
      reads: node.depends_on.nodes,
      readBy: (manifest.child_map.get(node.unique_id) ?? []).filter((id) => !/^(unit_)?test\./.test(id)),
      tests: own.map((test) => test.unique_id),
    });
  }
  for (const macro of manifest.macros.values()) {
    if (OWN_PACKAGES.test(macro.package_name)) continue;
    const documented = new Map((macro.argument_docs ?? []).map((argument) => [argument.name, argument]));
    const names = [...new Set([...macro.arguments, ...documented.keys()])];
    listed.push({
      ...plain("macro", macro),
      title: `${macro.name}(${macro.arguments.join(", ")})`,
      columns: names.map((name) => ({
        name,
        type: documented.get(name)?.type ?? "",
        description: documented.get(name)?.description ?? "",
        tests: [],
      })),
      code: macro.macro_sql,
      reads: macro.depends_on.filter((id) => !OWN_PACKAGES.test(id.split(".")[1] ?? "")),
      readBy: callers.get(macro.unique_id) ?? [],
    });
  }
  for (const doc of manifest.docs.values()) {
    if (OWN_PACKAGES.test(doc.package_name)) continue;
    const users = [...nodes.values()].filter((node) => usesBlock(manifest, node, doc.unique_id));
    listed.push({ ...plain("doc", doc), description: doc.block_contents, readBy: users.map((node) => node.unique_id) });
  }
  for (const group of manifest.groups.values()) {
    const members = [...nodes.values()].filter((node) => node.group === group.name);
    listed.push({
      ...plain("group", group),
      owner: textOf(group.owner["name"]) ?? textOf(group.owner["email"]),
      facts: Object.entries(group.owner).flatMap(([name, value]) => pair(`owner's ${name}`, value)),
      readBy: members.map((node) => node.unique_id),
    });
  }
  return listed;
}

function kindOf({ resource_type: type }: ManifestNode): DocKind | null {
  return type === "operation" ? null : type;
}

function titleOf(node: ManifestNode): string {
  if (node.resource_type === "source") return `${node.source_name ?? ""}.${node.name}`;
  const label = textOf(node.definition?.["label"]);
  if (label !== null && (node.resource_type === "exposure" || node.resource_type === "metric"))
    return `${node.name} (${label})`;
  return node.version === null ? node.name : `${node.name}.v${node.version}`;
}

function folderLayer(node: ManifestNode): string | null {
  if (node.resource_type === "source") return "sources";
  return node.fqn.slice(1, -1).find((folder) => LAYER_FOLDERS.test(folder)) ?? null;
}

/** A tag `domain:revenue` or a `domain` of the meta, else the first folder when it is no layer's. */
function domainOf(node: ManifestNode): string | null {
  const tagged = node.tags.find((tag) => tag.startsWith("domain:"))?.slice("domain:".length);
  const folder = node.fqn.length > 2 ? node.fqn[1] : undefined;
  return tagged ?? textOf(node.meta["domain"]) ?? (folder === undefined || LAYER_FOLDERS.test(folder) ? null : folder);
}

function ownerOf(node: ManifestNode, manifest: Manifest): string | null {
  const own = node.meta["owner"];
  const group = [...manifest.groups.values()].find((each) => each.name === node.group);
  const stated = node.definition?.["owner"];
  return textOf(own) ?? nameIn(own) ?? nameIn(stated) ?? (group ? nameIn(group.owner) : null);
}

function nameIn(value: Json | undefined): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const fields = value as { readonly [key: string]: Json };
  return textOf(fields["name"]) ?? textOf(fields["email"]);
}

function factsOf(node: ManifestNode): (readonly [string, string])[] {
  const { config, definition } = node;
  const own: (readonly [string, string])[] = [];
  if (node.resource_type === "model") own.push(...pair("access", node.access), ...pair("group", node.group));
  if (node.resource_type === "model" || node.resource_type === "snapshot")
    own.push(
      ...pair(
        "unique key",
        Array.isArray(config["unique_key"]) ? config["unique_key"].join(", ") : (config["unique_key"] as Json),
      ),
      ...pair(
        "strategy",
        (config["strategy"] ?? (config.materialized === "incremental" ? config["incremental_strategy"] : null)) as Json,
      ),
    );
  if (node.resource_type === "source")
    own.push(
      ...pair("loader", node.loader),
      ...pair("loaded at", node.loaded_at_field),
      ...pair("warn after", period(node.freshness?.warn_after ?? null)),
      ...pair("error after", period(node.freshness?.error_after ?? null)),
    );
  if (node.resource_type === "test")
    own.push(
      ...pair("test", node.test_metadata?.name ?? "singular"),
      ...pair("column", node.column_name),
      ...pair("severity", (config["severity"] ?? null) as Json),
      ...Object.entries(node.test_metadata?.kwargs ?? {}).flatMap(([name, value]) =>
        name === "model" || name === "column_name"
          ? []
          : pair(name, typeof value === "object" ? JSON.stringify(value) : value),
      ),
    );
  if (node.unit_test)
    own.push(
      ...pair("tests", node.unit_test.model),
      ...pair("given", node.unit_test.given.map(({ input }) => input).join(", ")),
    );
  if (definition)
    own.push(
      ...["type", "maturity", "url"].flatMap((name) => pair(name, definition[name])),
      ...pair("primary entity", definition["primary_entity"]),
    );
  if (node.relation_name !== null) own.push(["relation", node.relation_name.replaceAll('"', "")]);
  own.push(...pair("deprecated from", node.deprecation_date));
  for (const [name, value] of Object.entries(node.meta))
    if (name !== "owner" && name !== "external_location" && name !== "domain")
      own.push(...pair(name.replaceAll("_", " "), Array.isArray(value) ? value.map(String).join(", ") : value));
  return own;
}

function metricPairs(formula: string | null, grain: string | null): (readonly [string, string])[] {
  return [...pair("formula", formula), ...pair("grain", grain)];
}

function columnsOf(
  node: ManifestNode,
  tests: readonly ManifestNode[],
  built: readonly { readonly name: string; readonly type: string }[],
): DocColumn[] {
  if (node.resource_type === "semantic_model" && node.definition) return semanticColumns(node.definition);
  const described = new Map(Object.values(node.columns).map((column) => [column.name.toLowerCase(), column]));
  const types = new Map(built.map((column) => [column.name.toLowerCase(), column.type]));
  const names = [...Object.values(node.columns).map(({ name }) => name), ...built.map(({ name }) => name)];
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const key = name.toLowerCase();
    if (seen.has(key)) return [];
    seen.add(key);
    const info = described.get(key);
    return {
      name,
      type: types.get(key) ?? info?.data_type ?? "",
      description: info?.description ?? "",
      tests: tests.flatMap((test) =>
        test.column_name?.toLowerCase() === key ? (test.test_metadata?.name ?? test.name) : [],
      ),
    };
  });
}

/** The entities, dimensions and measures of a semantic model are what its columns are to a model. */
function semanticColumns(definition: Record<string, Json>): DocColumn[] {
  return ["entities", "dimensions", "measures"].flatMap((part) => {
    const list = definition[part];
    if (!Array.isArray(list)) return [];
    return list.flatMap((each: Json) => {
      const fields = typeof each === "object" && each !== null ? (each as { readonly [key: string]: Json }) : {};
      const name = textOf(fields["name"]);
      const type = [
        part === "entities" ? "entity" : part.slice(0, -1),
        textOf(fields["agg"]) ?? textOf(fields["type"]),
      ];
      return name === null
        ? []
        : [
            {
              name,
              type: type.filter((word) => word !== null).join(", "),
              description: textOf(fields["description"]) ?? textOf(fields["expr"]) ?? "",
              tests: [],
            },
          ];
    });
  });
}

function codeOf(node: ManifestNode): string {
  return node.resource_type === "seed" ? "" : node.raw_code;
}

function testsByNode(manifest: Manifest): ReadonlyMap<string, readonly ManifestNode[]> {
  const found = new Map<string, ManifestNode[]>();
  for (const node of manifest.nodes.values()) {
    if (node.resource_type !== "test" && node.resource_type !== "unit_test") continue;
    const tested = node.attached_node === null ? node.depends_on.nodes : [node.attached_node];
    for (const id of tested) {
      const known = found.get(id);
      if (known) known.push(node);
      else found.set(id, [node]);
    }
  }
  return found;
}

/** Macro -> the nodes and macros that call it, tests apart. */
function callersOf(manifest: Manifest): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  const add = (macro: string, caller: string): void => {
    const known = callers.get(macro);
    if (known) known.push(caller);
    else callers.set(macro, [caller]);
  };
  for (const node of manifest.nodes.values())
    for (const macro of new Set(node.depends_on.macros)) add(macro, node.unique_id);
  for (const macro of manifest.macros.values())
    if (!OWN_PACKAGES.test(macro.package_name))
      for (const called of new Set(macro.depends_on)) add(called, macro.unique_id);
  return callers;
}

function usesBlock(manifest: Manifest, node: ManifestNode, block: string): boolean {
  const texts = [node.description, ...Object.values(node.columns).map((column) => column.description)];
  return texts.some((text) => manifest.doc_blocks?.get(text)?.includes(block) === true);
}

/** What macros, blocks and groups have in common. */
function plain(
  kind: DocKind,
  each: {
    readonly unique_id: string;
    readonly name: string;
    readonly package_name: string;
    readonly original_file_path: string;
    readonly description?: string;
  },
): DocEntry {
  return {
    id: each.unique_id,
    kind,
    name: each.name,
    title: each.name,
    description: each.description ?? "",
    layer: null,
    domain: null,
    tags: [],
    owner: null,
    materialized: null,
    package: each.package_name,
    path: each.original_file_path,
    facts: [],
    columns: [],
    code: "",
    reads: [],
    readBy: [],
    tests: [],
  };
}

function period(threshold: { readonly count: number; readonly period: string } | null): string | null {
  return threshold === null ? null : `${threshold.count} ${threshold.period}${threshold.count === 1 ? "" : "s"}`;
}

function pair(name: string, value: Json | undefined): (readonly [string, string])[] {
  const text = textOf(value);
  return text === null ? [] : [[name, text]];
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
