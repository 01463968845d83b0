/**
 * Completion of a dbt command line: text and caret in, the range to replace and what may stand there out.
 *
 * Inside a selector the word starts after `+`, `2+`, `@`, a comma or `tag:`, so that `+ent` completes to `+entity_customers`.
 */
import type { CommandWords } from "../../worker/protocol.ts";

export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

export interface Vocabulary {
  /** The engine's commands, `docs generate` as one, each with its options. */
  readonly commands: readonly CommandWords[];
  readonly nodes: readonly string[];
  readonly tags: readonly string[];
  /** The project's own macros, for `run-operation`. */
  readonly macros: readonly string[];
}

const SELECTORS = new Set(["--select", "-s", "--exclude", "--models", "-m"]);
const SHOWN = 8;

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
  const command = commandOf(words, vocabulary.commands);
  if (command === null) {
    // `docs generate` is one command of two words: after "docs " only the second is missing.
    const lead = words.length === 0 ? "" : `${words.join(" ")} `;
    const names = vocabulary.commands.flatMap(({ name }) => (name.startsWith(lead) ? [name.slice(lead.length)] : []));
    return offer(
      from,
      to,
      names.filter((name) => name.startsWith(word)),
      word,
    );
  }
  if (command.name === "run-operation" && words.length === 1 && !word.startsWith("-")) {
    return offer(
      from,
      to,
      vocabulary.macros.filter((name) => name.startsWith(word)),
      word,
    );
  }
  if (word.startsWith("-")) {
    const used = new Set(words);
    return offer(
      from,
      to,
      command.options.filter((flag) => flag.startsWith(word) && !used.has(flag)),
      word,
    );
  }
  // Everything after --select up to the next flag is a selector: dbt takes several, separated by blanks.
  const flag = words.findLast((part) => part.startsWith("-"));
  if (flag === undefined || !SELECTORS.has(flag)) return null;
  return completeSelector(word, from, to, vocabulary);
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
  const method = /^(tag|path|source|config\.materialized|resource_type):/.exec(term)?.[0];
  if (method === "tag:") {
    const typed = term.slice(4);
    return offer(
      from + at + 4,
      to,
      vocabulary.tags.filter((tag) => tag.startsWith(typed)),
      typed,
    );
  }
  if (method) return null;
  const lower = term.toLowerCase();
  const starting = vocabulary.nodes.filter((name) => name.startsWith(lower));
  const containing =
    lower.length < 2 ? [] : vocabulary.nodes.filter((name) => !name.startsWith(lower) && name.includes(lower));
  return offer(from + at, to, [...starting, ...containing], term);
}

function offer(from: number, to: number, options: readonly string[], typed: string): Completion | null {
  const useful = options.filter((option) => option !== typed).slice(0, SHOWN);
  return useful.length === 0 ? null : { from, to, options: useful };
}
