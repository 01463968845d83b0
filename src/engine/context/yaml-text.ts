/** `fromyaml`: YAML 1.1 as Python's yaml reads it, which is not quite what the standard says (`y` is text, `yes` is true). */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Alias, Document, Node } from "yaml";
import { bindFunction } from "../jinja/arguments.ts";
import { spend } from "../jinja/budget.ts";
import { PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { loadedModule } from "./modules/on-demand.ts";

/** Text that is no YAML, more than one document, and tags that are no plain data lead to the fallback. */
export function fromYaml(call: CallArguments): PyValue {
  const [text = null, fallback = null] = bindFunction("fromyaml", ["value", "default?"], call);
  if (typeof text !== "string") return fallback;
  // Without a schema every plain word stays text: what it means is decided here.
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    version: "1.1",
    uniqueKeys: false,
    logLevel: "silent",
  });
  if ("empty" in documents) return null;
  const [document] = documents;
  if (document === undefined || documents.length > 1 || document.errors.length > 0) return fallback;
  try {
    return new Reader(document).value(document.contents);
  } catch (error) {
    if (error instanceof NoPlainData) return fallback;
    throw error;
  }
}

class NoPlainData extends Error {}

const TAG = "tag:yaml.org,2002:";

class Reader {
  readonly #document: Document.Parsed;
  readonly #values = new Map<object, PyValue>();
  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  value(node: unknown): PyValue {
    spend(1);
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.#named(node);
    const tag = tagOf(node as Node);
    if (isMap(node) && (tag === null || tag === "map")) return this.#kept(node, this.#mapping(node.items));
    if (isSeq(node) && (tag === null || tag === "seq"))
      return this.#kept(
        node,
        node.items.map((item) => this.value(item)),
      );
    if (!isScalar(node)) throw new NoPlainData();
    const text = typeof node.value === "string" ? node.value : (node.source ?? "");
    if (tag === "str" || (tag === null && node.type !== "PLAIN")) return text;
    const value = plainValue(text);
    if (tag === null || tag === typeOf(value)) return value;
    throw new NoPlainData();
  }

  /** What is named twice is one object, as in Python; lists of lists by name would otherwise fill the memory. */
  #named(alias: Alias): PyValue {
    // Finding the name walks the document.
    spend(100);
    const node = alias.resolve(this.#document);
    return (node && this.#values.get(node)) ?? this.value(node);
  }

  #kept(node: Node, value: PyValue): PyValue {
    if (node.anchor !== undefined) this.#values.set(node, value);
    return value;
  }

  #mapping(items: readonly { readonly key: unknown; readonly value: unknown }[]): PyDict {
    const merged = new PyDict();
    const own: [PyValue, PyValue][] = [];
    for (const { key, value } of items) {
      const isMerge = isScalar(key) && key.type === "PLAIN" && key.value === "<<";
      if (!isMerge) {
        own.push([this.value(key), this.value(value)]);
        continue;
      }
      const source = this.value(value);
      // Of several, the first one wins.
      for (const dict of (Array.isArray(source) ? [...source] : [source]).reverse()) {
        if (!(dict instanceof PyDict)) throw new NoPlainData();
        for (const [name, item] of dict.entries()) merged.set(name, item);
      }
    }
    for (const [key, value] of own) merged.set(key, value);
    return merged;
  }
}

function tagOf(node: Node): string | null {
  const tag = "tag" in node && typeof node.tag === "string" ? node.tag : null;
  if (tag === null || tag === "!") return null;
  if (!tag.startsWith(TAG)) throw new NoPlainData();
  return tag.slice(TAG.length);
}

function typeOf(value: PyValue): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint") return "int";
  return typeof value === "number" ? "float" : typeof value === "string" ? "str" : "timestamp";
}

const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)$/;
const FLOAT =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?$/;

/** What a plain word means. */
function plainValue(text: string): PyValue {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null;
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true;
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false;
  if (INTEGER.test(text)) return integerOf(text.replaceAll("_", ""));
  if (FLOAT.test(text)) return floatOf(text.replaceAll("_", "").toLowerCase());
  return TIMESTAMP.test(text) ? timestampOf(text) : text;
}

function integerOf(text: string): bigint {
  const sign = text.startsWith("-") ? -1n : 1n;
  const digits = text.replace(/^[-+]/, "");
  if (digits.includes(":")) return sign * digits.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  const octal = /^0[0-7]+$/.test(digits);
  return sign * BigInt(octal ? `0o${digits.slice(1)}` : digits);
}

function floatOf(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "");
  if (digits === ".inf") return sign * Infinity;
  if (digits === ".nan") return NaN;
  return sign * digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function timestampOf(text: string): PyValue {
  const { DateObject, parseIso } = loadedModule("datetime");
  const [, date = "", time, zone] = /^([\d-]+)(?:[Tt \t]+([\d:.]+))?\s*(\S+)?$/.exec(text) ?? [];
  const padded = date
    .split("-")
    .map((part) => part.padStart(2, "0"))
    .join("-");
  if (time === undefined) return new DateObject(parseIso(padded).days);
  const clock = time.replace(/^\d:/, "0$&").replace(/\.$/, "");
  const offset = zone?.replace(/^([-+])(\d)(?=:|$)/, "$10$2") ?? "";
  return parseIso(`${padded}T${clock}${offset}`);
}
