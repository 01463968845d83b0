/**
 * The config cascade: dbt_project.yml from the outermost folder inwards, then property YAML, then `config()` in the file.
 *
 * Later values win, but `tags` add up, `meta` and `columns types` merge by key, and hooks are appended.
 */
import type { Json, NodeConfig } from "../core/manifest.ts";
import type { ConfigTree, Package } from "./package.ts";
import type { Project } from "./project.ts";
import type { YamlRecord, YamlValue } from "./yaml.ts";
import { asList, isRecord, toJson } from "./yaml.ts";

export interface Hook {
  readonly sql: string;
  readonly transaction: boolean;
}

/**
 * All levels of config of a node, the weakest first: its package's dbt_project.yml, what stands beside it (`own`: property YAML, then
 * `config()`), and for a node of a package the root project's dbt_project.yml, which has the last word.
 */
export function cascade(
  project: Project,
  owner: Package,
  tree: ConfigTree,
  fqn: readonly string[],
  own: readonly YamlRecord[],
): YamlRecord[] {
  return [
    ...configLevels(owner.configTrees[tree], fqn),
    ...own,
    ...(owner.name === project.name ? [] : configLevels(project.configTrees[tree], fqn)),
  ];
}

/** The levels of a config tree of dbt_project.yml that apply to a node, outermost first. */
export function configLevels(tree: YamlRecord, fqn: readonly string[]): YamlRecord[] {
  const levels: YamlRecord[] = [];
  let level: YamlRecord | undefined = tree;
  for (let depth = 0; level; depth += 1) {
    levels.push(ownConfigs(level, fqn[depth]));
    const next: YamlValue | undefined = depth < fqn.length ? level[fqn[depth] ?? ""] : undefined;
    level = isRecord(next) ? next : undefined;
  }
  return levels;
}

/** Configs among the keys of one level: every `+key`, and plain keys that are not folders. */
function ownConfigs(level: YamlRecord, nextFolder: string | undefined): YamlRecord {
  const own: YamlRecord = {};
  for (const [key, value] of Object.entries(level)) {
    if (key.startsWith("+")) own[key.slice(1).trim()] = value;
    else if (key !== nextFolder && (!isRecord(value) || key === "meta")) own[key] = value;
  }
  return own;
}

const DEFAULTS: Record<string, YamlValue> = {
  enabled: true,
  materialized: "view",
  tags: [],
  meta: {},
  schema: null,
  database: null,
  alias: null,
};

export function mergeConfigs(
  levels: readonly Readonly<Record<string, YamlValue>>[],
  defaults: Readonly<Record<string, YamlValue>> = {},
): NodeConfig {
  const merged: Record<string, YamlValue> = { ...DEFAULTS, ...defaults };
  const hooks: { pre: Hook[]; post: Hook[] } = { pre: [], post: [] };
  for (const level of levels) {
    for (const [rawKey, value] of Object.entries(level)) {
      const key = rawKey.replaceAll("-", "_");
      if (key === "tags")
        merged["tags"] = [
          ...new Set([...asList(merged["tags"]), ...asList(value)].map((tag) => String(tag as string))),
        ];
      else if (key === "meta")
        merged["meta"] = { ...(merged["meta"] as YamlRecord), ...(isRecord(value) ? value : {}) };
      else if (key === "pre_hook") hooks.pre.push(...readHooks(value));
      else if (key === "post_hook") hooks.post.push(...readHooks(value));
      else if (key === "column_types" && isRecord(value) && isRecord(merged[key]))
        merged[key] = { ...merged[key], ...value };
      else merged[key] = value;
    }
  }
  const config = toJson(merged) as Record<string, Json>;
  return { ...config, pre_hook: hooks.pre, post_hook: hooks.post } as unknown as NodeConfig;
}

function readHooks(value: YamlValue): Hook[] {
  return asList(value).flatMap((hook) => {
    if (typeof hook === "string") return [{ sql: hook, transaction: true }];
    if (isRecord(hook) && typeof hook["sql"] === "string")
      return [{ sql: hook["sql"], transaction: hook["transaction"] !== false }];
    return [];
  });
}
