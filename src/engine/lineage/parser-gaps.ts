/**
 * DuckDB syntax that the parser refuses -> syntax that it takes, with the same columns and of the same length.
 *
 * Only what changes nothing about where values come from: `a // b` becomes `a /  b`, a sample in percent is blanked out, and a
 * slice's step is left out. Places in the text stay what they were.
 */
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

export function bridgeGaps(sql: string): string {
  const tokens = sqlTokens(sql);
  let bridged = sql;
  const blank = (from: number, to: number): void => {
    bridged = bridged.slice(0, from) + bridged.slice(from, to).replace(/[^\n]/g, " ") + bridged.slice(to);
  };
  tokens.forEach((token, index) => {
    if (token.kind === "sign" && token.key === "//") blank(token.from + 1, token.to);
    if (token.kind === "word" && (token.key === "tablesample" || isUsingSample(tokens, index))) {
      const to = sampleEnd(tokens, token.key === "tablesample" ? index + 1 : index + 2);
      if (to !== null) blank(token.from, to);
    }
  });
  // `;` ends a statement; a model has one.
  const last = tokens.at(-1);
  if (last?.kind === "sign" && last.key === ";") blank(last.from, last.to);
  return bridged;
}

function isUsingSample(tokens: readonly SqlToken[], index: number): boolean {
  return tokens[index]?.key === "using" && tokens[index + 1]?.key === "sample";
}

/** The end of `10%`, `10 percent`, `5 rows`, `reservoir(5 rows)`, `(10 percent)` with an optional `repeatable (1)`. */
function sampleEnd(tokens: readonly SqlToken[], start: number): number | null {
  let at = start;
  const closing = (): void => {
    let depth = 0;
    for (; at < tokens.length; at += 1) {
      if (tokens[at]?.key === "(") depth += 1;
      if (tokens[at]?.key === ")" && (depth -= 1) === 0) return;
    }
  };
  if (tokens[at]?.kind === "word") at += 1;
  if (tokens[at]?.key === "(") {
    closing();
    at += 1;
  } else if (tokens[at]?.kind === "number") {
    at += 1;
    if (["%", "percent", "rows"].includes(tokens[at]?.key ?? "")) at += 1;
    if (tokens[at]?.key === "(") {
      closing();
      at += 1;
    }
  } else return null;
  if (tokens[at]?.key === "repeatable") {
    at += 1;
    closing();
    at += 1;
  }
  return tokens[at - 1]?.to ?? null;
}
