/** Columns and constraints of a property file, and the data tests that hang on them. */
import type { ColumnInfo, Constraint } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { isRecord, toJson } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import type { PropertyReader, YamlPath } from "./property-reader.ts";

export interface DataTestEntry {
  /** As written: `not_null`, or `{accepted_values: {...}}`. */
  readonly value: YamlValue;
  /** As the test's argument, with its quotes when the column asks for them; null for a test of the whole node. */
  readonly column: string | null;
  /** Tags of the column, which its tests inherit. */
  readonly tags: readonly string[];
  readonly span: SourceSpan;
}

/** A column with its tests. */
export interface ColumnEntry {
  readonly info: ColumnInfo;
  readonly tests: readonly DataTestEntry[];
}

const KNOWN_KEYS = new Set([
  "name",
  "description",
  "meta",
  "data_type",
  "constraints",
  "docs",
  "config",
  "data_tests",
  "tests",
  "quote",
  "tags",
  "granularity",
  "policy_tags",
]);

/** `quoteAll` is `quote_columns` of the node. */
export function readColumns(
  reader: PropertyReader,
  value: YamlValue | undefined,
  path: YamlPath,
  quoteAll: boolean,
): ColumnEntry[] {
  return reader.entries(value, path).map(({ entry, path: at, name }) => {
    reader.checkKeys(entry, at, KNOWN_KEYS);
    const config = reader.config(entry, at);
    const configMeta = config["meta"];
    const configTags = config["tags"];
    const tags = [
      ...reader.texts(entry, "tags", at),
      ...(Array.isArray(configTags) ? configTags : [configTags]).filter((tag) => typeof tag === "string"),
    ];
    const quote = entry["quote"];
    if (quote !== undefined && quote !== null && typeof quote !== "boolean")
      reader.refuse(`\`quote\` in ${reader.where} must be true or false.`, "Write `quote: true`.", [...at, "quote"]);
    const isQuoted = typeof quote === "boolean" ? quote : quoteAll;
    const unique = [...new Set(tags)];
    return {
      info: {
        name,
        description: reader.text(entry, "description", at),
        data_type: reader.optionalText(entry, "data_type", at),
        meta: toJson({
          ...reader.record(entry, "meta", at),
          ...(isRecord(configMeta) ? configMeta : {}),
        }) as ColumnInfo["meta"],
        tags: unique,
        constraints: readConstraints(reader, entry, at),
        quote: typeof quote === "boolean" ? quote : null,
      },
      tests: readTests(reader, entry, at, isQuoted ? quoteIdentifier(name) : name, unique),
    };
  });
}

export function columnInfos(columns: readonly ColumnEntry[]): Record<string, ColumnInfo> {
  return Object.fromEntries(columns.map((column) => [column.info.name, column.info]));
}

/** The list under `data_tests:`, or `tests:` in its old name. */
export function readTests(
  reader: PropertyReader,
  owner: YamlRecord,
  path: YamlPath,
  column: string | null,
  tags: readonly string[] = [],
): DataTestEntry[] {
  const key = owner["data_tests"] === undefined ? "tests" : "data_tests";
  const list = owner[key];
  if (key === "data_tests" && owner["tests"] !== undefined && owner["tests"] !== null) {
    reader.refuse(
      `Both \`tests\` and \`data_tests\` stand in one entry of ${reader.where}.`,
      "Keep `data_tests`; `tests` is its old name.",
      [...path, "tests"],
    );
  }
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    reader.refuse(`\`${key}:\` in ${reader.where} must be a list.`, "Write each test as `- not_null`.", [...path, key]);
    return [];
  }
  return list.map((value, index) => ({ value, column, tags, span: reader.span([...path, key, index]) }));
}

export const CONSTRAINT_TYPES = ["not_null", "unique", "primary_key", "foreign_key", "check", "custom"] as const;

export function readConstraints(reader: PropertyReader, owner: YamlRecord, above: YamlPath): Constraint[] {
  const value = owner["constraints"];
  if (value === undefined || value === null) return [];
  const path = [...above, "constraints"];
  if (!Array.isArray(value)) {
    reader.refuse(`\`constraints:\` in ${reader.where} must be a list.`, "Write for example `- type: not_null`.", path);
    return [];
  }
  return value.flatMap((item, index): Constraint[] => {
    const at = [...path, index];
    const type = isRecord(item) ? reader.value(item["type"], [...at, "type"]) : null;
    const known = CONSTRAINT_TYPES.find((candidate) => candidate === type);
    if (!isRecord(item) || known === undefined) {
      reader.refuse(
        typeof type === "string"
          ? `"${type}" in ${reader.where} is no type of constraint.`
          : `A constraint in ${reader.where} has no type.`,
        `Types are: ${CONSTRAINT_TYPES.join(", ")}.`,
        at,
      );
      return [];
    }
    return [
      {
        type: known,
        name: reader.optionalText(item, "name", at),
        expression: reader.optionalText(item, "expression", at),
        warn_unenforced: item["warn_unenforced"] !== false,
        warn_unsupported: item["warn_unsupported"] !== false,
        to: reader.optionalText(item, "to", at),
        to_columns: reader.texts(item, "to_columns", at),
        columns: reader.texts(item, "columns", at),
      },
    ];
  });
}
