/**
 * Python's `ast.literal_eval`: the text of a number, string, list, tuple, dict, set, True, False or None to its value; undefined
 * (JavaScript's) for any other text.
 */
import { TemplateError } from "./error.ts";
import { unescapePython } from "./lexer.ts";
import { PyDict, PySet, PyTuple } from "./values.ts";
import type { PyValue } from "./values.ts";

export function parseLiteral(text: string): PyValue | undefined {
  const reader = new LiteralReader(text.replace(/^[ \t]+/, ""));
  try {
    return reader.readAll();
  } catch (error) {
    if (error instanceof NotALiteral || error instanceof TemplateError) return undefined;
    throw error;
  }
}

class NotALiteral extends Error {}

const MAX_DEPTH = 100;
const number =
  /(?:0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*|0[oO][0-7]+(?:_[0-7]+)*|0[bB][01]+(?:_[01]+)*|(?:\d+(?:_\d+)*)?\.\d+(?:_\d+)*(?:[eE][+-]?\d+(?:_\d+)*)?|\d+(?:_\d+)*(?:\.)?(?:[eE][+-]?\d+(?:_\d+)*)?)(?![\w.])/y;
const string =
  /([rRuU]?)('''(?:[^\\]|\\[^])*?'''|"""(?:[^\\]|\\[^])*?"""|'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*")/y;
const word = /[A-Za-z_]\w*/y;

class LiteralReader {
  readonly #text: string;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): PyValue {
    const items = [this.#read()];
    let isTuple = false;
    while (this.#skip(",")) {
      isTuple = true;
      if (this.#atEnd()) break;
      items.push(this.#read());
    }
    if (!this.#atEnd()) throw new NotALiteral();
    return isTuple ? new PyTuple(items) : (items[0] ?? null);
  }

  #blank(): void {
    // Outside brackets a line end ends the literal; only blank lines may follow it.
    const blanks = this.#depth > 0 ? /(?:\s|#.*)*/y : /[ \t\f]*(?:(?:#.*)?(?:\n[ \t\f]*(?:#.*)?)*$)?/y;
    this.#take(blanks);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#position = pattern.lastIndex;
    return match;
  }

  #atEnd(): boolean {
    this.#blank();
    return this.#position >= this.#text.length;
  }

  #skip(symbol: string): boolean {
    this.#blank();
    if (!this.#text.startsWith(symbol, this.#position)) return false;
    this.#position += symbol.length;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#skip(symbol)) throw new NotALiteral();
  }

  #read(): PyValue {
    if (this.#depth > MAX_DEPTH) throw new NotALiteral();
    if (this.#skip("[")) return this.#items("]").values;
    if (this.#skip("(")) {
      const { values, comma } = this.#items(")");
      return values.length === 1 && !comma ? (values[0] ?? null) : new PyTuple(values);
    }
    if (this.#skip("{")) return this.#braces();
    if (this.#skip("-")) return this.#negative();
    if (this.#skip("+")) {
      const value = this.#read();
      if (typeof value !== "bigint" && typeof value !== "number") throw new NotALiteral();
      return value;
    }
    const digits = this.#take(number)?.[0];
    if (digits !== undefined) return readNumber(digits.replaceAll("_", ""));
    const texts: string[] = [];
    for (let match = this.#take(string); match !== null; match = this.#take(string)) {
      const [, prefix = "", quoted = ""] = match;
      const width = /^(?:'''|""")/.test(quoted) && quoted.length >= 6 ? 3 : 1;
      const inside = quoted.slice(width, -width);
      texts.push(prefix.toLowerCase() === "r" ? inside : unescapePython(inside));
      this.#blank();
    }
    if (texts.length > 0) return texts.join("");
    switch (this.#take(word)?.[0]) {
      case "None":
        return null;
      case "True":
        return true;
      case "False":
        return false;
      case "set":
        this.#expect("(");
        this.#expect(")");
        return new PySet();
      default:
        throw new NotALiteral();
    }
  }

  #negative(): PyValue {
    const value = this.#read();
    if (typeof value !== "bigint" && typeof value !== "number") throw new NotALiteral();
    return -value;
  }

  #items(end: string): { values: PyValue[]; comma: boolean } {
    this.#depth += 1;
    const values: PyValue[] = [];
    let comma = false;
    while (!this.#skip(end)) {
      if (values.length > 0 && !comma) throw new NotALiteral();
      values.push(this.#read());
      comma = this.#skip(",");
    }
    this.#depth -= 1;
    return { values, comma };
  }

  #braces(): PyValue {
    this.#depth += 1;
    const dict = new PyDict();
    const items: PyValue[] = [];
    let more = true;
    while (!this.#skip("}")) {
      if (!more) throw new NotALiteral();
      const key = this.#read();
      if (this.#skip(":")) dict.set(key, this.#read());
      else items.push(key);
      more = this.#skip(",");
    }
    this.#depth -= 1;
    if (items.length > 0 && dict.size > 0) throw new NotALiteral();
    return items.length > 0 ? new PySet(items) : dict;
  }
}

function readNumber(text: string): bigint | number {
  if (/^0[xob]/i.test(text)) return BigInt(text);
  if (!/^\d+$/.test(text)) return Number(text);
  if (/^0+[1-9]/.test(text)) throw new NotALiteral();
  return BigInt(text);
}
