/** JSON as Python's `json.dumps` writes it; the `tojson` filter sorts the keys and makes it safe to stand inside HTML. */
import { checkLength, spend } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { floatText } from "./numbers.ts";
import { pySorted, typeName } from "./python.ts";
import { PyDict, PyTuple } from "./values.ts";
import type { PyValue } from "./values.ts";

const HTML_SAFE: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027" };

export function toHtmlSafeJson(value: PyValue, indent: number | null): string {
  const text = write(value, { indent, sortKeys: true }, 0, []);
  return text.replaceAll(/[<>&']/g, (character) => HTML_SAFE[character] ?? character);
}

export function toJsonText(value: PyValue, sortKeys: boolean): string {
  return write(value, { indent: null, sortKeys }, 0, []);
}

interface Layout {
  /** Spaces per level; null writes one line. */
  readonly indent: number | null;
  readonly sortKeys: boolean;
}

function write(value: PyValue, layout: Layout, depth: number, open: readonly PyValue[]): string {
  spend(1);
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return jsonFloat(value);
  if (typeof value === "string") return jsonString(value);
  if (open.includes(value)) throw new TemplateError("ValueError", "Circular reference detected");
  const inside = [...open, value];
  const items = Array.isArray(value) ? value : value instanceof PyTuple ? value.items : null;
  if (items !== null)
    return wrap(
      "[",
      items.map((item) => write(item, layout, depth + 1, inside)),
      "]",
      layout.indent,
      depth,
    );
  if (!(value instanceof PyDict))
    throw new TemplateError(
      "TypeError",
      `Object of type ${typeName(value).split(".").at(-1) ?? ""} is not JSON serializable`,
    );
  const keys = layout.sortKeys ? pySorted(value.keys(), null, false) : value.keys();
  const pairs = keys.map((key) => `${jsonKey(key)}: ${write(value.get(key) ?? null, layout, depth + 1, inside)}`);
  return wrap("{", pairs, "}", layout.indent, depth);
}

function wrap(begin: string, parts: readonly string[], end: string, indent: number | null, depth: number): string {
  checkLength(parts.reduce((length, part) => length + part.length, 0));
  if (parts.length === 0) return begin + end;
  if (indent === null) return begin + parts.join(", ") + end;
  const line = `\n${" ".repeat(Math.max(0, indent) * (depth + 1))}`;
  return `${begin}${line}${parts.join(`,${line}`)}\n${" ".repeat(Math.max(0, indent) * depth)}${end}`;
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? floatText(value) : value > 0 ? "Infinity" : "-Infinity";
}

function jsonKey(key: PyValue): string {
  if (typeof key === "string") return jsonString(key);
  if (key === null || typeof key === "boolean" || typeof key === "bigint" || typeof key === "number")
    return `"${toJsonText(key, false)}"`;
  throw new TemplateError("TypeError", `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

/** Everything beyond ASCII is escaped, as Python's `json.dumps` does. */
function jsonString(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("\\u007f", "\x7f");
}
