/**
 * The text of a Python model -> the calls of `dbt.ref`, `dbt.source` and `dbt.config` in it, as far as their arguments are literals.
 *
 * The code is never run and is not checked: only its words are told apart, so that what stands in comments and strings counts for
 * nothing. Expressions in f-strings count, as in dbt. A call with an argument that is no literal is left out.
 */
import { PyDict, PyTuple } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";

export interface PythonCall {
  readonly name: "ref" | "source" | "config";
  readonly call: CallArguments;
  readonly from: number;
  readonly to: number;
}

interface Token {
  readonly kind: "name" | "text" | "number" | "sign";
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export function pythonCalls(code: string): PythonCall[] {
  const { tokens, expressions } = tokenize(code);
  const found = tokens.flatMap((token, index) => callAt(tokens, index) ?? []);
  for (const { text, from } of expressions) {
    for (const call of pythonCalls(text)) found.push({ ...call, from: call.from + from, to: call.to + from });
  }
  return found.sort((a, b) => a.from - b.from);
}

const SKIPPED = /(?:\s+|#[^\n]*|\\\r?\n)+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y;
const TEXT = /([rRbBuUfF]{0,2})('''|"""|'|")/y;

interface Words {
  readonly tokens: readonly Token[];
  /** What stands between braces in f-strings. */
  readonly expressions: readonly { readonly text: string; readonly from: number }[];
}

function tokenize(code: string): Words {
  const tokens: Token[] = [];
  const expressions: { text: string; from: number }[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(code);
  };
  while (at < code.length) {
    const skipped = match(SKIPPED);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const from = at;
    const opening = match(TEXT);
    if (opening) {
      const [whole, prefix = "", quote = ""] = opening;
      const begin = from + whole.length;
      const end = endOfText(code, begin, quote);
      const body = code.slice(begin, end);
      at = Math.min(code.length, end + quote.length);
      if (!/f/i.test(prefix)) {
        tokens.push({ kind: "text", text: /r/i.test(prefix) ? body : unescaped(body), from, to: at });
        continue;
      }
      // No literal: a call that has one as its argument is left out.
      tokens.push({ kind: "sign", text: "f-string", from, to: at });
      for (const inner of body.matchAll(/\{([^{}]+)\}/g))
        expressions.push({ text: inner[1] ?? "", from: begin + inner.index + 1 });
      continue;
    }
    const word = match(NAME) ?? match(NUMBER);
    const text = word?.[0] ?? code.charAt(at);
    at += text.length;
    tokens.push({ kind: word === null ? "sign" : /^[\d.]/.test(text) ? "number" : "name", text, from, to: at });
  }
  return { tokens, expressions };
}

/** Where the closing quote stands; a text in single quotes that is not closed ends with its line. */
function endOfText(code: string, begin: number, quote: string): number {
  for (let at = begin; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code.startsWith(quote, at) || (quote.length === 1 && code[at] === "\n")) return at;
  }
  return code.length;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\n": "" };

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, sign: string) => ESCAPES[sign] ?? (/['"\\]/.test(sign) ? sign : whole));
}

const FUNCTIONS = ["ref", "source", "config"] as const;

/** The call that begins at this word: `dbt.ref(…)`. */
function callAt(tokens: readonly Token[], index: number): PythonCall | null {
  const [first, dot, word, open] = tokens.slice(index, index + 4);
  const name = FUNCTIONS.find((known) => known === word?.text);
  const isCall = first?.kind === "name" && first.text === "dbt" && dot?.text === "." && open?.text === "(";
  if (!isCall || name === undefined || tokens[index - 1]?.text === ".") return null;
  const reader = new LiteralReader(tokens, index + 4);
  const call = reader.callArguments();
  return call === null ? null : { name, call, from: first.from, to: reader.end };
}

/** Values that stand in each other; deeper ones count as no literals. */
const DEEPEST = 100;

/** Reads literals; what is none makes the whole call none. */
class LiteralReader {
  readonly #tokens: readonly Token[];
  #at: number;
  #depth = 0;

  constructor(tokens: readonly Token[], at: number) {
    this.#tokens = tokens;
    this.#at = at;
  }

  /** Where what was read ends. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0;
  }

  callArguments(): CallArguments | null {
    const args: PyValue[] = [];
    const kwargs = new Map<string, PyValue>();
    const complete = this.#items(")", () => {
      const named = this.#tokens[this.#at]?.kind === "name" && this.#tokens[this.#at + 1]?.text === "=";
      const key = named ? this.#tokens[this.#at]?.text : undefined;
      if (named) this.#at += 2;
      const value = this.#value();
      if (value === undefined) return false;
      if (key === undefined) args.push(value);
      else kwargs.set(key, value);
      return true;
    });
    return complete ? { args, kwargs } : null;
  }

  /** Comma-separated items up to the closing sign; false when an item is no literal. */
  #items(close: string, item: () => boolean): boolean {
    while (!this.#takes(close)) {
      if (this.#at >= this.#tokens.length || !item()) return false;
      if (this.#takes(",")) continue;
      return this.#takes(close);
    }
    return true;
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "sign" || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(): PyValue | undefined {
    if (this.#depth > DEEPEST) return undefined;
    this.#depth += 1;
    const value = this.#valueHere();
    this.#depth -= 1;
    return value;
  }

  #valueHere(): PyValue | undefined {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case "text": {
        let text = token.text;
        for (let next = this.#tokens[this.#at]; next?.kind === "text"; next = this.#tokens[this.#at]) {
          text += next.text;
          this.#at += 1;
        }
        return text;
      }
      case "number":
        return numberOf(token.text);
      case "name":
        return { True: true, False: false, None: null }[token.text];
      case "sign":
        return this.#composed(token.text);
      case undefined:
        return undefined;
    }
  }

  #composed(sign: string): PyValue | undefined {
    if (sign === "-") {
      const value = this.#value();
      return typeof value === "number" || typeof value === "bigint" ? -value : undefined;
    }
    if (sign === "[" || sign === "(") return this.#sequence(sign);
    return sign === "{" ? this.#dictionary() : undefined;
  }

  #sequence(open: "[" | "("): PyValue | undefined {
    const items: PyValue[] = [];
    const complete = this.#items(open === "[" ? "]" : ")", () => {
      const value = this.#value();
      if (value === undefined) return false;
      items.push(value);
      return true;
    });
    if (!complete) return undefined;
    if (open === "[") return items;
    // `("a")` is a text in parentheses, `("a",)` a tuple of one.
    const comma = this.#tokens[this.#at - 2]?.text === ",";
    return items.length === 1 && !comma ? items[0] : new PyTuple(items);
  }

  #dictionary(): PyValue | undefined {
    const entries: [PyValue, PyValue][] = [];
    const complete = this.#items("}", () => {
      const key = this.#value();
      if (key === undefined || (typeof key === "object" && key !== null) || !this.#takes(":")) return false;
      const value = this.#value();
      if (value === undefined) return false;
      entries.push([key, value]);
      return true;
    });
    return complete ? PyDict.from(entries) : undefined;
  }
}

function numberOf(text: string): number | bigint {
  const plain = text.replaceAll("_", "");
  return /^(0[xX]|\d+$)/.test(plain) ? BigInt(plain) : Number(plain);
}
