/**
 * The body of a common table -> the clauses of a SELECT, or the branches of a UNION, INTERSECT or EXCEPT.
 *
 * Whatever is neither (VALUES, PIVOT, a WITH of its own) comes back with the reason why its inside is not shown.
 */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import { fromChain, type FromChain } from "./from-chain.ts";
import { closingOf, depths, isWord, stretchOf, type Closed, type Stretch } from "./sql-parts.ts";

const CLAUSES = [
  "select",
  "from",
  "where",
  "group",
  "having",
  "window",
  "qualify",
  "order",
  "limit",
  "offset",
] as const;
export type ClauseName = (typeof CLAUSES)[number];

export interface SelectBody {
  readonly kind: "select";
  readonly whole: Stretch;
  /** Each clause with its first word, in the order of the text. */
  readonly clauses: ReadonlyMap<ClauseName, readonly SqlToken[]>;
  readonly distinct: boolean;
  /** The select list without SELECT, DISTINCT and DISTINCT ON (…). */
  readonly list: readonly SqlToken[];
  readonly chain: FromChain | null;
  readonly closed: Closed | null;
}

export interface SetBody {
  readonly kind: "set";
  readonly whole: Stretch;
  /** As they are written between the branches: "union all", "except". */
  readonly operators: readonly string[];
  readonly branches: readonly { readonly whole: Stretch; readonly body: Body }[];
}

export interface ClosedBody {
  readonly kind: "closed";
  readonly whole: Stretch;
  readonly why: Closed;
}

export type Body = SelectBody | SetBody | ClosedBody;

const SET_WORDS = new Set(["union", "intersect", "except"]);

export function splitBody(sql: string, given: readonly SqlToken[]): Body {
  const tokens = withoutBrackets(given);
  const whole = stretchOf(tokens);
  const depth = depths(tokens);
  const cuts = tokens.flatMap((token, at) =>
    depth[at] === 0 && token.kind === "word" && SET_WORDS.has(token.key) ? [at] : [],
  );
  const first = tokens[0];
  if (isWord(first, "with")) return { kind: "closed", whole, why: "own-with" };
  if (cuts.length > 0) return setBody(sql, tokens, depth, cuts);
  if (isWord(first, "from")) return { kind: "closed", whole, why: "from-first" };
  if (isWord(first, "values")) return { kind: "closed", whole, why: "values" };
  if (isWord(first, "pivot") || isWord(first, "unpivot")) return { kind: "closed", whole, why: "pivot" };
  if (!isWord(first, "select")) return { kind: "closed", whole, why: "not-read" };
  return selectBody(sql, tokens, depth);
}

function selectBody(sql: string, tokens: readonly SqlToken[], depth: readonly number[]): Body {
  const whole = stretchOf(tokens);
  const starts: { name: ClauseName; at: number }[] = [];
  let sample = false;
  tokens.forEach((token, at) => {
    if (depth[at] !== 0 || token.kind !== "word") return;
    if (isWord(token, "using") && isWord(tokens[at + 1], "sample")) sample = true;
    const name = CLAUSES.find((clause) => clause === token.key);
    if (name && opensClause(name, tokens, at)) starts.push({ name, at });
  });
  const order = starts.map(({ name }) => CLAUSES.indexOf(name));
  const sorted = order.every((place, index) => index === 0 || place > order[index - 1]!);
  if (sample) return { kind: "closed", whole, why: "sample" };
  if (!sorted || starts[0]?.name !== "select") return { kind: "closed", whole, why: "not-read" };
  const clauses = new Map(
    starts.map(({ name, at }, index) => [name, tokens.slice(at, starts[index + 1]?.at ?? tokens.length)] as const),
  );
  const { list, distinct } = selectList(clauses.get("select") ?? []);
  const from = clauses.get("from");
  const chain = from ? fromChain(sql, from.slice(1)) : "no-from";
  const closed = typeof chain === "string" ? chain : null;
  return { kind: "select", whole, clauses, distinct, list, chain: typeof chain === "string" ? null : chain, closed };
}

function opensClause(name: ClauseName, tokens: readonly SqlToken[], at: number): boolean {
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  if (before?.key === "." || isWord(before, "as")) return false;
  switch (name) {
    case "from":
      // `is [not] distinct from` compares two values.
      return !(isWord(before, "distinct") && (isWord(tokens[at - 2], "is") || isWord(tokens[at - 2], "not")));
    case "group":
    case "order":
      return isWord(next, "by");
    case "window":
      return isWord(tokens[at + 2], "as");
    default:
      return true;
  }
}

function selectList(tokens: readonly SqlToken[]): { list: readonly SqlToken[]; distinct: boolean } {
  let at = 1;
  if (isWord(tokens[at], "all")) at += 1;
  const distinct = isWord(tokens[at], "distinct");
  if (distinct) at += 1;
  if (distinct && isWord(tokens[at], "on") && tokens[at + 1]?.key === "(") at = closingOf(tokens, at + 1) + 1;
  return { list: tokens.slice(at), distinct };
}

function setBody(sql: string, tokens: readonly SqlToken[], depth: readonly number[], cuts: readonly number[]): Body {
  const whole = stretchOf(tokens);
  // ORDER BY and LIMIT behind the last branch belong to the whole.
  const last = cuts.at(-1)!;
  const tail = tokens.findIndex(
    (token, at) =>
      at > last &&
      depth[at] === 0 &&
      ((isWord(token, "order") && isWord(tokens[at + 1], "by")) || isWord(token, "limit") || isWord(token, "offset")),
  );
  const end = tail < 0 ? tokens.length : tail;
  const operators: string[] = [];
  const branches: SqlToken[][] = [];
  let start = 0;
  for (const cut of cuts) {
    branches.push(tokens.slice(start, cut));
    let at = cut + 1;
    if (isWord(tokens[at], "all") || isWord(tokens[at], "distinct")) at += 1;
    if (isWord(tokens[at], "by") && isWord(tokens[at + 1], "name")) at += 2;
    operators.push(
      tokens
        .slice(cut, at)
        .map(({ key }) => key)
        .join(" "),
    );
    start = at;
  }
  branches.push(tokens.slice(start, end));
  if (branches.some((branch) => branch.length === 0)) return { kind: "closed", whole, why: "not-read" };
  return {
    kind: "set",
    whole,
    operators,
    branches: branches.map((branch) => ({ whole: stretchOf(branch), body: splitBody(sql, branch) })),
  };
}

function withoutBrackets(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens[0]?.key === "(" && closingOf(tokens, 0) === tokens.length - 1
    ? withoutBrackets(tokens.slice(1, -1))
    : tokens;
}
