/**
 * The top-level CTEs of a query: where they stand, so that a check can put its own data in front of them or run the query up to
 * one of them. Works on compiled SQL.
 */
import { isName, isWord, sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

export interface Cte {
  /** In lower case, without quotes. */
  readonly name: string;
  /** End of the CTE's closing parenthesis. */
  readonly to: number;
}

export interface WithClause {
  /** Where the first CTE's name begins; new CTEs can be put here. */
  readonly start: number;
  readonly ctes: readonly Cte[];
}

/** The WITH clause that a query begins with, or null when there is none. */
export function withClause(sql: string): WithClause | null {
  const tokens = sqlTokens(sql);
  if (!isWord(tokens[0], "with")) return null;
  let position = isWord(tokens[1], "recursive") ? 2 : 1;
  const start = tokens[position]?.from;
  if (start === undefined) return null;
  const ctes: Cte[] = [];
  for (;;) {
    const name = tokens[position];
    if (!isName(name)) break;
    const as = tokens.findIndex((token, index) => index > position && token.depth === 0 && isWord(token, "as"));
    const open =
      as < 0 ? -1 : tokens.findIndex((token, index) => index > as && token.depth === 0 && token.text === "(");
    const close =
      open < 0 ? -1 : tokens.findIndex((token, index) => index > open && token.depth === 0 && token.text === ")");
    const end = tokens[close];
    if (end === undefined) break;
    ctes.push({ name: name.value, to: end.to });
    position = close + 1;
    if (tokens[position]?.text !== ",") break;
    position += 1;
  }
  return { start, ctes };
}

/** Puts CTEs in front of a query; they may be read from anywhere inside it. `definitions` are `name as (…)`. */
export function prependCtes(sql: string, definitions: readonly string[]): string {
  if (definitions.length === 0) return sql;
  const clause = withClause(sql);
  const list = definitions.join(",\n");
  return clause === null ? `with ${list}\n${sql}` : `${sql.slice(0, clause.start)}${list},\n${sql.slice(clause.start)}`;
}

/** Words that may stand after a relation in FROM without being its alias. */
const NOT_AN_ALIAS = new Set(
  (
    "where join left right inner full outer cross natural asof positional semi anti lateral on using group order having qualify " +
    "window limit offset fetch union except intersect select from tablesample sample pivot unpivot for at set returning"
  ).split(" "),
);

/**
 * Lets a query read other relations: every `"database"."schema"."name"` in `replacements` becomes a plain name, and keeps its
 * old name as the alias, because `orders.order_id` must go on working when `orders` is read from somewhere else.
 */
export function replaceRelations(sql: string, replacements: ReadonlyMap<string, string>): string {
  const tokens = sqlTokens(sql);
  let result = "";
  let copied = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const parts = qualifiedName(tokens, index);
    const first = tokens[index];
    const last = tokens[index + 4];
    const replacement = parts === null ? undefined : replacements.get(parts.join("."));
    if (parts === null || replacement === undefined || first === undefined || last === undefined) continue;
    const alias = `"${parts[2]}"`;
    result += sql.slice(copied, first.from) + replacementText(tokens[index + 5], replacement, alias);
    copied = last.to;
    index += 4;
  }
  return result + sql.slice(copied);
}

function replacementText(next: SqlToken | undefined, replacement: string, alias: string): string {
  if (next?.text === ".") return alias;
  const hasAlias = isName(next) && !(next.kind === "word" && NOT_AN_ALIAS.has(next.value));
  return hasAlias ? replacement : `${replacement} as ${alias}`;
}

function qualifiedName(tokens: readonly SqlToken[], index: number): [string, string, string] | null {
  const [database, dot, schema, dot2, name] = tokens.slice(index, index + 5);
  if (tokens[index - 1]?.text === "." || dot?.text !== "." || dot2?.text !== ".") return null;
  return isName(database) && isName(schema) && isName(name) ? [database.value, schema.value, name.value] : null;
}
