/** What all templates of a project share: names, vars, target, time and macros. */
import { EngineError } from "../core/errors.ts";
import type { Clock } from "../core/clock.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
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
  /** A var as a package sees it; undefined when it is not set. */
  lookupVar(name: string, packageName: string): PyValue | undefined;
  /** Where `log()` and `print()` go. */
  log(text: string, info: boolean): void;
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

/** `var("name", default)`, callable, with `has_var`. */
export class VarFunction extends HostObject {
  readonly typeName = "Var";
  readonly #environment: Environment;
  readonly #packageName: string;

  constructor(environment: Environment, packageName: string) {
    super();
    this.#environment = environment;
    this.#packageName = packageName;
  }

  override call(call: CallArguments): PyValue {
    const name = textArgument(call, 0, "var_name", "var");
    const value = this.#environment.lookupVar(name, this.#packageName);
    if (value !== undefined) return value;
    const fallback = argument(call, 1, "default");
    if (fallback !== undefined) return fallback;
    throw new EngineError("P005", `Required var "${name}" is not set.`, {
      hint: `Set it under \`vars:\` in dbt_project.yml, pass \`--vars '{${name}: …}'\`, or give a default: var('${name}', …).`,
    });
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

/** `env_var("NAME", default)`. Secrets (`DBT_ENV_SECRET_…`) are refused here, as in dbt's model contexts. */
export function envVarFunction(env: Readonly<Record<string, string>>): HostFunction {
  return new HostFunction("env_var", (call) => {
    const name = textArgument(call, 0, "var", "env_var");
    if (name.startsWith("DBT_ENV_SECRET_")) {
      throw new EngineError("P005", `The secret "${name}" may not be used here.`, {
        hint: "Secrets are only readable in profiles.yml and packages.yml.",
      });
    }
    if (Object.hasOwn(env, name)) return env[name] ?? "";
    const fallback = argument(call, 1, "default");
    if (fallback !== undefined) return fallback;
    throw new EngineError("P005", `Environment variable "${name}" is not set.`, {
      hint: `Set ${name}, or give a default: env_var('${name}', '…').`,
    });
  });
}

export function targetDict(target: TargetInfo): PyDict {
  return PyDict.from([
    ["name", target.name],
    ["target_name", target.name],
    ["profile_name", target.profile],
    ["type", target.type],
    ["database", target.database],
    ["dbname", target.database],
    ["schema", target.schema],
    ["threads", BigInt(target.threads)],
    ["path", target.path],
  ]);
}

/** Instant of the injected clock as Python's `datetime` prints it; `strftime` and `isoformat` as templates use them. */
export class Instant extends HostObject {
  readonly typeName = "datetime.datetime";
  readonly #date: Date;

  constructor(milliseconds: number) {
    super();
    this.#date = new Date(milliseconds);
  }

  override getAttribute(name: string): PyValue | undefined {
    const date = this.#date;
    switch (name) {
      case "year":
        return BigInt(date.getUTCFullYear());
      case "month":
        return BigInt(date.getUTCMonth() + 1);
      case "day":
        return BigInt(date.getUTCDate());
      case "hour":
        return BigInt(date.getUTCHours());
      case "minute":
        return BigInt(date.getUTCMinutes());
      case "second":
        return BigInt(date.getUTCSeconds());
      case "date":
        return new HostFunction(name, () => date.toISOString().slice(0, 10));
      case "isoformat":
        return new HostFunction(name, () => this.toText().replace(" ", "T"));
      case "astimezone":
        return new HostFunction(name, () => this);
      case "strftime":
        return new HostFunction(name, (call) => strftime(date, textArgument(call, 0, "format", name)));
      default:
        return undefined;
    }
  }

  toText(): string {
    const iso = this.#date.toISOString();
    const milliseconds = this.#date.getUTCMilliseconds();
    return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${milliseconds === 0 ? "" : `.${String(milliseconds).padStart(3, "0")}000`}+00:00`;
  }
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function strftime(date: Date, format: string): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  const hour12 = date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12;
  const fields: Record<string, string> = {
    Y: String(date.getUTCFullYear()),
    y: two(date.getUTCFullYear() % 100),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    H: two(date.getUTCHours()),
    I: two(hour12),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    f: String(date.getUTCMilliseconds() * 1000).padStart(6, "0"),
    j: String(dayOfYear).padStart(3, "0"),
    p: date.getUTCHours() < 12 ? "AM" : "PM",
    B: MONTHS[date.getUTCMonth()] ?? "",
    b: (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3),
    A: DAYS[date.getUTCDay()] ?? "",
    a: (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
    z: "+0000",
    Z: "UTC",
    s: String(Math.floor(date.getTime() / 1000)),
    "%": "%",
  };
  return format.replace(/%(.)/g, (whole, letter: string) => fields[letter] ?? whole);
}
