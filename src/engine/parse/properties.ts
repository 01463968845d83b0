/**
 * Property YAML -> what it says about models, seeds, sources, tests and the rest, each entry with its place in the file.
 *
 * Nothing here knows which files exist: that an entry describes nothing is found when the nodes are made.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Constraint, Json, ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Package } from "../project/package.ts";
import type { RenderYaml } from "../project/yaml.ts";
import { asList, isReadable, isRecord, readYaml, toJson } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import { readColumns, readConstraints, readTests } from "./columns.ts";
import type { ColumnEntry, DataTestEntry } from "./columns.ts";
import type { WrittenDescription } from "./doc-blocks.ts";
import type { PlacedFile } from "./files.ts";
import type { Memory } from "./memory.ts";
import { PropertyReader } from "./property-reader.ts";
import type { Entry, YamlPath } from "./property-reader.ts";
import { readSource } from "./source-properties.ts";
import type { SourceDefinition } from "./source-properties.ts";
import { validateConfig } from "./validate-config.ts";

export type PatchKind = "models" | "seeds" | "snapshots" | "analyses" | "data_tests";

/** One version of a model; what it does not say itself is the model's. */
export interface VersionEntry {
  /** As in the unique id: `2`, `1.5`, `prerelease`. */
  readonly v: string | number;
  /** File that holds it, without extension; null looks for `<model>_v<v>`. */
  readonly definedIn: string | null;
  readonly description: string;
  readonly config: YamlRecord;
  readonly columns: readonly ColumnEntry[];
  readonly tests: readonly DataTestEntry[];
  readonly constraints: readonly Constraint[];
  readonly deprecationDate: string | null;
  readonly span: SourceSpan;
}

/** What a property file says about a node that is made elsewhere. */
export interface Patch {
  readonly kind: PatchKind;
  readonly name: string;
  /** Path of the property file from its package's root. */
  readonly path: string;
  readonly file: PlacedFile;
  readonly description: string;
  readonly config: YamlRecord;
  readonly columns: readonly ColumnEntry[];
  readonly tests: readonly DataTestEntry[];
  readonly constraints: readonly Constraint[];
  readonly deprecationDate: string | null;
  readonly timeSpine: ManifestNode["time_spine"];
  readonly latestVersion: string | number | null;
  readonly versions: readonly VersionEntry[];
  /** `relation:` of a snapshot that is written in YAML alone. */
  readonly relation: string | null;
  readonly span: SourceSpan;
}

export interface MacroPatchEntry {
  readonly name: string;
  readonly packageName: string;
  /** Path of the property file from its package's root. */
  readonly path: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly type: string | null; readonly description: string }[];
  readonly span: SourceSpan;
}

/** An entry that becomes a node of its own: exposure, group, metric, semantic model, saved query or unit test. */
export interface Definition {
  readonly name: string;
  /** The entry, rendered where dbt renders it. */
  readonly entry: YamlRecord;
  readonly config: YamlRecord;
  readonly description: string;
  readonly file: PlacedFile;
  readonly span: SourceSpan;
  spanOf(path: YamlPath): SourceSpan;
}

const DEFINITIONS = ["exposures", "groups", "metrics", "semantic_models", "saved_queries", "unit_tests"] as const;
export type DefinitionKind = (typeof DEFINITIONS)[number];

export interface PropertyFile {
  readonly patches: readonly Patch[];
  readonly sources: readonly SourceDefinition[];
  readonly macros: readonly MacroPatchEntry[];
  readonly definitions: Readonly<Record<DefinitionKind, readonly Definition[]>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Those with docs blocks in them. */
  readonly descriptions: readonly WrittenDescription[];
}

const PATCHES: readonly PatchKind[] = ["models", "seeds", "snapshots", "analyses", "data_tests"];

const KNOWN_KEYS = new Set<string>([
  "version",
  ...PATCHES,
  "sources",
  "macros",
  ...DEFINITIONS,
  "functions",
  "anchors",
]);

const PATCH_KEYS = new Set([
  "name",
  "description",
  "meta",
  "docs",
  "group",
  "access",
  "contract",
  "config",
  "columns",
  "data_tests",
  "tests",
  "constraints",
  "quote_columns",
  "latest_version",
  "versions",
  "deprecation_date",
  "time_spine",
  "relation",
  "data_type",
  "tags",
  "enabled",
]);

const VERSION_KEYS = new Set([
  "v",
  "defined_in",
  "description",
  "access",
  "config",
  "constraints",
  "docs",
  "data_tests",
  "tests",
  "columns",
  "deprecation_date",
]);

const DEFINITION_KEYS: Readonly<Record<DefinitionKind, ReadonlySet<string>>> = {
  exposures: keys("type owner label maturity meta tags url depends_on"),
  groups: keys("owner"),
  metrics: keys("label type type_params filter time_granularity meta tags"),
  semantic_models: keys("model label defaults entities measures dimensions primary_entity"),
  saved_queries: keys("query_params label exports tags"),
  unit_tests: keys("model given expect overrides versions"),
};

function keys(own: string): ReadonlySet<string> {
  return new Set(["name", "description", "config", ...own.split(" ")]);
}

export function readProperties(
  files: readonly PlacedFile[],
  renderOf: (owner: Package) => RenderYaml,
  memory: Memory,
): PropertyFile[] {
  return files.map((placed) =>
    memory.keep("properties", placed.file.path, placed.file.text, () => readFile(placed, renderOf(placed.package))),
  );
}

const NOTHING: PropertyFile = {
  patches: [],
  sources: [],
  macros: [],
  definitions: { exposures: [], groups: [], metrics: [], semantic_models: [], saved_queries: [], unit_tests: [] },
  diagnostics: [],
  descriptions: [],
};

function readFile(placed: PlacedFile, render: RenderYaml): PropertyFile {
  const yaml = readYaml(placed.file);
  if (yaml.value === null || !isReadable(yaml)) return { ...NOTHING, diagnostics: yaml.diagnostics };
  const root = yaml.value;
  if (!isRecord(root)) {
    const found = diagnostic("P001", `"${placed.file.path}" must hold keys such as \`models:\`, not a single value.`, {
      hint: "Start the file with `models:` and a list below it.",
      at: yaml.spanOf([]),
    });
    return { ...NOTHING, diagnostics: [...yaml.diagnostics, found] };
  }
  const reader = new PropertyReader(yaml, placed, render);
  reader.diagnostics.push(...yaml.diagnostics);
  checkTopLevel(reader, root);
  return {
    patches: PATCHES.flatMap((kind) =>
      reader.entries(root[kind], [kind]).map((found) => readPatch(reader, kind, found)),
    ),
    sources: reader.entries(root["sources"], ["sources"]).flatMap((found) => readSource(reader, found)),
    macros: reader.entries(root["macros"], ["macros"]).map((found) => readMacroPatch(reader, found)),
    definitions: Object.fromEntries(
      DEFINITIONS.map((kind) => [
        kind,
        reader.entries(root[kind], [kind]).map((found) => readDefinition(reader, kind, found)),
      ]),
    ) as Record<DefinitionKind, Definition[]>,
    diagnostics: reader.diagnostics,
    descriptions: reader.descriptions,
  };
}

function checkTopLevel(reader: PropertyReader, root: YamlRecord): void {
  for (const key of Object.keys(root)) {
    if (root[key] === null && KNOWN_KEYS.has(key) && key !== "version" && key !== "anchors")
      reader.refuse(`\`${key}:\` in ${reader.where} is empty.`, "Write a list below it, or delete the key.", [key]);
    if (key === "functions" && Array.isArray(root[key]) && root[key].length > 0) {
      reader.diagnostics.push(
        diagnostic("P012", `\`functions:\` in ${reader.where} is not supported yet; it is left out.`, {
          severity: "warning",
          hint: "Write the function as a macro.",
          at: reader.span([key]),
        }),
      );
    }
    if (KNOWN_KEYS.has(key)) continue;
    const near = nearest(key, KNOWN_KEYS);
    reader.diagnostics.push(
      diagnostic("P009", `${reader.where} has a key "${key}" that is not known.`, {
        severity: "warning",
        hint:
          near === null
            ? "Property files hold models, seeds, snapshots, sources, macros, exposures, tests and the like."
            : `Did you mean "${near}"?`,
        at: reader.span([key]),
      }),
    );
  }
}

function readPatch(reader: PropertyReader, kind: PatchKind, { entry, path, name }: Entry): Patch {
  reader.checkKeys(entry, path, PATCH_KEYS);
  const quoteAll = entry["quote_columns"] === true;
  const columns = readColumns(reader, entry["columns"], [...path, "columns"], quoteAll);
  const tests = readTests(reader, entry, path, null);
  const config = reader.nodeConfig(entry, path);
  const constraints = readConstraints(reader, entry, path);
  const versions =
    kind === "models" ? readVersions(reader, entry, path, { name, columns, tests, config, constraints, quoteAll }) : [];
  return {
    kind,
    name,
    path: reader.placed.relative,
    file: reader.placed,
    description: reader.text(entry, "description", path),
    config,
    columns,
    tests,
    constraints,
    deprecationDate: dateOf(reader, entry["deprecation_date"], [...path, "deprecation_date"]),
    timeSpine: timeSpineOf(entry["time_spine"]),
    latestVersion: latestVersion(reader, entry, path, versions),
    versions,
    relation: kind === "snapshots" ? reader.optionalText(entry, "relation", path) : null,
    span: reader.span(path),
  };
}

interface Versioned {
  readonly name: string;
  readonly columns: readonly ColumnEntry[];
  readonly tests: readonly DataTestEntry[];
  readonly config: YamlRecord;
  readonly constraints: readonly Constraint[];
  readonly quoteAll: boolean;
}

function readVersions(reader: PropertyReader, entry: YamlRecord, path: YamlPath, model: Versioned): VersionEntry[] {
  const list = entry["versions"];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    reader.refuse(`\`versions:\` of "${model.name}" must be a list.`, "Write each as `- v: 1`.", [...path, "versions"]);
    return [];
  }
  const seen = new Set<string>();
  return list.flatMap((item, index): VersionEntry[] => {
    const at = [...path, "versions", index];
    const v = isRecord(item) ? versionOf(reader.value(item["v"], [...at, "v"])) : null;
    if (!isRecord(item) || v === null) {
      reader.refuse(`A version of "${model.name}" needs \`v\`, a number or a text.`, "Write `- v: 1`.", at);
      return [];
    }
    if (seen.has(String(v))) {
      reader.refuse(`The version ${v} of "${model.name}" stands twice.`, "Delete one of them.", at);
      return [];
    }
    seen.add(String(v));
    reader.refuseKeys(item, at, VERSION_KEYS, `Version ${v} of "${model.name}"`);
    const included = includedColumns(reader, model, item["columns"], [...at, "columns"]);
    const own = reader.nodeConfig(item, at);
    const constraints = readConstraints(reader, item, at);
    const hasTests = item["data_tests"] !== undefined || item["tests"] !== undefined;
    return [
      {
        v,
        definedIn: reader.optionalText(item, "defined_in", at),
        description: reader.text(item, "description", at),
        config: deepMerge(model.config, own),
        columns: included,
        tests: hasTests ? readTests(reader, item, at, null) : model.tests,
        constraints: constraints.length > 0 ? constraints : model.constraints,
        deprecationDate: dateOf(reader, item["deprecation_date"], [...at, "deprecation_date"]),
        span: reader.span(at),
      },
    ];
  });
}

/** The model's columns that a version keeps, then its own. */
function includedColumns(
  reader: PropertyReader,
  model: Versioned,
  value: YamlValue | undefined,
  path: YamlPath,
): ColumnEntry[] {
  let include: readonly string[] | "all" = "all";
  let exclude: readonly string[] = [];
  const own: YamlValue[] = [];
  let rules = 0;
  for (const [index, item] of asList(value).entries()) {
    if (!isRecord(item) || (item["include"] === undefined && item["exclude"] === undefined)) {
      own.push(item);
      continue;
    }
    rules += 1;
    if (rules > 1)
      reader.refuse(`A version of "${model.name}" has two entries with include or exclude.`, "Keep one.", [
        ...path,
        index,
      ]);
    const wanted = item["include"] ?? "all";
    include = wanted === "all" || wanted === "*" ? "all" : reader.texts(item, "include", [...path, index]);
    exclude = reader.texts(item, "exclude", [...path, index]);
    if (include !== "all" && exclude.length > 0)
      reader.refuse(
        `\`exclude\` of a version of "${model.name}" needs \`include: all\`.`,
        "Name what is included, or what is not.",
        [...path, index],
      );
  }
  const kept = model.columns.filter(
    ({ info }) => (include === "all" || include.includes(info.name)) && !exclude.includes(info.name),
  );
  return own.length === 0 ? kept : [...kept, ...readColumns(reader, own, path, model.quoteAll)];
}

function latestVersion(
  reader: PropertyReader,
  entry: YamlRecord,
  path: YamlPath,
  versions: readonly VersionEntry[],
): string | number | null {
  const given = versionOf(reader.value(entry["latest_version"], [...path, "latest_version"]));
  if (given !== null) {
    const known = versions.find((version) => String(version.v) === String(given));
    if (!known) {
      reader.refuse(
        `\`latest_version\` of "${String(entry["name"])}" is ${given}, which is none of its versions.`,
        versions.length === 0
          ? "List the versions below `versions:`, or delete it."
          : `Versions are: ${versions.map((version) => version.v).join(", ")}.`,
        [...path, "latest_version"],
      );
    }
    return known?.v ?? given;
  }
  const numbers = versions.every((version) => !Number.isNaN(Number(version.v)));
  const sorted = [...versions].sort((a, b) =>
    numbers ? Number(a.v) - Number(b.v) : String(a.v) < String(b.v) ? -1 : String(a.v) > String(b.v) ? 1 : 0,
  );
  return sorted.at(-1)?.v ?? null;
}

function versionOf(value: YamlValue): string | number | null {
  if (typeof value === "bigint") return Number(value);
  // Python writes 1.0 with its point, and so do unique ids.
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : value;
  return typeof value === "string" && value !== "" ? value : null;
}

/** The column that a calendar counts by, and its coarser columns. */
function timeSpineOf(value: YamlValue | undefined): ManifestNode["time_spine"] {
  const column = isRecord(value) ? value["standard_granularity_column"] : undefined;
  if (!isRecord(value) || typeof column !== "string") return null;
  const custom = asList(value["custom_granularities"]).filter(isRecord);
  return {
    standard_granularity_column: column,
    custom_granularities: custom.map((item): Json => ({
      name: toJson(item["name"] ?? null),
      column_name: toJson(item["column_name"] ?? null),
    })),
  };
}

/** A date or a moment, as text in ISO form. */
function dateOf(reader: PropertyReader, value: YamlValue | undefined, path: YamlPath): string | null {
  const rendered = reader.value(value, path);
  if (rendered === null) return null;
  if (typeof rendered === "string" && !Number.isNaN(Date.parse(rendered))) {
    return /^\d{4}-\d\d-\d\d$/.test(rendered) ? `${rendered}T00:00:00+00:00` : rendered.replace(" ", "T");
  }
  reader.refuse(
    `\`${String(path.at(-1))}\` in ${reader.where} must be a date.`,
    "Write for example `2026-01-31`.",
    path,
  );
  return null;
}

function deepMerge(base: YamlRecord, added: YamlRecord): YamlRecord {
  const merged = { ...base };
  for (const [key, value] of Object.entries(added)) {
    const before = merged[key];
    merged[key] = isRecord(before) && isRecord(value) ? deepMerge(before, value) : value;
  }
  return merged;
}

function readMacroPatch(reader: PropertyReader, { entry, path, name }: Entry): MacroPatchEntry {
  return {
    name,
    packageName: reader.placed.package.name,
    path: reader.placed.relative,
    description: reader.text(entry, "description", path),
    arguments: reader.entries(entry["arguments"], [...path, "arguments"]).map((argument) => ({
      name: argument.name,
      type: reader.optionalText(argument.entry, "type", argument.path),
      description: reader.text(argument.entry, "description", argument.path),
    })),
    span: reader.span(path),
  };
}

/** Keys whose text is a template for later, by kind. */
const LATE_KEYS: Readonly<Partial<Record<DefinitionKind, ReadonlySet<string>>>> = {
  metrics: new Set(["filter"]),
  saved_queries: new Set(["where"]),
  semantic_models: new Set(["model"]),
};

function readDefinition(reader: PropertyReader, kind: DefinitionKind, { entry, path, name }: Entry): Definition {
  reader.refuseKeys(entry, path, DEFINITION_KEYS[kind], `"${name}" below \`${kind}:\``);
  const late = LATE_KEYS[kind];
  const render = (value: YamlValue, at: YamlPath): YamlValue => {
    if (Array.isArray(value)) return value.map((item, index) => render(item, [...at, index]));
    if (!isRecord(value)) return reader.value(value, at);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (late?.has(key) === true) return [key, item];
        if (key === "description" && typeof item === "string") return [key, reader.text(value, key, at)];
        return [key, render(item, [...at, key])];
      }),
    );
  };
  const { config: _config, ...rest } = entry;
  const config = reader.config(entry, path);
  const rendered = render(rest, path) as YamlRecord;
  if (kind !== "unit_tests" && kind !== "groups")
    reader.diagnostics.push(
      ...validateConfig(pick(rendered, ["tags", "meta", "enabled"]), (key) => reader.span([...path, key])),
    );
  return {
    name,
    entry: rendered,
    config,
    description: typeof rendered["description"] === "string" ? rendered["description"] : "",
    file: reader.placed,
    span: reader.span(path),
    spanOf: (below) => reader.span([...path, ...below]),
  };
}

function pick(record: YamlRecord, keys: readonly string[]): YamlRecord {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => keys.includes(key) && value !== null));
}
