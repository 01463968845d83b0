/**
 * What an answer may not be or do, decided from its text: one SELECT that reads its tables through ref(), without the
 * constructs that the exercise forbids. In goes the source (with Jinja); out come findings, first the most basic.
 */
import { isName, isWord, sqlTokens } from "./sql-tokens.ts";
import type { Forbidden } from "./pack.ts";
import type { SqlToken } from "./sql-tokens.ts";

export interface Finding {
  readonly headline: string;
  readonly detail: string;
  /** Misconception code, or null. */
  readonly code: string | null;
}

const READS = ["select", "with", "from", "values", "pivot", "unpivot"];
const WRITES = ["insert", "update", "delete", "merge", "create", "drop", "alter", "copy", "attach", "truncate"];
const CLOCKS = new Set([
  "current_date",
  "current_timestamp",
  "current_time",
  "localtimestamp",
  "localtime",
  "today",
  "now",
  "get_current_timestamp",
  "transaction_timestamp",
]);

/** An answer must be exactly one statement that only reads. */
export function readOnlyFinding(sql: string): Finding | null {
  const tokens = sqlTokens(sql).filter((token) => !(token.kind === "jinja" && !token.text.startsWith("{{")));
  const last = tokens.findLastIndex((token) => token.text !== ";");
  const body = tokens.slice(0, last + 1);
  if (body.length === 0) {
    return {
      headline: "The answer is empty.",
      detail: "Write one select that returns the columns of the task.",
      code: null,
    };
  }
  if (body.some((token) => token.text === ";")) {
    return {
      headline: "The answer holds more than one statement.",
      detail: "Only one select is run here. Which of them returns the result? Keep that one.",
      code: null,
    };
  }
  const first = body.find((token) => token.text !== "(");
  // What writes begins the statement or follows its with clause; elsewhere the word is somebody's column.
  const write = body.find(
    (token, index) => token.depth === 0 && isWord(token, ...WRITES) && (index === 0 || body[index - 1]?.text === ")"),
  );
  if (write === undefined && (isWord(first, ...READS) || first?.kind === "jinja")) return null;
  const word = (write ?? first)?.text ?? "";
  return {
    headline: `The answer must be a select, but it says "${word}".`,
    detail: "An answer is one select: it only reads, and cannot change tables or settings. Start with select or with.",
    code: null,
  };
}

/** Names given to ref() in the text, in lower case. */
export function refNames(sql: string): readonly string[] {
  const names: string[] = [];
  for (const match of sql.matchAll(/\bref\s*\(\s*(?:(['"])[^'"]*\1\s*,\s*)?(['"])([^'"]+)\2\s*[,)]/g)) {
    if (match[3] !== undefined) names.push(match[3].toLowerCase());
  }
  return names;
}

/** A model that is read by its bare name: lineage cannot see it, and a check could not put other data in its place. */
export function hardCodedRelation(sql: string, modelNames: ReadonlySet<string>): Finding | null {
  const tokens = sqlTokens(sql);
  const ctes = new Set(
    tokens.filter((token, index) => isName(token) && opensCte(tokens, index)).map((token) => token.value),
  );
  const guilty = tokens.find(
    (token, index) =>
      isName(token) && modelNames.has(token.value) && !ctes.has(token.value) && isRelation(tokens, index),
  );
  if (guilty === undefined) return null;
  return {
    headline: `"${guilty.value}" is read by its bare name.`,
    detail: `Write {{ ref('${guilty.value}') }}: without ref() the lineage cannot see it, and the build order is luck.`,
    code: null,
  };
}

/** Reading the wall clock makes an answer change overnight. */
export function wallClockFinding(sql: string): Finding | null {
  const clock = sqlTokens(sql).find((token) => token.kind === "word" && CLOCKS.has(token.value));
  if (clock === undefined) return null;
  return {
    headline: `The answer asks the wall clock: "${clock.text}".`,
    detail:
      "Tomorrow it would return something else. Which date does the whole project agree on? Use var('as_of_date').",
    code: "M-TODAY",
  };
}

const CONSTRUCTS: Readonly<Partial<Record<Forbidden, Finding>>> = {
  join: {
    headline: "The answer joins.",
    detail: "The task is to do without a join. Which one table holds every column that is asked for?",
    code: null,
  },
  distinct: {
    headline: "The answer uses distinct.",
    detail: "Distinct hides rows that should not be there, and sums are wrong before it comes. Which step makes them?",
    code: null,
  },
  subquery: {
    headline: "The answer nests one query in another.",
    detail: "The task is to do without. A step with a name, in a with clause, can be looked at by itself.",
    code: null,
  },
};

/** A construct that the exercise is about to do without. */
export function forbiddenConstruct(sql: string, forbid: readonly Forbidden[]): Finding | null {
  const tokens = sqlTokens(sql);
  const used: Readonly<Partial<Record<Forbidden, boolean>>> = {
    join: tokens.some((token) => isWord(token, "join")),
    distinct: tokens.some((token, index) => isWord(token, "distinct") && isWord(tokens[index - 1], "select")),
    subquery: tokens.some(
      (token, index) =>
        isWord(token, "select") && tokens[index - 1]?.text === "(" && !isWord(tokens[index - 2], "as", "materialized"),
    ),
  };
  const found = forbid.find((name) => used[name] === true);
  return found === undefined ? null : (CONSTRUCTS[found] ?? null);
}

/** A key of the result typed into the query: right for this data set only. */
export function literalIdFinding(sql: string, keys: ReadonlySet<string>): Finding | null {
  const literal = sqlTokens(sql).find((token) => token.kind === "string" && keys.has(token.value));
  if (literal === undefined) return null;
  return {
    headline: `The key ${literal.text} is typed into the query.`,
    detail: "That is right for this data set and wrong for another. What rule picks this row?",
    code: "M-LITERAL",
  };
}

/** Remarks on an answer that is right: what a colleague would say in review. */
export function styleNotes(sql: string): readonly string[] {
  const tokens = sqlTokens(sql);
  const notes: string[] = [];
  const top = tokens.findLastIndex((token) => token.depth === 0 && isWord(token, "select"));
  if (tokens[top + 1]?.text === "*" && !tokens.some((token) => token.depth > 0 && isWord(token, "select"))) {
    notes.push("select * hands on every new column unseen; name the columns that you promise");
  }
  const date = tokens.find(
    (token) => token.kind === "string" && /^\d{4}-\d\d-\d\d$/.test(token.value) && token.value < "9000",
  );
  if (date !== undefined) notes.push(`the date ${date.text} is typed in; var('as_of_date') follows the project`);
  return notes;
}

/** True when a hint gives SQL away: a code block, or a clause of a query. */
export function sqlInProse(markdown: string): boolean {
  return /```|\bselect\b[\s\S]*\bfrom\b|\bgroup by\b|\border by\b|\bwhere\s+\w+\s*[<>=]/i.test(markdown);
}

function isRelation(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1];
  if (isWord(before, "from", "join")) return true;
  if (before?.text === "," && isWord(clauseBefore(tokens, index), "from")) return true;
  return before?.text === "." && isName(tokens[index - 2]) && isRelation(tokens, index - 2);
}

/** The word that opened the clause a token stands in, at the token's own depth. */
function clauseBefore(tokens: readonly SqlToken[], index: number): SqlToken | undefined {
  const depth = tokens[index]?.depth ?? 0;
  for (let position = index - 1; position >= 0; position -= 1) {
    const token = tokens[position];
    if (token === undefined || token.depth < depth) return undefined;
    if (
      token.depth === depth &&
      isWord(token, "select", "from", "where", "on", "using", "group", "order", "having", "qualify")
    )
      return token;
  }
  return undefined;
}

function opensCte(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  return (isWord(before, "with", "recursive") || before?.text === ",") && (isWord(after, "as") || after?.text === "(");
}
