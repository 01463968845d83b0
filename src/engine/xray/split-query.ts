/**
 * A compiled statement -> its common tables and what stands behind them, as stretches of the text.
 *
 * It works on words and brackets, not on a syntax tree: every piece that is counted later is then exactly the text that was written,
 * and nothing has to be loaded first. What it cannot read it refuses (null); it never guesses.
 */
import { sqlTokens } from "../lineage/sql-tokens.ts";
import type { SqlToken } from "../lineage/sql-tokens.ts";
import { closingOf, isName, isWord, stretchOf, type Stretch } from "./sql-parts.ts";

export interface CommonTable {
  /** As it reads: without quotes. */
  readonly name: string;
  /** As it is compared: in lower case. */
  readonly key: string;
  /** From the name to the closing bracket. */
  readonly whole: Stretch;
  /** What is between the brackets. */
  readonly body: readonly SqlToken[];
  /** Reads itself. */
  readonly recursive: boolean;
}

export interface SplitQuery {
  readonly recursive: boolean;
  readonly tables: readonly CommonTable[];
  /** The query behind the common tables. */
  readonly final: readonly SqlToken[];
}

export function splitQuery(sql: string): SplitQuery | null {
  const tokens = sqlTokens(sql);
  while (tokens.at(-1)?.key === ";") tokens.pop();
  if (tokens.length === 0 || tokens.some((token) => token.kind === "sign" && token.key === ";")) return null;
  if (!isWord(tokens[0], "with")) return { recursive: false, tables: [], final: tokens };
  const recursive = isWord(tokens[1], "recursive");
  const tables: CommonTable[] = [];
  let at = recursive ? 2 : 1;
  for (;;) {
    const start = at;
    const name = tokens[at];
    if (!isName(name)) return null;
    at += 1;
    if (tokens[at]?.key === "(") at = closingOf(tokens, at) + 1;
    if (at === 0) return null;
    if (isWord(tokens[at], "using") && isWord(tokens[at + 1], "key")) at = closingOf(tokens, at + 2) + 1;
    if (!isWord(tokens[at], "as")) return null;
    at += 1;
    if (isWord(tokens[at], "not")) at += 1;
    if (isWord(tokens[at], "materialized")) at += 1;
    const close = tokens[at]?.key === "(" ? closingOf(tokens, at) : -1;
    if (close < 0) return null;
    const body = tokens.slice(at + 1, close);
    tables.push({
      name: name.kind === "name" ? name.text.slice(1, -1).replaceAll('""', '"') : name.text,
      key: name.key,
      whole: stretchOf(tokens.slice(start, close + 1)),
      body,
      recursive: recursive && readsName(body, name.key),
    });
    at = close + 1;
    if (tokens[at]?.key !== ",") break;
    at += 1;
  }
  const final = tokens.slice(at);
  return final.length === 0 ? null : { recursive, tables, final };
}

/** Whether FROM, JOIN or PIVOT names it anywhere in the text, brackets included. */
export function readsName(tokens: readonly SqlToken[], key: string): boolean {
  return relationsNamed(tokens).some((parts) => parts.length === 1 && parts[0] === key);
}

/** What FROM, JOIN and PIVOT name, anywhere in the text: the parts of each name in lower case. */
export function relationsNamed(tokens: readonly SqlToken[]): string[][] {
  return namesInFrom(tokens).map((parts) => parts.map((part) => part.key));
}

/** A name behind FROM, JOIN or a leading PIVOT, or behind a comma inside a FROM; a call of a function is none. */
function namesInFrom(tokens: readonly SqlToken[]): SqlToken[][] {
  const found: SqlToken[][] = [];
  // One entry per open bracket: whether the text stands in a FROM clause there.
  const inFrom = [false];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    const top = inFrom.length - 1;
    if (token.kind === "sign" && token.key === "(") {
      inFrom.push(inFrom[top] === true && startsRelation(tokens[at - 1]));
      continue;
    }
    if (token.kind === "sign" && token.key === ")") {
      if (top > 0) inFrom.pop();
      continue;
    }
    if (token.kind === "word" && ENDS_FROM.has(token.key)) inFrom[top] = false;
    const from = isWord(token, "from") && !(isWord(tokens[at - 1], "distinct") && at > 1 && isComparison(tokens, at));
    if (from) inFrom[top] = true;
    const before =
      from || isWord(token, "join") || startsPivot(tokens, at) || (token.key === "," && inFrom[top] === true);
    const opened = token.key === "(" && inFrom[top] === true;
    if (!before && !opened) continue;
    const parts = dottedAt(tokens, at + 1);
    if (parts.length === 0) continue;
    const next = tokens[at + parts.length * 2];
    if (next?.key !== "(") found.push(parts);
  }
  return found;
}

const PIVOTS = new Set(["pivot", "unpivot", "pivot_wider", "pivot_longer"]);

/** `pivot t on …` in the place of a SELECT reads `t`; behind a relation the word turns that one. */
function startsPivot(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1];
  return tokens[at]!.kind === "word" && PIVOTS.has(tokens[at]!.key) && (before === undefined || before.key === "(");
}

const ENDS_FROM = new Set(["select", "where", "group", "having", "qualify", "window", "order", "limit", "on", "union"]);

function startsRelation(token: SqlToken | undefined): boolean {
  return token?.key === "from" || token?.key === "join" || token?.key === "," || token?.key === "(";
}

/** `is [not] distinct from` compares two values. */
function isComparison(tokens: readonly SqlToken[], at: number): boolean {
  return isWord(tokens[at - 2], "is") || isWord(tokens[at - 2], "not");
}

export function dottedAt(tokens: readonly SqlToken[], at: number): SqlToken[] {
  const parts: SqlToken[] = [];
  for (let next = at; isName(tokens[next]); next += 2) {
    parts.push(tokens[next]!);
    if (tokens[next + 1]?.key !== ".") break;
  }
  const first = parts[0];
  return first?.kind === "word" && (first.key === "select" || first.key === "lateral") ? [] : parts;
}
