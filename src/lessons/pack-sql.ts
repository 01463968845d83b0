/**
 * What the SQL and YAML of a pack from outside may hold, decided from the text. Its queries run as soon as a lesson is opened, on the
 * reader's own tables, so: one statement that only reads, tables through ref() and source(), no files, no network, and of Jinja only
 * what cannot send statements of its own (`run_query` could drop a table while the query around it looks harmless).
 *
 * Jinja is held against a list of what is allowed, since names can be put together at run time. The database and the page's security
 * policy stand behind this: neither lets a query reach another origin.
 */
import { readOnlyFinding } from "./sql-guard.ts";
import { isWord, sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** Functions that read files, settings or the network, or that run a text as a query. */
const OUTSIDE =
  /^(?:read_\w+|\w+_scan|glob|sniff_csv|parquet_\w+|query|query_table|getenv|duckdb_(?:secrets|settings|extensions|logs)|which_secret|load_aws_credentials|st_read\w*|pragma_\w+|write_log|shellfs\w*|http_\w+)$/;
const FILE_NAME = /[/\\:*]|\.(?:csv|tsv|parquet|json|jsonl|ndjson|txt|gz|zst|db|duckdb|arrow|xlsx)$/i;

/** What Jinja knows by itself and lessons may use. */
const JINJA_NAMES = new Set(
  [
    "ref source var config this target is_incremental return log execute env",
    "loop range dict list namespace set if elif else endif for endfor in not and or is none true false None True False",
    "endset macro endmacro test endtest raw endraw recursive defined undefined divisibleby",
    "number string iterable mapping sequence even odd",
  ].flatMap((line) => line.split(" ")),
);
const JINJA_TAGS = new Set(
  "if elif else endif for endfor set endset macro endmacro test endtest raw endraw".split(" "),
);
const HOOK = /\b(?:pre|post)[_-]hook\b|\bon-run-(?:start|end)\b/i;

export interface PackSqlRules {
  /** Macros of the project that the lessons stand on, and those that the pack defines itself. */
  readonly macros: ReadonlySet<string>;
}

/** Names of the macros that a text defines; what they hold is looked at where they stand. */
export function macrosIn(text: string): readonly string[] {
  return [...text.matchAll(/\{%[-+\s]*macro\s+([A-Za-z_]\w*)/g)].flatMap((match) => match[1] ?? []);
}

/** Why a query of a pack is refused; null when it may run. */
export function queryFault(sql: string, rules: PackSqlRules): string | null {
  // Before anything is written a query is empty: that is for the proof to say.
  if (sql.trim() === "") return null;
  const written = readOnlyFinding(sql);
  return written === null ? textFault(sql, rules) : `it is no plain select (${written.headline.replace(/\.$/, "")})`;
}

/** As `queryFault`, for texts that are more than a query: a model with its config, macros, properties. */
export function textFault(text: string, rules: PackSqlRules): string | null {
  const hook = HOOK.exec(text)?.[0];
  if (hook !== undefined) return `it sets the hook "${hook}"`;
  const tokens = sqlTokens(text);
  for (const [index, token] of tokens.entries()) {
    const fault = token.kind === "jinja" ? null : outsideFault(tokens, index);
    if (fault !== null) return fault;
  }
  return jinjaFault(text, rules);
}

function outsideFault(tokens: readonly SqlToken[], index: number): string | null {
  const token = tokens[index];
  if (token === undefined) return null;
  const called = tokens[index + 1]?.text === "(";
  if ((token.kind === "word" || token.kind === "quoted") && called && OUTSIDE.test(token.value))
    return `it calls "${token.value}", which reads something other than tables`;
  const before = tokens[index - 1];
  const read = isWord(before, "from", "join", "summarize", "describe") || before?.text === ",";
  if (token.kind === "quoted" && read && FILE_NAME.test(token.value))
    return `it reads the file "${token.value.slice(0, 60)}"`;
  if (token.kind === "string" && isWord(before, "from", "join")) return `it reads the file ${token.text.slice(0, 60)}`;
  return null;
}

const REGION = /\{\{([\s\S]*?)(?:\}\}|$)|\{%-?([\s\S]*?)(?:%\}|$)/g;
const TEXTS = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/g;

function jinjaFault(text: string, { macros }: PackSqlRules): string | null {
  const regions = [...text.matchAll(REGION)].map((match) => ({
    tag: match[2] !== undefined,
    code: (match[2] ?? match[1] ?? "").replace(TEXTS, '""'),
  }));
  const own = new Set<string>();
  for (const { tag, code } of regions) if (tag) for (const name of namesGiven(code)) own.add(name);
  for (const { tag, code } of regions) {
    const word = /^[-+\s]*(\w+)/.exec(code)?.[1] ?? "";
    if (tag && !JINJA_TAGS.has(word)) return `it uses the Jinja tag "${word}"`;
    for (const match of code.matchAll(/(?<![\w.])([A-Za-z_]\w*)\b(?!\s*=[^=])/g)) {
      const name = match[1] ?? "";
      const filter = /\|\s*$/.test(code.slice(0, match.index));
      if (!filter && !JINJA_NAMES.has(name) && !own.has(name) && !macros.has(name))
        return `its Jinja calls "${name}", which lessons may not`;
    }
    const hidden = /\.\s*(_\w*)/.exec(code)?.[1];
    if (hidden !== undefined) return `its Jinja looks into "${hidden}"`;
  }
  return null;
}

/** Names that a tag makes known: `set x = …`, `for a, b in …`, `macro m(a, b=1)`. */
function namesGiven(code: string): readonly string[] {
  const set = /^[-+\s]*set\s+([^=]+)/.exec(code)?.[1];
  const loop = /^[-+\s]*for\s+([\s\S]+?)\sin\s/.exec(code)?.[1];
  const macro = /^[-+\s]*(?:macro|test)\s+([\s\S]+)/.exec(code)?.[1];
  return [...(set ?? loop ?? macro?.replace(/=[^,)]*/g, "") ?? "").matchAll(/[A-Za-z_]\w*/g)].map((match) => match[0]);
}
