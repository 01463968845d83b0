/**
 * Every option of dbt's command line: its spellings, what it takes, the environment variable that may set it, and the commands that
 * have it.
 *
 * An option that dbt has and this engine has not yet carries `later`: using it is refused with what to do instead, never ignored.
 */
import { COMMANDS } from "./commands.ts";
import type { CommandName } from "./commands.ts";

export interface Option {
  /** Spellings, the main one first. */
  readonly names: readonly string[];
  /** Spellings that say the opposite: `--no-fail-fast`. */
  readonly negations: readonly string[];
  /** Name of the value in `Command`. */
  readonly field: string;
  /** `switch` takes no value, `text` one, `list` all words up to the next option. */
  readonly takes: "switch" | "text" | "list";
  readonly choices: readonly string[] | null;
  /** Environment variable, dbt's older spelling: `DBT_FAIL_FAST` is also read as `DBT_ENGINE_FAIL_FAST`. */
  readonly env: string | null;
  readonly commands: readonly CommandName[];
  /** Why it cannot be used yet; null for what works. */
  readonly later: string | null;
}

const SELECTING: readonly CommandName[] = [
  "build",
  "run",
  "test",
  "seed",
  "snapshot",
  "compile",
  "ls",
  "show",
  "docs generate",
  "source freshness",
  "lint",
];
const RUNNING: readonly CommandName[] = ["build", "run", "test", "seed", "snapshot"];

const RESOURCE_TYPES = [
  "metric",
  "semantic_model",
  "saved_query",
  "source",
  "analysis",
  "function",
  "model",
  "test",
  "unit_test",
  "exposure",
  "snapshot",
  "seed",
  "default",
  "all",
];
const LEVELS = ["debug", "info", "warn", "error", "none"];
const FORMATS = ["text", "debug", "json", "default"];
const STATE = "Comparing with the artifacts of another run is not supported yet.";

export const OPTIONS: readonly Option[] = [
  list("select", ["--select", "-s", "--models", "--model", "-m"], { on: SELECTING }),
  list("exclude", ["--exclude"], { on: SELECTING }),
  text("selector", ["--selector"], { on: SELECTING }),
  text("indirectSelection", ["--indirect-selection"], {
    env: "DBT_INDIRECT_SELECTION",
    choices: ["eager", "cautious", "buildable", "empty"],
  }),
  list("resourceTypes", ["--resource-type", "--resource-types"], {
    on: ["build", "ls", "test"],
    env: "DBT_RESOURCE_TYPES",
    choices: RESOURCE_TYPES,
  }),
  list("excludeResourceTypes", ["--exclude-resource-type", "--exclude-resource-types"], {
    on: ["build", "ls", "test"],
    env: "DBT_EXCLUDE_RESOURCE_TYPES",
    choices: RESOURCE_TYPES.filter((type) => type !== "all"),
  }),

  flag("fullRefresh", ["--full-refresh", "-f"], {
    on: ["build", "run", "seed", "compile", "show"],
    env: "DBT_FULL_REFRESH",
  }),
  flag("failFast", ["--fail-fast", "-x"], { negated: ["--no-fail-fast"], env: "DBT_FAIL_FAST" }),
  flag("storeFailures", ["--store-failures"], { on: ["build", "test"], env: "DBT_STORE_FAILURES" }),
  text("threads", ["--threads"], {
    on: [...RUNNING, "compile", "parse", "show", "docs generate", "source freshness", "run-operation"],
  }),
  text("vars", ["--vars"]),
  text("target", ["--target", "-t"], { env: "DBT_TARGET" }),
  text("profile", ["--profile"], { env: "DBT_PROFILE" }),

  text("inline", ["--inline"], { on: ["compile", "show"] }),
  text("inlineDirect", ["--inline-direct"], { on: ["show"] }),
  text("limit", ["--limit"], { on: ["show"] }),
  text("output", ["--output"], { on: ["ls"], choices: ["json", "name", "path", "selector"] }),
  text("output", ["--output"], { on: ["show", "compile"], choices: ["json", "text"] }),
  text("outputPath", ["--output", "-o"], { on: ["source freshness"] }),
  list("outputKeys", ["--output-keys"], { on: ["ls"] }),
  flag("showRows", ["--show"], { on: ["seed", "build"] }),
  text("args", ["--args"], { on: ["run-operation"] }),
  flag("compileDocs", ["--compile"], { negated: ["--no-compile"], on: ["docs generate"] }),
  flag("emptyCatalog", ["--empty-catalog"], { on: ["docs generate"] }),
  flag("staticDocs", ["--static"], { on: ["docs generate"] }),
  text("port", ["--port"], { on: ["docs serve"] }),
  text("host", ["--host"], { on: ["docs serve"], env: "DBT_HOST" }),
  flag("browser", ["--browser"], { negated: ["--no-browser"], on: ["docs serve"] }),
  flag("cleanProjectOnly", ["--clean-project-files-only"], {
    negated: ["--no-clean-project-files-only"],
    on: ["clean"],
    env: "DBT_CLEAN_PROJECT_FILES_ONLY",
  }),
  flag("connection", ["--connection"], { on: ["debug"] }),
  flag("configDir", ["--config-dir"], { on: ["debug"] }),
  flag("lock", ["--lock"], { on: ["deps"] }),
  flag("upgrade", ["--upgrade"], { on: ["deps"] }),
  text("addPackage", ["--add-package"], { on: ["deps"], later: "Add the package to packages.yml by hand." }),
  text("packageSource", ["--source"], {
    on: ["deps"],
    later: "It belongs to --add-package, which is not supported yet.",
  }),

  text("projectDir", ["--project-dir"], { env: "DBT_PROJECT_DIR" }),
  text("profilesDir", ["--profiles-dir"], { env: "DBT_PROFILES_DIR" }),
  text("targetPath", ["--target-path"], { env: "DBT_TARGET_PATH" }),
  text("logPath", ["--log-path"], { env: "DBT_LOG_PATH" }),
  text("database", ["--database"]),
  flag("quiet", ["--quiet", "-q"], { negated: ["--no-quiet"], env: "DBT_QUIET" }),
  flag("debug", ["--debug", "-d"], { negated: ["--no-debug"], env: "DBT_DEBUG" }),
  text("logLevel", ["--log-level"], { env: "DBT_LOG_LEVEL", choices: LEVELS }),
  text("logLevelFile", ["--log-level-file"], { env: "DBT_LOG_LEVEL_FILE", choices: LEVELS }),
  text("logFormat", ["--log-format"], { env: "DBT_LOG_FORMAT", choices: FORMATS }),
  text("logFormatFile", ["--log-format-file"], { env: "DBT_LOG_FORMAT_FILE", choices: FORMATS }),
  flag("useColors", ["--use-colors"], { negated: ["--no-use-colors"], env: "DBT_USE_COLORS" }),
  flag("useColorsFile", ["--use-colors-file"], { negated: ["--no-use-colors-file"], env: "DBT_USE_COLORS_FILE" }),
  text("printerWidth", ["--printer-width"], { env: "DBT_PRINTER_WIDTH" }),
  flag("print", ["--print"], { negated: ["--no-print"], env: "DBT_PRINT" }),
  flag("warnError", ["--warn-error"], { env: "DBT_WARN_ERROR" }),
  text("warnErrorOptions", ["--warn-error-options"], { env: "DBT_WARN_ERROR_OPTIONS" }),
  flag("versionCheck", ["--version-check"], { negated: ["--no-version-check"], env: "DBT_VERSION_CHECK" }),
  flag("writeJson", ["--write-json"], { negated: ["--no-write-json"], env: "DBT_WRITE_JSON" }),
  flag("help", ["--help", "-h"]),
  flag("version", ["--version", "-V", "-v"]),

  // Switches of dbt's own machinery: this engine reads each file once and keeps no such caches, so that either answer is right.
  flag("ignored", ["--partial-parse"], { negated: ["--no-partial-parse"] }),
  flag("ignored", ["--partial-parse-file-diff"], { negated: ["--no-partial-parse-file-diff"] }),
  flag("ignored", ["--cache-selected-only"], { negated: ["--no-cache-selected-only"] }),
  flag("ignored", ["--populate-cache"], { negated: ["--no-populate-cache"] }),
  flag("ignored", ["--static-parser"], { negated: ["--no-static-parser"] }),
  flag("ignored", ["--use-experimental-parser"], { negated: ["--no-use-experimental-parser"] }),
  flag("ignored", ["--use-fast-test-edges"], { negated: ["--no-use-fast-test-edges"] }),
  flag("ignored", ["--send-anonymous-usage-stats"], { negated: ["--no-send-anonymous-usage-stats"] }),
  flag("ignored", ["--upload-to-artifacts-ingest-api"], { negated: ["--no-upload-to-artifacts-ingest-api"] }),
  flag("ignored", ["--log-cache-events"], { negated: ["--no-log-cache-events"] }),
  flag("ignored", ["--macro-debugging"], { negated: ["--no-macro-debugging"] }),
  flag("ignored", ["--show-all-deprecations"], { negated: ["--no-show-all-deprecations"] }),
  flag("ignored", ["--introspect"], { negated: ["--no-introspect"] }),
  flag("ignored", ["--inject-ephemeral-ctes"]),
  flag("ignored", ["--export-saved-queries"], { negated: ["--no-export-saved-queries"] }),
  flag("ignored", ["--show-resource-report"], { negated: ["--no-show-resource-report"] }),
  text("ignored", ["--log-file-max-bytes"]),
  text("ignored", ["--sqlparse"]),
  flag("singleThreaded", ["--single-threaded"], { negated: ["--no-single-threaded"], env: "DBT_SINGLE_THREADED" }),

  flag("empty", ["--empty"], {
    negated: ["--no-empty"],
    env: "DBT_EMPTY",
    on: ["build", "run", "compile", "snapshot"],
    later: "Building with empty inputs is not supported yet; select fewer nodes instead.",
  }),
  text("sample", ["--sample"], {
    env: "DBT_SAMPLE",
    on: ["build", "run"],
    later: "Building on a sample is not supported yet; select fewer nodes instead.",
  }),
  text("eventTimeStart", ["--event-time-start"], {
    env: "DBT_EVENT_TIME_START",
    on: ["build", "run"],
    later: "Microbatch models are not supported yet.",
  }),
  text("eventTimeEnd", ["--event-time-end"], {
    env: "DBT_EVENT_TIME_END",
    on: ["build", "run"],
    later: "Microbatch models are not supported yet.",
  }),
  text("state", ["--state"], { env: "DBT_STATE", later: STATE }),
  flag("defer", ["--defer"], { negated: ["--no-defer"], env: "DBT_DEFER", later: STATE }),
  text("deferState", ["--defer-state"], { env: "DBT_DEFER_STATE", later: STATE }),
  flag("favorState", ["--favor-state"], { negated: ["--no-favor-state"], env: "DBT_FAVOR_STATE", later: STATE }),
  text("recordTiming", ["--record-timing-info", "-r"], { later: "Run results hold each node's times." }),
];

/** Options of one command, by spelling. Asked for with every command line, so it is made once per command. */
export function optionsOf(
  command: CommandName,
): ReadonlyMap<string, { readonly option: Option; readonly value: boolean }> {
  let known = tables.get(command);
  if (!known) {
    const spellings = new Map<string, { readonly option: Option; readonly value: boolean }>();
    for (const option of OPTIONS) {
      if (!option.commands.includes(command)) continue;
      for (const name of option.names) spellings.set(name, { option, value: true });
      for (const name of option.negations) spellings.set(name, { option, value: false });
    }
    known = spellings;
    tables.set(command, known);
  }
  return known;
}

const tables = new Map<CommandName, ReadonlyMap<string, { readonly option: Option; readonly value: boolean }>>();

interface Rest {
  /** The commands that have it; every command when left out. */
  readonly on?: readonly CommandName[];
  readonly negated?: readonly string[];
  readonly env?: string;
  readonly choices?: readonly string[];
  readonly later?: string;
}

function option(takes: Option["takes"], field: string, names: readonly string[], rest: Rest): Option {
  return {
    names,
    negations: rest.negated ?? [],
    field,
    takes,
    choices: rest.choices ?? null,
    env: rest.env ?? null,
    commands: rest.on ?? COMMANDS,
    later: rest.later ?? null,
  };
}

function flag(field: string, names: readonly string[], rest: Rest = {}): Option {
  return option("switch", field, names, rest);
}

function text(field: string, names: readonly string[], rest: Rest = {}): Option {
  return option("text", field, names, rest);
}

function list(field: string, names: readonly string[], rest: Rest = {}): Option {
  return option("list", field, names, rest);
}
