/**
 * Completion of a dbt command line: text and caret in, the range to replace and what may stand there out.
 *
 * Inside a selector the word starts after `+`, `2+`, `@`, a comma or a method's colon, so that `+ent` completes to
 * `+entity_customers` and `config.materialized:in` to `config.materialized:incremental`.
 */
import type { CommandWords } from "../../worker/protocol.ts";

export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

export interface Vocabulary {
  /** The engine's commands, `docs generate` as one, each with its options and what these may be. */
  readonly commands: readonly CommandWords[];
  /** What can be selected by its bare name. */
  readonly nodes: readonly string[];
  /** Tests by name; offered after everything else. */
  readonly tests: readonly string[];
  /** Selector method (`tag`, `config.materialized`) -> the values that match something. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
  /** Names in selectors.yml. */
  readonly selectors: readonly string[];
  /** The project's own macros, for `run-operation`. */
  readonly macros: readonly string[];
}

const SELECTORS = new Set(["--select", "-s", "--exclude", "--models", "--model", "-m"]);
const OPERATORS = ["+", "@"];
const SHOWN = 12;

export function completeCommand(text: string, caret: number, vocabulary: Vocabulary): Completion | null {
  const before = text.slice(0, caret);
  const from = Math.max(before.lastIndexOf(" ") + 1, 0);
  const word = before.slice(from);
  const words = before
    .slice(0, from)
    .trim()
    .split(/\s+/)
    .filter((part) => part !== "" && part !== "dbt");
  const to = caret + (/^\S*/.exec(text.slice(caret))?.[0].length ?? 0);
  const beginning = (options: readonly string[]) => options.filter((option) => option.startsWith(word));
  const command = commandOf(words, vocabulary.commands);
  if (command === null) {
    // `docs generate` is one command of two words: after "docs " only the second is missing.
    const lead = words.length === 0 ? "" : `${words.join(" ")} `;
    const names = vocabulary.commands.flatMap(({ name }) => (name.startsWith(lead) ? [name.slice(lead.length)] : []));
    return offer(from, to, beginning(names), word);
  }
  if (command.name === "run-operation" && words.length === 1 && !word.startsWith("-"))
    return offer(from, to, beginning(vocabulary.macros), word);
  if (word.startsWith("-")) {
    const used = new Set(words);
    return offer(
      from,
      to,
      beginning(command.options).filter((flag) => !used.has(flag)),
      word,
    );
  }
  // Everything after --select up to the next flag is a selector: dbt takes several, separated by blanks.
  const flag = words.findLast((part) => part.startsWith("-"));
  if (flag === undefined) return null;
  if (SELECTORS.has(flag)) return completeSelector(word, from, to, vocabulary);
  if (words.at(-1) !== flag && !flag.startsWith("--resource-type") && !flag.startsWith("--exclude-resource-type"))
    return null;
  if (flag === "--selector") return offer(from, to, beginning(vocabulary.selectors), word);
  return offer(from, to, beginning(command.choices[flag] ?? []), word);
}

/** Whether something must still follow what was taken: then no blank is set behind it, and the next offer comes at once. */
export function isOpen(option: string): boolean {
  return /[:+@./]$/.test(option);
}

function commandOf(words: readonly string[], commands: readonly CommandWords[]): CommandWords | null {
  const line = `${words.join(" ")} `;
  return commands.find(({ name }) => line.startsWith(`${name} `)) ?? null;
}

function completeSelector(word: string, from: number, to: number, vocabulary: Vocabulary): Completion | null {
  const start = word.lastIndexOf(",") + 1;
  const [lead = ""] = /^(@|\d*\+)?/.exec(word.slice(start)) ?? [];
  const at = start + lead.length;
  const term = word.slice(at);
  const colon = term.indexOf(":");
  if (colon >= 0) {
    const typed = term.slice(colon + 1);
    const values = vocabulary.methods.get(term.slice(0, colon)) ?? [];
    return offer(from + at + colon + 1, to, matching(values, typed), typed);
  }
  // A whole name may still get what reads it.
  const exact = vocabulary.nodes.includes(term) ? [`${term}+`, `${term}+1`] : [];
  const methods = [...vocabulary.methods.keys()].map((name) => `${name}:`);
  const operators = term === "" && lead === "" ? OPERATORS : [];
  const names = matching(vocabulary.nodes, term).filter((name) => name !== term);
  const options =
    term === ""
      ? [...operators, ...methods.filter((name) => !name.includes(".")), ...names]
      : [
          ...exact,
          ...names.filter((name) => name.startsWith(term.toLowerCase())).slice(0, SHOWN - 4),
          ...methods.filter((name) => name.startsWith(term)),
          ...names,
          ...(term.length < 2 ? [] : matching(vocabulary.tests, term)),
        ];
  return offer(from + at, to, [...new Set(options)], term);
}

/** What begins with the text first, then what has it inside. */
function matching(values: readonly string[], typed: string): string[] {
  const lower = typed.toLowerCase();
  const starting = values.filter((value) => value.toLowerCase().startsWith(lower));
  const inside =
    lower.length < 2
      ? []
      : values.filter((value) => !value.toLowerCase().startsWith(lower) && value.toLowerCase().includes(lower));
  return [...starting, ...inside];
}

function offer(from: number, to: number, options: readonly string[], typed: string): Completion | null {
  const useful = options.filter((option) => option !== typed).slice(0, SHOWN);
  return useful.length === 0 ? null : { from, to, options: useful };
}
