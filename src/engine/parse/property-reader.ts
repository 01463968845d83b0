/**
 * Reads entries of one property file: names, texts, configs, lists. Whatever has a wrong kind becomes a diagnostic with its place,
 * and the rest of the file is still read.
 *
 * Texts are rendered where dbt renders them while parsing. Hooks, tests and queries keep their Jinja until they run.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { RenderYaml } from "../project/yaml.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlFile, YamlRecord, YamlValue } from "../project/yaml.ts";
import type { WrittenDescription } from "./doc-blocks.ts";
import type { PlacedFile } from "./files.ts";
import { validateConfig } from "./validate-config.ts";

export type YamlPath = readonly (string | number)[];

export interface Entry {
  readonly entry: YamlRecord;
  readonly path: YamlPath;
  readonly name: string;
}

/** Configs that dbt also takes from beside `config:`. */
const MOVED_INTO_CONFIG = ["meta", "docs", "group", "contract", "access"] as const;

const JINJA = /\{[{%#]/;

const LATE = /^((pre|post)[-_]hook|loaded_at_query)$/;

export class PropertyReader {
  readonly yaml: YamlFile;
  readonly placed: PlacedFile;
  readonly diagnostics: Diagnostic[] = [];
  /** Descriptions with docs blocks in them. */
  readonly descriptions: WrittenDescription[] = [];
  readonly #render: RenderYaml;

  constructor(yaml: YamlFile, placed: PlacedFile, render: RenderYaml) {
    this.yaml = yaml;
    this.placed = placed;
    this.#render = render;
  }

  get where(): string {
    return `"${this.yaml.path}"`;
  }

  span(path: YamlPath): SourceSpan {
    return this.yaml.spanOf(path);
  }

  /** The entries of a list that have a name; what is no list or has no name is a diagnostic. */
  entries(value: YamlValue | undefined, path: YamlPath, nameKey = "name"): Entry[] {
    if (value === undefined || value === null) return [];
    const key = String(path.at(-1));
    if (!Array.isArray(value)) {
      this.refuse(
        `\`${key}:\` in ${this.where} must be a list.`,
        `Write each entry as \`- ${nameKey}: …\` below \`${key}:\`.`,
        path,
      );
      return [];
    }
    return value.flatMap((entry, index) => {
      const at = [...path, index];
      const name = isRecord(entry) ? this.part(entry, nameKey, at) : undefined;
      if (isRecord(entry) && typeof name === "string" && name !== "") return [{ entry, path: at, name }];
      if (typeof name === "bigint" || typeof name === "number" || typeof name === "boolean") {
        this.refuse(
          `The ${nameKey} ${String(name)} under \`${key}:\` in ${this.where} is not a text.`,
          `Put quotes around it: \`${nameKey}: "${String(name)}"\`.`,
          [...at, nameKey],
        );
      } else {
        this.refuse(`An entry under \`${key}:\` in ${this.where} has no ${nameKey}.`, `Give it a \`${nameKey}:\`.`, at);
      }
      return [];
    });
  }

  /** A value with its Jinja rendered. */
  value(value: YamlValue | undefined, path: YamlPath): YamlValue {
    if (typeof value === "string") return JINJA.test(value) ? this.#rendered(value, path) : value;
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, [...path, index]));
    if (isRecord(value)) {
      const rendered: YamlRecord = {};
      for (const key of Object.keys(value)) rendered[key] = this.value(value[key], [...path, key]);
      return rendered;
    }
    return value ?? null;
  }

  /** As `value`, for what stands under a key of the entry at a path. Most need no path, so none is made for them. */
  part(entry: YamlRecord, key: string, path: YamlPath): YamlValue {
    const value = entry[key];
    if (value === undefined || value === null) return null;
    return typeof value === "string" && !JINJA.test(value) ? value : this.value(value, [...path, key]);
  }

  /** A description: prose with docs blocks. Like Jinja, rendering takes one line break from the end. */
  text(entry: YamlRecord, key: string, path: YamlPath): string {
    const value = entry[key];
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") {
      this.refuse(`\`${key}\` in ${this.where} must be a text.`, "Put quotes around it.", [...path, key]);
      return "";
    }
    if (!JINJA.test(value)) return value;
    const rendered = this.#rendered(value.replace(/\n$/, ""), [...path, key]);
    const text = rendered === null ? "" : String(rendered);
    if (/\bdoc\s*\(/.test(value) && text !== "") this.descriptions.push({ written: value, rendered: text });
    return text;
  }

  /** A text, or null when it is not there. */
  optionalText(entry: YamlRecord, key: string, path: YamlPath): string | null {
    const value = this.part(entry, key, path);
    if (value === null || typeof value === "string") return value;
    if (typeof value === "bigint" || typeof value === "number") {
      this.refuse(
        `\`${key}\` in ${this.where} must be a text, not ${String(value)}.`,
        `Put quotes around it: \`${key}: "${String(value)}"\`.`,
        [...path, key],
      );
      return null;
    }
    this.refuse(`\`${key}\` in ${this.where} must be a text.`, `Write for example \`${key}: name\`.`, [...path, key]);
    return null;
  }

  /** Keys and values, empty when they are not there. */
  record(entry: YamlRecord, key: string, path: YamlPath): YamlRecord {
    const value = entry[key];
    if (value === undefined || value === null) return {};
    if (isRecord(value)) return this.value(value, [...path, key]) as YamlRecord;
    this.refuse(
      `\`${key}:\` in ${this.where} must hold keys and values.`,
      `Write for example \`${key}: {owner: finance}\`.`,
      [...path, key],
    );
    return {};
  }

  /** A list of texts, or one text. */
  texts(entry: YamlRecord, key: string, path: YamlPath): string[] {
    const value = this.part(entry, key, path);
    if (value === null) return [];
    const list = Array.isArray(value) ? value : [value];
    const found = list.filter((item): item is string => typeof item === "string");
    if (found.length < list.length)
      this.refuse(`\`${key}:\` in ${this.where} must be a list of texts.`, `Write for example \`${key}: [nightly]\`.`, [
        ...path,
        key,
      ]);
    return found;
  }

  /** What `config:` says, rendered. */
  config(entry: YamlRecord, path: YamlPath): YamlRecord {
    const nested = entry["config"];
    if (nested === undefined || nested === null) return {};
    if (!isRecord(nested)) {
      this.refuse(
        `\`config:\` in ${this.where} must hold keys and values.`,
        "Write for example `config: {materialized: table}`.",
        [...path, "config"],
      );
      return {};
    }
    const config: YamlRecord = {};
    const at = [...path, "config"];
    for (const [key, value] of Object.entries(nested))
      config[key] = LATE.test(key) ? value : this.part(nested, key, at);
    this.diagnostics.push(...validateConfig(config, (key) => this.span([...at, key])));
    return config;
  }

  /** `config:` of a node, with the keys that dbt moves into it. */
  nodeConfig(entry: YamlRecord, path: YamlPath): YamlRecord {
    const config = this.config(entry, path);
    const moved: YamlRecord = {};
    for (const key of MOVED_INTO_CONFIG) {
      if (entry[key] === undefined) continue;
      if (Object.hasOwn(config, key)) {
        this.refuse(
          `\`${key}\` stands beside \`config:\` and in it, in ${this.where}.`,
          `Keep the one in \`config:\`.`,
          [...path, key],
        );
        continue;
      }
      if (entry[key] !== null) moved[key] = this.value(entry[key], [...path, key]);
    }
    this.diagnostics.push(...validateConfig(moved, (key) => this.span([...path, key])));
    return Object.keys(moved).length === 0 ? config : { ...config, ...moved };
  }

  /**
   * Keys that nothing reads. dbt lets them pass with DuckDB, so what is no slip of the pen passes here as well.
   */
  checkKeys(entry: YamlRecord, path: YamlPath, known: ReadonlySet<string>): void {
    for (const key of Object.keys(entry)) {
      if (known.has(key)) continue;
      const near = nearest(key, known);
      if (near === null) continue;
      this.diagnostics.push(
        diagnostic("P009", `The key "${key}" in ${this.where} is not known and does nothing.`, {
          severity: "warning",
          hint: `Did you mean "${near}"?`,
          at: this.span([...path, key]),
        }),
      );
    }
  }

  /** Where dbt refuses keys that it does not know. */
  refuseKeys(entry: YamlRecord, path: YamlPath, known: ReadonlySet<string>, what: string): void {
    for (const key of Object.keys(entry)) {
      if (known.has(key)) continue;
      const near = nearest(key, known);
      this.diagnostics.push(
        diagnostic("P009", `${what} in ${this.where} has a key "${key}" that is not known.`, {
          hint:
            near === null
              ? `Keys are: ${[...known].join(", ")}. Keys of your own belong below \`config: {meta: …}\`.`
              : `Did you mean "${near}"?`,
          at: this.span([...path, key]),
        }),
      );
    }
  }

  refuse(message: string, hint: string, path: YamlPath): void {
    this.diagnostics.push(diagnostic("P003", message, { hint, at: this.span(path) }));
  }

  #rendered(text: string, path: YamlPath): YamlValue {
    try {
      return this.#render(text);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.diagnostics.push({ ...error.diagnostic, at: this.span(path) });
      return null;
    }
  }
}
