/**
 * SQL text -> its words, strings and signs, each with its place. Comments and blanks are left out.
 *
 * DuckDB's lexical rules: strings in single quotes and between dollars, names in double quotes, nested block comments. A string or
 * comment that is never closed reaches to the end of the text. Tokens of text with Jinja in it are made from `withoutJinja`.
 */
export interface SqlToken {
  readonly kind: "word" | "name" | "string" | "number" | "sign";
  /** As it is written; a quoted name keeps its quotes. */
  readonly text: string;
  /** Words and signs in lower case, a quoted name without quotes in lower case; what rules compare with. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const SIGNS = [
  "<=>",
  "->>",
  "!~~",
  "::",
  "->",
  "=>",
  ":=",
  "||",
  "<=",
  ">=",
  "<>",
  "!=",
  "==",
  "//",
  "**",
  "<<",
  ">>",
  "^@",
  "!~",
  "~~",
  "~*",
];
const BLANK = /\s+/y;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?)/y;
const DOLLAR = /\$([A-Za-z_\u0080-\uffff]*)\$/y;

export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  const push = (kind: SqlToken["kind"], to: number, key?: string): void => {
    const own = text.slice(at, to);
    tokens.push({ kind, text: own, key: key ?? own.toLowerCase(), from: at, to });
    at = to;
  };
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char <= " " || char === "\u00a0") at += matchAt(BLANK, text, at)?.length ?? 1;
    else if (text.startsWith("--", at)) at = lineEnd(text, at);
    else if (text.startsWith("/*", at)) at = commentEnd(text, at);
    else if (char === "'") push("string", quoteEnd(text, at, "'", false));
    else if (char === '"') {
      const to = quoteEnd(text, at, '"', false);
      push(
        "name",
        to,
        text
          .slice(at + 1, to - 1)
          .replaceAll('""', '"')
          .toLowerCase(),
      );
    } else if (char === "$" && matchAt(DOLLAR, text, at)) {
      const open = matchAt(DOLLAR, text, at) ?? "";
      const close = text.indexOf(open, at + open.length);
      push("string", close < 0 ? text.length : close + open.length);
    } else if (/[eExX]/.test(char) && text[at + 1] === "'")
      push("string", quoteEnd(text, at + 1, "'", /[eE]/.test(char)));
    else if (/\d/.test(char) || (char === "." && /\d/.test(text[at + 1] ?? "") && !endsName(tokens.at(-1), at)))
      push("number", at + (matchAt(NUMBER, text, at)?.length ?? 1));
    else {
      const word = matchAt(WORD, text, at);
      if (word !== null) push("word", at + word.length);
      else push("sign", at + (SIGNS.find((sign) => text.startsWith(sign, at))?.length ?? 1));
    }
  }
  return tokens;
}

/** `a.1` does not occur, but `t.5` after a name would be a field by position, not a number. */
function endsName(token: SqlToken | undefined, at: number): boolean {
  return token !== undefined && token.to === at && (token.kind === "word" || token.kind === "name");
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function commentEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length;) {
    if (text.startsWith("/*", at)) {
      depth += 1;
      at += 2;
    } else if (text.startsWith("*/", at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return at;
    } else at += 1;
  }
  return text.length;
}

function quoteEnd(text: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (escapes && text[at] === "\\") at += 1;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return text.length;
}

/**
 * A template's text with every Jinja tag, expression and comment blanked out, so that places stay what they are. Line ends are
 * kept; a tag inside a string stays inside the string.
 */
export function withoutJinja(template: string): string {
  return template.replace(/\{#[\s\S]*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g, (tag) =>
    tag.replace(/[^\n]/g, " "),
  );
}
