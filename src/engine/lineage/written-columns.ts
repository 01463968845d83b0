/**
 * The names of a query's columns, where the text itself says them: `select id, sum(amount) as amount from …`, also behind
 * `select * from final` when `final` is a common table that says them.
 *
 * It answers null as soon as anything else would have to be known (a star over a relation, an expression without a name, `union by
 * name`): then the query has to be parsed and what it reads looked up. That is a hundred times the work, and most queries of a
 * project end in a list that needs none of it. Upper and lower case are those of the text; DuckDB's names may differ in it.
 */
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

export function writtenColumns(sql: string): readonly string[] | null {
  const tokens = sqlTokens(sql);
  while (tokens.at(-1)?.key === ";") tokens.pop();
  return columnsOf(tokens, new Map());
}

/** A common table: its own list of names, or the tokens of its query and the tables that those may read. */
type CommonTable =
  { readonly names: readonly string[] } | { readonly query: readonly SqlToken[]; readonly scope: Scope };
type Scope = ReadonlyMap<string, CommonTable>;

function columnsOf(tokens: readonly SqlToken[], outer: Scope): readonly string[] | null {
  const scope = new Map(outer);
  const start = tokens[0]?.key === "with" ? readCommonTables(tokens, scope) : 0;
  if (start === null || tokens[start]?.key !== "select") return null;
  const list = selectList(tokens, start + 1);
  if (list === null || addsNames(tokens, list.end)) return null;
  const [only] = list.items;
  if (list.items.length === 1 && only?.length === 1 && only[0]?.key === "*")
    return starColumns(tokens, list.end, scope);
  const names: string[] = [];
  const seen = new Set<string>();
  for (const item of list.items) {
    const name = nameOf(item);
    if (name === null || seen.has(name.toLowerCase())) return null;
    seen.add(name.toLowerCase());
    names.push(name);
  }
  return names;
}

/** Where the query behind its common tables starts. A table sees those before it. */
function readCommonTables(tokens: readonly SqlToken[], scope: Map<string, CommonTable>): number | null {
  let at = 1;
  // A table that reads itself has its names from the part that does not.
  if (tokens[at]?.key === "recursive") at += 1;
  for (;;) {
    const name = tokens[at];
    if (name === undefined || !isName(name)) return null;
    at += 1;
    let names: readonly string[] | null = null;
    if (tokens[at]?.key === "(") {
      const end = closing(tokens, at);
      if (end === null) return null;
      names = tokens
        .slice(at + 1, end)
        .filter(isName)
        .map(written);
      at = end + 1;
    }
    if (tokens[at]?.key !== "as") return null;
    at += 1;
    while (tokens[at]?.key === "not" || tokens[at]?.key === "materialized") at += 1;
    const end = tokens[at]?.key === "(" ? closing(tokens, at) : null;
    if (end === null) return null;
    scope.set(name.key, names === null ? { query: tokens.slice(at + 1, end), scope: new Map(scope) } : { names });
    at = end + 1;
    if (tokens[at]?.key !== ",") return at;
    at += 1;
  }
}

/** What ends a select list. */
const CLAUSES = new Set(
  "from where group having window qualify order limit offset union intersect except using sample".split(" "),
);

interface SelectList {
  readonly items: readonly (readonly SqlToken[])[];
  /** The token behind the list. */
  readonly end: number;
}

function selectList(tokens: readonly SqlToken[], from: number): SelectList | null {
  let at = from;
  if (tokens[at]?.key === "all") at += 1;
  if (tokens[at]?.key === "distinct") {
    at += 1;
    if (tokens[at]?.key === "on") {
      const end = tokens[at + 1]?.key === "(" ? closing(tokens, at + 1) : null;
      if (end === null) return null;
      at = end + 1;
    }
  }
  const items: SqlToken[][] = [];
  let item: SqlToken[] = [];
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const before = tokens[at - 1]?.key;
    if (token.kind === "word" && CLAUSES.has(token.key) && before !== "." && before !== "as") {
      // `a is distinct from b` goes on.
      if (token.key !== "from" || before !== "distinct") break;
    }
    if (token.key === "," && token.kind === "sign") {
      items.push(item);
      item = [];
      continue;
    }
    const end = OPENING.has(token.key) ? closing(tokens, at) : at;
    if (end === null) return null;
    item.push(...tokens.slice(at, end + 1));
    at = end;
  }
  // DuckDB allows a comma behind the last item.
  if (item.length > 0) items.push(item);
  return items.length === 0 || items.some(({ length }) => length === 0) ? null : { items, end: at };
}

/** `union by name` has the columns of both sides. */
function addsNames(tokens: readonly SqlToken[], from: number): boolean {
  for (let at = from; at < tokens.length; at += 1) {
    const key = tokens[at]?.key;
    if (key !== undefined && OPENING.has(key)) at = closing(tokens, at) ?? tokens.length;
    else if (key === "by" && tokens[at + 1]?.key === "name") return true;
  }
  return false;
}

/** The columns of `select * from name`, when nothing is joined and the name is that of a common table. */
function starColumns(tokens: readonly SqlToken[], from: number, scope: Scope): readonly string[] | null {
  const name = tokens[from + 1];
  if (tokens[from]?.key !== "from" || name === undefined || !isName(name)) return null;
  let at = from + 2;
  if (tokens[at]?.key === "as") at += 2;
  const next = tokens[at];
  if (next !== undefined && !(next.kind === "word" && AFTER_TABLE.has(next.key))) return null;
  const table = scope.get(name.key);
  if (table === undefined) return null;
  return "names" in table ? table.names : columnsOf(table.query, table.scope);
}

const AFTER_TABLE = new Set("where group having qualify order limit offset union intersect except".split(" "));

/** Words that stand for a value and not for a column. */
const VALUES = new Set(
  "null true false current_date current_time current_timestamp localtime localtimestamp".split(" "),
);

/** `a`, `orders.a` and whatever ends in `as a`; null for what DuckDB would have to find a name for. */
function nameOf(item: readonly SqlToken[]): string | null {
  const last = item.at(-1);
  if (last === undefined || !isName(last)) return null;
  if (item.at(-2)?.key === "as" && item.length > 2) return written(last);
  const isPath = item.every((token, index) => (index % 2 === 0 ? isName(token) : token.key === "."));
  return isPath && !(item.length === 1 && VALUES.has(last.key)) ? written(last) : null;
}

function isName({ kind }: SqlToken): boolean {
  return kind === "word" || kind === "name";
}

function written({ kind, text }: SqlToken): string {
  return kind === "name" ? text.slice(1, -1).replaceAll('""', '"') : text;
}

const OPENING = new Set(["(", "[", "{"]);
const CLOSING = new Set([")", "]", "}"]);

/** Where the bracket that opens at `from` closes. */
function closing(tokens: readonly SqlToken[], from: number): number | null {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "sign") continue;
    if (OPENING.has(token.key)) depth += 1;
    else if (CLOSING.has(token.key)) depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}
