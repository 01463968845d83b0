/** Between plain JSON data and Python's values. */
import type { Json } from "../core/manifest.ts";
import { spend } from "./budget.ts";
import { DictView, PyIterator, PyRange } from "./collections.ts";
import { pyList, pyStr } from "./python.ts";
import { PyDict, PySet, PyTuple } from "./values.ts";
import type { PyValue } from "./values.ts";

/** Whole numbers become ints, other numbers floats, records dicts. */
export function fromJson(json: Json): PyValue {
  if (json === null || typeof json === "boolean" || typeof json === "string") return json;
  if (typeof json === "number") return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (isArray(json)) return json.map(fromJson);
  return PyDict.from(Object.entries(json).map(([key, value]) => [key, fromJson(value)] as const));
}

/**
 * Ints become numbers (beyond 2^53 the nearest one), tuples, sets, ranges, views and generators arrays, dicts records with text as
 * keys. Any other host object becomes its text, and so does what is undefined (the empty text).
 */
export function toJson(value: PyValue): Json {
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "number")
    return value;
  if (typeof value === "bigint") return Number(value);
  // Lists that hold each other twice, forty levels deep, would fill the memory.
  spend(5);
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof PyTuple) return value.items.map(toJson);
  if (value instanceof PySet) return value.items().map(toJson);
  if (value instanceof PyDict) return recordOf(value.entries());
  if (value instanceof DictView || value instanceof PyRange || value instanceof PyIterator)
    return pyList(value).map(toJson);
  return pyStr(value);
}

function recordOf(entries: readonly (readonly [PyValue, PyValue])[]): Json {
  const record: Record<string, Json> = {};
  // defineProperty: a key named __proto__ is a key like any other.
  for (const [key, value] of entries) {
    Object.defineProperty(record, pyStr(key), {
      value: toJson(value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return record;
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
