/**
 * Completion of a dbt command line: text and caret in, the range to replace and what may stand there out.
 *
 * Inside a selector the word starts after `+`, `2+`, `@`, a comma or `tag:`, so that `+ent` completes to `+entity_customers`.
 */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

export interface Vocabulary {
  readonly nodes: readonly string[];
  readonly tags: readonly string[];
}

export const COMMANDS = ["build", "run", "test", "seed", "compile", "ls", "show", "parse"] as const;

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  build: ["--select", "--exclude", "--full-refresh", "--fail-fast", "--vars"],
  run: ["--select", "--exclude", "--full-refresh", "--fail-fast", "--vars"],
  test: ["--select", "--exclude", "--fail-fast", "--store-failures", "--vars"],
  seed: ["--select", "--exclude", "--full-refresh"],
  compile: ["--select", "--exclude", "--inline", "--vars"],
  ls: ["--select", "--exclude", "--resource-type", "--output"],
  show: ["--select", "--inline", "--limit"],
};

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
  const [command] = words;
  if (command === undefined)
    return offer(
      from,
      to,
      COMMANDS.filter((name) => name.startsWith(word)),
      word,
    );
  if (word.startsWith("-")) {
    const used = new Set(words);
    return offer(
      from,
      to,
      (FLAGS[command] ?? []).filter((flag) => flag.startsWith(word) && !used.has(flag)),
      word,
    );
  }
  // Everything after --select up to the next flag is a selector: dbt takes several, separated by blanks.
  const flag = words.findLast((part) => part.startsWith("-"));
  if (flag === undefined || !SELECTORS.has(flag)) return null;
  return completeSelector(word, from, to, vocabulary);
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
