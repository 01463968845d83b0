/**
 * Property YAML -> what it says about models, seeds, sources and macros, each entry with its place in the file.
 *
 * Texts keep their Jinja here, except where dbt renders them while parsing (descriptions, meta, source settings); data tests are
 * passed on as written.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { ColumnInfo } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Package } from "../project/package.ts";
import type { RenderYaml } from "../project/yaml.ts";
import { asList, isRecord, readYaml, toJson } from "../project/yaml.ts";
import type { YamlFile, YamlRecord, YamlValue } from "../project/yaml.ts";
import type { PlacedFile } from "./files.ts";
import { validateConfig } from "./validate-config.ts";

export interface DataTestEntry {
  /** As written: `not_null`, or `{accepted_values: {...}}`. */
  readonly value: YamlValue;
  readonly column: string | null;
  readonly span: SourceSpan;
}

export interface Patch {
  readonly kind: "models" | "seeds" | "snapshots" | "analyses" | "data_tests";
  readonly name: string;
  /** Path of the property file from its package's root. */
  readonly path: string;
  readonly file: PlacedFile;
  readonly description: string;
  readonly config: YamlRecord;
  readonly columns: Record<string, ColumnInfo>;
  readonly tests: readonly DataTestEntry[];
  readonly span: SourceSpan;
}

export interface SourceTable {
  readonly sourceName: string;
  readonly name: string;
  readonly identifier: string;
  readonly database: string | null;
  readonly schema: string;
  readonly description: string;
  readonly sourceDescription: string;
  /** Source settings with the table's own on top. */
  readonly config: YamlRecord;
  readonly loadedAtField: string | null;
  readonly freshness: YamlValue;
  readonly columns: Record<string, ColumnInfo>;
  readonly tests: readonly DataTestEntry[];
  readonly file: PlacedFile;
  readonly span: SourceSpan;
}

export interface MacroPatchEntry {
  readonly name: string;
  readonly packageName: string;
  readonly description: string;
  readonly span: SourceSpan;
}

export interface Exposure {
  readonly name: string;
  readonly entry: YamlRecord;
  readonly file: PlacedFile;
  readonly span: SourceSpan;
}

export interface Properties {
  readonly patches: readonly Patch[];
  readonly sources: readonly SourceTable[];
  readonly macros: readonly MacroPatchEntry[];
  readonly exposures: readonly Exposure[];
  readonly diagnostics: readonly Diagnostic[];
}

const PATCH_KINDS = ["models", "seeds", "snapshots", "analyses"] as const;
const KNOWN_KEYS = new Set([
  "version",
  ...PATCH_KINDS,
  "sources",
  "macros",
  "exposures",
  "data_tests",
  "tests",
  "anchors",
]);
const LATER_KEYS = new Set(["unit_tests", "groups", "metrics", "semantic_models", "saved_queries", "functions"]);

export function readProperties(files: readonly PlacedFile[], renderOf: (owner: Package) => RenderYaml): Properties {
  const patches: Patch[] = [];
  const sources: SourceTable[] = [];
  const macros: MacroPatchEntry[] = [];
  const exposures: Exposure[] = [];
  const diagnostics: Diagnostic[] = [];

  for (const placed of files) {
    const yaml = readYaml(placed.file);
    diagnostics.push(...yaml.diagnostics);
    if (yaml.diagnostics.length > 0 || yaml.value === null) continue;
    const reader = new Reader(yaml, renderOf(placed.package), diagnostics);
    if (!isRecord(yaml.value)) {
      diagnostics.push(
        diagnostic("P001", `"${placed.file.path}" must hold keys such as \`models:\`, not a single value.`, {
          hint: "Start the file with `models:` and a list below it.",
          at: yaml.spanOf([]),
        }),
      );
      continue;
    }
    for (const key of Object.keys(yaml.value)) {
      if (KNOWN_KEYS.has(key)) continue;
      const later = LATER_KEYS.has(key);
      diagnostics.push(
        diagnostic(
          "P009",
          later
            ? `\`${key}:\` in "${placed.file.path}" is kept, but this version does not run it.`
            : `"${placed.file.path}" has a key "${key}" that is not known.`,
          {
            severity: "warning",
            hint: later
              ? "Everything else in the file is read."
              : "Property files hold models, seeds, snapshots, sources, macros and exposures.",
            at: yaml.spanOf([key]),
          },
        ),
      );
    }
    for (const kind of PATCH_KINDS) {
      for (const { entry, path, name } of reader.entries(yaml.value[kind], [kind])) {
        patches.push({
          kind,
          name,
          path: placed.relative,
          file: placed,
          description: reader.text(entry["description"], [...path, "description"]),
          config: reader.config(entry, path),
          columns: reader.columns(entry["columns"], [...path, "columns"]),
          tests: reader.tests(entry, path),
          span: yaml.spanOf(path),
        });
      }
    }
    for (const { entry, path, name } of reader.entries(yaml.value["sources"], ["sources"])) {
      sources.push(...readSource(reader, placed, name, entry, path));
    }
    for (const { entry, path, name } of reader.entries(yaml.value["macros"], ["macros"])) {
      macros.push({
        name,
        packageName: placed.package.name,
        description: reader.text(entry["description"], [...path, "description"]),
        span: yaml.spanOf(path),
      });
    }
    for (const { entry, path, name } of reader.entries(yaml.value["exposures"], ["exposures"])) {
      exposures.push({ name, entry, file: placed, span: yaml.spanOf(path) });
    }
  }
  return { patches, sources, macros, exposures, diagnostics };
}

function readSource(
  reader: Reader,
  placed: PlacedFile,
  sourceName: string,
  source: YamlRecord,
  path: readonly (string | number)[],
): SourceTable[] {
  const shared = reader.config(source, path);
  const description = reader.text(source["description"], [...path, "description"]);
  return reader.entries(source["tables"], [...path, "tables"]).map(({ entry, path: tablePath, name }) => {
    const own = reader.config(entry, tablePath);
    const identifier = reader.value(entry["identifier"], [...tablePath, "identifier"]);
    const database = reader.value(source["database"], [...path, "database"]);
    const schema = reader.value(source["schema"], [...path, "schema"]);
    const loadedAt = reader.value(
      entry["loaded_at_field"] ?? source["loaded_at_field"] ?? shared["loaded_at_field"],
      tablePath,
    );
    return {
      sourceName,
      name,
      identifier: typeof identifier === "string" ? identifier : name,
      database: typeof database === "string" ? database : null,
      schema: typeof schema === "string" ? schema : sourceName,
      description: reader.text(entry["description"], [...tablePath, "description"]),
      sourceDescription: description,
      config: {
        ...shared,
        ...own,
        meta: { ...(shared["meta"] as YamlRecord | undefined), ...(own["meta"] as YamlRecord | undefined) },
      },
      loadedAtField: typeof loadedAt === "string" ? loadedAt : null,
      freshness: own["freshness"] ?? entry["freshness"] ?? shared["freshness"] ?? source["freshness"] ?? null,
      columns: reader.columns(entry["columns"], [...tablePath, "columns"]),
      tests: reader.tests(entry, tablePath),
      file: placed,
      span: reader.yaml.spanOf(tablePath),
    };
  });
}

interface Entry {
  readonly entry: YamlRecord;
  readonly path: readonly (string | number)[];
  readonly name: string;
}

class Reader {
  readonly yaml: YamlFile;
  readonly #render: RenderYaml;
  readonly #diagnostics: Diagnostic[];

  constructor(yaml: YamlFile, render: RenderYaml, diagnostics: Diagnostic[]) {
    this.yaml = yaml;
    this.#render = render;
    this.#diagnostics = diagnostics;
  }

  /** The named entries of a list; what is no list or has no name is a diagnostic. */
  entries(value: YamlValue | undefined, path: readonly (string | number)[]): Entry[] {
    if (value === undefined || value === null) return [];
    const key = String(path.at(-1));
    if (!Array.isArray(value)) {
      this.#refuse(
        `\`${key}:\` in "${this.yaml.path}" must be a list.`,
        `Write each entry as \`- name: …\` below \`${key}:\`.`,
        path,
      );
      return [];
    }
    return value.flatMap((entry, index) => {
      const at = [...path, index];
      const name = isRecord(entry) ? entry["name"] : undefined;
      if (!isRecord(entry) || (typeof name !== "string" && typeof name !== "bigint")) {
        this.#refuse(`An entry under \`${key}:\` in "${this.yaml.path}" has no name.`, "Give it a `name:`.", at);
        return [];
      }
      return [{ entry, path: at, name: String(name) }];
    });
  }

  /** A value with its Jinja rendered. */
  value(value: YamlValue | undefined, path: readonly (string | number)[]): YamlValue {
    if (typeof value === "string" && /\{[{%#]/.test(value)) {
      try {
        return this.#render(value);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        this.#diagnostics.push({ ...error.diagnostic, at: this.yaml.spanOf(path) });
        return null;
      }
    }
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, [...path, index]));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.value(item, [...path, key])]));
    return value ?? null;
  }

  text(value: YamlValue | undefined, path: readonly (string | number)[]): string {
    const rendered = this.value(value, path);
    return rendered === null ? "" : String(rendered).trimEnd();
  }

  /** `config:` with the top-level keys that older projects write beside it. Hooks keep their Jinja until they run. */
  config(entry: YamlRecord, path: readonly (string | number)[]): YamlRecord {
    const config: YamlRecord = {};
    for (const key of ["tags", "meta", "enabled", "docs", "group", "access", "latest_version"]) {
      if (entry[key] !== undefined) config[key] = this.value(entry[key], [...path, key]);
    }
    const nested = entry["config"];
    if (nested !== undefined && nested !== null && !isRecord(nested)) {
      this.#refuse("`config:` must hold keys and values.", "Write for example `config: {materialized: table}`.", [
        ...path,
        "config",
      ]);
      return config;
    }
    for (const [key, value] of Object.entries(nested ?? {})) {
      config[key] = /^(pre|post)[-_]hook$/.test(key) ? value : this.value(value, [...path, "config", key]);
    }
    const nestedKeys = new Set(Object.keys(nested ?? {}));
    this.#diagnostics.push(
      ...validateConfig(config, (key) =>
        this.yaml.spanOf(nestedKeys.has(key) ? [...path, "config", key] : [...path, key]),
      ),
    );
    return config;
  }

  columns(value: YamlValue | undefined, path: readonly (string | number)[]): Record<string, ColumnInfo> {
    return Object.fromEntries(
      this.entries(value, path).map(({ entry, path: at, name }) => {
        const type = entry["data_type"];
        const config = this.config(entry, at);
        return [
          name,
          {
            name,
            description: this.text(entry["description"], [...at, "description"]),
            data_type: typeof type === "string" ? type : null,
            meta: isRecord(config["meta"]) ? (toJson(config["meta"]) as ColumnInfo["meta"]) : {},
            tags: asList(config["tags"]).map((tag) => String(tag as string)),
          },
        ];
      }),
    );
  }

  tests(entry: YamlRecord, path: readonly (string | number)[]): DataTestEntry[] {
    const read = (owner: YamlRecord, at: readonly (string | number)[], column: string | null): DataTestEntry[] => {
      const key = owner["data_tests"] === undefined ? "tests" : "data_tests";
      const list = owner[key];
      if (list === undefined || list === null) return [];
      if (!Array.isArray(list)) {
        this.#refuse(`\`${key}:\` must be a list.`, "Write each test as `- not_null`.", [...at, key]);
        return [];
      }
      return list.map((value, index) => ({ value, column, span: this.yaml.spanOf([...at, key, index]) }));
    };
    const columns = Array.isArray(entry["columns"]) ? entry["columns"] : [];
    return [
      ...columns.flatMap((column, index) =>
        isRecord(column) && typeof column["name"] === "string"
          ? read(column, [...path, "columns", index], column["name"])
          : [],
      ),
      ...read(entry, path, null),
    ];
  }

  #refuse(message: string, hint: string, path: readonly (string | number)[]): void {
    this.#diagnostics.push(diagnostic("P003", message, { hint, at: this.yaml.spanOf(path) }));
  }
}
