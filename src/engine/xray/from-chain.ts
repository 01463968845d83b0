/**
 * The text of a FROM clause -> the relation that it starts with and one join after the other, each as the text that was written.
 *
 * The order of the text is the order of the joins, so the clause up to a join is a query of its own: that is what makes rows before
 * and after each join countable.
 */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import { closingOf, conjuncts, depths, isName, isWord, stretchOf, type Closed, type Stretch } from "./sql-parts.ts";
import { dottedAt } from "./split-query.ts";

export type JoinKind =
  "inner" | "left" | "right" | "full" | "cross" | "semi" | "anti" | "asof" | "asof left" | "positional";

export interface Relation {
  /** All of it, alias and column names included. */
  readonly whole: Stretch;
  /** What is joined, without alias and column names. */
  readonly body: Stretch;
  /** The alias as it is written; the last part of the name where none is given. Null for a query without an alias. */
  readonly alias: string | null;
  readonly aliasKey: string | null;
  /** Column names behind the alias, with their brackets. */
  readonly columns: Stretch | null;
  /** Parts of the name in lower case; empty for what is no table. */
  readonly name: readonly string[];
  /** Why its rows cannot be numbered; null when they can. */
  readonly closed: Closed | null;
}

export interface Join {
  readonly kind: JoinKind;
  /** From the first word of the join to the end of its condition. */
  readonly whole: Stretch;
  readonly relation: Relation;
  /** `on …` or `using (…)` with its first word; null for a cross join. */
  readonly condition: Stretch | null;
  /** Pairs that must be equal: an expression of what came before, and one of the joined relation. */
  readonly keys: readonly JoinKey[];
  /** Other conditions, such as a range of dates. */
  readonly others: readonly Stretch[];
  readonly closed: Closed | null;
}

export interface JoinKey {
  readonly left: string;
  readonly right: string;
  /** The plain column of the joined relation, when it is one. */
  readonly column: string | null;
}

export interface FromChain {
  readonly base: Relation;
  readonly joins: readonly Join[];
}

const MODIFIERS = new Set([
  "natural",
  "asof",
  "positional",
  "inner",
  "left",
  "right",
  "full",
  "outer",
  "cross",
  "semi",
  "anti",
]);

/** `tokens` are what stands behind FROM. A reason when it is not a plain chain. */
export function fromChain(sql: string, tokens: readonly SqlToken[]): FromChain | Closed {
  const depth = depths(tokens);
  const starts: number[] = [0];
  tokens.forEach((token, at) => {
    if (depth[at] !== 0) return;
    if (token.kind === "sign" && token.key === ",") starts.push(at);
    if (!isWord(token, "join")) return;
    let start = at;
    while (start > 0 && tokens[start - 1]?.kind === "word" && MODIFIERS.has(tokens[start - 1]!.key)) start -= 1;
    starts.push(start);
  });
  const pieces = starts.map((start, index) => tokens.slice(start, starts[index + 1] ?? tokens.length));
  const base = relationOf(pieces[0] ?? []);
  if (base === null) return "not-read";
  const joins: Join[] = [];
  for (const piece of pieces.slice(1)) {
    const join = joinOf(sql, piece);
    if (typeof join === "string") return join;
    joins.push(join);
  }
  return { base, joins };
}

function joinOf(sql: string, tokens: readonly SqlToken[]): Join | Closed {
  const comma = tokens[0]?.key === ",";
  const word = tokens.findIndex((token) => isWord(token, "join"));
  const words = comma ? [] : tokens.slice(0, word).map((token) => token.key);
  const kind: JoinKind | null = comma ? "cross" : kindOf(words);
  if (kind === null) return "not-read";
  const rest = tokens.slice(comma ? 1 : word + 1);
  const depth = depths(rest);
  const at = rest.findIndex((token, index) => depth[index] === 0 && (isWord(token, "on") || isWord(token, "using")));
  const relation = relationOf(at < 0 ? rest : rest.slice(0, at));
  if (relation === null) return "not-read";
  const condition = at < 0 ? [] : rest.slice(at);
  if (
    condition.length > 1 &&
    condition.slice(1).some((token, index) => depth[at + 1 + index] === 0 && isWord(token, "on"))
  )
    return "nested-join";
  const conditionless = kind === "cross" || kind === "positional" || words.includes("natural");
  if (at < 0 && !conditionless) return "nested-join";
  const closed: Closed | null = words.includes("natural")
    ? "natural"
    : kind === "positional"
      ? "positional"
      : relation.closed;
  return {
    kind,
    whole: stretchOf(tokens),
    relation,
    condition: condition.length === 0 ? null : stretchOf(condition),
    ...pairsOf(sql, condition, relation),
    closed,
  };
}

function kindOf(words: readonly string[]): JoinKind | null {
  const plain = words.filter((word) => word !== "outer" && word !== "natural");
  const text = plain.join(" ");
  if (text === "" || text === "inner") return "inner";
  if (text === "asof" || text === "asof inner") return "asof";
  const kinds: readonly JoinKind[] = ["left", "right", "full", "cross", "semi", "anti", "asof left", "positional"];
  return kinds.find((kind) => kind === text) ?? null;
}

function pairsOf(sql: string, condition: readonly SqlToken[], relation: Relation): Pick<Join, "keys" | "others"> {
  if (isWord(condition[0], "using")) {
    const names = condition.slice(2, -1).filter(isName);
    return { keys: names.map(({ text }) => ({ left: text, right: text, column: text })), others: [] };
  }
  const keys: JoinKey[] = [];
  const others: Stretch[] = [];
  for (const part of conjuncts(condition.slice(1))) {
    const key = equalPair(sql, part, relation.aliasKey);
    if (key) keys.push(key);
    else others.push(stretchOf(part));
  }
  return { keys, others };
}

/** `a.x = b.y` with all of one side from the joined relation and nothing of it on the other. */
function equalPair(sql: string, given: readonly SqlToken[], alias: string | null): JoinKey | null {
  const tokens = unwrapped(given);
  const depth = depths(tokens);
  const signs = tokens.flatMap((token, at) =>
    depth[at] === 0 && token.kind === "sign" && token.key === "=" ? [at] : [],
  );
  if (signs.length !== 1 || alias === null) return null;
  if (tokens.some((token, at) => depth[at] === 0 && COMPARES.has(token.key))) return null;
  const sides = [tokens.slice(0, signs[0]), tokens.slice(signs[0]! + 1)];
  const owners = sides.map((side) => qualifiers(side));
  if (owners.some((owner) => owner === null || owner.size === 0)) return null;
  const right = owners.findIndex((owner) => owner!.size === 1 && owner!.has(alias));
  if (right < 0 || owners[1 - right]!.has(alias)) return null;
  const text = (side: readonly SqlToken[]): string => textOf(sql, stretchOf(side));
  const own = sides[right]!;
  const column = own.length === 3 && own[1]?.key === "." ? nameText(own[2]!) : null;
  return { left: text(sides[1 - right]!), right: text(own), column };
}

const COMPARES = new Set(["is", "like", "ilike", "in", "between", "not", "<", ">", "<=", ">=", "<>", "!="]);

/** The tables that an expression names; null when a column stands there without its table. */
function qualifiers(tokens: readonly SqlToken[]): Set<string> | null {
  const owners = new Set<string>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (!isName(token)) continue;
    const next = tokens[at + 1];
    if (next?.key === "." && isName(tokens[at + 2])) {
      owners.add(token.key);
      at += 2;
      while (tokens[at + 1]?.key === "." && isName(tokens[at + 2])) at += 2;
      continue;
    }
    // A function, a type behind a cast, and the words of an expression name no column.
    const typed = tokens[at - 1]?.key === "::" || isWord(tokens[at - 1], "as");
    if (next?.key === "(" || typed || (token.kind === "word" && WORDS.has(token.key))) continue;
    return null;
  }
  return owners;
}

const WORDS = new Set([
  "as",
  "null",
  "true",
  "false",
  "interval",
  "day",
  "month",
  "year",
  "date",
  "timestamp",
  "and",
  "or",
]);

export function relationOf(given: readonly SqlToken[]): Relation | null {
  const first = given[0];
  if (first === undefined) return null;
  if (isWord(first, "lateral")) return { ...empty(given), closed: "lateral" };
  if (first.key === "(") {
    const close = closingOf(given, 0);
    if (close < 0) return null;
    const inner = given[1];
    const query = ["select", "with", "from", "values"].includes(inner?.key ?? "") || inner?.key === "(";
    return aliased(given, given.slice(0, close + 1), [], query ? null : "nested-join");
  }
  const parts = dottedAt(given, 0);
  if (parts.length === 0) return null;
  const size = parts.length * 2 - 1;
  if (given[size]?.key === "(") {
    const close = closingOf(given, size);
    return close < 0 ? null : aliased(given, given.slice(0, close + 1), [], "lateral");
  }
  return aliased(given, given.slice(0, size), parts, null);
}

function aliased(
  given: readonly SqlToken[],
  body: readonly SqlToken[],
  name: readonly SqlToken[],
  closed: Closed | null,
): Relation | null {
  let at = body.length;
  if (isWord(given[at], "as")) at += 1;
  const own = isName(given[at]) && !isWord(given[at], "tablesample") ? given[at]! : null;
  if (own) at += 1;
  let columns: Stretch | null = null;
  if (own && given[at]?.key === "(") {
    const close = closingOf(given, at);
    columns = stretchOf(given.slice(at, close + 1));
    at = close + 1;
  }
  const alias = own ?? name.at(-1) ?? null;
  return {
    whole: stretchOf(given),
    body: stretchOf(body),
    alias: alias?.text ?? null,
    aliasKey: alias?.key ?? null,
    columns,
    name: name.map((part) => part.key),
    // Something stands behind the alias (TABLESAMPLE, PIVOT): not a plain table any more.
    closed: at < given.length ? "sample" : (closed ?? (alias === null ? "not-read" : null)),
  };
}

function empty(given: readonly SqlToken[]): Relation {
  const whole = stretchOf(given);
  return { whole, body: whole, alias: null, aliasKey: null, columns: null, name: [], closed: null };
}

function unwrapped(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens[0]?.key === "(" && closingOf(tokens, 0) === tokens.length - 1 ? unwrapped(tokens.slice(1, -1)) : tokens;
}

export function textOf(sql: string, stretch: Stretch): string {
  return sql.slice(stretch.from, stretch.to);
}

function nameText(token: SqlToken): string {
  return token.kind === "name" ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
}
