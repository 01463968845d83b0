/**
 * `--warn-error` and `--warn-error-options` -> which warnings are errors, which are only told, which are not even told.
 *
 * dbt names warnings by the class of their event (`NoNodesForSelectionCriteria`). A diagnostic of this engine has a code; the table
 * says which events a code stands for.
 */
import { EngineError } from "../core/errors.ts";
import type { ErrorCode } from "../core/errors.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";

export interface WarnPolicy {
  readonly error: "all" | readonly string[];
  readonly warn: readonly string[];
  readonly silence: readonly string[];
}

const EVENTS: Partial<Record<ErrorCode, readonly string[]>> = {
  G003: ["NoNodesForSelectionCriteria"],
  P008: ["NoNodeForYamlKey", "UnusedResourceConfigPath", "MacroNotFoundForPatch"],
  P009: [
    "CustomKeyInObjectDeprecation",
    "CustomTopLevelKeyDeprecation",
    "CustomKeyInConfigDeprecation",
    "Deprecations",
  ],
  P011: ["Deprecations"],
  P012: ["UnsupportedConstraintMaterialization"],
  R001: ["NodeNotFoundOrDisabled"],
  R002: ["NodeNotFoundOrDisabled"],
  R004: ["NodeNotFoundOrDisabled"],
};

/** The event of a data test that warns. */
export const TEST_RESULT_EVENT = "LogTestResult";
/** The event of a command that has nothing to do. */
export const NOTHING_EVENT = "NothingToDo";

/** Null when neither option was given. */
export function warnPolicy(all: boolean | null, options: YamlRecord): WarnPolicy | null {
  if (Object.keys(options).length === 0) return all === null ? null : all ? STRICT : LENIENT;
  if (all === true) {
    throw new EngineError("C001", "--warn-error and --warn-error-options cannot be used together.", {
      hint: "Use one of the two; --warn-error means --warn-error-options '{error: all}'.",
    });
  }
  return readPolicy(options);
}

export const LENIENT: WarnPolicy = { error: [], warn: [], silence: [] };
const STRICT: WarnPolicy = { error: "all", warn: [], silence: [] };

/** `error`/`include`, `warn`/`exclude` and `silence`, as the option or `flags:` writes them. */
export function readPolicy(options: YamlRecord): WarnPolicy {
  const unknown = Object.keys(options).find((key) => !["error", "include", "warn", "exclude", "silence"].includes(key));
  if (unknown !== undefined) {
    throw new EngineError("C001", `--warn-error-options has no key "${unknown}".`, {
      hint: "Keys are: error, warn, silence.",
    });
  }
  const error = options["error"] ?? options["include"] ?? [];
  const warn = names(options["warn"] ?? options["exclude"] ?? [], "warn");
  const policy: WarnPolicy = {
    error: error === "all" || error === "*" ? "all" : names(error, "error"),
    warn,
    silence: names(options["silence"] ?? [], "silence"),
  };
  if (policy.error !== "all" && warn.length > 0) {
    throw new EngineError("C001", "`warn` in --warn-error-options only says what `error: all` leaves out.", {
      hint: "Write {error: all, warn: [...]}, or leave `warn` out.",
    });
  }
  return policy;
}

function names(value: YamlValue, key: string): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new EngineError("C001", `\`${key}\` in --warn-error-options must be a list of names of warnings.`, {
    hint: "Write for example {error: [NoNodesForSelectionCriteria]}.",
  });
}

export function eventsOf(code: ErrorCode): readonly string[] {
  return EVENTS[code] ?? [];
}

export function verdict(policy: WarnPolicy, events: readonly string[]): "error" | "warn" | "silence" {
  const has = (list: readonly string[]): boolean => events.some((event) => list.includes(event));
  if (has(policy.silence)) return "silence";
  if (policy.error === "all") return has(policy.warn) ? "warn" : "error";
  return has(policy.error) ? "error" : "warn";
}
