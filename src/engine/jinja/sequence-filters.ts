/**
 * Filters over lists and other things that can be walked. Those that Jinja2 makes generators are generators here too: they work
 * while they are walked, once.
 */
import { attributeGetter, attributeParts, filter, foldCase } from "./filter.ts";
import type { Filter, FilterContext } from "./filter.ts";
import { getItem } from "./attributes.ts";
import { checkLength, spend } from "./budget.ts";
import { PyIterator, PyRange } from "./collections.ts";
import { TemplateError } from "./error.ts";
import { applyBinary } from "./operators.ts";
import {
  characters,
  iterableOf,
  pyEquals,
  pyIterate,
  pyLength,
  pyList,
  pyOrder,
  pySorted,
  pyStr,
  pyTruth,
  toIndex,
  typeName,
} from "./python.ts";
import { HostObject, PyDict, PyNamedTuple, PySet, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export const SEQUENCE_FILTERS: readonly (readonly [string, Filter])[] = [
  filter("list", [], (value) => pyList(value)),
  filter("length", [], (value) => BigInt(pyLength(value))),
  filter("count", [], (value) => BigInt(pyLength(value))),
  filter("first", [], (value) => {
    for (const item of pyIterate(value)) return item;
    return new Undefined("No first item, sequence was empty.");
  }),
  filter("last", [], (value) => {
    for (const item of reversed(value) ?? notReversible(value)) return item;
    return new Undefined("No last item, sequence was empty.");
  }),
  filter("reverse", [], (value) => {
    if (typeof value === "string") return characters(value).toReversed().join("");
    const items = reversed(value);
    if (items === null && iterableOf(value) === undefined)
      throw new TemplateError("FilterArgumentError", "argument must be iterable");
    return items === null ? pyList(value).reverse() : new PyIterator("reverse", items, reverseType(value));
  }),
  filter("join", ["d?", "attribute?"], (value, [separator = "", attribute]) =>
    join(value, pyStr(separator), attribute),
  ),
  filter(
    "sort",
    ["reverse?", "case_sensitive?", "attribute?"],
    (value, [reverse = false, caseSensitive = false, attribute]) =>
      pySorted(pyList(value), sortKey(attribute, pyTruth(caseSensitive)), pyTruth(reverse)),
  ),
  filter("unique", ["case_sensitive?", "attribute?"], (value, [caseSensitive = false, attribute]) => {
    const key = caseKey(attribute, pyTruth(caseSensitive));
    return new PyIterator("do_unique", unique(value, key));
  }),
  filter("min", ["case_sensitive?", "attribute?"], (value, [caseSensitive = false, attribute]) =>
    extreme(value, "<", caseKey(attribute, pyTruth(caseSensitive))),
  ),
  filter("max", ["case_sensitive?", "attribute?"], (value, [caseSensitive = false, attribute]) =>
    extreme(value, ">", caseKey(attribute, pyTruth(caseSensitive))),
  ),
  filter("sum", ["attribute?", "start?"], (value, [attribute, start = 0n]) => {
    if (typeof start === "string")
      throw new TemplateError("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
    const getter = attributeGetter(attribute);
    return pyList(value).reduce<PyValue>((total, item) => applyBinary("+", total, getter(item)), start);
  }),
  filter(
    "batch",
    ["linecount", "fill_with?"],
    (value, [count = 0n, fill = null]) => new PyIterator("do_batch", batch(value, toIndex(count), fill)),
  ),
  filter(
    "slice",
    ["slices", "fill_with?"],
    (value, [count = 0n, fill = null]) => new PyIterator("sync_do_slice", slice(value, toIndex(count), fill)),
  ),
  filter(
    "groupby",
    ["attribute", "default?", "case_sensitive?"],
    (value, [attribute = null, fallback, caseSensitive = false]) =>
      groupBy(value, attribute, fallback, pyTruth(caseSensitive)),
  ),
  filter(
    "dictsort",
    ["case_sensitive?", "by?", "reverse?"],
    (value, [caseSensitive = false, by = "key", reverse = false]) => {
      if (by !== "key" && by !== "value")
        throw new TemplateError("FilterArgumentError", 'You can only sort by either "key" or "value"');
      const position = by === "key" ? 0 : 1;
      const key = (pair: PyValue) => {
        const part = pair instanceof PyTuple ? (pair.items[position] ?? null) : null;
        return pyTruth(caseSensitive) ? part : foldCase(part);
      };
      return pySorted(itemsOf(value), key, pyTruth(reverse));
    },
  ),
  filter("items", [], (value) => {
    if (value instanceof Undefined) return new PyIterator("do_items", []);
    if (!isMapping(value)) throw new TemplateError("TypeError", "Can only get item pairs from a mapping.");
    return new PyIterator("do_items", itemsOf(value));
  }),
  ["map", (value, call, context) => new PyIterator("sync_do_map", map(value, call, context))],
  ["select", (value, call, context) => new PyIterator("select_or_reject", select(value, call, context, true, false))],
  ["reject", (value, call, context) => new PyIterator("select_or_reject", select(value, call, context, false, false))],
  [
    "selectattr",
    (value, call, context) => new PyIterator("select_or_reject", select(value, call, context, true, true)),
  ],
  [
    "rejectattr",
    (value, call, context) => new PyIterator("select_or_reject", select(value, call, context, false, true)),
  ],
];

function join(value: PyValue, separator: string, attribute: PyValue | undefined): string {
  const getter = attributeGetter(attribute);
  const texts: string[] = [];
  let length = 0;
  for (const item of pyIterate(value)) {
    spend(1);
    const text = pyStr(getter(item));
    length += text.length + separator.length;
    checkLength(length);
    texts.push(text);
  }
  return texts.join(separator);
}

/** reversed(value), or null for what only goes forward. */
function reversed(value: PyValue): readonly PyValue[] | null {
  if (value instanceof Undefined) return [];
  const goesBack =
    typeof value === "string" ||
    Array.isArray(value) ||
    value instanceof PyTuple ||
    value instanceof PyDict ||
    value instanceof PyRange ||
    (value instanceof HostObject && value.length !== undefined && value.iterate !== undefined);
  return goesBack ? pyList(value).reverse() : null;
}

function reverseType(value: PyValue): string {
  if (Array.isArray(value)) return "list_reverseiterator";
  return value instanceof PyDict ? "dict_reversekeyiterator" : value instanceof PyRange ? "range_iterator" : "reversed";
}

function notReversible(value: PyValue): never {
  throw new TemplateError("TypeError", `'${typeName(value)}' object is not reversible`);
}

function caseKey(attribute: PyValue | undefined, caseSensitive: boolean): (item: PyValue) => PyValue {
  const getter = attributeGetter(attribute);
  return caseSensitive ? getter : (item) => foldCase(getter(item));
}

/** Several attributes, separated by commas, sort one after the other. */
function sortKey(attribute: PyValue | undefined, caseSensitive: boolean): (item: PyValue) => PyValue {
  if (attribute === undefined || attribute === null) return caseKey(undefined, caseSensitive);
  const paths = typeof attribute === "string" ? attribute.split(",") : [attribute];
  const parts = paths.map(attributeParts);
  return (item) =>
    parts.map((path) => {
      const found = path.reduce<PyValue>((value, part) => getItem(value, part), item);
      return caseSensitive ? found : foldCase(found);
    });
}

function* unique(value: PyValue, key: (item: PyValue) => PyValue): Iterable<PyValue> {
  const seen = new PySet();
  for (const item of pyIterate(value)) {
    const itemKey = key(item);
    if (seen.has(itemKey)) continue;
    seen.add(itemKey);
    yield item;
  }
}

function extreme(value: PyValue, operator: "<" | ">", key: (item: PyValue) => PyValue): PyValue {
  const [first, ...rest] = pyList(value);
  if (first === undefined) return new Undefined("No aggregated item, sequence was empty.");
  let best = first;
  let bestKey = key(first);
  for (const item of rest) {
    const itemKey = key(item);
    if (pyOrder(operator, itemKey, bestKey)) [best, bestKey] = [item, itemKey];
  }
  return best;
}

function* batch(value: PyValue, count: number, fill: PyValue): Iterable<PyValue> {
  let line: PyValue[] = [];
  for (const item of pyIterate(value)) {
    if (line.length === count) {
      yield line;
      line = [];
    }
    line.push(item);
  }
  if (line.length === 0) return;
  checkLength(count);
  if (fill !== null) while (line.length < count) line.push(fill);
  yield line;
}

function* slice(value: PyValue, slices: number, fill: PyValue): Iterable<PyValue> {
  const items = pyList(value);
  if (slices === 0) throw new TemplateError("ZeroDivisionError", "integer division or modulo by zero");
  const size = Math.floor(items.length / slices);
  const longer = items.length % slices;
  let position = 0;
  for (let index = 0; index < slices; index += 1) {
    const end = position + size + (index < longer ? 1 : 0);
    const part = items.slice(position, end);
    if (fill !== null && index >= longer) part.push(fill);
    position = end;
    yield part;
  }
}

function groupBy(value: PyValue, attribute: PyValue, fallback: PyValue | undefined, caseSensitive: boolean): PyValue {
  const getter = attributeGetter(attribute, fallback);
  const key = caseSensitive ? getter : (item: PyValue) => foldCase(getter(item));
  const groups: { key: PyValue; items: PyValue[] }[] = [];
  for (const item of pySorted(pyList(value), key, false)) {
    const itemKey = key(item);
    const last = groups.at(-1);
    if (last && pyEquals(last.key, itemKey)) last.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  // The group is named as its first item has it, not in lower case.
  return groups.map(
    ({ key: folded, items }) =>
      new PyNamedTuple(["grouper", "list"], [caseSensitive ? folded : getter(items[0] ?? null), items]),
  );
}

function isMapping(value: PyValue): value is PyDict | HostObject {
  return value instanceof PyDict || (value instanceof HostObject && value.isMapping);
}

function itemsOf(value: PyValue): PyTuple[] {
  if (value instanceof PyDict) return value.entries().map((entry) => new PyTuple(entry));
  if (isMapping(value)) return pyList(value).map((key) => new PyTuple([key, getItem(value, key)]));
  if (value instanceof Undefined) throw new TemplateError("UndefinedError", value.hint);
  throw new TemplateError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
}

function* map(value: PyValue, call: CallArguments, context: FilterContext): Iterable<PyValue> {
  if (!pyTruth(value)) return;
  const apply = mapper(call, context);
  for (const item of pyIterate(value)) yield apply(item);
}

function mapper(call: CallArguments, context: FilterContext): (item: PyValue) => PyValue {
  const [name, ...args] = call.args;
  const attribute = call.kwargs.get("attribute");
  if (name === undefined && attribute !== undefined) {
    for (const key of call.kwargs.keys()) {
      if (key !== "attribute" && key !== "default")
        throw new TemplateError("FilterArgumentError", `Unexpected keyword argument '${key}'`);
    }
    return attributeGetter(attribute, call.kwargs.get("default"));
  }
  if (name === undefined) throw new TemplateError("FilterArgumentError", "map requires a filter argument");
  return (item) => context.applyFilter(pyStr(name), item, { args, kwargs: call.kwargs });
}

function* select(
  value: PyValue,
  call: CallArguments,
  context: FilterContext,
  wanted: boolean,
  byAttribute: boolean,
): Iterable<PyValue> {
  if (!pyTruth(value)) return;
  const [attribute] = call.args;
  if (byAttribute && attribute === undefined)
    throw new TemplateError("FilterArgumentError", "Missing parameter for attribute name");
  const getter = byAttribute ? attributeGetter(attribute) : (item: PyValue) => item;
  const [test, ...args] = call.args.slice(byAttribute ? 1 : 0);
  for (const item of pyIterate(value)) {
    const found = getter(item);
    const holds =
      test === undefined ? pyTruth(found) : context.applyTest(pyStr(test), found, { args, kwargs: call.kwargs });
    if (holds === wanted) yield item;
  }
}
