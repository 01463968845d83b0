/**
 * Small steps over the words of a statement, shared by what takes it apart: where words stand outside of all brackets, and which
 * stretch of the text a run of words covers.
 */
import type { SqlToken } from "../lineage/sql-tokens.ts";

/** A stretch of the compiled SQL, counted in UTF-16 units as strings are; `to` is behind its last character. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Why a part of the statement is counted as a whole and not looked into. */
export type Closed =
  | "recursive"
  | "own-with"
  | "from-first"
  | "no-from"
  | "values"
  | "pivot"
  | "nested-join"
  | "natural"
  | "lateral"
  | "positional"
  | "sample"
  | "not-read"
  | "too-many-rows"
  | "alias"
  | "unsteady"
  | "refused";

export function stretchOf(tokens: readonly SqlToken[]): Stretch {
  return { from: tokens[0]?.from ?? 0, to: tokens.at(-1)?.to ?? 0 };
}

const OPEN = new Set(["(", "[", "{"]);
const CLOSE = new Set([")", "]", "}"]);

/** The depth of brackets and of CASE … END in front of each token. */
export function depths(tokens: readonly SqlToken[]): number[] {
  let depth = 0;
  return tokens.map((token, at) => {
    // `period.end` and `as end` are names.
    const named = tokens[at - 1]?.key === "." || isWord(tokens[at - 1], "as");
    const plain = token.kind === "sign" || (token.kind === "word" && !named);
    if (plain && (CLOSE.has(token.key) || token.key === "end")) depth = Math.max(0, depth - 1);
    const own = depth;
    if (plain && (OPEN.has(token.key) || token.key === "case")) depth += 1;
    return own;
  });
}

/** The index of the bracket that closes the one at `open`; -1 when there is none. */
export function closingOf(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (token.kind !== "sign") continue;
    if (OPEN.has(token.key)) depth += 1;
    else if (CLOSE.has(token.key) && (depth -= 1) === 0) return at;
  }
  return -1;
}

export function isWord(token: SqlToken | undefined, key: string): boolean {
  return token?.kind === "word" && token.key === key;
}

export function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === "word" || token?.kind === "name";
}

/** Conditions that are joined by AND outside of all brackets; one when an OR stands among them. */
export function conjuncts(tokens: readonly SqlToken[]): SqlToken[][] {
  const depth = depths(tokens);
  if (tokens.some((token, at) => depth[at] === 0 && isWord(token, "or"))) return [[...tokens]];
  const parts: SqlToken[][] = [[]];
  let between = false;
  tokens.forEach((token, at) => {
    if (depth[at] === 0 && isWord(token, "between")) between = true;
    if (depth[at] === 0 && isWord(token, "and")) {
      if (!between) {
        parts.push([]);
        return;
      }
      between = false;
    }
    parts.at(-1)!.push(token);
  });
  return parts.filter((part) => part.length > 0);
}
