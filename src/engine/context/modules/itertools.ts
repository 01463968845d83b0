/** Python's `itertools`, as far as dbt lends it: everything but what takes a predicate, and `groupby`. */
import { bindFunction } from "../../jinja/arguments.ts";
import { checkLength, spend } from "../../jinja/budget.ts";
import { PyIterator } from "../../jinja/collections.ts";
import { TemplateError } from "../../jinja/error.ts";
import { applyBinary } from "../../jinja/operators.ts";
import { pyIterate, pyList, pyTruth, toIndex, typeName } from "../../jinja/python.ts";
import { HostFunction, HostObject, PyTuple } from "../../jinja/values.ts";
import type { CallArguments, PyValue } from "../../jinja/values.ts";
import { Namespace } from "./class-object.ts";

type Make = (call: CallArguments) => PyValue;

const FUNCTIONS: Readonly<Record<string, Make>> = {
  count: (call) => {
    const [start = 0n, step = 1n] = bindFunction("count", ["start?", "step?"], call);
    return iterator("count", counting(start, step));
  },
  cycle: (call) => iterator("cycle", cycling(pyList(only(call)))),
  repeat: (call) => {
    const [value = null, times] = bindFunction("repeat", ["object", "times?"], call);
    return iterator("repeat", repeating(value, times === undefined ? Infinity : toIndex(times)));
  },
  accumulate: (call) => {
    const [values = null, fn = null, initial = null] = bindFunction(
      "accumulate",
      ["iterable", "func?", "initial?"],
      call,
    );
    return iterator("accumulate", accumulating(values, fn, initial));
  },
  chain: ({ args }) => iterator("chain", chaining(args)),
  compress: (call) => {
    const [values = null, selectors = null] = bindFunction("compress", ["data", "selectors"], call);
    const keep = pyList(selectors);
    return iterator(
      "compress",
      pyList(values).filter((_, index) => pyTruth(keep[index] ?? null)),
    );
  },
  islice: ({ args }) => {
    const [values = null, ...limits] = args;
    const [start, stop] = limits.length < 2 ? [null, limits[0] ?? null] : [limits[0] ?? null, limits[1] ?? null];
    const index = (value: PyValue, otherwise: number): number => (value === null ? otherwise : toIndex(value));
    return iterator("islice", slicing(values, index(start, 0), index(stop, Infinity), index(limits[2] ?? null, 1)));
  },
  starmap: (call) => {
    const [fn = null, values = null] = bindFunction("starmap", ["function", "iterable"], call);
    return iterator(
      "starmap",
      pyList(values).map((args) => called(fn, pyList(args))),
    );
  },
  tee: (call) => {
    const [values = null, count = 2n] = bindFunction("tee", ["iterable", "n?"], call);
    const items = pyList(values);
    checkLength(toIndex(count));
    return new PyTuple(Array.from({ length: toIndex(count) }, () => iterator("tee", items)));
  },
  zip_longest: ({ args, kwargs }) => {
    const lists = args.map(pyList);
    const length = Math.max(0, ...lists.map((list) => list.length));
    const fill = kwargs.get("fillvalue") ?? null;
    const tuple = (index: number): PyTuple =>
      new PyTuple(lists.map((list) => (index < list.length ? (list[index] ?? null) : fill)));
    return iterator(
      "zip_longest",
      Array.from({ length }, (_, index) => tuple(index)),
    );
  },
  product: ({ args, kwargs }) => {
    const lists = args.map(pyList);
    const repeat = toIndex(kwargs.get("repeat") ?? 1n);
    checkLength(repeat * lists.length);
    spend(repeat * lists.length);
    // Otherwise everything before an empty list would be tried in vain.
    if (repeat > 0 && lists.some((list) => list.length === 0)) return iterator("product", []);
    return iterator("product", producing(Array.from({ length: repeat }, () => lists).flat(), []));
  },
  permutations: (call) => {
    const [values = null, size = null] = bindFunction("permutations", ["iterable", "r?"], call);
    const items = pyList(values);
    return iterator("permutations", choosing(items, size === null ? items.length : toIndex(size), "permutations", []));
  },
  combinations: (call) => {
    const [values = null, size = null] = bindFunction("combinations", ["iterable", "r"], call);
    return iterator("combinations", choosing(pyList(values), toIndex(size), "combinations", []));
  },
  combinations_with_replacement: (call) => {
    const [values = null, size = null] = bindFunction("combinations_with_replacement", ["iterable", "r"], call);
    return iterator("combinations_with_replacement", choosing(pyList(values), toIndex(size), "replacement", []));
  },
};

export const ITERTOOLS = new Namespace(Object.keys(FUNCTIONS), (name) => {
  const make = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  return make && new HostFunction(name, make);
});

function iterator(name: string, values: Iterable<PyValue>): PyValue {
  return new PyIterator(name, values, `itertools.${name}`);
}

function only(call: CallArguments): PyValue {
  return bindFunction("cycle", ["iterable"], call)[0] ?? null;
}

function called(fn: PyValue, args: readonly PyValue[]): PyValue {
  if (fn instanceof HostObject && fn.call !== undefined) return fn.call({ args, kwargs: new Map() });
  throw new TemplateError("TypeError", `'${typeName(fn)}' object is not callable`);
}

function* counting(start: PyValue, step: PyValue): Iterable<PyValue> {
  for (let value = start; ; value = applyBinary("+", value, step)) yield value;
}

function* cycling(values: readonly PyValue[]): Iterable<PyValue> {
  while (values.length > 0) yield* values;
}

function* repeating(value: PyValue, times: number): Iterable<PyValue> {
  for (let index = 0; index < times; index += 1) yield value;
}

function* chaining(lists: readonly PyValue[]): Iterable<PyValue> {
  for (const list of lists) yield* pyIterate(list);
}

function* accumulating(values: PyValue, fn: PyValue, initial: PyValue): Iterable<PyValue> {
  let total = initial;
  let started = initial !== null;
  if (started) yield total;
  for (const value of pyIterate(values)) {
    total = !started ? value : fn === null ? applyBinary("+", total, value) : called(fn, [total, value]);
    started = true;
    yield total;
  }
}

function* slicing(values: PyValue, start: number, stop: number, step: number): Iterable<PyValue> {
  if (start < 0 || stop < 0 || step < 1)
    throw new TemplateError(
      "ValueError",
      "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
    );
  if (stop <= 0) return;
  let index = 0;
  for (const value of pyIterate(values)) {
    if (index >= start && (index - start) % step === 0) yield value;
    index += 1;
    if (index >= stop) return;
  }
}

function* producing(lists: readonly (readonly PyValue[])[], chosen: readonly PyValue[]): Iterable<PyValue> {
  spend(1 + chosen.length);
  const list = lists[chosen.length];
  if (list === undefined) {
    yield new PyTuple(chosen);
    return;
  }
  for (const item of list) yield* producing(lists, [...chosen, item]);
}

/** Picks of `size` positions, in the order of the positions. */
function* choosing(
  items: readonly PyValue[],
  size: number,
  kind: "permutations" | "combinations" | "replacement",
  chosen: readonly number[],
): Iterable<PyValue> {
  if (size < 0) throw new TemplateError("ValueError", "r must be non-negative");
  spend(1 + chosen.length);
  if (kind !== "replacement" && size > items.length) return;
  if (chosen.length === size) {
    yield new PyTuple(chosen.map((index) => items[index] ?? null));
    return;
  }
  const last = chosen.at(-1) ?? (kind === "combinations" ? -1 : 0);
  const from = kind === "permutations" ? 0 : kind === "combinations" ? last + 1 : last;
  for (let index = from; index < items.length; index += 1) {
    if (kind === "permutations" && chosen.includes(index)) continue;
    yield* choosing(items, size, kind, [...chosen, index]);
  }
}
