/** A dbt command line -> what to do. Understands the words and flags that dbt has for the commands of this engine. */
import { EngineError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import { INDIRECT_SELECTIONS } from "../graph/selector.ts";
import type { IndirectSelection } from "../graph/selector.ts";
import { isRecord, readYaml } from "../project/yaml.ts";
import type { YamlValue } from "../project/yaml.ts";

export const COMMANDS = ["build", "run", "test", "seed", "compile", "ls", "show", "parse"] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface Command {
  readonly name: CommandName;
  /** Selectors as written, joined by spaces; null when none was given. */
  readonly select: string | null;
  readonly exclude: string | null;
  readonly resourceTypes: readonly string[];
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  readonly storeFailures: boolean;
  readonly indirectSelection: IndirectSelection | null;
  readonly threads: number | null;
  readonly target: string | null;
  readonly vars: Readonly<Record<string, YamlValue>>;
  readonly inline: string | null;
  /** Rows that `show` prints; -1 for all. */
  readonly limit: number;
  readonly output: string;
  readonly outputKeys: readonly string[];
}

interface Flag {
  readonly field: string;
  readonly takes: "nothing" | "one" | "many";
}

const FLAGS: Readonly<Record<string, Flag>> = {
  "--select": { field: "select", takes: "many" },
  "-s": { field: "select", takes: "many" },
  "--models": { field: "select", takes: "many" },
  "--model": { field: "select", takes: "many" },
  "-m": { field: "select", takes: "many" },
  "--exclude": { field: "exclude", takes: "many" },
  "--resource-type": { field: "resourceTypes", takes: "many" },
  "--resource-types": { field: "resourceTypes", takes: "many" },
  "--full-refresh": { field: "fullRefresh", takes: "nothing" },
  "-f": { field: "fullRefresh", takes: "nothing" },
  "--fail-fast": { field: "failFast", takes: "nothing" },
  "-x": { field: "failFast", takes: "nothing" },
  "--store-failures": { field: "storeFailures", takes: "nothing" },
  "--indirect-selection": { field: "indirectSelection", takes: "one" },
  "--threads": { field: "threads", takes: "one" },
  "--target": { field: "target", takes: "one" },
  "-t": { field: "target", takes: "one" },
  "--vars": { field: "vars", takes: "one" },
  "--inline": { field: "inline", takes: "one" },
  "--limit": { field: "limit", takes: "one" },
  "--output": { field: "output", takes: "one" },
  "--output-keys": { field: "outputKeys", takes: "many" },
};

export function parseCommand(input: readonly string[] | string): Command {
  const words = typeof input === "string" ? splitWords(input) : [...input];
  if (words[0] === "dbt") words.shift();
  const [given, ...rest] = words;
  const name = given === "list" ? "ls" : given;
  if (name === undefined || !(COMMANDS as readonly string[]).includes(name)) {
    const near = nearest(given ?? "", COMMANDS);
    throw new EngineError("C001", given === undefined ? "No command was given." : `"${given}" is not a command.`, {
      hint: near === null ? `Commands are: ${COMMANDS.join(", ")}.` : `Did you mean "dbt ${near}"?`,
    });
  }
  const values = readFlags(rest, name);
  const one = (field: string): string | null => values.get(field)?.at(-1) ?? null;
  const many = (field: string): string | null => {
    const list = values.get(field);
    return list === undefined ? null : list.join(" ");
  };
  return {
    name: name as CommandName,
    select: many("select"),
    exclude: many("exclude"),
    resourceTypes: values.get("resourceTypes") ?? [],
    fullRefresh: values.has("fullRefresh"),
    failFast: values.has("failFast"),
    storeFailures: values.has("storeFailures"),
    indirectSelection: readIndirectSelection(one("indirectSelection")),
    threads: one("threads") === null ? null : readNumber(one("threads") ?? "", "--threads", 1),
    target: one("target"),
    vars: readVars(one("vars")),
    inline: one("inline"),
    limit: one("limit") === null ? 5 : readNumber(one("limit") ?? "", "--limit", -1),
    output: one("output") ?? (name === "show" ? "text" : "selector"),
    outputKeys: (values.get("outputKeys") ?? []).flatMap((keys) => keys.split(/[\s,]+/)),
  };
}

/** Splits as a shell does: quotes keep spaces together, a backslash keeps the next character. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === "\\" && quote === '"' && index + 1 < line.length)
        word = (word ?? "") + line.charAt((index += 1));
      else word = (word ?? "") + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (character === "\\" && index + 1 < line.length) {
      word = (word ?? "") + line.charAt((index += 1));
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== null) {
    throw new EngineError("C001", `A ${quote === '"' ? "double" : "single"} quote is opened and never closed.`, {
      hint: "Close the quote at the end of its value.",
    });
  }
  if (word !== null) words.push(word);
  return words;
}

function readFlags(words: readonly string[], command: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (let index = 0; index < words.length; index += 1) {
    const [word = "", inlineValue] = splitAssignment(words[index] ?? "");
    const flag = FLAGS[word];
    if (!flag) {
      const near = nearest(word, Object.keys(FLAGS));
      throw new EngineError(
        "C001",
        word.startsWith("-")
          ? `"dbt ${command}" has no option "${word}".`
          : `"${word}" stands alone; "dbt ${command}" takes options only.`,
        {
          hint: word.startsWith("-")
            ? near === null
              ? `Options are: ${Object.keys(FLAGS)
                  .filter((name) => name.startsWith("--"))
                  .join(", ")}.`
              : `Did you mean "${near}"?`
            : `To select nodes write: dbt ${command} --select ${word}`,
        },
      );
    }
    const list = values.get(flag.field) ?? [];
    values.set(flag.field, list);
    if (flag.takes === "nothing") {
      if (inlineValue !== undefined)
        throw new EngineError("C001", `The option "${word}" takes no value.`, { hint: `Write "${word}" alone.` });
      continue;
    }
    if (inlineValue !== undefined) list.push(inlineValue);
    while (
      inlineValue === undefined &&
      index + 1 < words.length &&
      FLAGS[splitAssignment(words[index + 1] ?? "")[0] ?? ""] === undefined
    ) {
      if (flag.takes === "one" && list.length > 0) break;
      list.push(words[(index += 1)] ?? "");
    }
    if (list.length === 0)
      throw new EngineError("C001", `The option "${word}" needs a value.`, {
        hint: `Write for example: dbt ${command} ${word} …`,
      });
  }
  return values;
}

function splitAssignment(word: string): [string, string | undefined] {
  const match = /^(--[\w-]+)=(.*)$/s.exec(word);
  return match ? [match[1] ?? word, match[2]] : [word, undefined];
}

function readNumber(text: string, flag: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new EngineError("C001", `${flag} takes a whole number, not "${text}".`, {
    hint: `Write for example: ${flag} 5`,
  });
}

export function readIndirectSelection(text: string | null): IndirectSelection | null {
  const known = INDIRECT_SELECTIONS.find((mode) => mode === text);
  if (text === null || known !== undefined) return known ?? null;
  throw new EngineError("C001", `"${text}" is not a mode of indirect selection.`, {
    hint: `Modes are: ${INDIRECT_SELECTIONS.join(", ")}.`,
  });
}

function readVars(text: string | null): Record<string, YamlValue> {
  if (text === null) return {};
  const yaml = readYaml({ path: "--vars", text });
  if (isRecord(yaml.value)) return yaml.value;
  throw new EngineError("C001", "The value of --vars is not a set of names and values.", {
    hint: "Write for example: --vars '{start_date: \"2024-01-01\"}'",
  });
}
