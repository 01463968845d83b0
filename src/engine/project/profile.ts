/**
 * profiles.yml -> the target to run against. A project without profiles.yml runs on a database named `strata`.
 *
 * Only the chosen target is rendered: what another one needs from the environment may be missing.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Json } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { isReadable, isRecord, readYaml, toJson } from "./yaml.ts";
import type { RenderYaml, YamlFile, YamlRecord, YamlValue } from "./yaml.ts";

/** A database that is attached beside the target's own. */
export interface Attachment {
  readonly path: string;
  /** Its name in SQL; null takes the file's name. */
  readonly alias: string | null;
  /** For example `sqlite`; null for DuckDB's own format. */
  readonly type: string | null;
  readonly readOnly: boolean;
  /** Further options of ATTACH, by name. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

export interface Target {
  readonly name: string;
  readonly profile: string;
  readonly type: string;
  readonly database: string;
  readonly schema: string;
  readonly threads: number;
  /** Path of the database file as written in the profile; `:memory:` when there is none. */
  readonly path: string;
  readonly attach: readonly Attachment[];
  /** DuckDB settings, set on every connection. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Options with which the database is opened. */
  readonly configOptions: Readonly<Record<string, string | number | boolean>>;
  readonly extensions: readonly string[];
  /** Every key of the target as the profile has it, rendered; templates see them as `target.…`. */
  readonly raw: Readonly<Record<string, Json>>;
}

const PROFILE_FILE = "profiles.yml";
const DEFAULT_THREADS = 1;

/** Keys that dbt-duckdb has for a target. */
const KNOWN_KEYS = new Set([
  "type",
  "path",
  "database",
  "schema",
  "threads",
  "attach",
  "settings",
  "config_options",
  "extensions",
  "secrets",
  "filesystems",
  "external_root",
  "use_credential_provider",
  "remote",
  "plugins",
  "disable_transactions",
  "keep_open",
  "module_paths",
  "retries",
  "is_ducklake",
]);

/** Keys that need a network or Python, which this engine does not have. */
const REFUSED_KEYS: Readonly<Record<string, string>> = {
  filesystems: "Attach local files, or load the data as seeds.",
  remote: "Give a local `path`.",
  plugins: "Plugins are Python; load the data as seeds or attach files.",
  secrets: "Nothing is fetched from another place here; attach local files.",
  use_credential_provider: "Nothing is fetched from another place here; attach local files.",
  module_paths: "Python modules cannot be loaded here.",
};

export function readTarget(
  files: readonly SourceFile[],
  profile: string,
  wanted: string | undefined,
  render: RenderYaml,
): { value: Target; diagnostics: readonly Diagnostic[] } {
  const fallback = defaultTarget(profile, wanted);
  const source = files.find((file) => file.path === PROFILE_FILE);
  if (!source) return { value: fallback, diagnostics: [] };
  const file = readYaml(source);
  if (!isReadable(file)) return { value: fallback, diagnostics: file.diagnostics };
  const reader = new TargetReader(file, render);
  try {
    return { value: reader.read(profile, wanted), diagnostics: reader.warnings };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { value: fallback, diagnostics: [...reader.warnings, error.diagnostic] };
  }
}

function defaultTarget(profile: string, wanted: string | undefined): Target {
  return {
    name: wanted ?? "dev",
    profile,
    type: "duckdb",
    database: "strata",
    schema: "main",
    threads: DEFAULT_THREADS,
    path: ":memory:",
    attach: [],
    settings: {},
    configOptions: {},
    extensions: [],
    raw: {},
  };
}

type Path = readonly (string | number)[];

class TargetReader {
  readonly warnings: Diagnostic[] = [];
  readonly #file: YamlFile;
  readonly #render: RenderYaml;

  constructor(file: YamlFile, render: RenderYaml) {
    this.#file = file;
    this.#render = render;
  }

  read(profile: string, wanted: string | undefined): Target {
    const root = isRecord(this.#file.value) ? this.#file.value : {};
    const entry = root[profile];
    if (!isRecord(entry)) {
      const names = Object.keys(root).filter((name) => name !== "config");
      const near = nearest(profile, names);
      throw this.#trouble(
        `profiles.yml has no profile "${profile}".`,
        near === null
          ? `Add a top-level key \`${profile}:\`, or name one that is there as \`profile\` in dbt_project.yml.`
          : `Did you mean "${near}"?`,
        [],
      );
    }
    const outputs = entry["outputs"];
    if (!isRecord(outputs))
      throw this.#trouble(`The profile "${profile}" has no \`outputs\`.`, "Add `outputs:` with a target below it.", [
        profile,
      ]);
    const standard = wanted ?? this.#value(entry["target"] ?? "default", [profile, "target"]);
    const name = String(standard);
    const at: Path = [profile, "outputs", name];
    if (outputs[name] === undefined) {
      const near = nearest(name, Object.keys(outputs));
      throw this.#trouble(
        `The profile "${profile}" has no target "${name}".`,
        `${near === null ? "" : `Did you mean "${near}"? `}Targets are: ${Object.keys(outputs).join(", ") || "none"}.`,
        wanted === undefined && entry["target"] !== undefined ? [profile, "target"] : [profile, "outputs"],
      );
    }
    const output = this.#value(outputs[name], at);
    if (!isRecord(output))
      throw this.#trouble(`The target "${name}" must hold keys and values.`, "Write `type: duckdb` below it.", at);
    return this.#target(name, profile, output, at);
  }

  #target(name: string, profile: string, output: YamlRecord, at: Path): Target {
    const type = output["type"];
    if (type !== "duckdb") {
      throw this.#trouble(
        type === undefined
          ? `The target "${name}" does not say its \`type\`.`
          : `The target "${name}" is of type "${String(type)}"; this engine runs on DuckDB.`,
        "Use `type: duckdb`.",
        [...at, "type"],
      );
    }
    for (const key of Object.keys(output)) {
      const refused = REFUSED_KEYS[key];
      const value = output[key];
      const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
      if (refused !== undefined && !isEmpty) {
        this.warnings.push(
          diagnostic("P012", `\`${key}\` of the target "${name}" is not supported; it is left out.`, {
            severity: "warning",
            hint: refused,
            at: this.#file.spanOf([...at, key]),
          }),
        );
      } else if (!KNOWN_KEYS.has(key)) {
        // dbt lets keys of one's own pass (templates read them from `target`), so only a slip of the pen is worth a word.
        const near = nearest(key, KNOWN_KEYS);
        if (near === null) continue;
        this.warnings.push(
          diagnostic("P009", `The target "${name}" has a key "${key}" that is not known.`, {
            severity: "warning",
            hint: `Did you mean "${near}"?`,
            at: this.#file.spanOf([...at, key]),
          }),
        );
      }
    }
    const threads = output["threads"] ?? DEFAULT_THREADS;
    const count = Number(threads);
    if (typeof threads === "boolean" || !Number.isInteger(count) || count < 1)
      throw this.#trouble(
        `The target "${name}" has a number of threads that cannot be used.`,
        "Write a whole number from 1, for example `threads: 4`.",
        [...at, "threads"],
      );
    const path = this.#text(output, "path", at) ?? ":memory:";
    const database = this.#text(output, "database", at);
    const extensions = this.#list(output, "extensions", at).map((item, index) => {
      const extension = isRecord(item) ? item["name"] : item;
      if (typeof extension === "string") return extension;
      throw this.#trouble("An extension is a name.", "Write for example `extensions: [parquet]`.", [
        ...at,
        "extensions",
        index,
      ]);
    });
    return {
      name,
      profile,
      type,
      database: database ?? databaseOf(path),
      schema: this.#text(output, "schema", at) ?? "main",
      threads: count,
      path,
      attach: this.#list(output, "attach", at).map((item, index) => this.#attachment(item, [...at, "attach", index])),
      settings: this.#options(output["settings"], [...at, "settings"]),
      configOptions: this.#options(output["config_options"], [...at, "config_options"]),
      extensions,
      raw: toJson(output) as Record<string, Json>,
    };
  }

  #attachment(value: YamlValue, at: Path): Attachment {
    const path = isRecord(value) ? value["path"] : undefined;
    if (!isRecord(value) || typeof path !== "string")
      throw this.#trouble(
        "An entry of `attach:` needs a `path`.",
        "Write for example `attach: [{path: other.duckdb, alias: other}]`.",
        at,
      );
    if (/^(md|motherduck|ducklake|https?|s3|gcs?|az(ure)?):/i.test(path))
      throw this.#trouble(
        `The database "${path}" lies in another place; only local files can be attached.`,
        "Attach a file that lies beside the project.",
        [...at, "path"],
      );
    const options = this.#options(value["options"], [...at, "options"]);
    const { type: ownType, read_only: ownReadOnly, ...rest } = options;
    const type = value["type"] ?? ownType;
    return {
      path,
      alias: typeof value["alias"] === "string" ? value["alias"] : null,
      type: typeof type === "string" ? type : null,
      readOnly: (value["read_only"] ?? ownReadOnly) === true,
      options: rest,
    };
  }

  #text(output: YamlRecord, key: string, at: Path): string | null {
    const value = output[key];
    if (value === undefined || value === null) return null;
    if (typeof value === "string") return value;
    if (typeof value === "bigint" || typeof value === "number") return String(value);
    throw this.#trouble(`\`${key}\` of a target must be a text.`, `Write for example \`${key}: main\`.`, [...at, key]);
  }

  #list(output: YamlRecord, key: string, at: Path): readonly YamlValue[] {
    const value = output[key];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    throw this.#trouble(`\`${key}\` of a target must be a list.`, `Write \`${key}:\` and one \`- …\` per entry.`, [
      ...at,
      key,
    ]);
  }

  #options(value: YamlValue | undefined, at: Path): Record<string, string | number | boolean> {
    if (value === undefined || value === null) return {};
    if (!isRecord(value))
      throw this.#trouble(
        `\`${String(at.at(-1))}\` must hold names and values.`,
        "Write for example `memory_limit: 4GB`.",
        at,
      );
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]): [string, string | number | boolean][] => {
        if (typeof item === "bigint") return [[key, Number(item)]];
        if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") return [[key, item]];
        if (item === null) return [];
        throw this.#trouble(`"${key}" must be one value.`, "Write a text, a number, true or false.", [...at, key]);
      }),
    );
  }

  /** A value with its Jinja rendered; an error stands where the text stands. */
  #value(value: YamlValue | undefined, at: Path): YamlValue {
    if (typeof value === "string" && value.includes("{")) {
      try {
        return this.#render(value);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        const { diagnostic: found } = error;
        throw new EngineError(found.code, found.message, { hint: found.hint, at: this.#file.spanOf(at), cause: error });
      }
    }
    if (Array.isArray(value)) return value.map((item, index) => this.#value(item, [...at, index]));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#value(item, [...at, key])]));
    return value ?? null;
  }

  #trouble(message: string, hint: string, at: Path): EngineError {
    return new EngineError("P006", message, { hint, at: this.#file.spanOf(at) });
  }
}

/** DuckDB names a database after its file: `target/strata.duckdb` is `strata`. A database in memory is `memory`. */
export function databaseOf(path: string): string {
  if (path === ":memory:" || path === "") return "memory";
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?!^)\.[^.]*$/, "") || file;
}
