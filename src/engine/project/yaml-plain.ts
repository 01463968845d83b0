/**
 * Reads the YAML that nearly every property file is written in, many times faster than the library: mappings and lists by
 * indentation, plain and quoted texts (over several lines, too), text blocks, `[…]`, `{…}` and comments.
 *
 * It answers null for everything else (anchors, tags, merge keys, tabs, several documents, keys that are no texts or stand twice)
 * and for whatever looks wrong. The library reads those files, so its messages stay the only ones; what is read here has the values
 * and places that the library would give.
 */
import type { YamlRecord, YamlTree, YamlValue } from "./yaml-tree.ts";

/** Turns a plain text into the value that it stands for: `yes` into true. */
export type ResolvePlain = (text: string) => YamlValue;

/** `text` has no white space at its end. */
export function readPlainYaml(text: string, resolve: ResolvePlain): YamlTree | null {
  if (text === "" || UNUSUAL.test(text)) return null;
  try {
    return new PlainReader(text, resolve).document();
  } catch (error) {
    if (error === notPlain) return null;
    throw error;
  }
}

/** Control characters (tabs and carriage returns among them) and the byte order mark. */

const UNUSUAL = /[\0-\x09\x0b-\x1f\x7f-\x9f\ufeff]/;

const notPlain = new Error("This YAML is left to the library.");

const LINE_BREAK = 10;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const BAR = 124;
const CLOSE_MAP = 125;
const GREATER = 62;

/** What no plain text starts with, or what starts something that is left to the library. */
const INDICATORS = new Set([...",[]{}#&*!|>'\"%@`?:"].map((sign) => sign.charCodeAt(0)));

/** Deeper than any file that a person writes; the library says it when the nesting is a mistake. */
const MOST_LEVELS = 60;
/** The library refuses longer keys on one line. */
const MOST_KEY = 1000;
/** Keys that a JavaScript object does not keep in the order of the file. */
const OUT_OF_ORDER = /^(?:__proto__|\d+)$/;

class PlainReader {
  readonly #text: string;
  readonly #resolve: ResolvePlain;
  /** Of the values so far, as a `YamlTree` has them. */
  readonly #places: number[] = [];
  #levels = 0;
  /** Behind the last character of the value that was read last. */
  #to = 0;
  /** The same with the line breaks and comments that belong to the value. */
  #end = 0;
  /** The next line with content: where that starts, and how far it is indented; -1 at the end of the file. */
  #next = 0;
  #column = 0;
  /** The deepest indentation among comments before that line that belong to no value yet; -1 when there are none. */
  #comments = -1;
  /** Where the reading of `[…]` or `{…}` stands. */
  #at = 0;

  constructor(text: string, resolve: ResolvePlain) {
    this.#text = text;
    this.#resolve = resolve;
  }

  document(): YamlTree {
    this.#findLine(0, -1);
    if (this.#column === 0 && this.#text.startsWith("---\n", this.#next)) this.#findLine(this.#next + 4, -1);
    if (this.#column !== 0) throw notPlain;
    const place = this.#open(this.#next);
    const value = this.#block(this.#next, 0);
    this.#close(place);
    if (this.#next < this.#text.length) throw notPlain;
    return { value, places: this.#places.slice() };
  }

  /** Makes room for the place of a value that starts there, with its key, before its parts are read. */
  #open(start: number): number {
    return this.#places.push(start, 0, 0) - 3;
  }

  #close(place: number): void {
    this.#places[place + 1] = this.#to;
    this.#places[place + 2] = this.#places.length;
  }

  /** A list or mapping by indentation whose first character stands at `at`, in that column. */
  #block(at: number, column: number): YamlValue {
    this.#levels += 1;
    if (this.#levels > MOST_LEVELS) throw notPlain;
    const value = this.#isDash(at) ? this.#blockList(at, column) : this.#blockMap(at, column);
    this.#levels -= 1;
    this.#to = this.#end;
    // Comments deeper than what follows stay with the last list or mapping that they are not left of.
    if (this.#comments >= 0 && column > 0 && this.#comments >= column) {
      this.#end = this.#next;
      this.#comments = -1;
    }
    return value;
  }

  #blockList(from: number, column: number): YamlValue {
    const value: YamlValue[] = [];
    let dash = from;
    do {
      const at = this.#pastSpaces(dash + 1);
      if (this.#isLineEnd(at)) throw notPlain;
      const place = this.#open(at);
      const isBlock = this.#isDash(at) || this.#keyEnd(at) !== -1;
      value.push(isBlock ? this.#block(at, column + at - dash) : this.#blockValue(at, column));
      this.#close(place);
      dash = this.#next;
    } while (this.#column === column && this.#isDash(dash));
    if (this.#column > column) throw notPlain;
    return value;
  }

  #blockMap(from: number, column: number): YamlValue {
    const value: YamlRecord = {};
    let start = from;
    do {
      const keyEnd = this.#keyEnd(start);
      if (keyEnd === -1) throw notPlain;
      const key = this.#key(start, keyEnd);
      if (Object.hasOwn(value, key)) throw notPlain;
      const at = this.#pastSpaces(keyEnd + 1);
      const place = this.#open(start);
      value[key] = this.#isLineEnd(at) ? this.#below(at, column) : this.#blockValue(at, column);
      this.#close(place);
      start = this.#next;
    } while (this.#column === column);
    if (this.#column > column) throw notPlain;
    return value;
  }

  /** The value of a key with nothing behind it on its line, which ends at `at`, perhaps with a comment. */
  #below(at: number, column: number): YamlValue {
    const hasComment = this.#text.charCodeAt(at) === HASH;
    this.#findLine(this.#pastLine(at), -1);
    const next = this.#next;
    if (this.#column > column) {
      if (this.#isDash(next) || this.#keyEnd(next) !== -1) return this.#block(next, this.#column);
      // A comment left of a text changes for the library how far the text's lines are indented.
      if (this.#comments >= 0) throw notPlain;
      return this.#blockValue(next, column);
    }
    if (this.#column === column && this.#isDash(next)) return this.#block(next, column);
    // Which value a comment belongs to when there is none is a long story.
    if (hasComment || this.#comments >= 0) throw notPlain;
    this.#end = at;
    this.#to = at;
    return null;
  }

  /** A value that starts on its key's line, or on that of its dash. `column` is that of the mapping or list. */
  #blockValue(at: number, column: number): YamlValue {
    const first = this.#text.charCodeAt(at);
    let value: YamlValue;
    switch (first) {
      case BAR:
      case GREATER:
        return this.#textBlock(at, column);
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        value = this.#quoted(at, column);
        break;
      case OPEN_LIST:
      case OPEN_MAP:
        this.#at = at;
        value = this.#flow(column, 1);
        break;
      default:
        return this.#plain(at, column);
    }
    const rest = this.#pastSpaces(this.#to);
    if (!this.#isLineEnd(rest) || (rest === this.#to && this.#text.charCodeAt(rest) === HASH)) throw notPlain;
    this.#findLine(this.#pastLine(rest), column);
    return value;
  }

  /** A text without quotes; lines that are indented further belong to it, until a comment. */
  #plain(from: number, column: number): YamlValue {
    const text = this.#text;
    this.#checkPlainStart(from);
    let folded = "";
    let start = from;
    let end = from;
    for (;;) {
      let at = start;
      let isComment = false;
      end = start;
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code === LINE_BREAK) break;
        if (code === SPACE) continue;
        if (code === HASH && at > start && text.charCodeAt(at - 1) === SPACE) {
          isComment = true;
          break;
        }
        if (code === COLON && this.#isBlank(at + 1)) throw notPlain;
        end = at + 1;
      }
      folded += text.slice(start, end);
      const below = Math.min(this.#pastLine(at), text.length);
      this.#findLine(below, column);
      if (isComment || this.#column <= column || this.#comments !== -1 || this.#end !== below) break;
      const breaks = lineBreaks(text, at, this.#next);
      folded += breaks === 1 ? " " : "\n".repeat(breaks - 1);
      start = this.#next;
    }
    this.#to = end;
    return this.#resolve(folded);
  }

  #quoted(from: number, column: number): string {
    const text = this.#text;
    const quote = text.charCodeAt(from);
    const end = quote === DOUBLE_QUOTE ? this.#doubleQuoteEnd(from) : this.#singleQuoteEnd(from);
    const inner = text.slice(from + 1, end);
    let value = inner;
    if (inner.includes("\n")) {
      // Every further line is indented; a backslash at the end of a line is the library's.
      for (let at = text.indexOf("\n", from); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
        const content = this.#pastSpaces(at + 1);
        if (text.charCodeAt(content) !== LINE_BREAK && content - at - 1 <= column) throw notPlain;
      }
      if (quote === DOUBLE_QUOTE && inner.includes("\\")) throw notPlain;
      value = unfold(inner);
    }
    if (quote === SINGLE_QUOTE) value = value.includes("''") ? value.replaceAll("''", "'") : value;
    else if (value.includes("\\")) value = unescape(value);
    this.#to = end + 1;
    return value;
  }

  #singleQuoteEnd(from: number): number {
    let end = this.#text.indexOf("'", from + 1);
    while (end !== -1 && this.#text.charCodeAt(end + 1) === SINGLE_QUOTE) end = this.#text.indexOf("'", end + 2);
    if (end === -1) throw notPlain;
    return end;
  }

  #doubleQuoteEnd(from: number): number {
    for (let at = from + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === DOUBLE_QUOTE) return at;
    }
    throw notPlain;
  }

  /** `|` or `>`, perhaps with `-`, and the lines below that are indented further than `column`. */
  #textBlock(from: number, column: number): YamlValue {
    const text = this.#text;
    const isFolded = text.charCodeAt(from) === GREATER;
    const isStripped = text.charCodeAt(from + 1) === DASH;
    const header = from + (isStripped ? 2 : 1);
    const rest = this.#pastSpaces(header);
    if (!this.#isLineEnd(rest) || (rest === header && text.charCodeAt(rest) === HASH)) throw notPlain;
    let at = this.#pastLine(rest);
    let indent = -1;
    let empty = 0;
    let value = "";
    let separator = "";
    let isDeep = false;
    let to = at;
    while (at < text.length) {
      const content = this.#pastSpaces(at);
      const depth = content - at;
      if (text.charCodeAt(content) === LINE_BREAK) {
        // Spaces beyond the indentation are part of the text.
        if (depth > (indent === -1 ? column + 1 : indent)) throw notPlain;
        empty += 1;
        at = content + 1;
        continue;
      }
      if (indent === -1) {
        if (depth <= column) throw notPlain;
        indent = depth;
        value = "\n".repeat(empty);
      } else {
        if (depth < indent) break;
        if (!isFolded) separator = "\n".repeat(empty + 1);
        else if (depth > indent || isDeep) separator = "\n".repeat(empty + 1);
        else separator = empty === 0 ? " " : "\n".repeat(empty);
      }
      isDeep = depth > indent;
      let end = text.indexOf("\n", content);
      if (end === -1) end = text.length;
      value += separator + text.slice(at + indent, end);
      empty = 0;
      at = end + 1;
      to = Math.min(at, text.length);
    }
    if (indent === -1) throw notPlain;
    this.#findLine(to, -1);
    this.#end = to;
    // A text block that ends with its file has no line break at its end: there is none in the file.
    if (!isStripped && this.#column !== -1) value += "\n";
    this.#to = to;
    return value;
  }

  /** `[…]`, `{…}` or what stands in it. Further lines are indented more than `column`. */
  #flow(column: number, level: number): YamlValue {
    if (level > MOST_LEVELS) throw notPlain;
    const from = this.#at;
    const first = this.#text.charCodeAt(from);
    if (first === OPEN_LIST) return this.#flowList(column, level);
    if (first === OPEN_MAP) return this.#flowMap(column, level);
    const value = first === DOUBLE_QUOTE || first === SINGLE_QUOTE ? this.#quotedOnLine(from) : this.#flowPlain(from);
    this.#at = this.#to;
    return value;
  }

  #flowList(column: number, level: number): YamlValue {
    const value: YamlValue[] = [];
    this.#at += 1;
    this.#skipInFlow(column, level);
    while (this.#text.charCodeAt(this.#at) !== CLOSE_LIST) {
      const place = this.#open(this.#at);
      value.push(this.#flow(column, level + 1));
      this.#close(place);
      this.#nextInFlow(CLOSE_LIST, column, level);
    }
    this.#at += 1;
    this.#to = this.#at;
    return value;
  }

  #flowMap(column: number, level: number): YamlValue {
    const value: YamlRecord = {};
    this.#at += 1;
    this.#skipInFlow(column, level);
    while (this.#text.charCodeAt(this.#at) !== CLOSE_MAP) {
      const start = this.#at;
      const first = this.#text.charCodeAt(start);
      const isQuoted = first === DOUBLE_QUOTE || first === SINGLE_QUOTE;
      const key = isQuoted ? this.#quotedOnLine(start) : this.#flowPlain(start);
      const end = this.#to;
      if (typeof key !== "string" || key === "<<" || OUT_OF_ORDER.test(key) || Object.hasOwn(value, key))
        throw notPlain;
      if (this.#text.charCodeAt(end) !== COLON || !this.#isBlank(end + 1) || end - start > MOST_KEY) throw notPlain;
      this.#at = end + 1;
      this.#skipInFlow(column, level);
      const place = this.#open(start);
      value[key] = this.#flow(column, level + 1);
      this.#close(place);
      this.#nextInFlow(CLOSE_MAP, column, level);
    }
    this.#at += 1;
    this.#to = this.#at;
    return value;
  }

  /** To the next item, or to the closing bracket. */
  #nextInFlow(close: number, column: number, level: number): void {
    this.#skipInFlow(column, level);
    const code = this.#text.charCodeAt(this.#at);
    if (code === COMMA) {
      this.#at += 1;
      this.#skipInFlow(column, level);
    } else if (code !== close) throw notPlain;
  }

  #skipInFlow(column: number, level: number): void {
    const text = this.#text;
    let at = this.#at;
    let lineStart = -1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === SPACE) at += 1;
      else if (code === LINE_BREAK) lineStart = at += 1;
      else if (code === HASH && (at === lineStart || text.charCodeAt(at - 1) === SPACE)) at = this.#lineEnd(at);
      else break;
    }
    this.#at = at;
    if (lineStart === -1 || at - lineStart > column) return;
    // The last bracket may stand under the key.
    const code = text.charCodeAt(at);
    if (at - lineStart < column || level > 1 || (code !== CLOSE_LIST && code !== CLOSE_MAP)) throw notPlain;
  }

  #flowPlain(from: number): YamlValue {
    const text = this.#text;
    this.#checkPlainStart(from);
    let end = from;
    for (let at = from; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP) break;
      if (code === COLON) {
        if (this.#isBlank(at + 1)) break;
        if (",[]{}".includes(text.charAt(at + 1))) throw notPlain;
      }
      if (code === LINE_BREAK) {
        // A text may go on in the next line only in the library.
        const next = text.charCodeAt(this.#pastBlank(at));
        if (next !== COMMA && next !== CLOSE_LIST && next !== CLOSE_MAP) throw notPlain;
        break;
      }
      if (code === OPEN_LIST || code === OPEN_MAP || at >= text.length) throw notPlain;
      if (code === HASH && text.charCodeAt(at - 1) === SPACE) throw notPlain;
      end = at + 1;
    }
    if (end === from) throw notPlain;
    this.#to = end;
    return this.#resolve(text.slice(from, end));
  }

  #quotedOnLine(from: number): string {
    const value = this.#quoted(from, 0);
    const lineEnd = this.#text.indexOf("\n", from);
    if (lineEnd !== -1 && lineEnd < this.#to) throw notPlain;
    return value;
  }

  /** Where the key that starts at `from` ends, just before its colon; -1 when the line holds no key. */
  #keyEnd(from: number): number {
    const text = this.#text;
    const first = text.charCodeAt(from);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const end = (first === DOUBLE_QUOTE ? this.#doubleQuoteEnd(from) : this.#singleQuoteEnd(from)) + 1;
      return text.charCodeAt(end) === COLON && this.#isBlank(end + 1) ? end : -1;
    }
    if (INDICATORS.has(first)) return -1;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === COLON && this.#isBlank(at + 1)) return at;
      if (code === LINE_BREAK || (code === HASH && text.charCodeAt(at - 1) === SPACE)) return -1;
    }
    return -1;
  }

  #key(from: number, end: number): string {
    const first = this.#text.charCodeAt(from);
    if (end - from > MOST_KEY) throw notPlain;
    let key: YamlValue;
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) key = this.#quotedOnLine(from);
    else {
      this.#checkPlainStart(from);
      if (this.#text.charCodeAt(end - 1) === SPACE) throw notPlain;
      key = this.#resolve(this.#text.slice(from, end));
    }
    if (typeof key !== "string" || /^(<<|---|\.\.\.)/.test(key) || OUT_OF_ORDER.test(key)) throw notPlain;
    return key;
  }

  #checkPlainStart(at: number): void {
    const code = this.#text.charCodeAt(at);
    if (INDICATORS.has(code) || Number.isNaN(code)) throw notPlain;
    if (code === DASH && (this.#isBlank(at + 1) || ",[]{}".includes(this.#text.charAt(at + 1)))) throw notPlain;
  }

  /**
   * Finds the next line with content, from the start of a line on. Comments further in than `column` belong to the value before
   * them as long as no other stands between; a `column` of -1 leaves all of them to nobody.
   */
  #findLine(from: number, column: number): void {
    const text = this.#text;
    let lineStart = Math.min(from, text.length);
    this.#end = lineStart;
    this.#comments = -1;
    for (;;) {
      const at = this.#pastSpaces(lineStart);
      const code = text.charCodeAt(at);
      if (code === LINE_BREAK) lineStart = at + 1;
      else if (code === HASH) {
        const depth = at - lineStart;
        lineStart = Math.min(this.#pastLine(at), text.length);
        if (column !== -1 && depth > column && this.#comments === -1) this.#end = lineStart;
        else this.#comments = Math.max(this.#comments, depth);
      } else {
        this.#next = at;
        this.#column = at >= text.length ? -1 : at - lineStart;
        return;
      }
    }
  }

  #pastSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at += 1;
    return at;
  }

  #pastBlank(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE || this.#text.charCodeAt(at) === LINE_BREAK) at += 1;
    return at;
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf("\n", from);
    return end === -1 ? this.#text.length : end;
  }

  #pastLine(from: number): number {
    return this.#lineEnd(from) + 1;
  }

  #isBlank(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === SPACE || code === LINE_BREAK || at >= this.#text.length;
  }

  #isDash(at: number): boolean {
    return this.#text.charCodeAt(at) === DASH && this.#isBlank(at + 1);
  }

  #isLineEnd(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === LINE_BREAK || code === HASH || at >= this.#text.length;
  }
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** The lines of a quoted text as one: a line break is a space, n empty lines are n line breaks. */
function unfold(text: string): string {
  const lines = text.split("\n");
  let folded = "";
  let empty = 0;
  lines.forEach((line, index) => {
    const isLast = index === lines.length - 1;
    const content = line.slice(index === 0 ? 0 : leading(line), isLast ? undefined : trailing(line));
    if (index === 0) folded = content;
    else if (content === "" && !isLast) empty += 1;
    else {
      folded += (empty === 0 ? " " : "\n".repeat(empty)) + content;
      empty = 0;
    }
  });
  return folded;
}

function leading(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === SPACE) at += 1;
  return at;
}

function trailing(line: string): number {
  let at = line.length;
  while (line.charCodeAt(at - 1) === SPACE) at -= 1;
  return at;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\", "/": "/" };

function unescape(text: string): string {
  return text.replace(/\\(.?)/gs, (_, sign: string) => {
    const meant = ESCAPES[sign];
    if (meant === undefined) throw notPlain;
    return meant;
  });
}
