/** dbt's functions that need nothing but their arguments. They are made once and shared by all templates. */
import { md5 } from "../core/hash.ts";
import { bindFunction } from "../jinja/arguments.ts";
import { PyIterator } from "../jinja/collections.ts";
import { TemplateError, isKind } from "../jinja/error.ts";
import { pyIterate, pyList, pyStr, pyTruth, typeName } from "../jinja/python.ts";
import { ReturnSignal } from "../jinja/signals.ts";
import { HostFunction, PyDict, PySet, PyTuple } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { dumpJson, parseJson } from "./json.ts";
import { toYaml } from "./yaml-dump.ts";
import { fromYaml } from "./yaml-text.ts";

const BODIES: Readonly<Record<string, (call: CallArguments) => PyValue>> = {
  return: (call) => {
    throw new ReturnSignal(bindFunction("return", ["data"], call)[0] ?? null);
  },
  tojson: (call) => {
    const [value = null, fallback = null, sortKeys = false] = bindFunction(
      "tojson",
      ["value", "default?", "sort_keys?"],
      call,
    );
    return dumpJson(value, fallback, pyTruth(sortKeys));
  },
  fromjson: (call) => {
    const [text = null, fallback = null] = bindFunction("fromjson", ["string", "default?"], call);
    if (typeof text !== "string")
      throw new TemplateError("TypeError", `the JSON object must be str, bytes or bytearray, not ${typeName(text)}`);
    return parseJson(text, fallback);
  },
  fromyaml: fromYaml,
  toyaml: toYaml,
  set: (call) => {
    const [value = null, fallback = null] = bindFunction("set", ["value", "default?"], call);
    return orFallback(() => setOf(value), fallback);
  },
  set_strict: (call) => setOf(bindFunction("set_strict", ["value"], call)[0] ?? null),
  zip: (call) => orFallback(() => zip(call), call.kwargs.get("default") ?? null),
  zip_strict: (call) => zip(call),
  local_md5: (call) => {
    const [value = null] = bindFunction("local_md5", ["value"], call);
    if (typeof value !== "string")
      throw new TemplateError("AttributeError", `'${typeName(value)}' object has no attribute 'encode'`);
    return md5(value);
  },
  diff_of_two_dicts: (call) => {
    const [a = null, b = null] = bindFunction("diff_of_two_dicts", ["dict_a", "dict_b"], call);
    return difference(dictOf(a), dictOf(b));
  },
  try_or_compiler_error: (call) => {
    const [message = null, fn = null, ...args] = call.args;
    try {
      if (typeof fn !== "object" || fn === null || !("call" in fn) || fn.call === undefined)
        throw new TemplateError("TypeError", `'${typeName(fn)}' object is not callable`);
      return fn.call({ args, kwargs: call.kwargs });
    } catch (error) {
      // A pending answer and a return() are no errors, and pass.
      if (!(error instanceof Error)) throw error;
      throw new TemplateError("CompilationError", pyStr(message));
    }
  },
};

const functions = new Map(Object.entries(BODIES).map(([name, body]) => [name, new HostFunction(name, body)]));

export const FUNCTION_NAMES: readonly string[] = Object.keys(BODIES);

export function sharedFunction(name: string): PyValue | undefined {
  return functions.get(name);
}

function orFallback(make: () => PyValue, fallback: PyValue): PyValue {
  try {
    return make();
  } catch (error) {
    if (isKind(error, "TypeError")) return fallback;
    throw error;
  }
}

function setOf(value: PyValue): PySet {
  return new PySet(pyIterate(value));
}

function zip({ args }: CallArguments): PyValue {
  const lists = args.map(pyList);
  const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
  const tuples = Array.from({ length }, (_, index) => new PyTuple(lists.map((list) => list[index] ?? null)));
  return new PyIterator("zip", tuples, "zip");
}

function dictOf(value: PyValue): PyDict {
  if (value instanceof PyDict) return value;
  throw new TemplateError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
}

/** `a` without what `b` has, letters of any case alike; what is left keeps the case of `a`. */
function difference(a: PyDict, b: PyDict): PyDict {
  const fold = (value: PyValue): string => pyStr(value).toLowerCase();
  const lowered = new Map(b.entries().map(([key, items]) => [fold(key), new Set([...pyIterate(items)].map(fold))]));
  return PyDict.from(
    a.entries().flatMap(([key, items]) => {
      const others = lowered.get(fold(key));
      if (others === undefined) return [[key, items] as const];
      const left = [...pyIterate(items)].filter((item) => !others.has(fold(item)));
      return left.length > 0 ? [[key, left] as const] : [];
    }),
  );
}
