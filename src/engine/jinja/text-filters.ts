/**
 * Filters that make text. Like Jinja2's they take any value and work on its text.
 */
import { filter } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { checkLength } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { NativeText } from "./native-text.ts";
import { formatPercent } from "./percent-format.ts";
import {
  characters,
  iterableOf,
  pyLength,
  pyList,
  pyRepr,
  pyStr,
  pyTruth,
  toIndex,
  typeName,
  undefinedError,
} from "./python.ts";
import { capitalize, replaceText, splitFromRight, splitLines, strip } from "./string-methods.ts";
import { wrapText } from "./text-wrap.ts";
import { PyDict, PyTuple, Undefined } from "./values.ts";
import type { PyValue } from "./values.ts";

export const TEXT_FILTERS: readonly (readonly [string, Filter])[] = [
  filter("upper", [], (value) => pyStr(value).toUpperCase()),
  filter("lower", [], (value) => pyStr(value).toLowerCase()),
  filter("capitalize", [], (value) => capitalize(pyStr(value))),
  filter("title", [], (value) => title(pyStr(value))),
  filter("trim", ["chars?"], (value, [chars = null]) => {
    if (chars !== null && typeof chars !== "string")
      throw new TemplateError("TypeError", "strip arg must be None or str");
    return strip(pyStr(value), chars, true, true);
  }),
  filter("center", ["width?"], (value, [width = 80n]) => {
    const text = pyStr(value);
    const wanted = toIndex(width);
    checkLength(wanted);
    const length = characters(text).length;
    const missing = Math.max(0, wanted - length);
    const left = Math.floor(missing / 2) + (missing & wanted & 1);
    return " ".repeat(left) + text + " ".repeat(missing - left);
  }),
  filter("replace", ["old", "new", "count?"], (value, [from = null, to = null, count = null]) =>
    replaceText(pyStr(value), pyStr(from), pyStr(to), count === null ? -1 : toIndex(count)),
  ),
  [
    "format",
    (value, call) => {
      if (call.args.length > 0 && call.kwargs.size > 0) {
        throw new TemplateError(
          "FilterArgumentError",
          "can't handle positional and keyword arguments at the same time",
        );
      }
      return formatPercent(pyStr(value), call.kwargs.size > 0 ? PyDict.from(call.kwargs) : new PyTuple(call.args));
    },
  ],
  filter("indent", ["width?", "first?", "blank?"], (value, [width = 4n, first = false, blank = false]) =>
    indent(value, width, pyTruth(first), pyTruth(blank)),
  ),
  filter(
    "truncate",
    ["length?", "killwords?", "end?", "leeway?"],
    (value, [length = 255n, killWords = false, end = "...", leeway = null]) =>
      truncate(value, toIndex(length), pyTruth(killWords), pyStr(end), leeway === null ? 5 : toIndex(leeway)),
  ),
  filter("wordcount", [], (value) => BigInt(pyStr(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)),
  filter(
    "wordwrap",
    ["width?", "break_long_words?", "wrapstring?", "break_on_hyphens?"],
    (value, [width = 79n, breakLong = true, wrapWith = null, hyphens = true]) => {
      const options = { width: toIndex(width), breakLongWords: pyTruth(breakLong), breakOnHyphens: pyTruth(hyphens) };
      if (options.width <= 0) throw new TemplateError("ValueError", `invalid width ${options.width} (must be > 0)`);
      const end = wrapWith === null ? "\n" : pyStr(wrapWith);
      return splitLines(textOf(value), false)
        .map((line) => wrapText(line, options).join(end))
        .join(end);
    },
  ),
  filter("string", [], (value) => pyStr(value)),
  filter("safe", [], (value) => pyStr(value)),
  filter("escape", [], (value) => escapeHtml(pyStr(value))),
  filter("e", [], (value) => escapeHtml(pyStr(value))),
  filter("forceescape", [], (value) => escapeHtml(pyStr(value))),
  filter("striptags", [], (value) => stripTags(pyStr(value))),
  filter("urlencode", [], urlEncode),
  filter("xmlattr", ["autospace?"], (value, [autoSpace = true]) => xmlAttributes(value, pyTruth(autoSpace))),
];

function textOf(value: PyValue): string {
  if (typeof value === "string") return value;
  if (value instanceof Undefined) throw undefinedError(value);
  if (value instanceof NativeText) return value.text;
  throw new TemplateError("AttributeError", `'${typeName(value)}' object has no attribute 'splitlines'`);
}

/** Raises the first letter after a blank, hyphen or opening bracket; lowers the others. */
function title(text: string): string {
  return text
    .split(/([-\s({[<]+)/)
    .map(capitalize)
    .join("");
}

function indent(value: PyValue, width: PyValue, first: boolean, blank: boolean): string {
  if (value instanceof Undefined) throw undefinedError(value);
  if (typeof value !== "string" && !(value instanceof NativeText)) {
    if (value instanceof PyTuple)
      throw new TemplateError("TypeError", 'can only concatenate tuple (not "str") to tuple');
    if (Array.isArray(value)) throw new TemplateError("AttributeError", "'list' object has no attribute 'splitlines'");
    throw new TemplateError("TypeError", `unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`);
  }
  const text = pyStr(value);
  const blanks = typeof width === "string" ? width : " ".repeat(Math.max(0, checkedWidth(toIndex(width))));
  const lines = splitLines(`${text}\n`, false);
  checkLength(text.length + lines.length * blanks.length);
  const [head = "", ...rest] = lines;
  const indented = [head, ...rest.map((line) => (line !== "" || blank ? blanks + line : line))].join("\n");
  return first ? blanks + indented : indented;
}

function checkedWidth(width: number): number {
  checkLength(width);
  return width;
}

function truncate(value: PyValue, length: number, killWords: boolean, end: string, leeway: number): PyValue {
  const endLength = characters(end).length;
  if (length < endLength) throw new TemplateError("AssertionError", `expected length >= ${endLength}, got ${length}`);
  if (leeway < 0) throw new TemplateError("AssertionError", `expected leeway >= 0, got ${leeway}`);
  if (pyLength(value) <= length + leeway) return value;
  const letters = characters(textOf(value));
  const head = letters.slice(0, length - endLength).join("");
  return (killWords ? head : (splitFromRight(head, " ", 1)[0] ?? "")) + end;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>'"]/g, (character) => ESCAPES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function stripTags(text: string): string {
  const bare = withoutBetween(withoutBetween(text, "<!--", "-->"), "<", ">");
  const joined = strip(bare, null, true, true).split(/\s+/).join(" ");
  return joined.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole: string, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = decimal === undefined ? parseInt(hexadecimal ?? "", 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** No regular expression: of a hundred thousand brackets that never close it would look for the end of each. */
function withoutBetween(text: string, open: string, close: string): string {
  let rest = "";
  let from = 0;
  for (;;) {
    const start = text.indexOf(open, from);
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
    if (end < 0) return rest + text.slice(from);
    rest += text.slice(from, start);
    from = end + close.length;
  }
}

function urlEncode(value: PyValue): string {
  if (typeof value === "string" || value instanceof Undefined || iterableOf(value) === undefined)
    return quoteUrl(pyStr(value)).replaceAll("%2F", "/");
  const pairs = value instanceof PyDict ? value.entries() : pyList(value).map(pairOf);
  return pairs.map((pair) => pair.map((part) => quoteUrl(pyStr(part)).replaceAll("%20", "+")).join("=")).join("&");
}

function pairOf(value: PyValue): [PyValue, PyValue] {
  const [key, item, ...more] = pyList(value);
  if (key === undefined || item === undefined)
    throw new TemplateError("ValueError", `not enough values to unpack (expected 2, got ${key === undefined ? 0 : 1})`);
  if (more.length > 0) throw new TemplateError("ValueError", "too many values to unpack (expected 2)");
  return [key, item];
}

function quoteUrl(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\ufffd")).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function xmlAttributes(value: PyValue, autoSpace: boolean): string {
  if (!(value instanceof PyDict))
    throw new TemplateError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  const attributes = value.entries().flatMap(([key, item]) => {
    if (item === null || item instanceof Undefined) return [];
    if (/[\s/>=]/.test(pyStr(key)))
      throw new TemplateError("ValueError", `Invalid character in attribute name: ${pyRepr(key)}`);
    return [`${escapeHtml(pyStr(key))}="${escapeHtml(pyStr(item))}"`];
  });
  return (autoSpace && attributes.length > 0 ? " " : "") + attributes.join(" ");
}
