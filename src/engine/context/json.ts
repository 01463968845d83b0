/** `tojson` and `fromjson`: Python's json between template values and text. Ints and floats stay apart, `1` from `1.0`. */
import { isKind } from "../jinja/error.ts";
import { toJsonText } from "../jinja/json-text.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

/** As dbt has it, only what Python calls a ValueError leads to the fallback; an object that has no JSON is an error. */
export function dumpJson(value: PyValue, fallback: PyValue, sortKeys: boolean): PyValue {
  try {
    return toJsonText(value, sortKeys);
  } catch (error) {
    if (isKind(error, "ValueError")) return fallback;
    throw error;
  }
}

/** The fallback (None unless given) for text that is no JSON. */
export function parseJson(text: string, fallback: PyValue): PyValue {
  const reader = new Reader(text);
  const value = reader.document();
  return value === undefined ? fallback : value;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const WORDS: readonly (readonly [string, PyValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
];

/** Deeper nesting would end in a full stack; Python's limit is of the same size. */
const DEEPEST = 900;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): PyValue | undefined {
    const value = this.#value();
    this.#take(SPACE);
    return this.#at === this.#text.length ? value : undefined;
  }

  #value(): PyValue | undefined {
    this.#take(SPACE);
    const first = this.#text[this.#at];
    if (first === "{" || first === "[") {
      this.#depth += 1;
      const value = this.#depth > DEEPEST ? undefined : first === "{" ? this.#object() : this.#array();
      this.#depth -= 1;
      return value;
    }
    if (first === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return undefined;
    this.#at = NUMBER.lastIndex;
    return match[1] === undefined && match[2] === undefined ? BigInt(match[0]) : Number(match[0]);
  }

  #string(): string | undefined {
    const token = this.#take(STRING);
    return token === "" ? undefined : (JSON.parse(token) as string);
  }

  #array(): PyValue | undefined {
    const items: PyValue[] = [];
    this.#at += 1;
    if (this.#skip("]")) return items;
    for (;;) {
      const item = this.#value();
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#skip("]")) return items;
      if (!this.#skip(",")) return undefined;
    }
  }

  #object(): PyValue | undefined {
    const dict = new PyDict();
    this.#at += 1;
    if (this.#skip("}")) return dict;
    for (;;) {
      this.#take(SPACE);
      const key = this.#text[this.#at] === '"' ? this.#string() : undefined;
      if (key === undefined || !this.#skip(":")) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      dict.set(key, value);
      if (this.#skip("}")) return dict;
      if (!this.#skip(",")) return undefined;
    }
  }

  #skip(character: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += token.length;
    return token;
  }
}
