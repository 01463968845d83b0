/**
 * The config cascade: dbt_project.yml from the outermost folder inwards, then property YAML, then `config()` in the file.
 *
 * Later levels win, except where dbt merges: tags, hooks and packages add up, `meta`, `docs`, `quoting` and the like merge by key.
 * What the folders of dbt_project.yml say is merged once per folder and kept, since thousands of nodes share it.
 */
import type { Json, NodeConfig } from "../core/manifest.ts";
import type { ConfigTree, Package } from "./package.ts";
import { CONFIG_DEFAULTS, MERGE_RULES } from "./config-defaults.ts";
import type { ConfigKind } from "./config-defaults.ts";
import type { Project } from "./project.ts";
import type { YamlRecord, YamlValue } from "./yaml.ts";
import { isRecord, toJson } from "./yaml.ts";

export interface Hook {
  readonly sql: string;
  readonly transaction: boolean;
}

/** The config tree of dbt_project.yml that a kind of node takes its configs from. Analyses and operations follow `models:`. */
const TREES: Readonly<Partial<Record<ConfigKind, ConfigTree>>> = {
  model: "models",
  analysis: "models",
  operation: "models",
  seed: "seeds",
  snapshot: "snapshots",
  test: "data_tests",
  unit_test: "unit_tests",
  source: "sources",
  exposure: "exposures",
  metric: "metrics",
  semantic_model: "semantic_models",
  saved_query: "saved_queries",
};

export interface ResolvedConfig {
  readonly config: NodeConfig;
  /** Everything that was set, by any level, before its Jinja was rendered in dbt_project.yml. */
  readonly unrendered: Record<string, Json>;
}

/**
 * Config of a node. `own` is what stands beside it, the weakest first: property YAML, then `config()`. For a node of a package the
 * root project's dbt_project.yml has the last word.
 */
export function resolveConfig(
  project: Project,
  owner: Package,
  kind: ConfigKind,
  fqn: readonly string[],
  own: readonly YamlRecord[],
): ResolvedConfig {
  const tree = TREES[kind];
  const folder = tree === undefined ? null : folderOf(kind, owner.configTrees[tree], owner.unrenderedTrees[tree], fqn);
  const isFolders =
    folder !== null &&
    owner.name === project.name &&
    own.every(isEmpty) &&
    !isRecord(folder.below[fqn.at(-1) ?? ""]) &&
    !isRecord(folder.unrenderedBelow[fqn.at(-1) ?? ""]);
  if (!isFolders) return resolveAnew(project, owner, kind, fqn, own, folder);
  // Most data tests say nothing of their own.
  return (folder.resolved ??= resolveAnew(project, owner, kind, fqn, own, folder));
}

function resolveAnew(
  project: Project,
  owner: Package,
  kind: ConfigKind,
  fqn: readonly string[],
  own: readonly YamlRecord[],
  folder: Folder | null,
): ResolvedConfig {
  const tree = TREES[kind];
  const merged = { ...(folder === null ? CONFIG_DEFAULTS[kind] : folder.merged) };
  const unrendered: Record<string, Json> = folder === null ? {} : { ...folder.unrendered };
  if (folder !== null && tree !== undefined) {
    // A level may be named after the node itself.
    const last = fqn.at(-1) ?? "";
    const level = folder.below[last];
    if (isRecord(level)) mergeLevel(kind, merged, ownConfigs(level));
    const asWritten = folder.unrenderedBelow[last];
    if (isRecord(asWritten)) assignJson(unrendered, ownConfigs(asWritten));
  }
  for (const level of own) {
    mergeLevel(kind, merged, level);
    assignJson(unrendered, withoutHookSpelling(level));
  }
  if (tree !== undefined && owner.name !== project.name) {
    for (const level of configLevels(project.configTrees[tree], fqn)) mergeLevel(kind, merged, level);
    for (const level of configLevels(project.unrenderedTrees[tree], fqn)) assignJson(unrendered, level);
  }
  return { config: finish(kind, merged), unrendered };
}

function isEmpty(level: YamlRecord): boolean {
  return Object.keys(level).length === 0;
}

function assignJson(all: Record<string, Json>, level: YamlRecord): void {
  for (const key of Object.keys(level)) all[key] = toJson(level[key] ?? null);
}

/** The same for a node that no dbt_project.yml knows, such as a query that belongs to no file. */
export function mergeConfigs(levels: readonly YamlRecord[], kind: ConfigKind = "model"): NodeConfig {
  const merged = { ...CONFIG_DEFAULTS[kind] };
  for (const level of levels) mergeLevel(kind, merged, level);
  return finish(kind, merged);
}

/** What a config tree says about all nodes of a folder. */
interface Folder {
  /** Defaults and the levels down to the folder. */
  readonly merged: YamlRecord;
  /** What the tree says one level below, by name. */
  readonly below: YamlRecord;
  /** The same before Jinja was rendered. */
  readonly unrendered: Readonly<Record<string, Json>>;
  readonly unrenderedBelow: YamlRecord;
  /** The config of a node in the folder that nothing more is said about. */
  resolved: ResolvedConfig | null;
}

/** The folders met so far, one inside the other: for each node a few steps, and no text to look it up by. */
interface Met {
  folder: Folder | null;
  readonly below: Map<string, Met>;
}

const folders = new WeakMap<YamlRecord, Met>();

function folderOf(kind: ConfigKind, tree: YamlRecord, unrenderedTree: YamlRecord, fqn: readonly string[]): Folder {
  let root = folders.get(tree);
  if (!root) folders.set(tree, (root = { folder: null, below: new Map() }));
  let met = metBelow(root, kind);
  for (let depth = 0; depth < fqn.length - 1; depth += 1) met = metBelow(met, fqn[depth] ?? "");
  let { folder } = met;
  if (!folder) {
    const path = fqn.slice(0, -1);
    const merged = { ...CONFIG_DEFAULTS[kind] };
    for (const level of configLevels(tree, path)) mergeLevel(kind, merged, level);
    const unrendered: Record<string, Json> = {};
    for (const level of configLevels(unrenderedTree, path)) assignJson(unrendered, level);
    const [below, unrenderedBelow] = [levelAt(tree, path), levelAt(unrenderedTree, path)];
    met.folder = folder = { merged, below, unrendered, unrenderedBelow, resolved: null };
  }
  return folder;
}

function metBelow({ below }: Met, name: string): Met {
  let met = below.get(name);
  if (!met) below.set(name, (met = { folder: null, below: new Map() }));
  return met;
}

function levelAt(tree: YamlRecord, path: readonly string[]): YamlRecord {
  let level = tree;
  for (const name of path) {
    const next = level[name];
    if (!isRecord(next)) return {};
    level = next;
  }
  return level;
}

/** The levels of a config tree of dbt_project.yml that apply to a node, outermost first. */
export function configLevels(tree: YamlRecord, fqn: readonly string[]): YamlRecord[] {
  const levels = [ownConfigs(tree)];
  let level = tree;
  for (const name of fqn) {
    const next = level[name];
    if (!isRecord(next)) break;
    levels.push(ownConfigs(next));
    level = next;
  }
  return levels;
}

/** Configs among the keys of one level: every `+key`, and plain keys that hold no keys of their own (those are folders). */
function ownConfigs(level: YamlRecord): YamlRecord {
  const own: YamlRecord = {};
  for (const [key, value] of Object.entries(level)) {
    if (key.startsWith("+")) own[key.slice(1).trim()] = value;
    else if (!isRecord(value)) own[key] = value;
  }
  return own;
}

function withoutHookSpelling(level: YamlRecord): YamlRecord {
  if (!("pre_hook" in level) && !("post_hook" in level)) return level;
  return Object.fromEntries(
    Object.entries(level).map(([key, value]) => [key.replace(/^(pre|post)_hook$/, "$1-hook"), value]),
  );
}

/**
 * Merges a level into `merged`, which holds JSON. A value of a wrong kind has its diagnostic where it is written; here it must only
 * not break the rest.
 */
function mergeLevel(kind: ConfigKind, merged: YamlRecord, level: YamlRecord): void {
  const rules = MERGE_RULES[kind];
  for (const [rawKey, rawValue] of Object.entries(level)) {
    const key = rawKey === "pre-hook" || rawKey === "post-hook" ? rawKey.replace("-", "_") : rawKey;
    const value = toJson(rawValue) as YamlValue;
    const before = merged[key];
    switch (rules[key]) {
      case "append":
        merged[key] = [...listOf(before), ...(key.endsWith("_hook") ? readHooks(value) : listOf(value))];
        break;
      case "update":
        if (isRecord(value)) merged[key] = { ...(isRecord(before) ? before : {}), ...value };
        break;
      case "grants":
        if (isRecord(value)) merged[key] = mergeGrants(isRecord(before) ? before : {}, value);
        break;
      default:
        merged[key] = value;
    }
  }
}

function mergeGrants(before: YamlRecord, added: YamlRecord): YamlRecord {
  const merged: YamlRecord = Object.fromEntries(Object.entries(before).map(([key, value]) => [key, listOf(value)]));
  for (const [key, value] of Object.entries(added)) {
    const name = key.replace(/^\++/, "");
    merged[name] = key.startsWith("+") ? [...listOf(merged[name]), ...listOf(value)] : listOf(value);
  }
  return merged;
}

function listOf(value: YamlValue | undefined): YamlValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A hook is SQL, or SQL with `transaction`, as keys or as the JSON that dbt's before_begin() and after_commit() return. */
function readHooks(value: YamlValue): YamlValue[] {
  return listOf(value).flatMap((hook): YamlValue[] => {
    if (isRecord(hook))
      return typeof hook["sql"] === "string" ? [{ sql: hook["sql"], transaction: hook["transaction"] !== false }] : [];
    if (typeof hook !== "string") return [];
    if (hook.trimStart().startsWith("{") && hook.includes('"sql"')) {
      try {
        const read = JSON.parse(hook) as { sql?: unknown; transaction?: unknown };
        if (typeof read.sql === "string") return [{ sql: read.sql, transaction: read.transaction !== false }];
      } catch {
        // No JSON, so it is the SQL itself.
      }
    }
    return [{ sql: hook, transaction: true }];
  });
}

const STORED_AS: Readonly<Record<string, boolean>> = { ephemeral: false, table: true, view: true };

function finish(kind: ConfigKind, merged: YamlRecord): NodeConfig {
  if (kind === "test") {
    // `store_failures_as` decides, and where it is not set `store_failures` stands for it.
    const as = merged["store_failures_as"];
    if (typeof as === "string") merged["store_failures"] = STORED_AS[as] ?? true;
    else if (typeof merged["store_failures"] === "boolean")
      merged["store_failures_as"] = merged["store_failures"] ? "table" : "ephemeral";
  }
  if (kind === "snapshot") {
    const names = merged["snapshot_meta_column_names"];
    merged["snapshot_meta_column_names"] = {
      ...(CONFIG_DEFAULTS.snapshot["snapshot_meta_column_names"] as YamlRecord),
      ...(isRecord(names) ? names : {}),
    };
  }
  if (kind === "source" && isRecord(merged["freshness"]))
    merged["freshness"] = { ...(CONFIG_DEFAULTS.source["freshness"] as YamlRecord), ...merged["freshness"] };
  if (kind === "model") {
    const freshness = merged["freshness"];
    if (freshness !== null && !(isRecord(freshness) && freshness["build_after"] !== undefined))
      merged["freshness"] = null;
  }
  if (typeof merged["static_analysis"] === "boolean")
    merged["static_analysis"] = merged["static_analysis"] ? "on" : "off";
  return merged as unknown as NodeConfig;
}
