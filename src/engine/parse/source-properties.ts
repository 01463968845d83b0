/**
 * `sources:` of a property file. A source and its tables are kept apart here: what a table takes from its source is decided once
 * overrides from other packages are known.
 */
import { diagnostic } from "../core/errors.ts";
import type { Freshness, FreshnessThreshold } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Quoting } from "../project/package.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import { readColumns, readTests } from "./columns.ts";
import type { ColumnEntry, DataTestEntry } from "./columns.ts";
import type { PlacedFile } from "./files.ts";
import type { Entry, PropertyReader, YamlPath } from "./property-reader.ts";

/** A freshness as written: a period that is not there differs from one that is switched off with null. */
export type RawFreshness = "unset" | "off" | RawThresholds;
export interface RawThresholds {
  readonly warn_after: Partial<FreshnessThreshold> | null | undefined;
  readonly error_after: Partial<FreshnessThreshold> | null | undefined;
  readonly filter: string | null;
}

/** What a source and a table of it both may say. */
interface Shared {
  readonly name: string;
  readonly description: string;
  readonly meta: YamlRecord;
  readonly tags: readonly string[];
  readonly config: YamlRecord;
  readonly quoting: Quoting;
  readonly freshness: RawFreshness;
  readonly configFreshness: RawFreshness;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  readonly span: SourceSpan;
}

export interface TableDefinition extends Shared {
  readonly identifier: string | null;
  /** Also when it is there but null, which takes away what the source says. */
  readonly namesLoadedAtField: boolean;
  readonly columns: readonly ColumnEntry[];
  readonly tests: readonly DataTestEntry[];
  readonly external: YamlRecord | null;
}

export interface SourceDefinition extends Shared {
  readonly database: string | null;
  readonly schema: string | null;
  readonly loader: string;
  /** The package whose source of this name it changes; null declares a source. */
  readonly overrides: string | null;
  readonly tables: readonly TableDefinition[];
  /** Keys that are there, for an override: only those change anything. */
  readonly given: ReadonlySet<string>;
  readonly file: PlacedFile;
}

const SHARED_KEYS = [
  "name",
  "description",
  "meta",
  "tags",
  "config",
  "quoting",
  "freshness",
  "loaded_at_field",
  "loaded_at_query",
];
const SOURCE_KEYS = new Set([...SHARED_KEYS, "database", "schema", "loader", "tables", "overrides"]);
const TABLE_KEYS = new Set([
  ...SHARED_KEYS,
  "identifier",
  "columns",
  "data_tests",
  "tests",
  "external",
  "constraints",
  "docs",
  "data_type",
  "quote_columns",
  "enabled",
]);

export function readSource(reader: PropertyReader, { entry, path, name }: Entry): SourceDefinition[] {
  reader.refuseKeys(entry, path, SOURCE_KEYS, `The source "${name}"`);
  const source: SourceDefinition = {
    ...readShared(reader, entry, path, name),
    database: reader.optionalText(entry, "database", path),
    schema: reader.optionalText(entry, "schema", path),
    loader: reader.optionalText(entry, "loader", path) ?? "",
    overrides: reader.optionalText(entry, "overrides", path),
    tables: reader.entries(entry["tables"], [...path, "tables"]).map((table) => readTable(reader, table)),
    given: new Set(Object.keys(entry)),
    file: reader.placed,
  };
  if (entry["overrides"] !== undefined) {
    reader.diagnostics.push(
      diagnostic("P011", `\`overrides\` of the source "${name}" is an old way to change a package's source.`, {
        severity: "warning",
        hint: "Disable the package's source and declare your own.",
        at: reader.span([...path, "overrides"]),
      }),
    );
  }
  return [source];
}

function readTable(reader: PropertyReader, { entry, path, name }: Entry): TableDefinition {
  reader.checkKeys(entry, path, TABLE_KEYS);
  const shared = readShared(reader, entry, path, name);
  return {
    ...shared,
    identifier: reader.optionalText(entry, "identifier", path),
    namesLoadedAtField: entry["loaded_at_field"] !== undefined || Boolean(shared.config["loaded_at_field"]),
    columns: readColumns(reader, entry["columns"], [...path, "columns"], entry["quote_columns"] === true),
    tests: readTests(reader, entry, path, null),
    external: isRecord(entry["external"])
      ? (reader.value(entry["external"], [...path, "external"]) as YamlRecord)
      : null,
  };
}

function readShared(reader: PropertyReader, entry: YamlRecord, path: YamlPath, name: string): Shared {
  const config = reader.config(entry, path);
  const field = reader.optionalText(entry, "loaded_at_field", path);
  if (field === "")
    reader.refuse(`\`loaded_at_field\` of "${name}" is empty.`, "Name a column, or write null.", [
      ...path,
      "loaded_at_field",
    ]);
  const quoting = reader.record(entry, "quoting", path);
  if (Object.values(quoting).some((value) => typeof value !== "boolean" && value !== null))
    reader.refuse(
      `\`quoting\` of "${name}" must hold true or false.`,
      "Write for example `quoting: {identifier: true}`.",
      [...path, "quoting"],
    );
  const configField = config["loaded_at_field"];
  const configQuery = config["loaded_at_query"];
  const query = entry["loaded_at_query"];
  const loadedAtField = field ?? (typeof configField === "string" ? configField : null);
  const loadedAtQuery = typeof query === "string" ? query : typeof configQuery === "string" ? configQuery : null;
  if (loadedAtField !== null && loadedAtQuery !== null)
    reader.refuse(`"${name}" has both \`loaded_at_field\` and \`loaded_at_query\`.`, "Keep one of them.", path);
  return {
    name,
    description: reader.text(entry, "description", path),
    meta: reader.record(entry, "meta", path),
    tags: reader.texts(entry, "tags", path),
    config,
    quoting,
    freshness: readFreshness(reader, entry, path),
    configFreshness: readFreshness(reader, isRecord(entry["config"]) ? entry["config"] : {}, [...path, "config"]),
    loadedAtField,
    loadedAtQuery,
    span: reader.span(path),
  };
}

const PERIODS = ["minute", "hour", "day"] as const;

function readFreshness(reader: PropertyReader, owner: YamlRecord, path: YamlPath): RawFreshness {
  if (owner["freshness"] === undefined) return "unset";
  const at = [...path, "freshness"];
  const value = reader.value(owner["freshness"], at);
  if (value === null) return "off";
  if (!isRecord(value)) {
    reader.refuse("`freshness:` must hold `warn_after` and `error_after`.", EXAMPLE, at);
    return "unset";
  }
  return {
    warn_after: readThreshold(reader, value["warn_after"], [...at, "warn_after"]),
    error_after: readThreshold(reader, value["error_after"], [...at, "error_after"]),
    filter: typeof value["filter"] === "string" ? value["filter"] : null,
  };
}

const EXAMPLE = "Write for example `warn_after: {count: 12, period: hour}`.";

function readThreshold(
  reader: PropertyReader,
  value: YamlValue | undefined,
  path: YamlPath,
): Partial<FreshnessThreshold> | null | undefined {
  if (value === undefined || value === null) return value;
  const count = isRecord(value) ? value["count"] : undefined;
  const period = isRecord(value) ? value["period"] : undefined;
  const known = PERIODS.find((candidate) => candidate === period);
  const isCount = typeof count === "bigint" || (typeof count === "number" && Number.isInteger(count));
  if (!isRecord(value) || (period !== undefined && known === undefined) || (count !== undefined && !isCount)) {
    reader.refuse("A freshness needs a whole `count` and a `period` of minute, hour or day.", EXAMPLE, path);
    return undefined;
  }
  return { ...(isCount ? { count: Number(count) } : {}), ...(known === undefined ? {} : { period: known }) };
}

/**
 * dbt's merge of what a source and its table say, from the source's top level to the table's config: null switches off, a later
 * threshold overwrites count and period one by one, and one that says nothing of `warn_after` keeps the earlier one.
 */
export function mergeFreshness(given: readonly RawFreshness[]): Freshness | null {
  let merged: RawThresholds | null = { warn_after: undefined, error_after: undefined, filter: null };
  let isSet = false;
  for (const next of given) {
    if (next === "unset") continue;
    isSet = true;
    if (next === "off") {
      merged = null;
      continue;
    }
    merged =
      merged === null
        ? next
        : {
            warn_after: mergeThreshold(merged.warn_after, next.warn_after),
            error_after: mergeThreshold(merged.error_after, next.error_after),
            filter: next.filter ?? merged.filter,
          };
  }
  if (!isSet || merged === null) return null;
  const warn = complete(merged.warn_after);
  const error = complete(merged.error_after);
  return warn === null && error === null ? null : { warn_after: warn, error_after: error, filter: merged.filter };
}

function mergeThreshold(
  before: RawThresholds["warn_after"],
  next: RawThresholds["warn_after"],
): RawThresholds["warn_after"] {
  if (next === null) return null;
  if (next === undefined) return before;
  return before ? { ...before, ...next } : next;
}

function complete(value: RawThresholds["warn_after"]): FreshnessThreshold | null {
  return value?.count !== undefined && value.period !== undefined ? { count: value.count, period: value.period } : null;
}

/** Whether anybody said anything: then dbt_project.yml has no word in it. */
export function saysFreshness(given: readonly RawFreshness[]): boolean {
  return given.some((item) => item !== "unset");
}
