/**
 * What a command was told -> the flags that templates see (`flags.FULL_REFRESH`), which are also `args` of run_results.json.
 *
 * The command line and the environment win over `flags:` of dbt_project.yml, which wins over dbt's defaults.
 */
import type { Json } from "../core/manifest.ts";
import { EngineError } from "../core/errors.ts";
import { INDIRECT_SELECTIONS } from "../graph/selector-spec.ts";
import { isRecord, toJson } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import type { Command } from "./parse-command.ts";
import { readPolicy, warnPolicy } from "./warn-policy.ts";

/** The command with the project's `flags:` where it says nothing itself. */
export function withProjectFlags(command: Command, flags: Readonly<Record<string, YamlValue>>): Command {
  const is = (own: boolean | null, name: string): boolean | null =>
    own ?? (typeof flags[name] === "boolean" ? flags[name] : null);
  const text = (own: string | null, name: string): string | null =>
    own ?? (typeof flags[name] === "string" ? flags[name].toLowerCase() : null);
  const width = flags["printer_width"];
  return {
    ...command,
    fullRefresh: is(command.fullRefresh, "full_refresh"),
    failFast: is(command.failFast, "fail_fast"),
    storeFailures: is(command.storeFailures, "store_failures"),
    indirectSelection:
      command.indirectSelection ?? INDIRECT_SELECTIONS.find((mode) => mode === flags["indirect_selection"]) ?? null,
    warnings: command.warnings ?? projectPolicy(flags),
    versionCheck: is(command.versionCheck, "version_check"),
    writeJson: is(command.writeJson, "write_json"),
    print: is(command.print, "print"),
    quiet: is(command.quiet, "quiet"),
    debug: is(command.debug, "debug"),
    useColors: is(command.useColors, "use_colors"),
    useColorsFile: is(command.useColorsFile, "use_colors_file"),
    logLevel: text(command.logLevel, "log_level"),
    logLevelFile: text(command.logLevelFile, "log_level_file"),
    logFormat: text(command.logFormat, "log_format"),
    logFormatFile: text(command.logFormatFile, "log_format_file"),
    printerWidth:
      command.printerWidth ?? (typeof width === "bigint" || typeof width === "number" ? Number(width) : null),
  };
}

function projectPolicy(flags: Readonly<Record<string, YamlValue>>): Command["warnings"] {
  const options = flags["warn_error_options"];
  try {
    if (isRecord(options)) return readPolicy(options);
    return warnPolicy(typeof flags["warn_error"] === "boolean" ? flags["warn_error"] : null, {});
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError("P003", `\`flags:\` of dbt_project.yml cannot be used: ${error.message}`, {
      hint: error.diagnostic.hint,
      cause: error,
    });
  }
}

/** dbt's flags by their names in templates. `command` has been through `withProjectFlags`. */
export function flagValues(
  command: Command,
  projectFlags: Readonly<Record<string, YamlValue>>,
  text: string,
): Record<string, Json> {
  const which = command.name.replace("docs ", "").replace("source ", "");
  const words = (value: string | null): Json => (value === null || value === "" ? [] : value.split(/\s+/));
  const vars = (value: Readonly<YamlRecord>): Json => toJson(value);
  return {
    ...Object.fromEntries(
      Object.entries(projectFlags).map(([name, value]) => [name.toUpperCase().replaceAll("-", "_"), toJson(value)]),
    ),
    WHICH: which === "ls" ? "list" : which,
    SELECT: words(command.select),
    EXCLUDE: words(command.exclude),
    ...(command.selector === null ? {} : { SELECTOR: command.selector }),
    ...(command.resourceTypes.length === 0 ? {} : { RESOURCE_TYPES: command.resourceTypes }),
    ...(command.excludeResourceTypes.length === 0 ? {} : { EXCLUDE_RESOURCE_TYPES: command.excludeResourceTypes }),
    FULL_REFRESH: command.fullRefresh ?? false,
    FAIL_FAST: command.failFast ?? false,
    STORE_FAILURES: command.storeFailures ?? false,
    INDIRECT_SELECTION: command.indirectSelection ?? "eager",
    ...(command.threads === null ? {} : { THREADS: command.threads }),
    ...(command.target === null ? {} : { TARGET: command.target }),
    ...(command.profile === null ? {} : { PROFILE: command.profile }),
    VARS: vars(command.vars),
    ...(command.inline === null ? {} : { INLINE: command.inline }),
    ...(command.name === "show" ? { LIMIT: command.limit, OUTPUT: command.output } : {}),
    ...(command.name === "ls" ? { OUTPUT: command.output, OUTPUT_KEYS: command.outputKeys } : {}),
    ...(command.macro === null ? {} : { MACRO: command.macro, ARGS: vars(command.args) }),
    ...(command.projectDir === null ? {} : { PROJECT_DIR: command.projectDir }),
    ...(command.profilesDir === null ? {} : { PROFILES_DIR: command.profilesDir }),
    ...(command.targetPath === null ? {} : { TARGET_PATH: command.targetPath }),
    ...(command.logPath === null ? {} : { LOG_PATH: command.logPath }),
    WARN_ERROR: command.warnings?.error === "all" && command.warnings.warn.length === 0 ? true : null,
    WARN_ERROR_OPTIONS: {
      error: command.warnings?.error ?? [],
      warn: command.warnings?.warn ?? [],
      silence: command.warnings?.silence ?? [],
    },
    VERSION_CHECK: command.versionCheck ?? true,
    WRITE_JSON: command.writeJson ?? true,
    PRINT: command.print ?? true,
    QUIET: command.quiet ?? false,
    DEBUG: command.debug ?? false,
    USE_COLORS: command.useColors ?? true,
    USE_COLORS_FILE: command.useColorsFile ?? true,
    LOG_LEVEL: command.logLevel ?? "info",
    LOG_LEVEL_FILE: command.logLevelFile ?? "debug",
    LOG_FORMAT: command.logFormat ?? "default",
    LOG_FORMAT_FILE: command.logFormatFile ?? "debug",
    PRINTER_WIDTH: command.printerWidth ?? 80,
    EMPTY: false,
    DEFER: false,
    FAVOR_STATE: false,
    STATE: null,
    SAMPLE: null,
    PARTIAL_PARSE: false,
    STATIC_PARSER: true,
    INTROSPECT: true,
    POPULATE_CACHE: true,
    CACHE_SELECTED_ONLY: false,
    SEND_ANONYMOUS_USAGE_STATS: false,
    INVOCATION_COMMAND: `dbt ${text}`,
  };
}
