/**
 * The guard against what a parser drops: names of upstream columns that stand in the text and nowhere in the tree.
 *
 * A tree says nothing about what was left out of it, and a column that is read but not listed is the one mistake lineage must not
 * make. So every word of the SQL that could be such a column has to be covered by some node's place.
 */
import { fieldsOf, walk } from "./ast.ts";
import type { RelationBook } from "./relations.ts";
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";
import type { SqlTree } from "./sql-parser.ts";

export function unreadNames(statement: SqlTree, sql: string, book: RelationBook): string[] {
  const columns = new Set(book.known.flatMap(({ columns: names }) => names ?? []).map((name) => name.toLowerCase()));
  const starts = new Set<number>();
  walk(statement, (fields) => {
    const start = fieldsOf(fields["span"])?.["start"];
    if (typeof start === "number") starts.add(start);
    return undefined;
  });
  const codePointAt = codePoints(sql);
  const tokens = sqlTokens(sql);
  const unread = tokens.filter(
    (token, index) =>
      (token.kind === "word" || token.kind === "name") &&
      columns.has(token.key) &&
      !starts.has(codePointAt(token.from)) &&
      !(token.kind === "word" && isGrammar(tokens, index)),
  );
  return [...new Set(unread.map(({ key }) => key))];
}

const UNITS = /^(microsecond|millisecond|second|minute|hour|day|week|month|quarter|year|decade|century|millennium)s?$/;

/** Words that look like a column and are a function, a type, a unit or part of a clause. */
function isGrammar(tokens: readonly SqlToken[], index: number): boolean {
  const key = tokens[index]?.key ?? "";
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  // A function, a typed literal (`date '2026-01-01'`), a named argument.
  if (after?.key === "(" || after?.kind === "string" || after?.key === ":=" || after?.key === "=>") return true;
  // An alias has a place in the tree; what follows AS without one is a type.
  if (before?.key === "::" || before?.key === "as" || before?.key === "collate") return true;
  if (UNITS.test(key) && (before?.kind === "number" || before?.kind === "string" || endsInterval(tokens, index - 1)))
    return true;
  if (before?.key === "(" && tokens[index - 2]?.key === "extract") return true;
  if (before?.key === "nulls") return true;
  return (key === "rows" || key === "range") && /^(between|unbounded|current)$/.test(after?.key ?? "");
}

/** Whether the parenthesis that closes at `index` belongs to `interval (…)`. */
function endsInterval(tokens: readonly SqlToken[], index: number): boolean {
  if (tokens[index]?.key !== ")") return false;
  let depth = 0;
  for (let at = index; at >= 0; at -= 1) {
    if (tokens[at]?.key === ")") depth += 1;
    if (tokens[at]?.key === "(" && (depth -= 1) === 0) return tokens[at - 1]?.key === "interval";
  }
  return false;
}

/** UTF-16 offset -> code point offset; the same where the text has no characters beyond the basic plane. */
function codePoints(text: string): (offset: number) => number {
  const pairs: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) pairs.push(at);
  }
  return (offset) => offset - pairs.filter((at) => at < offset).length;
}
