/**
 * Cuts a template into tokens, with Jinja's default delimiters: `trim_blocks` and `lstrip_blocks` off, one line end at the end of
 * the file dropped.
 *
 * Whitespace control (`{%-`, `-%}`) is done here: data tokens come out stripped, and `from`/`to` tell what was left of them. A
 * lexical error is itself a token, so that the parser reports what comes first in the file.
 */
import { TemplateError } from "./error.ts";
import { MOST_DIGITS, tooManyDigits } from "./numbers.ts";
import { stringRepr } from "./python.ts";

export type TokenType =
  | "data"
  | "block_begin"
  | "block_end"
  | "variable_begin"
  | "variable_end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "operator"
  | "eof"
  | "error";

export interface Token {
  readonly type: TokenType;
  /** Text of a name or operator, value of a string or data, message of an error. */
  readonly text: string;
  /** Value of a number. */
  readonly number?: bigint | number;
  readonly from: number;
  readonly to: number;
}

/** Python's whitespace, for a character class. JavaScript's `\s` is another set. */
export const WHITESPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const leadingWhitespace = new RegExp(`[${WHITESPACE}]*`, "y");
const rawBegin = new RegExp(`\\{%[-+]?[${WHITESPACE}]*raw[${WHITESPACE}]*(-?)%\\}`, "y");
const rawEnd = new RegExp(`\\{%([-+]?)[${WHITESPACE}]*endraw[${WHITESPACE}]*([-+]?)%\\}`, "g");
const docsEnd = new RegExp(`\\{%([-+]?)[${WHITESPACE}]*enddocs`, "g");
const opening = /\{[%{#]/g;
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const asciiName = /[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_]|[^\x00-\x7f])/y;
const anyName = /[\p{L}\p{N}_]+/uy;
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const string = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.length - (source.endsWith("\r\n") ? 2 : /[\r\n]$/.test(source) ? 1 : 0);
  let position = 0;
  try {
    while (position < end) position = readText(source, position, end, tokens);
  } catch (error) {
    if (!(error instanceof LexicalError)) throw error;
    tokens.push({ type: "error", text: error.message, from: error.from, to: error.to });
  }
  tokens.push({ type: "eof", text: "", from: end, to: end });
  return tokens;
}

class LexicalError extends Error {
  readonly from: number;
  readonly to: number;
  constructor(message: string, from: number, to: number) {
    super(message);
    this.from = from;
    this.to = to;
  }
}

/** Reads text up to a tag, then the tag. Returns where the next text starts. */
function readText(source: string, from: number, end: number, tokens: Token[]): number {
  opening.lastIndex = from;
  const match = opening.exec(source);
  if (match === null || match.index >= end) {
    pushData(source, from, end, tokens);
    return end;
  }
  const tag = match.index;
  const sign = source[tag + 2];
  pushData(source, from, sign === "-" ? stripEnd(source, from, tag) : tag, tokens);
  const inside = tag + (sign === "-" || sign === "+" ? 3 : 2);
  switch (source[tag + 1]) {
    case "#":
      return readComment(source, tag, inside, end);
    case "{":
      tokens.push({ type: "variable_begin", text: "{{", from: tag, to: inside });
      return readTag(source, inside, end, "variable_end", tokens);
    default: {
      rawBegin.lastIndex = tag;
      const raw = rawBegin.exec(source);
      if (raw !== null)
        return readRaw(
          source,
          tag,
          raw[1] === "-" ? skipWhitespace(source, rawBegin.lastIndex, end) : rawBegin.lastIndex,
          end,
          tokens,
        );
      const index = tokens.push({ type: "block_begin", text: "{%", from: tag, to: inside });
      const after = readTag(source, inside, end, "block_end", tokens);
      return tokens[index]?.type === "name" && tokens[index]?.text === "docs"
        ? readDocs(source, after, end, tokens)
        : after;
    }
  }
}

function readComment(source: string, tag: number, inside: number, end: number): number {
  const close = source.indexOf("#}", inside);
  // As in Jinja2, a tag that the text ends with misses nothing.
  if (inside >= end) return end;
  if (close < 0 || close + 2 > end) throw new LexicalError("Missing end of comment tag", tag, inside);
  return close > inside && source[close - 1] === "-" ? skipWhitespace(source, close + 2, end) : close + 2;
}

function readRaw(source: string, tag: number, inside: number, end: number, tokens: Token[]): number {
  rawEnd.lastIndex = inside;
  const match = rawEnd.exec(source);
  if (inside >= end) return end;
  if (match === null || rawEnd.lastIndex > end) throw new LexicalError("Missing end of raw directive", tag, inside);
  pushData(source, inside, match[1] === "-" ? stripEnd(source, inside, match.index) : match.index, tokens);
  return match[2] === "-" ? skipWhitespace(source, rawEnd.lastIndex, end) : rawEnd.lastIndex;
}

/** The body of `{% docs %}` is text whatever it holds, up to the end tag. */
function readDocs(source: string, from: number, end: number, tokens: Token[]): number {
  docsEnd.lastIndex = from;
  const match = docsEnd.exec(source);
  const to = match === null || match.index > end ? end : match.index;
  pushData(source, from, match?.[1] === "-" ? stripEnd(source, from, to) : to, tokens);
  return to;
}

/** Reads the inside of `{{ … }}` or `{% … %}`, its end included. Returns where the text after it starts. */
function readTag(
  source: string,
  from: number,
  end: number,
  endType: "variable_end" | "block_end",
  tokens: Token[],
): number {
  const close = endType === "block_end" ? "%}" : "}}";
  const brackets: string[] = [];
  let position = from;
  while ((position = skipWhitespace(source, position, end)) < end) {
    // Inside brackets `}}` is two operators: {{ {'a': {}} }}
    if (brackets.length === 0) {
      const character = source[position];
      if (source.startsWith(close, position)) {
        tokens.push({ type: endType, text: close, from: position, to: position + 2 });
        return position + 2;
      }
      if (
        (character === "-" || (character === "+" && endType === "block_end")) &&
        source.startsWith(close, position + 1)
      ) {
        tokens.push({ type: endType, text: close, from: position, to: position + 3 });
        return character === "-" ? skipWhitespace(source, position + 3, end) : position + 3;
      }
    }
    position = readToken(source, position, brackets, tokens);
  }
  return end;
}

function readToken(source: string, from: number, brackets: string[], tokens: Token[]): number {
  const code = source.charCodeAt(from);
  if (code >= 48 && code <= 57) {
    let text = matchAt(float, source, from);
    if (text !== null) {
      tokens.push({ type: "float", text, number: Number(text.replaceAll("_", "")), from, to: from + text.length });
      return from + text.length;
    }
    text = matchAt(integer, source, from);
    if (text !== null) {
      const digits = text.replaceAll("_", "");
      if (digits.length > MOST_DIGITS && !/^0[xob]/i.test(digits))
        throw new LexicalError(tooManyDigits(digits.length), from, from + text.length);
      tokens.push({ type: "integer", text, number: BigInt(digits), from, to: from + text.length });
      return from + text.length;
    }
  }
  // Of the signs of ASCII only letters and the underscore start a name.
  if (code >= 128 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95) {
    const plain = matchAt(asciiName, source, from);
    const name = plain ?? matchAt(anyName, source, from);
    if (name !== null) {
      const to = from + name.length;
      if (plain === null && !identifier.test(name)) throw new LexicalError("Invalid character in identifier", from, to);
      tokens.push({ type: "name", text: name, from, to });
      return to;
    }
  }
  if (code === 34 || code === 39) {
    const literal = matchAt(string, source, from);
    if (literal !== null) {
      const to = from + literal.length;
      tokens.push({ type: "string", text: unescapeAt(literal.slice(1, -1), from, to), from, to });
      return to;
    }
  }
  const symbol = matchAt(operator, source, from);
  if (symbol === null) {
    const character = String.fromCodePoint(source.codePointAt(from) ?? 0);
    throw new LexicalError(
      `unexpected char ${stringRepr(character)} at ${[...source.slice(0, from).replaceAll("\r\n", "\n")].length}`,
      from,
      from + character.length,
    );
  }
  const to = from + symbol.length;
  if (symbol === "{") brackets.push("}");
  else if (symbol === "(") brackets.push(")");
  else if (symbol === "[") brackets.push("]");
  else if (symbol === "}" || symbol === ")" || symbol === "]") {
    const expected = brackets.pop();
    if (expected === undefined) throw new LexicalError(`unexpected '${symbol}'`, from, to);
    if (expected !== symbol) throw new LexicalError(`unexpected '${symbol}', expected '${expected}'`, from, to);
  }
  tokens.push({ type: "operator", text: symbol, from, to });
  return to;
}

/** Data is cut at line ends that are not a line feed, so that the other pieces stay exact copies of the source. */
function pushData(source: string, from: number, to: number, tokens: Token[]): void {
  if (from >= to) return;
  const text = source.slice(from, to);
  if (!text.includes("\r")) {
    tokens.push({ type: "data", text, from, to });
    return;
  }
  for (const piece of text.split(/(\r\n?)/)) {
    if (piece !== "")
      tokens.push({ type: "data", text: piece.startsWith("\r") ? "\n" : piece, from, to: from + piece.length });
    from += piece.length;
  }
}

function skipWhitespace(source: string, from: number, end: number): number {
  const code = source.charCodeAt(from);
  if (code > 32 && code < 128) return Math.min(from, end);
  if (code === 32) {
    const next = source.charCodeAt(from + 1);
    if (next > 32 && next < 128) return Math.min(from + 1, end);
  }
  leadingWhitespace.lastIndex = from;
  leadingWhitespace.test(source);
  return Math.min(leadingWhitespace.lastIndex, end);
}

const whitespaceCharacter = new RegExp(`[${WHITESPACE}]`);

function stripEnd(source: string, from: number, to: number): number {
  while (to > from && whitespaceCharacter.test(source[to - 1] ?? "")) to -= 1;
  return to;
}

function matchAt(pattern: RegExp, source: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.test(source) ? source.slice(position, pattern.lastIndex) : null;
}

function unescapeAt(text: string, from: number, to: number): string {
  try {
    return unescapePython(text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text);
  } catch (error) {
    if (error instanceof TemplateError) throw new LexicalError(error.message, from, to);
    throw error;
  }
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The value of the inside of a Python string literal. Unknown escapes keep their backslash, as in Python. */
export function unescapePython(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(
    /\\(?:([0-7]{1,3})|x([\da-fA-F]{0,2})|u([\da-fA-F]{0,4})|U([\da-fA-F]{0,8})|(N)|([^]))/g,
    (whole, octal?: string, x?: string, u?: string, U?: string, named?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      if (x !== undefined) return character(x, 2, "\\xXX");
      if (u !== undefined) return character(u, 4, "\\uXXXX");
      if (U !== undefined) return character(U, 8, "\\UXXXXXXXX");
      if (named !== undefined)
        throw new TemplateError("TemplateSyntaxError", "characters by name (\\N) cannot be used here");
      return simpleEscapes[other ?? ""] ?? whole;
    },
  );
}

function character(digits: string, width: number, shape: string): string {
  const code = parseInt(digits, 16);
  if (digits.length < width) throw new TemplateError("TemplateSyntaxError", `truncated ${shape} escape`);
  if (code > 0x10ffff) throw new TemplateError("TemplateSyntaxError", "illegal Unicode character");
  return String.fromCodePoint(code);
}
