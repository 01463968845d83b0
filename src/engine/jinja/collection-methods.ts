/**
 * The methods of Python's list, tuple, dict and set. They change the value itself, as in Python: `{% do columns.append(x) %}`.
 */
import { bindBuiltin } from "./arguments.ts";
import type { Method } from "./arguments.ts";
import { checkLength, spend } from "./budget.ts";
import { DictView } from "./collections.ts";
import { TemplateError, isKind } from "./error.ts";
import {
  lengthOf,
  pyEquals,
  pyIterate,
  pyList,
  pyRepr,
  pySorted,
  pyTruth,
  toIndex,
  typeName,
  undefinedError,
} from "./python.ts";
import { HostObject, PyDict, PySet, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export const LIST_METHODS: ReadonlyMap<string, Method<PyValue[]>> = new Map<string, Method<PyValue[]>>([
  [
    "append",
    (self, call) => {
      const [item = null] = bindBuiltin("list.append", call, 1, 1);
      checkLength(self.length);
      self.push(item);
      return null;
    },
  ],
  [
    "extend",
    (self, call) => {
      const [items = null] = bindBuiltin("list.extend", call, 1, 1);
      const added = pyList(items);
      checkLength(self.length + added.length);
      for (const item of added) self.push(item);
      return null;
    },
  ],
  [
    "insert",
    (self, call) => {
      const [at = 0n, item = null] = bindBuiltin("list.insert", call, 2, 2);
      spend(self.length);
      self.splice(toIndex(at), 0, item);
      return null;
    },
  ],
  [
    "remove",
    (self, call) => {
      const [item = null] = bindBuiltin("list.remove", call, 1, 1);
      const at = self.findIndex((other) => pyEquals(other, item));
      if (at < 0) throw new TemplateError("ValueError", "list.remove(x): x not in list");
      self.splice(at, 1);
      return null;
    },
  ],
  [
    "pop",
    (self, call) => {
      const [at = -1n] = bindBuiltin("list.pop", call, 0, 1);
      if (self.length === 0) throw new TemplateError("IndexError", "pop from empty list");
      const wanted = toIndex(at);
      const index = wanted < 0 ? wanted + self.length : wanted;
      if (index < 0 || index >= self.length) throw new TemplateError("IndexError", "pop index out of range");
      return self.splice(index, 1)[0] ?? null;
    },
  ],
  [
    "clear",
    (self, call) => {
      bindBuiltin("list.clear", call, 0, 0);
      self.length = 0;
      return null;
    },
  ],
  [
    "copy",
    (self, call) => {
      bindBuiltin("list.copy", call, 0, 0);
      return pyList(self);
    },
  ],
  [
    "reverse",
    (self, call) => {
      bindBuiltin("list.reverse", call, 0, 0);
      self.reverse();
      return null;
    },
  ],
  [
    "sort",
    (self, call) => {
      if (call.args.length > 0) throw new TemplateError("TypeError", "sort() takes no positional arguments");
      const [key = null, reverse = false] = bindBuiltin("list.sort", call, 0, 0, ["key", "reverse"]);
      const keyOf = key === null ? null : (value: PyValue) => callKey(key, value);
      pySorted(self, keyOf, pyTruth(reverse)).forEach((item, index) => (self[index] = item));
      return null;
    },
  ],
  ["index", (self, call) => indexOf("list", self, call)],
  ["count", (self, call) => countOf("list", self, call)],
]);

export const TUPLE_METHODS: ReadonlyMap<string, Method<PyTuple>> = new Map<string, Method<PyTuple>>([
  ["index", (self, call) => indexOf("tuple", self.items, call)],
  ["count", (self, call) => countOf("tuple", self.items, call)],
]);

export const DICT_METHODS: ReadonlyMap<string, Method<PyDict>> = new Map<string, Method<PyDict>>([
  [
    "get",
    (self, call) => {
      const [key = null, otherwise = null] = bindBuiltin("dict.get", call, 1, 2);
      return self.has(key) ? (self.get(key) ?? null) : otherwise;
    },
  ],
  ["keys", (self, call) => view("keys", self, call)],
  ["values", (self, call) => view("values", self, call)],
  ["items", (self, call) => view("items", self, call)],
  [
    "update",
    (self, call) => {
      const [other] = bindBuiltin("dict.update", { args: call.args, kwargs: new Map() }, 0, 1);
      if (other !== undefined) for (const [key, value] of pairsOf(other)) self.set(key, value);
      for (const [key, value] of call.kwargs) self.set(key, value);
      return null;
    },
  ],
  [
    "pop",
    (self, call) => {
      const [key = null, otherwise] = bindBuiltin("dict.pop", call, 1, 2);
      const value = self.get(key);
      if (value === undefined && otherwise === undefined) throw new TemplateError("KeyError", pyRepr(key));
      self.delete(key);
      return value ?? otherwise ?? null;
    },
  ],
  [
    "popitem",
    (self, call) => {
      bindBuiltin("dict.popitem", call, 0, 0);
      const last = self.entries().at(-1);
      if (last === undefined) throw new TemplateError("KeyError", "'popitem(): dictionary is empty'");
      self.delete(last[0]);
      return new PyTuple(last);
    },
  ],
  [
    "setdefault",
    (self, call) => {
      const [key = null, otherwise = null] = bindBuiltin("dict.setdefault", call, 1, 2);
      const value = self.get(key);
      if (value !== undefined) return value;
      self.set(key, otherwise);
      return otherwise;
    },
  ],
  [
    "clear",
    (self, call) => {
      bindBuiltin("dict.clear", call, 0, 0);
      self.clear();
      return null;
    },
  ],
  [
    "copy",
    (self, call) => {
      bindBuiltin("dict.copy", call, 0, 0);
      spend(self.size);
      return PyDict.from(self.entries());
    },
  ],
  [
    "fromkeys",
    (_self, call) => {
      const [keys = null, value = null] = bindBuiltin("dict.fromkeys", call, 1, 2);
      return PyDict.from(pyList(keys).map((key) => [key, value] as const));
    },
  ],
]);

export const SET_METHODS: ReadonlyMap<string, Method<PySet>> = new Map<string, Method<PySet>>([
  [
    "add",
    (self, call) => {
      const [item = null] = bindBuiltin("set.add", call, 1, 1);
      self.add(item);
      return null;
    },
  ],
  [
    "remove",
    (self, call) => {
      const [item = null] = bindBuiltin("set.remove", call, 1, 1);
      if (!self.delete(item)) throw new TemplateError("KeyError", pyRepr(item));
      return null;
    },
  ],
  [
    "discard",
    (self, call) => {
      const [item = null] = bindBuiltin("set.discard", call, 1, 1);
      self.delete(item);
      return null;
    },
  ],
  [
    "pop",
    (self, call) => {
      bindBuiltin("set.pop", call, 0, 0);
      const [first] = self.items();
      if (first === undefined) throw new TemplateError("KeyError", "'pop from an empty set'");
      self.delete(first);
      return first;
    },
  ],
  [
    "clear",
    (self, call) => {
      bindBuiltin("set.clear", call, 0, 0);
      for (const item of self.items()) self.delete(item);
      return null;
    },
  ],
  [
    "update",
    (self, call) => {
      for (const items of call.args) for (const item of pyList(items)) self.add(item);
      return null;
    },
  ],
  [
    "copy",
    (self, call) => {
      bindBuiltin("set.copy", call, 0, 0);
      return new PySet(self.items());
    },
  ],
  ["union", (self, call) => new PySet([...self.items(), ...call.args.flatMap(pyList)])],
  [
    "intersection",
    (self, call) =>
      call.args.reduce<PySet>((result, items) => {
        const other = new PySet(pyList(items));
        return new PySet(result.items().filter((item) => other.has(item)));
      }, new PySet(self.items())),
  ],
  [
    "difference",
    (self, call) => {
      const other = new PySet(call.args.flatMap(pyList));
      return new PySet(self.items().filter((item) => !other.has(item)));
    },
  ],
  [
    "symmetric_difference",
    (self, call) => {
      const other = new PySet(pyList(bindBuiltin("set.symmetric_difference", call, 1, 1)[0] ?? null));
      return new PySet([
        ...self.items().filter((item) => !other.has(item)),
        ...other.items().filter((item) => !self.has(item)),
      ]);
    },
  ],
  [
    "issubset",
    (self, call) => {
      const other = new PySet(pyList(bindBuiltin("set.issubset", call, 1, 1)[0] ?? null));
      return self.items().every((item) => other.has(item));
    },
  ],
  [
    "issuperset",
    (self, call) => pyList(bindBuiltin("set.issuperset", call, 1, 1)[0] ?? null).every((item) => self.has(item)),
  ],
  [
    "isdisjoint",
    (self, call) => !pyList(bindBuiltin("set.isdisjoint", call, 1, 1)[0] ?? null).some((item) => self.has(item)),
  ],
]);

function callKey(key: PyValue, value: PyValue): PyValue {
  if (!(key instanceof HostObject) || key.call === undefined)
    throw new TemplateError("TypeError", `'${typeName(key)}' object is not callable`);
  return key.call({ args: [value], kwargs: new Map() });
}

function view(kind: "keys" | "values" | "items", self: PyDict, call: CallArguments): DictView {
  if (call.args.length > 0 || call.kwargs.size > 0) bindBuiltin(`dict.${kind}`, call, 0, 0);
  return new DictView(self, kind);
}

function indexOf(type: string, items: readonly PyValue[], call: CallArguments): bigint {
  const [item = null, start = 0n, stop] = bindBuiltin(`${type}.index`, call, 1, 3);
  const clamp = (position: number) => (position < 0 ? Math.max(0, position + items.length) : position);
  const end = stop === undefined ? items.length : clamp(toIndex(stop));
  for (let at = clamp(toIndex(start)); at < Math.min(end, items.length); at += 1) {
    spend(1);
    if (pyEquals(items[at] ?? null, item)) return BigInt(at);
  }
  throw new TemplateError(
    "ValueError",
    type === "list" ? `${pyRepr(item)} is not in list` : "tuple.index(x): x not in tuple",
  );
}

function countOf(type: string, items: readonly PyValue[], call: CallArguments): bigint {
  const [item = null] = bindBuiltin(`${type}.count`, call, 1, 1);
  return BigInt(items.filter((other) => pyEquals(other, item)).length);
}

/** What dict() and update() take: a mapping, or pairs. */
export function pairsOf(source: PyValue): (readonly [PyValue, PyValue])[] {
  if (source instanceof PyDict) return source.entries();
  if (source instanceof Undefined) throw undefinedError(source);
  if (source instanceof HostObject && source.isMapping)
    return pyList(source).map((key) => [key, source.getItem(key) ?? null]);
  return pyList(source).map((element, index) => {
    const length = lengthOf(element);
    let pair: PyValue[];
    try {
      pair = pyList(element);
    } catch (error) {
      if (!isKind(error, "TypeError")) throw error;
      throw new TemplateError("TypeError", `cannot convert dictionary update sequence element #${index} to a sequence`);
    }
    const [key, value] = pair;
    if (key === undefined || value === undefined || pair.length !== 2) {
      throw new TemplateError(
        "ValueError",
        `dictionary update sequence element #${index} has length ${length ?? pair.length}; 2 is required`,
      );
    }
    return [key, value];
  });
}

/** Walks what `**expression` may be: a mapping with texts as keys. */
export function keywordsOf(source: PyValue, into: Map<string, PyValue>): void {
  if (source instanceof Undefined) throw undefinedError(source);
  const isMapping = source instanceof PyDict || (source instanceof HostObject && source.isMapping);
  if (!isMapping) throw new TemplateError("TypeError", `argument after ** must be a mapping, not ${typeName(source)}`);
  for (const key of pyIterate(source)) {
    if (typeof key !== "string") throw new TemplateError("TypeError", "keywords must be strings");
    if (into.has(key)) throw new TemplateError("TypeError", `got multiple values for keyword argument '${key}'`);
    const value = source instanceof PyDict ? source.get(key) : source.getItem(key);
    into.set(key, value ?? null);
  }
}
