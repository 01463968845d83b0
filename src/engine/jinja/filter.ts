/** What a filter is, and the two things most of them need: their arguments by name, and attributes by dotted path. */
import { bindFunction } from "./arguments.ts";
import { getItem } from "./attributes.ts";
import { Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export type Filter = (value: PyValue, call: CallArguments, context: FilterContext) => PyValue;

export interface FilterContext {
  applyFilter(name: string, value: PyValue, call: CallArguments): PyValue;
  applyTest(name: string, value: PyValue, call: CallArguments): boolean;
}

/** Jinja2 has two functions for these and names them in messages so. */
const SYNCHRONOUS: ReadonlySet<string> = new Set(["first", "groupby", "join", "list", "slice", "sum"]);

/** A filter with named parameters; a name that ends in `?` may be left out. */
export function filter(
  name: string,
  parameters: readonly string[],
  body: (value: PyValue, args: readonly (PyValue | undefined)[], context: FilterContext) => PyValue,
): [string, Filter] {
  return [
    name,
    (value, call, context) =>
      body(value, bindFunction(SYNCHRONOUS.has(name) ? `sync_do_${name}` : `do_${name}`, parameters, call, 1), context),
  ];
}

/** Looks up `attribute` ("name", "address.city", 0) in an item; `fallback` stands in for what is not there. */
export function attributeGetter(attribute: PyValue | undefined, fallback?: PyValue): (item: PyValue) => PyValue {
  const parts = attributeParts(attribute ?? null);
  return (item) => {
    for (const part of parts) {
      item = getItem(item, part);
      if (fallback !== undefined && fallback !== null && item instanceof Undefined) item = fallback;
    }
    return item;
  };
}

/** The parts of a dotted path; those that are digits are positions. */
export function attributeParts(attribute: PyValue): readonly PyValue[] {
  if (attribute === null) return [];
  if (typeof attribute !== "string") return [attribute];
  return attribute.split(".").map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}

/** Sorting and comparing ignore case unless told otherwise. */
export function foldCase(value: PyValue): PyValue {
  return typeof value === "string" ? value.toLowerCase() : value;
}
