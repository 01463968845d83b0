/**
 * A dbt command line -> what to do. Understands dbt's words and options for the commands of this engine.
 *
 * What the line does not say may come from the environment (`DBT_TARGET`, `DBT_FULL_REFRESH` …), and later from `flags:` in
 * dbt_project.yml: a switch that nobody set is null here.
 */
import { EngineError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import { INDIRECT_SELECTIONS } from "../graph/selector-spec.ts";
import type { IndirectSelection } from "../graph/selector-spec.ts";
import { isRecord, readYaml } from "../project/yaml.ts";
import type { YamlRecord } from "../project/yaml.ts";
import { COMMANDS, COMMAND_ALIASES, COMMAND_GROUPS, LATER_COMMANDS } from "./commands.ts";
import type { CommandName } from "./commands.ts";
import { OPTIONS, optionsOf } from "./options.ts";
import type { Option } from "./options.ts";
import { warnPolicy } from "./warn-policy.ts";
import type { WarnPolicy } from "./warn-policy.ts";
import { splitWords } from "./words.ts";

export interface Command {
  readonly name: CommandName;
  /** Selectors as written, joined by spaces; null when none was given. */
  readonly select: string | null;
  readonly exclude: string | null;
  /** A selector of selectors.yml. */
  readonly selector: string | null;
  readonly resourceTypes: readonly string[];
  readonly excludeResourceTypes: readonly string[];
  readonly indirectSelection: IndirectSelection | null;
  readonly fullRefresh: boolean | null;
  readonly failFast: boolean | null;
  readonly storeFailures: boolean | null;
  readonly threads: number | null;
  readonly target: string | null;
  readonly profile: string | null;
  readonly vars: Readonly<YamlRecord>;
  readonly inline: string | null;
  /** SQL that is sent as it is, without templates. */
  readonly inlineDirect: string | null;
  /** Rows that `show` prints; -1 for all. */
  readonly limit: number;
  readonly output: string;
  readonly outputKeys: readonly string[];
  /** Where `source freshness` writes its result instead of `sources.json`. */
  readonly outputPath: string | null;
  /** `--show`: print the rows of loaded seeds. */
  readonly showRows: boolean;
  /** The macro of `run-operation`, and its arguments. */
  readonly macro: string | null;
  readonly args: Readonly<YamlRecord>;
  readonly compileDocs: boolean;
  readonly emptyCatalog: boolean;
  readonly staticDocs: boolean;
  readonly port: number;
  readonly host: string;
  readonly cleanProjectOnly: boolean;
  /** `debug --connection` and `debug --config-dir`. */
  readonly connectionOnly: boolean;
  readonly configDir: boolean;
  /** `deps --lock`: resolve, install nothing. */
  readonly lockOnly: boolean;
  readonly warnings: WarnPolicy | null;
  readonly versionCheck: boolean | null;
  readonly writeJson: boolean | null;
  readonly print: boolean | null;
  readonly quiet: boolean | null;
  readonly debug: boolean | null;
  readonly useColors: boolean | null;
  readonly useColorsFile: boolean | null;
  readonly logLevel: string | null;
  readonly logLevelFile: string | null;
  readonly logFormat: string | null;
  readonly logFormatFile: string | null;
  readonly printerWidth: number | null;
  readonly projectDir: string | null;
  readonly profilesDir: string | null;
  readonly targetPath: string | null;
  readonly logPath: string | null;
  /** A database file that wins over profiles.yml; an option of ours. */
  readonly database: string | null;
  readonly help: boolean;
}

type Environment = Readonly<Record<string, string>>;

/** Throws C001 (the line cannot be read) or P012 (dbt can do it, this engine not yet). */
export function parseCommand(input: readonly string[] | string, env: Environment = {}): Command {
  const words = typeof input === "string" ? splitWords(input) : [...input];
  if (words[0] === "dbt") words.shift();
  const { name, rest } = readName(words);
  const values = readOptions(rest, name);
  addEnvironment(values, name, env);
  const one = (field: string): string | null => values.texts.get(field)?.at(-1) ?? null;
  const all = (field: string): string | null => values.texts.get(field)?.join(" ") ?? null;
  const list = (field: string): readonly string[] =>
    (values.texts.get(field) ?? []).flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== "");
  const is = (field: string): boolean | null => values.switches.get(field) ?? null;
  return {
    name,
    select: all("select"),
    exclude: all("exclude"),
    selector: one("selector"),
    resourceTypes: list("resourceTypes"),
    excludeResourceTypes: list("excludeResourceTypes"),
    indirectSelection: INDIRECT_SELECTIONS.find((mode) => mode === one("indirectSelection")) ?? null,
    fullRefresh: is("fullRefresh"),
    failFast: is("failFast"),
    storeFailures: is("storeFailures"),
    threads: is("singleThreaded") === true ? 1 : readNumber(one("threads"), "--threads", 1),
    target: one("target"),
    profile: one("profile"),
    vars: readYamlOption(one("vars"), "--vars", "'{start_date: \"2024-01-01\"}'"),
    inline: one("inline"),
    inlineDirect: one("inlineDirect"),
    limit: Math.max(-1, readNumber(one("limit"), "--limit", -Infinity) ?? 5),
    output: one("output") ?? (name === "ls" ? "selector" : "text"),
    outputKeys: list("outputKeys"),
    outputPath: one("outputPath"),
    showRows: is("showRows") ?? false,
    macro: values.macro,
    args: readYamlOption(one("args"), "--args", "'{name: value}'"),
    compileDocs: is("compileDocs") ?? true,
    emptyCatalog: is("emptyCatalog") ?? false,
    staticDocs: is("staticDocs") ?? false,
    port: readNumber(one("port"), "--port", 0) ?? 8080,
    host: one("host") ?? "127.0.0.1",
    cleanProjectOnly: is("cleanProjectOnly") ?? true,
    connectionOnly: is("connection") ?? false,
    configDir: is("configDir") ?? false,
    lockOnly: is("lock") ?? false,
    warnings: warnPolicy(
      is("warnError"),
      readYamlOption(one("warnErrorOptions"), "--warn-error-options", "'{error: all}'"),
    ),
    versionCheck: is("versionCheck"),
    writeJson: is("writeJson"),
    print: is("print"),
    quiet: is("quiet"),
    debug: is("debug"),
    useColors: is("useColors"),
    useColorsFile: is("useColorsFile"),
    logLevel: one("logLevel"),
    logLevelFile: one("logLevelFile"),
    logFormat: one("logFormat"),
    logFormatFile: one("logFormatFile"),
    printerWidth: readNumber(one("printerWidth"), "--printer-width", 1),
    projectDir: one("projectDir"),
    profilesDir: one("profilesDir"),
    targetPath: one("targetPath"),
    logPath: one("logPath"),
    database: one("database"),
    help: is("help") ?? false,
  };
}

/** Finds the command among the words; dbt lets global options stand before it. */
function readName(words: readonly string[]): { name: CommandName; rest: readonly string[] } {
  const globals = optionsOf("parse");
  let at = 0;
  while (at < words.length && (words[at] ?? "").startsWith("-")) {
    const [word, assigned] = splitAssignment(words[at] ?? "");
    at += globals.get(word)?.option.takes === "text" && assigned === undefined ? 2 : 1;
  }
  const first = words[at];
  const before = words.slice(0, at);
  if (first === undefined) {
    throw new EngineError("C001", "No command was given.", { hint: `Commands are: ${COMMANDS.join(", ")}.` });
  }
  const second = words[at + 1];
  const group = COMMAND_GROUPS[first];
  const given = group && second !== undefined ? `${first} ${second}` : first;
  const name = COMMANDS.find((command) => command === given) ?? COMMAND_ALIASES[given];
  if (name !== undefined) return { name, rest: [...before, ...words.slice(at + (given === first ? 1 : 2))] };
  if (group) {
    const near = second === undefined ? null : nearest(second, group);
    throw new EngineError(
      "C001",
      second === undefined ? `"dbt ${first}" needs a second word.` : `"${given}" is not a command.`,
      {
        hint:
          near === null
            ? `Write ${group.map((word) => `"dbt ${first} ${word}"`).join(" or ")}.`
            : `Did you mean "dbt ${first} ${near}"?`,
      },
    );
  }
  const later = LATER_COMMANDS[first];
  if (later !== undefined) throw new EngineError("P012", `"dbt ${first}" is not supported yet.`, { hint: later });
  const near = nearest(first, [...COMMANDS, ...Object.keys(COMMAND_ALIASES)]);
  throw new EngineError("C001", `"${first}" is not a command.`, {
    hint: near === null ? `Commands are: ${COMMANDS.join(", ")}.` : `Did you mean "dbt ${near}"?`,
  });
}

interface Values {
  readonly texts: Map<string, string[]>;
  readonly switches: Map<string, boolean>;
  macro: string | null;
}

function readOptions(words: readonly string[], command: CommandName): Values {
  const known = optionsOf(command);
  const values: Values = { texts: new Map(), switches: new Map(), macro: null };
  for (let index = 0; index < words.length; index += 1) {
    const [word, assigned] = splitAssignment(words[index] ?? "");
    const found = known.get(word);
    if (!found) {
      if (command === "run-operation" && values.macro === null && !word.startsWith("-")) {
        values.macro = words[index] ?? "";
        continue;
      }
      throw unknownWord(word, command);
    }
    const { option } = found;
    refuseLater(option, word, found.value && assigned !== "false");
    if (option.takes === "switch") {
      if (assigned !== undefined)
        throw new EngineError("C001", `The option "${word}" takes no value.`, { hint: `Write "${word}" alone.` });
      values.switches.set(option.field, found.value);
      continue;
    }
    const taken = assigned === undefined ? takeWords(words, index, option, known) : [assigned];
    if (assigned === undefined) index += taken.length;
    if (taken.length === 0)
      throw new EngineError("C001", `The option "${word}" needs a value.`, {
        hint: `Write for example: dbt ${command} ${word} ${option.choices?.[0] ?? "…"}`,
      });
    put(values, option, taken, word);
    // dbt's `ls --models` means models only, where `--select` means everything.
    if (command === "ls" && /^--?m/.test(word)) values.texts.set("resourceTypes", ["model"]);
  }
  if (command === "run-operation" && values.macro === null && values.switches.get("help") !== true) {
    throw new EngineError("C001", '"dbt run-operation" needs the name of a macro.', {
      hint: "Write for example: dbt run-operation my_macro --args '{name: value}'",
    });
  }
  return values;
}

function takeWords(
  words: readonly string[],
  at: number,
  option: Option,
  known: ReadonlyMap<string, unknown>,
): readonly string[] {
  const next = words[at + 1];
  if (next === undefined || known.has(splitAssignment(next)[0])) return [];
  if (option.takes === "text") return [next];
  const end = words.findIndex((word, index) => index > at && word.startsWith("-"));
  return words.slice(at + 1, end === -1 ? undefined : end);
}

function put(values: Values, option: Option, taken: readonly string[], as: string): void {
  const { choices } = option;
  const read =
    choices === null ? taken : taken.flatMap((text) => (option.takes === "list" ? text.split(/\s+/) : [text]));
  const given = choices === null ? read : read.map((text) => text.toLowerCase());
  const wrong = choices === null ? undefined : given.find((text) => !choices.includes(text));
  if (choices !== null && wrong !== undefined) {
    const near = nearest(wrong, choices);
    throw new EngineError("C001", `"${wrong}" is not a value of ${as}.`, {
      hint:
        near === null
          ? `Values are: ${choices.join(", ")}.`
          : `Did you mean "${near}"? Values are: ${choices.join(", ")}.`,
    });
  }
  values.texts.set(option.field, [...(values.texts.get(option.field) ?? []), ...given]);
}

function unknownWord(word: string, command: CommandName): EngineError {
  if (!word.startsWith("-")) {
    return new EngineError("C001", `"${word}" stands alone; "dbt ${command}" takes options only.`, {
      hint: `To select nodes write: dbt ${command} --select ${word}`,
    });
  }
  const elsewhere = OPTIONS.filter((option) => [...option.names, ...option.negations].includes(word));
  const near = nearest(word, optionsOf(command).keys());
  const owners = [...new Set(elsewhere.flatMap((option) => option.commands))];
  return new EngineError("C001", `"dbt ${command}" has no option "${word}".`, {
    hint:
      owners.length > 0
        ? `It belongs to: ${owners.map((owner) => `dbt ${owner}`).join(", ")}.`
        : near === null
          ? `Options are: ${mainOptions(command).join(", ")}.`
          : `Did you mean "${near}"?`,
  });
}

/** What the options of a command may be, by each spelling, where dbt names the values. */
export function optionChoices(name: CommandName): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...optionsOf(name)].flatMap(([spelling, { option }]) =>
      option.choices === null || option.later !== null ? [] : [[spelling, option.choices]],
    ),
  );
}

/** The options of a command that a reader may care for. */
export function mainOptions(command: CommandName): string[] {
  const known = OPTIONS.filter(
    (option) => option.commands.includes(command) && option.later === null && option.field !== "ignored",
  );
  return [...new Set(known.map((option) => option.names[0] ?? ""))];
}

function refuseLater(option: Option, word: string, asked: boolean): void {
  if (option.later === null || !asked) return;
  throw new EngineError("P012", `The option "${word}" is not supported yet.`, { hint: option.later });
}

const YES = /^(1|true|t|yes|y|on)$/i;
const NO = /^(0|false|f|no|n|off)$/i;

function addEnvironment(values: Values, command: CommandName, env: Environment): void {
  for (const { option } of new Set(optionsOf(command).values())) {
    if (option.env === null || values.texts.has(option.field) || values.switches.has(option.field)) continue;
    const name = [option.env.replace(/^DBT_/, "DBT_ENGINE_"), option.env].find((key) => (env[key] ?? "") !== "");
    if (name === undefined) continue;
    const text = env[name] ?? "";
    if (option.takes !== "switch") {
      refuseLater(option, name, true);
      put(values, option, option.takes === "list" ? text.split(/[\s,]+/) : [text], name);
    } else if (YES.test(text) || NO.test(text)) {
      refuseLater(option, name, YES.test(text));
      values.switches.set(option.field, YES.test(text));
    } else {
      throw new EngineError("C001", `The environment variable ${name} is "${text}", which is neither true nor false.`, {
        hint: `Set it to true or false, or unset it.`,
      });
    }
  }
}

function splitAssignment(word: string): [string, string | undefined] {
  const match = /^(--[\w-]+)=(.*)$/s.exec(word);
  return match ? [match[1] ?? word, match[2]] : [word, undefined];
}

function readNumber(text: string | null, flag: string, least: number): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least) return value;
  throw new EngineError("C001", `${flag} takes a whole number${least === 1 ? " from 1" : ""}, not "${text}".`, {
    hint: `Write for example: ${flag} 5`,
  });
}

function readYamlOption(text: string | null, name: string, example: string): YamlRecord {
  if (text === null) return {};
  const yaml = readYaml({ path: name, text });
  if (yaml.diagnostics.length === 0 && yaml.value === null) return {};
  if (yaml.diagnostics.length === 0 && isRecord(yaml.value)) return yaml.value;
  throw new EngineError("C001", `The value of ${name} is not a set of names and values.`, {
    hint: `Write for example: ${name} ${example}`,
  });
}
