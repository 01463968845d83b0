/**
 * Whether a node's result can be had again from its text and its inputs alone. What asks for the time, for chance or for things outside
 * of the project gives other rows each time, and a table of such rows is no substitute for a build.
 */
import { sha256 } from "../core/hash.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";

/** Functions count with their parenthesis: `today` is also the name of a column. */
const VOLATILE =
  /\b(current_date|current_time|current_timestamp|localtime|localtimestamp|invocation_id|run_started_at)\b|\b(random|uuid|gen_random_uuid|now|today|get_current_time|get_current_timestamp|transaction_timestamp|setseed|nextval|currval|env_var|read_csv|read_csv_auto|read_parquet|read_json)\s*\(|modules\s*\.\s*datetime|\bgraph\s*\./i;
/** What can put the place of a relation among the rows of a model. */
const PLACE = /\b(target|this|model)\s*\.\s*(schema|database|name|identifier)\b|\bschema\s*\(|\binformation_schema\b/i;
/** What a hook may not do if the table is to be the same without it. */
const WRITES =
  /\b(insert|update|delete|merge|truncate|drop|alter|create|copy|attach|detach|load|install|call|set|pragma)\b/i;

/** Why a node's table is not kept, or null. Ephemeral models and views have no table; their text counts where they are read. */
export function reasonNotToKeep(manifest: Manifest, node: ManifestNode): string | null {
  if (node.resource_type !== "model" && node.resource_type !== "seed") return "It is no model and no seed.";
  const { materialized } = node.config;
  if (node.resource_type === "model" && materialized !== "table" && materialized !== "incremental")
    return "It is not a table.";
  if (node.language === "python") return "It is written in Python.";
  if (hooksOf(node).some((hook) => writes(manifest, hook)))
    return "It has hooks, which may do more than make the table.";
  if (node.constraints.length > 0 || (node.config["contract"] !== undefined && isEnforced(node.config["contract"])))
    return "It has a contract, whose constraints would be lost.";
  if (JSON.stringify(node.config["indexes"] ?? []).includes('"unique":true')) return "It has a unique index.";
  return isVolatile(manifest, node)
    ? "Its rows depend on the time of the run, on chance or on what lies outside."
    : null;
}

/** True when the text of the node, or of a macro that it calls, asks for something that changes from run to run. */
export function isVolatile(manifest: Manifest, node: ManifestNode): boolean {
  return factsOf(manifest, node).isVolatile;
}

/** True when the text of the node, or of a macro that it calls, can put the name of a schema or table among the rows. */
export function tellsPlace(manifest: Manifest, node: ManifestNode): boolean {
  return factsOf(manifest, node).tellsPlace;
}

/** Digest of a node's text and of the macros behind it. */
export function textDigest(manifest: Manifest, node: ManifestNode): string {
  return factsOf(manifest, node).digest;
}

interface TextFacts {
  readonly digest: string;
  readonly isVolatile: boolean;
  readonly tellsPlace: boolean;
}

/** A project is read once for each edit and asked about a hundred times. */
const known = new WeakMap<Manifest, KnownFacts>();

interface KnownFacts {
  readonly nodes: Map<ManifestNode, TextFacts>;
  readonly macros: Map<string, TextFacts>;
}

function factsOf(manifest: Manifest, node: ManifestNode): TextFacts {
  const cache: KnownFacts = known.get(manifest) ?? { nodes: new Map(), macros: new Map() };
  known.set(manifest, cache);
  const before = cache.nodes.get(node);
  if (before !== undefined) return before;
  const seen = new Set<string>();
  const hooks = hooksOf(node).map(textOf).join("\n");
  const waiting = [...node.depends_on.macros, ...calledIn(manifest, hooks)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(manifest.macros.get(id)?.depends_on ?? []));
  }
  const macros = [...seen].sort().map((id) => {
    const facts = cache.macros.get(id) ?? macroFacts(manifest, id);
    cache.macros.set(id, facts);
    return facts;
  });
  const facts = {
    digest: sha256(JSON.stringify([node.raw_code, ...macros.map((macro) => macro.digest)])),
    isVolatile:
      VOLATILE.test(withoutComments(`${node.raw_code}\n${hooks}`)) || macros.some((macro) => macro.isVolatile),
    tellsPlace: PLACE.test(withoutComments(node.raw_code)) || macros.some((macro) => macro.tellsPlace),
  };
  cache.nodes.set(node, facts);
  return facts;
}

function macroFacts(manifest: Manifest, id: string): TextFacts {
  const macro = manifest.macros.get(id);
  const sql = macro?.macro_sql ?? "";
  // dbt's own ask the time only to name things.
  const own = macro !== undefined && !/^(dbt|dbt_duckdb)$/.test(macro.package_name);
  const text = withoutComments(sql);
  // The page's build empties the comments of dbt's macros; a table from the command line is worth the same there.
  const digest = sha256(`${id} ${sql.replace(/\{#[\s\S]*?#\}/g, "{##}")}`);
  return { digest, isVolatile: own && VOLATILE.test(text), tellsPlace: own && PLACE.test(text) };
}

function hooksOf(node: ManifestNode): readonly unknown[] {
  return ["pre-hook", "post-hook", "pre_hook", "post_hook"].flatMap((name) => {
    const hooks: unknown = node.config[name];
    return Array.isArray(hooks)
      ? (hooks as unknown[])
      : hooks === undefined || hooks === null || hooks === ""
        ? []
        : [hooks];
  });
}

/** `analyze {{ this }}`, rows that leave the table itself, and macros that only look and tell change nothing besides. */
function writes(manifest: Manifest, hook: unknown): boolean {
  const text = textOf(hook);
  if (text === "" || WRITES.test(withoutTags(withoutOwnDelete(text)))) return true;
  const seen = new Set<string>();
  const macros = [...calledIn(manifest, text)];
  for (let id = macros.pop(); id !== undefined; id = macros.pop()) {
    const macro = manifest.macros.get(id);
    if (macro === undefined || seen.has(id) || /^(dbt|dbt_duckdb)$/.test(macro.package_name)) continue;
    seen.add(id);
    if (WRITES.test(withoutTags(macro.macro_sql))) return true;
    macros.push(...macro.depends_on);
  }
  return false;
}

/** The SQL of a hook; empty when it is none. */
function textOf(hook: unknown): string {
  const text = typeof hook === "string" ? hook : (hook as { readonly sql?: unknown } | null)?.sql;
  return typeof text === "string" ? text : "";
}

/** Ids of the macros of all names that a text calls. */
function calledIn(manifest: Manifest, text: string): readonly string[] {
  const names = new Set([...text.matchAll(/\b([a-z_]\w*)\s*\(/gi)].map((match) => match[1] ?? ""));
  if (names.size === 0) return [];
  return [...manifest.macros.values()].filter((macro) => names.has(macro.name)).map((macro) => macro.unique_id);
}

/** One statement that takes rows out of the table itself is part of making it. */
function withoutOwnDelete(sql: string): string {
  return withoutComments(sql).replace(/^\s*delete\s+from\s+\{\{\s*this\s*\}\}(?=[^;]*;?\s*$)/i, "");
}

/** The SQL between the tags, and the texts in quotes inside of them, which may be SQL. */
function withoutTags(sql: string): string {
  return withoutComments(sql).replace(/\{%-?\s*(set|call|macro|endmacro|do)\b/g, " ");
}

function isEnforced(contract: unknown): boolean {
  return typeof contract === "object" && contract !== null && (contract as { enforced?: unknown }).enforced === true;
}

function withoutComments(sql: string): string {
  return sql
    .replace(/\{#[\s\S]*?#\}/g, " ")
    .replace(/--[^\n]*/g, " ")
    .replace(/\/\*[\s\S]*?\*\//g, " ");
}
