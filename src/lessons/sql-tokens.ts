/**
 * SQL text -> tokens, just enough to ask questions that must not be fooled by strings and comments: is it one SELECT, which
 * names follow FROM, which constructs are used, where do the CTEs of a query begin and end.
 *
 * It is not a parser and accepts anything; what it does not know becomes a one-character symbol. Jinja is kept as one token
 * per `{{ … }}`, `{% … %}` or `{# … #}`, so that quotes inside a `ref('…')` do not count as SQL strings.
 */
export type SqlTokenKind = "word" | "quoted" | "string" | "number" | "symbol" | "jinja";

export interface SqlToken {
  readonly kind: SqlTokenKind;
  /** The text as written. */
  readonly text: string;
  /** Words in lower case; quoted names and strings without their quotes; otherwise the text. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** How many parentheses, brackets and braces are open around the token. */
  readonly depth: number;
}

const PATTERN = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<jinja>\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)|\{#[\s\S]*?(?:#\}|$))`,
    String.raw`(?<string>[eE]?'(?:[^']|'')*(?:'|$)|\$(?<tag>[a-zA-Z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$))`,
    String.raw`(?<quoted>"(?:[^"]|"")*(?:"|$))`,
    String.raw`(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`(?<symbol>::|<=|>=|<>|!=|\|\||->>?|[\s\S])`,
  ].join("|"),
  "gu",
);

export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const match of sql.matchAll(PATTERN)) {
    const groups = match.groups ?? {};
    if (groups["space"] !== undefined) continue;
    const text = match[0];
    const kind =
      (["jinja", "string", "quoted", "number", "word"] as const).find((name) => groups[name] !== undefined) ?? "symbol";
    if (")]}".includes(text)) depth = Math.max(0, depth - 1);
    tokens.push({ kind, text, value: valueOf(kind, text), from: match.index, to: match.index + text.length, depth });
    if ("([{".includes(text)) depth += 1;
  }
  return tokens;
}

/** Names that the tokens call a relation by: quoted or not, without regard to case. */
export function isName(token: SqlToken | undefined): token is SqlToken {
  return token !== undefined && (token.kind === "word" || token.kind === "quoted");
}

export function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token !== undefined && token.kind === "word" && words.includes(token.value);
}

function valueOf(kind: SqlTokenKind, text: string): string {
  if (kind === "word") return text.toLowerCase();
  if (kind === "quoted") return text.replace(/^"|"$/g, "").replaceAll('""', '"').toLowerCase();
  if (kind === "string") return text.replace(/^[eE]?'|'$/g, "").replaceAll("''", "'");
  return text;
}
