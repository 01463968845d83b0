/**
 * Looks at config values where they are written, so that a wrong one is marked in its own file and line.
 *
 * What dbt only finds when the node runs (an unknown materialization or strategy) is P010 and fails that node alone; a value of a
 * wrong kind is P003 and stops the project.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";

const MATERIALIZATIONS = [
  "view",
  "table",
  "incremental",
  "ephemeral",
  "seed",
  "snapshot",
  "test",
  "unit",
  "external",
  "materialized_view",
];

const CHOICES: Readonly<Record<string, { readonly values: readonly string[]; readonly code: "P003" | "P010" }>> = {
  materialized: { values: MATERIALIZATIONS, code: "P010" },
  incremental_strategy: { values: ["append", "delete+insert", "merge", "microbatch", "default"], code: "P010" },
  on_schema_change: { values: ["ignore", "append_new_columns", "sync_all_columns", "fail"], code: "P010" },
  severity: { values: ["error", "warn"], code: "P003" },
  access: { values: ["private", "protected", "public"], code: "P003" },
  on_configuration_change: { values: ["apply", "continue", "fail"], code: "P003" },
};

const KINDS: Readonly<Record<string, { readonly fits: (value: YamlValue) => boolean; readonly wanted: string }>> = {
  enabled: { fits: isBoolean, wanted: "true or false" },
  full_refresh: { fits: (value) => value === null || isBoolean(value), wanted: "true or false" },
  store_failures: { fits: (value) => value === null || isBoolean(value), wanted: "true or false" },
  tags: {
    fits: (value) =>
      typeof value === "string" || (Array.isArray(value) && value.every((tag) => typeof tag === "string")),
    wanted: "a text or a list of texts",
  },
  meta: { fits: (value) => isRecord(value), wanted: "keys and values" },
  pre_hook: { fits: isHooks, wanted: "SQL or a list of SQL" },
  post_hook: { fits: isHooks, wanted: "SQL or a list of SQL" },
  quoting: { fits: isRecord, wanted: "keys and values" },
  column_types: { fits: isRecord, wanted: "columns and types" },
  grants: { fits: isRecord, wanted: "privileges and names" },
  persist_docs: { fits: isRecord, wanted: "`relation` and `columns`" },
  contract: { fits: isRecord, wanted: "keys and values" },
  docs: { fits: isDocs, wanted: "`show` and a `node_color` that is a colour" },
  group: { fits: (value) => value === null || typeof value === "string", wanted: "a text" },
  where: { fits: (value) => value === null || typeof value === "string", wanted: "a text" },
  limit: { fits: isCount, wanted: "a whole number" },
  materialized: { fits: (value) => typeof value === "string", wanted: "a text" },
  alias: { fits: (value) => value === null || typeof value === "string", wanted: "a text" },
  schema: { fits: (value) => value === null || typeof value === "string", wanted: "a text" },
  database: { fits: (value) => value === null || typeof value === "string", wanted: "a text" },
  unique_key: {
    fits: (value) =>
      value === null ||
      typeof value === "string" ||
      (Array.isArray(value) && value.every((key) => typeof key === "string")),
    wanted: "a column or a list of columns",
  },
};

/** `+pre-hook` -> `pre_hook`. */
function plainKey(key: string): string {
  return key.replace(/^\+\s*/, "").replace(/^(pre|post)-hook$/, "$1_hook");
}

/** `materializations` are the project's own, beside the built-in ones. `spanOf` gives the place of a key. */
export function validateConfig(
  config: YamlRecord,
  spanOf: (key: string) => SourceSpan,
  materializations: readonly string[] = [],
): Diagnostic[] {
  return Object.entries(config).flatMap(([rawKey, value]) => {
    const key = /[+-]/.test(rawKey) ? plainKey(rawKey) : rawKey;
    const kind = KINDS[key];
    if (kind && !kind.fits(value)) {
      return [
        diagnostic("P003", `The config "${key}" must be ${kind.wanted}, not ${shown(value)}.`, {
          hint: `Write for example: ${EXAMPLES[key] ?? key}`,
          at: spanOf(rawKey),
        }),
      ];
    }
    const choice = CHOICES[key];
    const values = key === "materialized" ? [...MATERIALIZATIONS, ...materializations] : (choice?.values ?? []);
    if (!choice || value === null || values.includes(String(value).toLowerCase())) return [];
    const near = nearest(String(value), values);
    return [
      diagnostic(choice.code, unknownChoice(key, value), {
        hint: near === null ? `Values are: ${values.join(", ")}.` : `Did you mean "${near}"?`,
        at: spanOf(rawKey),
      }),
    ];
  });
}

/** What is said of a value that is none of the key's choices. */
export function unknownChoice(key: string, value: YamlValue): string {
  return `The config "${key}" has the value ${shown(value)}, which does not exist.`;
}

function isHooks(value: YamlValue): boolean {
  const isHook = (item: YamlValue): boolean =>
    typeof item === "string" || (isRecord(item) && typeof item["sql"] === "string");
  return value === null || isHook(value) || (Array.isArray(value) && value.every(isHook));
}

/** A colour is a hexadecimal number or one of the names that browsers know; those are words of letters. */
function isDocs(value: YamlValue): boolean {
  if (!isRecord(value)) return false;
  const color = value["node_color"] ?? null;
  return color === null || (typeof color === "string" && /^(#([0-9a-f]{3}|[0-9a-f]{6})|[a-z]+)$/i.test(color));
}

function isCount(value: YamlValue): boolean {
  return value === null || typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
}

const EXAMPLES: Readonly<Record<string, string>> = {
  enabled: "enabled: false",
  full_refresh: "full_refresh: false",
  store_failures: "store_failures: true",
  tags: "tags: [nightly]",
  meta: "meta: {owner: finance}",
  alias: "alias: customers",
  schema: "schema: marts",
  database: "database: strata",
  unique_key: "unique_key: [customer_id, date_day]",
  pre_hook: 'pre_hook: "analyze {{ this }}"',
  post_hook: 'post_hook: "analyze {{ this }}"',
  quoting: "quoting: {identifier: false}",
  column_types: "column_types: {id: bigint}",
  grants: "grants: {select: [reporter]}",
  persist_docs: "persist_docs: {relation: true, columns: true}",
  contract: "contract: {enforced: true}",
  docs: 'docs: {show: true, node_color: "#4e79a7"}',
  group: "group: finance",
  where: "where: \"status = 'paid'\"",
  limit: "limit: 100",
  materialized: "materialized: table",
};

function isBoolean(value: YamlValue): boolean {
  return typeof value === "boolean";
}

function shown(value: YamlValue): string {
  return typeof value === "string"
    ? `"${value}"`
    : JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}
