/** `flags` and `invocation_args_dict`: the options of the command, under dbt's names, with dbt's defaults. */
import type { Json } from "../core/manifest.ts";
import { fromJson } from "../jinja/convert.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import type { Environment } from "./environment.ts";
import { RecordObject } from "./record-object.ts";

const DEFAULTS: Readonly<Record<string, Json>> = {
  WHICH: "run",
  FULL_REFRESH: false,
  STORE_FAILURES: false,
  FAIL_FAST: false,
  EMPTY: null,
  WARN_ERROR: null,
  WARN_ERROR_OPTIONS: { error: [], warn: [], silence: [] },
  INDIRECT_SELECTION: "eager",
  INVOCATION_COMMAND: "",
  DEBUG: false,
  QUIET: false,
  NO_PRINT: null,
  LOG_FORMAT: "default",
  LOG_PATH: "logs",
  LOG_CACHE_EVENTS: false,
  TARGET_PATH: null,
  PROFILES_DIR: ".",
  USE_COLORS: true,
  PRINTER_WIDTH: 80,
  WRITE_JSON: true,
  PARTIAL_PARSE: true,
  STATIC_PARSER: true,
  USE_EXPERIMENTAL_PARSER: false,
  VERSION_CHECK: true,
  INTROSPECT: true,
  CACHE_SELECTED_ONLY: false,
  SEND_ANONYMOUS_USAGE_STATS: false,
};

/** The value of a flag, by its name in capitals. */
export function flagOf(environment: Environment, name: string): Json {
  if (name === "FULL_REFRESH" && environment.fullRefresh) return true;
  const given = environment.flags?.[name];
  return given === undefined ? (DEFAULTS[name] ?? null) : given;
}

export function flagsObject(environment: Environment): PyValue {
  const names = [...new Set([...Object.keys(DEFAULTS), ...Object.keys(environment.flags ?? {})])];
  return new RecordObject(
    "Namespace",
    names,
    names.map((name) => fromJson(flagOf(environment, name))),
  );
}

/** As dbt has it: the arguments that were given and the flags, in small letters. */
export function invocationArguments(environment: Environment): PyValue {
  const flags = Object.keys(DEFAULTS).flatMap((name): [string, Json][] => {
    const value = flagOf(environment, name);
    return value === null ? [] : [[name.toLowerCase(), value]];
  });
  const all = { ...Object.fromEntries(flags), vars: {}, ...environment.invocationArguments };
  return PyDict.from(Object.entries(all).map(([name, value]) => [name, fromJson(value)] as const));
}
