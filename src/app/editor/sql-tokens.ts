/**
 * A model's text as words: SQL without its comments, and each Jinja expression as one word. Text in, words with their places out.
 *
 * Not a parser: what is half typed gives words as well, an open string ends with its line, and a Jinja block that decides between two
 * pieces of SQL gives both.
 */
import { jinjaRegions } from "../../engine/core/jinja-regions.ts";

export interface Word {
  readonly kind: "name" | "symbol" | "text" | "number" | "relation" | "jinja";
  /** A name without its quotes, as it was written; a symbol; a relation's call. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Round brackets around it. */
  readonly depth: number;
}

const PIECE =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\n]|'')*'?|"((?:[^"\n]|"")*)"?|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|::|[<>!=|&]+|[\s\S]/y;
const RELATION = /^\{\{-?\s*((?:ref|source)\s*\([\s\S]*\)|this)\s*-?\}\}$/;

export function sqlWords(text: string): Word[] {
  const words: Word[] = [];
  let depth = 0;
  let at = 0;
  const readSql = (end: number): void => {
    while (at < end) {
      PIECE.lastIndex = at;
      const match = PIECE.exec(text);
      const piece = match?.[0].slice(0, end - at) ?? text[at]!;
      const from = at;
      at += piece.length;
      if (/^(\s|--|\/\*)/.test(piece)) continue;
      if (piece === ")") depth = Math.max(0, depth - 1);
      const quoted = piece.startsWith('"') ? piece.slice(1).replace(/"$/, "") : null;
      const kind =
        quoted !== null || /^[A-Za-z_\u0080-\uffff]/.test(piece)
          ? "name"
          : piece.startsWith("'")
            ? "text"
            : /^\d/.test(piece)
              ? "number"
              : "symbol";
      words.push({ kind, text: quoted ?? piece, from, to: at, depth });
      if (piece === "(") depth += 1;
    }
  };
  for (const region of jinjaRegions(text)) {
    readSql(Math.max(at, region.from));
    if (region.kind === "expression") {
      const relation = RELATION.exec(text.slice(region.from, region.to));
      words.push({
        kind: relation ? "relation" : "jinja",
        text: relation?.[1] ?? "",
        from: region.from,
        to: region.to,
        depth,
      });
    }
    at = Math.max(at, region.to);
  }
  readSql(text.length);
  return words;
}
