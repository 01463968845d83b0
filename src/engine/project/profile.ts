/** profiles.yml -> the target to run against. A project without profiles.yml runs on a database named `strata`. */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import { isRecord, readYaml } from "./yaml.ts";
import type { RenderYaml, YamlValue } from "./yaml.ts";

export interface Target {
  readonly name: string;
  readonly profile: string;
  readonly type: string;
  readonly database: string;
  readonly schema: string;
  readonly threads: number;
  /** Path of the database file as written in the profile; `:memory:` when there is none. */
  readonly path: string;
}

const PROFILE_FILE = "profiles.yml";

export function readTarget(
  files: readonly SourceFile[],
  profile: string,
  wanted: string | undefined,
  render: RenderYaml,
): { value: Target; diagnostics: readonly Diagnostic[] } {
  const fallback: Target = {
    name: wanted ?? "dev",
    profile,
    type: "duckdb",
    database: "strata",
    schema: "main",
    threads: 1,
    path: ":memory:",
  };
  const source = files.find((file) => file.path === PROFILE_FILE);
  if (!source) return { value: fallback, diagnostics: [] };
  const file = readYaml(source);
  if (file.diagnostics.length > 0) return { value: fallback, diagnostics: file.diagnostics };
  const trouble = (message: string, hint: string, path: readonly string[]) => ({
    value: fallback,
    diagnostics: [diagnostic("P006", message, { hint, at: file.spanOf(path) })],
  });
  const root = isRecord(file.value) ? file.value : {};
  const entry = root[profile];
  if (!isRecord(entry)) {
    return trouble(
      `profiles.yml has no profile "${profile}".`,
      `Add a top-level key \`${profile}:\`, or name one that is there as \`profile\` in dbt_project.yml.`,
      [],
    );
  }
  const rendered = (value: YamlValue | undefined): YamlValue => {
    if (typeof value !== "string" || !value.includes("{")) return value ?? null;
    return render(value);
  };
  try {
    const outputs = isRecord(entry["outputs"]) ? entry["outputs"] : {};
    const defaultName = rendered(entry["target"]);
    const name = wanted ?? (typeof defaultName === "string" ? defaultName : "default");
    const output = outputs[name];
    if (!isRecord(output)) {
      return trouble(
        `The profile "${profile}" has no target "${name}".`,
        `Targets are: ${Object.keys(outputs).join(", ") || "none"}.`,
        [profile, "outputs"],
      );
    }
    const type = rendered(output["type"]);
    if (type !== "duckdb") {
      return trouble(
        `The target "${name}" is of type "${String(type)}"; this engine runs on DuckDB.`,
        "Use `type: duckdb`.",
        [profile, "outputs", name, "type"],
      );
    }
    const path = rendered(output["path"]);
    const location = typeof path === "string" ? path : ":memory:";
    const database = rendered(output["database"]);
    const threads = Number(rendered(output["threads"]) ?? 1);
    if (!Number.isInteger(threads) || threads < 1) {
      return trouble(
        `The target "${name}" has a number of threads that cannot be used.`,
        "Write a whole number from 1, for example `threads: 4`.",
        [profile, "outputs", name, "threads"],
      );
    }
    return {
      value: {
        name,
        profile,
        type,
        database: typeof database === "string" ? database : databaseOf(location),
        schema: String(rendered(output["schema"]) ?? "main"),
        threads,
        path: location,
      },
      diagnostics: [],
    };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { value: fallback, diagnostics: [{ ...error.diagnostic, at: file.spanOf([profile]) }] };
  }
}

/** DuckDB names a database after its file: `target/strata.duckdb` is `strata`. */
function databaseOf(path: string): string {
  if (path === ":memory:" || path === "") return "strata";
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/\.[^.]*$/, "") || file;
}
