/** `toyaml`: plain data as Python's yaml writes it, so that texts, and digests made of them, are the same. */
import { bindFunction } from "../jinja/arguments.ts";
import { checkLength, spend } from "../jinja/budget.ts";
import { floatText } from "../jinja/numbers.ts";
import { pySorted, pyTruth } from "../jinja/python.ts";
import { HostObject, PyDict, PySet, PyTuple } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";

/** Longer lines are broken at the next single space. */
const WIDTH = 80;

/** Values that are no plain data (relations, functions) lead to the fallback. */
export function toYaml(call: CallArguments): PyValue {
  const parameters = ["value", "default?", "sort_keys?"];
  const [value = null, fallback = null, sortKeys = false] = bindFunction("toyaml", parameters, call);
  try {
    const dump = new Dump(pyTruth(sortKeys));
    dump.value(value, 0, "document");
    return dump.text(value);
  } catch (error) {
    if (error instanceof NoYaml) return fallback;
    throw error;
  }
}

class NoYaml extends Error {}

type Where = "document" | "item" | "value";

class Dump {
  readonly #sortKeys: boolean;
  readonly #open: PyValue[] = [];
  #written = "";

  constructor(sortKeys: boolean) {
    this.#sortKeys = sortKeys;
  }

  text(value: PyValue): string {
    // A document that is one plain word ends with a mark of its own.
    const plain = typeof value !== "object" || value === null ? !/^['"]/.test(this.#written) : false;
    return `${this.#written}\n${plain ? "...\n" : ""}`;
  }

  #write(text: string): void {
    this.#written += text;
    checkLength(this.#written.length);
  }

  value(value: PyValue, indent: number, where: Where): void {
    spend(1);
    if (value === null || typeof value !== "object" || isDate(value)) {
      this.#write(where === "value" ? " " : "");
      this.#scalar(value, indent, where);
      return;
    }
    if (this.#open.includes(value)) throw new NoYaml();
    this.#open.push(value);
    if (value instanceof PyDict) this.#mapping(value, indent, where);
    else this.#sequence(itemsOf(value), indent, where);
    this.#open.pop();
  }

  #mapping(dict: PyDict, indent: number, where: Where): void {
    if (dict.size === 0) {
      this.#write(where === "value" ? " {}" : "{}");
      return;
    }
    const keys = this.#sortKeys ? pySorted(dict.keys(), null, false) : dict.keys();
    for (const [index, key] of keys.entries()) {
      if (index > 0 || where === "value") this.#write(`\n${" ".repeat(indent)}`);
      if (typeof key === "object" && key !== null && !isDate(key)) throw new NoYaml();
      this.#scalar(key, indent, "item", true);
      this.#write(":");
      this.#below(dict.get(key) ?? null, indent);
    }
  }

  /** The value of a key: a list stands at the key's own indentation, a mapping two further. */
  #below(value: PyValue, indent: number): void {
    const isList = typeof value === "object" && value !== null && !(value instanceof PyDict);
    this.value(value, isList ? indent : indent + 2, "value");
  }

  #sequence(items: readonly PyValue[], indent: number, where: Where): void {
    if (items.length === 0) {
      this.#write(where === "value" ? " []" : "[]");
      return;
    }
    for (const [index, item] of items.entries()) {
      if (index > 0 || where === "value") this.#write(`\n${" ".repeat(indent)}`);
      this.#write("- ");
      this.value(item, indent + 2, "item");
    }
  }

  #scalar(value: PyValue, indent: number, where: Where, isKey = false): void {
    if (value === null) this.#write("null");
    else if (typeof value === "boolean") this.#write(value ? "true" : "false");
    else if (typeof value === "bigint") this.#write(value.toString());
    else if (typeof value === "number") this.#write(yamlFloat(value));
    else if (isDate(value)) this.#write(value.toText());
    else if (typeof value === "string") this.#string(value, indent, isKey);
    else throw new NoYaml();
  }

  #string(text: string, indent: number, isKey: boolean): void {
    const style = styleOf(text, isKey);
    if (style === "double") {
      this.#write(doubleQuoted(text));
      return;
    }
    const quote = style === "single" ? "'" : "";
    this.#write(quote);
    const body = style === "single" ? text.replaceAll("'", "''") : text;
    const break_ = `\n${" ".repeat(Math.max(indent, 2))}`;
    const lines = body.split("\n");
    for (const [line, part] of lines.entries()) {
      // In quotes an empty line stands for a line end.
      if (line > 0) this.#write(part === "" && line < lines.length - 1 ? "\n" : `\n${break_}`);
      for (const [index, word] of part.split(" ").entries()) {
        if (index > 0) {
          const column = this.#written.length - this.#written.lastIndexOf("\n") - 1;
          const alone = word !== "" && part.split(" ")[index - 1] !== "";
          this.#write(!isKey && alone && column > WIDTH ? break_ : " ");
        }
        this.#write(word);
      }
    }
    this.#write(quote);
  }
}

function isDate(value: PyValue): value is HostObject {
  return value instanceof HostObject && ["datetime.date", "datetime.datetime"].includes(value.typeName);
}

function itemsOf(value: PyValue): readonly PyValue[] {
  if (Array.isArray(value)) return value;
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PySet) return value.items();
  throw new NoYaml();
}

function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = floatText(value);
  return text.includes(".") || !text.includes("e") ? text : text.replace("e", ".0e");
}

/** What a plain word would be read back as by YAML 1.1, if it is not text. */
const NOT_TEXT = [
  /^(?:~|null|Null|NULL|)$/,
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)$/,
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?$/,
  /^(?:=|<<)$/,
];

function styleOf(text: string, isKey: boolean): "plain" | "single" | "double" {
  if (/[^\x20-\x7e\n]/.test(text) || (isKey && text.includes("\n"))) return "double";
  if (/ \n|\n |^\n? +\n/.test(text) && text.includes("\n")) return "double";
  if (text.includes("\n")) return "single";
  const needsQuotes =
    NOT_TEXT.some((pattern) => pattern.test(text)) ||
    /^[-?](?: |$)|^[,[\]{}#&*!|>'"%@`]|^ | $|: |:$| #|^---|^\.\.\./.test(text);
  return needsQuotes ? "single" : "plain";
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\x85": "\\N",
  "\xa0": "\\_",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

function doubleQuoted(text: string): string {
  let result = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const known = ESCAPES[character];
    if (known !== undefined) result += known;
    else if (code >= 0x20 && code < 0x7f) result += character;
    else if (code <= 0xff) result += `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
    else if (code <= 0xffff) result += `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
    else result += `\\U${code.toString(16).toUpperCase().padStart(8, "0")}`;
  }
  return `"${result}"`;
}
