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

const MATERIALIZATIONS = ["view", "table", "incremental", "ephemeral", "seed", "snapshot", "test"];

const CHOICES: Readonly<Record<string, { readonly values: readonly string[]; readonly code: "P003" | "P010" }>> = {
  materialized: { values: MATERIALIZATIONS, code: "P010" },
  incremental_strategy: { values: ["append", "delete+insert", "merge"], code: "P010" },
  on_schema_change: { values: ["ignore", "append_new_columns", "sync_all_columns", "fail"], code: "P010" },
  severity: { values: ["error", "warn"], code: "P003" },
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

/** `materializations` are the project's own, beside the built-in ones. `spanOf` gives the place of a key. */
export function validateConfig(
  config: YamlRecord,
  spanOf: (key: string) => SourceSpan,
  materializations: readonly string[] = [],
): Diagnostic[] {
  return Object.entries(config).flatMap(([rawKey, value]) => {
    const key = rawKey.replace(/^\+/, "").replaceAll("-", "_");
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
      diagnostic(choice.code, `The config "${key}" has the value ${shown(value)}, which does not exist.`, {
        hint: near === null ? `Values are: ${values.join(", ")}.` : `Did you mean "${near}"?`,
        at: spanOf(rawKey),
      }),
    ];
  });
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
};

function isBoolean(value: YamlValue): boolean {
  return typeof value === "boolean";
}

function shown(value: YamlValue): string {
  return typeof value === "string"
    ? `"${value}"`
    : JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}
