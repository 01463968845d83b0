/** What all templates of a project share: names, vars, target, time and macros. */
import { EngineError } from "../core/errors.ts";
import type { Clock } from "../core/clock.ts";
import type { Json, Manifest } from "../core/manifest.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { fromJson } from "../jinja/convert.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyStr } from "../jinja/python.ts";
import type { MacroRegistry } from "./macro-registry.ts";

export interface TargetInfo {
  readonly name: string;
  readonly profile: string;
  readonly type: string;
  readonly database: string;
  readonly schema: string;
  readonly threads: number;
  readonly path: string;
  /** Every key of the profile's output, rendered; templates see them in `target`, secrets left out. */
  readonly raw?: Readonly<Record<string, Json>>;
}

export interface Environment {
  readonly projectName: string;
  readonly target: TargetInfo;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string>>;
  /** The version that `dbt_version` reports: the dbt whose behaviour the engine follows. */
  readonly dbtVersion: string;
  readonly invocationId: string;
  readonly registry: MacroRegistry;
  readonly fullRefresh: boolean;
  /** When the command started, in milliseconds; the clock's "now" when it is not said. */
  readonly startedAt?: number;
  /** Options of the command under dbt's names in capitals (`WHICH`, `FAIL_FAST`); what is not said has dbt's default. */
  readonly flags?: Readonly<Record<string, Json>>;
  /** What the command was given, for `invocation_args_dict`. */
  readonly invocationArguments?: Readonly<Record<string, Json>>;
  /** The project's `quoting:`; everything is quoted by default. */
  readonly quoting?: Readonly<Record<string, unknown>>;
  /** Unique ids that the command selected. */
  readonly selectedResources?: readonly string[];
  /** For `graph`; null or absent while parsing. */
  readonly manifest?: () => Manifest | null;
  /** A var as a package sees it; undefined when it is not set. */
  lookupVar(name: string, packageName: string): PyValue | undefined;
  /** Where `log()` and `print()` go; `printed` for the latter. */
  log(text: string, info: boolean, printed?: boolean): void;
  /** Where `exceptions.warn()` goes; to the log when it is absent. */
  warn?(text: string): void;
}

/** The named or positional argument of a host function. */
export function argument(call: CallArguments, index: number, name: string): PyValue | undefined {
  return call.kwargs.has(name) ? call.kwargs.get(name) : call.args[index];
}

/** A text argument; a TypeError in Python's words otherwise. */
export function textArgument(call: CallArguments, index: number, name: string, fn: string): string {
  const value = argument(call, index, name);
  if (value === undefined)
    throw new TemplateError("TypeError", `${fn}() missing 1 required positional argument: '${name}'`);
  return pyStr(value);
}

export interface VarOptions {
  /** Renders a var that is a text with Jinja in it; by default it is given as it stands. */
  readonly render?: (text: string) => PyValue;
  /** While dbt parses SQL, a var that is missing is None; this hears of it. By default it is an error. */
  readonly missing?: ((name: string, error: EngineError) => void) | null;
}

/** `var("name", default)`, callable, with `has_var`. */
export class VarFunction extends HostObject {
  readonly typeName = "Var";
  readonly #environment: Environment;
  readonly #packageName: string;
  readonly #options: VarOptions;

  constructor(environment: Environment, packageName: string, options: VarOptions = {}) {
    super();
    this.#environment = environment;
    this.#packageName = packageName;
    this.#options = options;
  }

  override call(call: CallArguments): PyValue {
    const name = textArgument(call, 0, "var_name", "var");
    const value = this.#environment.lookupVar(name, this.#packageName);
    const { render, missing = null } = this.#options;
    if (value !== undefined)
      return typeof value === "string" && render !== undefined && /[{}][{%#}]/.test(value) ? render(value) : value;
    const fallback = argument(call, 1, "default");
    if (fallback !== undefined) return fallback;
    const error = new EngineError("P005", `Required var "${name}" is not set.`, {
      hint: `Set it under \`vars:\` in dbt_project.yml, pass \`--vars '{${name}: …}'\`, or give a default: var('${name}', …).`,
    });
    if (missing === null) throw error;
    missing(name, error);
    return null;
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name !== "has_var") return undefined;
    return new HostFunction(
      name,
      (call) => this.#environment.lookupVar(textArgument(call, 0, "var_name", name), this.#packageName) !== undefined,
    );
  }

  toText(): string {
    return "<Var>";
  }
}

/** `env_var("NAME", default)`. Secrets (`DBT_ENV_SECRET…`) are refused here, as in dbt's model contexts. */
export function envVarFunction(env: Readonly<Record<string, string>>): HostFunction {
  return new HostFunction("env_var", (call) => {
    const name = textArgument(call, 0, "var", "env_var");
    if (name.startsWith("DBT_ENV_SECRET")) {
      throw new EngineError("P015", `The secret "${name}" may not be used here.`, {
        hint: "Secrets are only readable in profiles.yml and packages.yml.",
      });
    }
    if (Object.hasOwn(env, name)) return env[name] ?? "";
    const fallback = argument(call, 1, "default");
    if (fallback !== undefined && fallback !== null) return fallback;
    throw new EngineError("P015", `Environment variable "${name}" is not set.`, {
      hint: `Set ${name}, or give a default: env_var('${name}', '…').`,
    });
  });
}

/** Keys of a profile that may hold credentials; dbt does not show them either. */
const SECRET_KEYS = new Set(["secrets", "password", "pass", "token", "motherduck_token"]);

export function targetDict(target: TargetInfo): PyDict {
  const given = Object.entries(target.raw ?? {}).filter(([key]) => !SECRET_KEYS.has(key));
  const dict = PyDict.from(given.map(([key, value]) => [key, fromJson(value)] as const));
  const own: readonly (readonly [string, PyValue])[] = [
    ["database", target.database],
    ["schema", target.schema],
    ["path", target.path],
    ["type", target.type],
    ["threads", BigInt(target.threads)],
    ["name", target.name],
    ["target_name", target.name],
    ["profile_name", target.profile],
    ["dbname", target.database],
  ];
  for (const [key, value] of own) dict.set(key, value);
  return dict;
}

/** `dbt_metadata_envs`: environment variables that are meant to be written into results. */
export function metadataVariables(env: Readonly<Record<string, string>>): PyDict {
  const prefix = "DBT_ENV_CUSTOM_ENV_";
  const found = Object.entries(env).filter(([name]) => name.startsWith(prefix));
  return PyDict.from(found.map(([name, value]) => [name.slice(prefix.length), value] as const));
}
