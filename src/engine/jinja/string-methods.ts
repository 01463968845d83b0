/**
 * The methods of Python's str. Positions count characters, not UTF-16 units.
 */
import { bindBuiltin } from "./arguments.ts";
import type { Method } from "./arguments.ts";
import { checkLength } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { WHITESPACE } from "./lexer.ts";
import { characters, hasWideCharacters, pyIterate, pyList, pyTruth, toIndex, typeName } from "./python.ts";
import { formatString } from "./string-format.ts";
import { PyTuple } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

const whitespaceRun = new RegExp(`[${WHITESPACE}]+`, "g");
const whitespaceStart = new RegExp(`^[${WHITESPACE}]+`);
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

export const STRING_METHODS: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ["upper", simple("upper", (self) => self.toUpperCase())],
  ["lower", simple("lower", (self) => self.toLowerCase())],
  ["casefold", simple("casefold", (self) => self.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ"))],
  ["capitalize", simple("capitalize", capitalize)],
  ["title", simple("title", title)],
  [
    "swapcase",
    simple("swapcase", (self) =>
      [...self].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(""),
    ),
  ],
  ["isalnum", simple("isalnum", (self) => /^[\p{L}\p{N}]+$/u.test(self))],
  ["isalpha", simple("isalpha", (self) => /^\p{L}+$/u.test(self))],
  ["isascii", simple("isascii", (self) => /^[\x00-\x7f]*$/.test(self))],
  ["isdecimal", simple("isdecimal", (self) => /^\p{Nd}+$/u.test(self))],
  ["isdigit", simple("isdigit", (self) => /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u.test(self))],
  ["isnumeric", simple("isnumeric", (self) => /^\p{N}+$/u.test(self))],
  ["isidentifier", simple("isidentifier", (self) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(self))],
  ["islower", simple("islower", isLower)],
  ["isupper", simple("isupper", isUpper)],
  ["isspace", simple("isspace", (self) => self !== "" && self.replace(whitespaceRun, "") === "")],
  ["istitle", simple("istitle", (self) => /\p{L}/u.test(self) && title(self) === self)],
  ["isprintable", simple("isprintable", (self) => !/[^\P{C} ]|[\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(self))],
  ["strip", (self, call) => strip(self, charactersOf("strip", call), true, true)],
  ["lstrip", (self, call) => strip(self, charactersOf("lstrip", call), true, false)],
  ["rstrip", (self, call) => strip(self, charactersOf("rstrip", call), false, true)],
  ["split", (self, call) => split(self, ...separatorOf("split", call))],
  ["rsplit", (self, call) => splitFromRight(self, ...separatorOf("rsplit", call))],
  [
    "splitlines",
    (self, call) => {
      const [keepEnds] = bindBuiltin("str.splitlines", call, 0, 1, ["keepends"]);
      return splitLines(self, keepEnds !== undefined && pyTruth(keepEnds));
    },
  ],
  [
    "join",
    (self, call) => {
      const [items = null] = bindBuiltin("str.join", call, 1, 1);
      return joinTexts(self, items);
    },
  ],
  [
    "replace",
    (self, call) => {
      const [from, to, count] = bindBuiltin("str.replace", call, 2, 3);
      return replaceText(
        self,
        textArgument("replace() argument 1", from),
        textArgument("replace() argument 2", to),
        count === undefined ? -1 : toIndex(count),
      );
    },
  ],
  ["startswith", (self, call) => affix("startswith", self, call, (text, part) => text.startsWith(part))],
  ["endswith", (self, call) => affix("endswith", self, call, (text, part) => text.endsWith(part))],
  [
    "removeprefix",
    (self, call) => {
      const part = textArgument("removeprefix() argument", bindBuiltin("str.removeprefix", call, 1, 1)[0]);
      return self.startsWith(part) ? self.slice(part.length) : self;
    },
  ],
  [
    "removesuffix",
    (self, call) => {
      const part = textArgument("removesuffix() argument", bindBuiltin("str.removesuffix", call, 1, 1)[0]);
      return part !== "" && self.endsWith(part) ? self.slice(0, -part.length) : self;
    },
  ],
  ["find", (self, call) => BigInt(search("find", self, call, "first"))],
  ["rfind", (self, call) => BigInt(search("rfind", self, call, "last"))],
  ["index", (self, call) => BigInt(found(search("index", self, call, "first")))],
  ["rindex", (self, call) => BigInt(found(search("rindex", self, call, "last")))],
  [
    "count",
    (self, call) => {
      const [part, start, stop] = bindBuiltin("str.count", call, 1, 3);
      const { text } = within(self, start, stop);
      if (typeof part !== "string") throw new TemplateError("TypeError", `must be str, not ${typeName(part ?? null)}`);
      const needle = part;
      return BigInt(needle === "" ? characters(text).length + 1 : text.split(needle).length - 1);
    },
  ],
  ["partition", (self, call) => partition("partition", self, call, (text, part) => text.indexOf(part))],
  ["rpartition", (self, call) => partition("rpartition", self, call, (text, part) => text.lastIndexOf(part))],
  [
    "center",
    (self, call) => {
      const [width, fill] = padding("center", self, call);
      // Python puts the odd blank left only when the width is odd.
      const left = Math.floor(width / 2) + (width & (width + characters(self).length) & 1);
      return fill.repeat(left) + self + fill.repeat(width - left);
    },
  ],
  [
    "ljust",
    (self, call) => {
      const [width, fill] = padding("ljust", self, call);
      return self + fill.repeat(width);
    },
  ],
  [
    "rjust",
    (self, call) => {
      const [width, fill] = padding("rjust", self, call);
      return fill.repeat(width) + self;
    },
  ],
  [
    "zfill",
    (self, call) => {
      const [width = 0n] = bindBuiltin("str.zfill", call, 1, 1);
      const missing = Math.max(0, toIndex(width) - characters(self).length);
      checkLength(missing);
      const sign = /^[+-]/.test(self) ? self.slice(0, 1) : "";
      return sign + "0".repeat(missing) + self.slice(sign.length);
    },
  ],
  [
    "expandtabs",
    (self, call) => {
      const [size = 8n] = bindBuiltin("str.expandtabs", call, 0, 1, ["tabsize"]);
      return expandTabs(self, toIndex(size));
    },
  ],
  ["format", (self, call, access) => formatString(self, call, access)],
  [
    "format_map",
    (self, call, access) => {
      const [mapping = null] = bindBuiltin("str.format_map", call, 1, 1);
      const kwargs = new Map<string, PyValue>();
      for (const key of pyIterate(mapping)) if (typeof key === "string") kwargs.set(key, access.getItem(mapping, key));
      return formatString(self, { args: [], kwargs }, access);
    },
  ],
]);

function simple(name: string, method: (self: string) => PyValue): Method<string> {
  return (self, call) => {
    if (call.args.length > 0 || call.kwargs.size > 0) bindBuiltin(`str.${name}`, call, 0, 0);
    return method(self);
  };
}

function textArgument(what: string, value: PyValue | undefined): string {
  if (typeof value !== "string")
    throw new TemplateError("TypeError", `${what} must be str, not ${typeName(value ?? null)}`);
  return value;
}

export function capitalize(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

/** str.title(): a letter is raised when it does not follow another letter. */
function title(text: string): string {
  return text.replaceAll(/\p{L}+/gu, capitalize);
}

export function isLower(text: string): boolean {
  return /\p{Ll}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
}

export function isUpper(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text);
}

function charactersOf(name: string, call: CallArguments): string | null {
  const [chars = null] = bindBuiltin(`str.${name}`, call, 0, 1);
  if (chars !== null && typeof chars !== "string")
    throw new TemplateError("TypeError", `${name} arg must be None or str`);
  return chars;
}

/** str.strip: whitespace when `chars` is null. */
export function strip(text: string, chars: string | null, left: boolean, right: boolean): string {
  if (chars === null) {
    const start = left ? (whitespaceStart.exec(text)?.[0].length ?? 0) : 0;
    return right ? stripEnd(text.slice(start)) : text.slice(start);
  }
  const set = new Set(chars);
  const letters = characters(text);
  let [start, end] = [0, letters.length];
  while (left && start < end && set.has(letters[start] ?? "")) start += 1;
  while (right && end > start && set.has(letters[end - 1] ?? "")) end -= 1;
  return letters.slice(start, end).join("");
}

const whitespaceLetter = new RegExp(`[${WHITESPACE}]`);

function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && whitespaceLetter.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function separatorOf(name: string, call: CallArguments): [string | null, number] {
  const [separator = null, most = -1n] = bindBuiltin(`str.${name}`, call, 0, 2, ["sep", "maxsplit"]);
  if (separator === "") throw new TemplateError("ValueError", "empty separator");
  if (separator !== null && typeof separator !== "string")
    throw new TemplateError("TypeError", `must be str or None, not ${typeName(separator)}`);
  return [separator, toIndex(most)];
}

function split(text: string, separator: string | null, most: number): string[] {
  if (separator === null) {
    const rest = strip(text, null, true, false);
    if (strip(rest, null, true, true) === "") return [];
    if (most < 0) return strip(rest, null, false, true).split(whitespaceRun);
    const words: string[] = [];
    let position = 0;
    for (const run of rest.matchAll(whitespaceRun)) {
      if (words.length === most || run.index + run[0].length === rest.length) break;
      words.push(rest.slice(position, run.index));
      position = run.index + run[0].length;
    }
    const last = rest.slice(position);
    return [...words, words.length === most ? last : stripEnd(last)];
  }
  const parts = text.split(separator);
  return most < 0 || parts.length <= most + 1 ? parts : [...parts.slice(0, most), parts.slice(most).join(separator)];
}

export function splitFromRight(text: string, separator: string | null, most: number): string[] {
  if (most < 0) return split(text, separator, -1);
  if (separator !== null) {
    const parts = text.split(separator);
    const cut = parts.length - most;
    // Overlapping matches are counted from the right: 'aaa'.rsplit('aa', 1)
    if (cut > 1 || text.includes(separator)) return splitLast(text, separator, most);
    return parts;
  }
  let rest = stripEnd(text);
  const words: string[] = [];
  while (words.length < most && rest !== "") {
    const at = lastWhitespace(rest);
    if (at < 0) break;
    words.unshift(rest.slice(at + 1));
    rest = stripEnd(rest.slice(0, at));
  }
  return rest === ""
    ? words
    : [words.length === most ? rest : strip(rest, null, true, false), ...words].filter(
        (word, index) => index > 0 || strip(word, null, true, true) !== "",
      );
}

function splitLast(text: string, separator: string, most: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (parts.length < most) {
    const at = rest.lastIndexOf(separator);
    if (at < 0) break;
    parts.push(rest.slice(at + separator.length));
    rest = rest.slice(0, at);
  }
  return [rest, ...parts.reverse()];
}

function lastWhitespace(text: string): number {
  for (let at = text.length - 1; at >= 0; at -= 1) if (whitespaceLetter.test(text.charAt(at))) return at;
  return -1;
}

export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = [];
  let position = 0;
  for (const end of text.matchAll(lineEnd)) {
    lines.push(text.slice(position, keepEnds ? end.index + end[0].length : end.index));
    position = end.index + end[0].length;
  }
  if (position < text.length) lines.push(text.slice(position));
  return lines;
}

function joinTexts(separator: string, items: PyValue): string {
  if (items === null || typeof items === "bigint" || typeof items === "number" || typeof items === "boolean") {
    throw new TemplateError("TypeError", "can only join an iterable");
  }
  let length = 0;
  const texts = pyList(items).map((item, index) => {
    if (typeof item !== "string")
      throw new TemplateError("TypeError", `sequence item ${index}: expected str instance, ${typeName(item)} found`);
    length += item.length + separator.length;
    return item;
  });
  checkLength(length);
  return texts.join(separator);
}

export function replaceText(text: string, from: string, to: string, count: number): string {
  if (count === 0) return text;
  const pieces = from === "" ? ["", ...characters(text), ""] : text.split(from);
  const most = count < 0 ? pieces.length - 1 : Math.min(count, pieces.length - 1);
  checkLength(text.length + most * to.length);
  return (
    pieces
      .slice(0, most)
      .map((piece) => piece + to)
      .join("") + pieces.slice(most).join(from)
  );
}

/** The part of `text` between two positions, as slices have it, and where it starts. */
function within(
  text: string,
  start: PyValue | undefined,
  stop: PyValue | undefined,
): { text: string; offset: number; beyond: boolean } {
  if (start === undefined && stop === undefined) return { text, offset: 0, beyond: false };
  const letters = characters(text);
  const clamp = (value: PyValue | undefined, missing: number) => {
    if (value === undefined || value === null) return missing;
    const index = toIndex(value);
    return index < 0 ? Math.max(0, index + letters.length) : index;
  };
  const offset = clamp(start, 0);
  return { text: letters.slice(offset, clamp(stop, letters.length)).join(""), offset, beyond: offset > letters.length };
}

function affix(
  name: string,
  self: string,
  call: CallArguments,
  matches: (text: string, part: string) => boolean,
): boolean {
  const [parts, start, stop] = bindBuiltin(`str.${name}`, call, 1, 3);
  const { text } = within(self, start, stop);
  if (parts instanceof PyTuple)
    return parts.items.some((part) => matches(text, textArgument(`tuple for ${name}`, part)));
  if (typeof parts !== "string")
    throw new TemplateError(
      "TypeError",
      `${name} first arg must be str or a tuple of str, not ${typeName(parts ?? null)}`,
    );
  return matches(text, parts);
}

function search(name: string, self: string, call: CallArguments, which: "first" | "last"): number {
  if (call.args.length === 0) throw new TemplateError("TypeError", `${name}() takes at least 1 argument (0 given)`);
  const [part, start, stop] = bindBuiltin(`str.${name}`, call, 1, 3);
  const { text, offset, beyond } = within(self, start, stop);
  if (typeof part !== "string") throw new TemplateError("TypeError", `must be str, not ${typeName(part ?? null)}`);
  const needle = part;
  if (beyond) return -1;
  const at = which === "first" ? text.indexOf(needle) : text.lastIndexOf(needle);
  return at < 0 ? -1 : offset + (hasWideCharacters(text) ? [...text.slice(0, at)].length : at);
}

function found(position: number): number {
  if (position < 0) throw new TemplateError("ValueError", "substring not found");
  return position;
}

function partition(
  name: "partition" | "rpartition",
  self: string,
  call: CallArguments,
  search: (text: string, part: string) => number,
): PyTuple {
  const part = textArgument(`${name}() argument`, bindBuiltin(`str.${name}`, call, 1, 1)[0]);
  if (part === "") throw new TemplateError("ValueError", "empty separator");
  const at = search(self, part);
  if (at < 0) return new PyTuple(name === "partition" ? [self, "", ""] : ["", "", self]);
  return new PyTuple([self.slice(0, at), part, self.slice(at + part.length)]);
}

/** How many fill characters are missing, and the fill character. */
function padding(name: string, self: string, call: CallArguments): [number, string] {
  const [width = 0n, fill = " "] = bindBuiltin(`str.${name}`, call, 1, 2);
  const wanted = toIndex(width);
  if (typeof fill !== "string" || [...fill].length !== 1) {
    throw new TemplateError(
      "TypeError",
      typeof fill === "string"
        ? "The fill character must be exactly one character long"
        : `The fill character must be a unicode character, not ${typeName(fill)}`,
    );
  }
  checkLength(wanted);
  return [Math.max(0, wanted - characters(self).length), fill];
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let result = "";
  for (const character of text) {
    if (character === "\t") {
      const blanks = size > 0 ? size - (column % size) : 0;
      checkLength(result.length + blanks);
      result += " ".repeat(blanks);
      column += blanks;
    } else {
      result += character;
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return result;
}
