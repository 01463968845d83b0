/**
 * `value.name`, `value[key]`, `value[a:b]` and method calls.
 *
 * Jinja tries both ways: a dot looks for an attribute and then for an item, brackets for an item and then for an attribute. What is
 * not there is `Undefined`, not an error; only `Undefined` itself refuses to be asked.
 */
import type { Access, Method } from "./arguments.ts";
import { DICT_METHODS, LIST_METHODS, SET_METHODS, TUPLE_METHODS } from "./collection-methods.ts";
import { BoundMethod, PyRange } from "./collections.ts";
import { TemplateError, isKind } from "./error.ts";
import { characters, pyRepr, stringRepr, typeName, undefinedError } from "./python.ts";
import { STRING_METHODS } from "./string-methods.ts";
import { HostObject, PyDict, PyNamedTuple, PySet, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

/** `value.name` */
export function getAttribute(value: PyValue, name: string): PyValue {
  if (value instanceof Undefined) return undefinedAgain(value);
  return firstFound(
    attributeOf(value, name),
    () => itemOf(value, name),
    () => missing(value, name),
  );
}

/** `value[key]` */
export function getItem(value: PyValue, key: PyValue): PyValue {
  if (value instanceof Undefined) return undefinedAgain(value);
  return firstFound(
    itemOf(value, key),
    () => (typeof key === "string" ? attributeOf(value, key) : undefined),
    () => missing(value, key),
  );
}

function undefinedAgain(value: Undefined): Undefined {
  if (value.lenient) return value;
  throw undefinedError(value);
}

/** The attribute alone, without looking for an item; for the `attr` filter. */
export function getOnlyAttribute(value: PyValue, name: string): PyValue {
  if (value instanceof Undefined) throw undefinedError(value);
  return firstFound(
    attributeOf(value, name),
    () => undefined,
    () => missing(value, name),
  );
}

/** `??` will not do here: None is `null`, and None that was found is found. */
function firstFound(first: PyValue | undefined, second: () => PyValue | undefined, otherwise: () => PyValue): PyValue {
  if (first !== undefined) return first;
  const found = second();
  return found === undefined ? otherwise() : found;
}

/** `value.name(…)` for the built-in types, without making an object of the method; undefined when there is no such method. */
export function callMethod(value: PyValue, name: string, call: CallArguments): PyValue | undefined {
  return methodOf(value, name)?.(call);
}

/** Whether `callMethod` would find the method. */
export function hasMethod(value: PyValue, name: string): boolean {
  return tableOf(value)?.has(name) === true;
}

function attributeOf(value: PyValue, name: string): PyValue | undefined {
  if (value instanceof HostObject) return value.getAttribute(name);
  const method = methodOf(value, name);
  if (method !== undefined) return new BoundMethod(name, typeName(value), method);
  if (value instanceof PyNamedTuple) return value.items[value.names.indexOf(name)];
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") {
    if (name === "real") return typeof value === "boolean" ? BigInt(value) : value;
    if (name === "imag") return typeof value === "number" ? 0 : 0n;
  }
  return undefined;
}

function itemOf(value: PyValue, key: PyValue): PyValue | undefined {
  try {
    if (value instanceof PyDict) return value.get(key);
  } catch (error) {
    // A key that cannot be hashed is not in the dict: d[[1]] is undefined.
    if (isKind(error, "TypeError")) return undefined;
    throw error;
  }
  if (value instanceof HostObject) return value.getItem(key);
  if (typeof key !== "bigint" && typeof key !== "boolean") return undefined;
  const index = Number(key);
  if (Array.isArray(value)) return value.at(index);
  if (value instanceof PyTuple) return value.items.at(index);
  return typeof value === "string" ? characters(value).at(index) : undefined;
}

function missing(value: PyValue, key: PyValue): Undefined {
  const owner =
    value === null ? "None" : `${value instanceof HostObject ? value.qualifiedName : typeName(value)} object`;
  return new Undefined(
    typeof key === "string"
      ? `${stringRepr(owner)} has no attribute ${stringRepr(key)}`
      : `${owner} has no element ${pyRepr(key)}`,
  );
}

function tableOf(value: PyValue): ReadonlyMap<string, unknown> | undefined {
  if (typeof value === "string") return STRING_METHODS;
  if (Array.isArray(value)) return LIST_METHODS;
  if (value instanceof PyDict) return DICT_METHODS;
  if (value instanceof PyTuple) return TUPLE_METHODS;
  if (value instanceof PySet) return SET_METHODS;
  if (typeof value === "number") return FLOAT_METHODS;
  return typeof value === "bigint" ? INT_METHODS : undefined;
}

const access: Access = { getAttribute, getItem };

function methodOf(value: PyValue, name: string): ((call: CallArguments) => PyValue) | undefined {
  // Each table holds methods for exactly the type that leads to it.
  const method = tableOf(value)?.get(name) as Method<PyValue> | undefined;
  return method && ((call) => method(value, call, access));
}

const INT_METHODS: ReadonlyMap<string, Method<bigint>> = new Map<string, Method<bigint>>([
  ["bit_length", (self) => BigInt(self === 0n ? 0 : (self < 0n ? -self : self).toString(2).length)],
]);

const FLOAT_METHODS: ReadonlyMap<string, Method<number>> = new Map<string, Method<number>>([
  ["is_integer", (self) => Number.isInteger(self)],
]);

/** `value[start:stop:step]` */
export function getSlice(value: PyValue, start: PyValue, stop: PyValue, step: PyValue): PyValue {
  if (value instanceof Undefined) return undefinedAgain(value);
  if (value instanceof PyDict) throw new TemplateError("TypeError", "unhashable type: 'slice'");
  const items = Array.isArray(value)
    ? value
    : value instanceof PyTuple
      ? value.items
      : typeof value === "string"
        ? characters(value)
        : value instanceof PyRange
          ? value
          : value instanceof HostObject
            ? (value.items?.() ?? null)
            : null;
  if (items === null) throw new TemplateError("TypeError", `'${typeName(value)}' object is not subscriptable`);
  const length = items instanceof PyRange ? items.length() : items.length;
  const by = sliceIndex(step) ?? 1;
  if (by === 0) throw new TemplateError("ValueError", "slice step cannot be zero");
  const [from, to] = bounds(length, sliceIndex(start), sliceIndex(stop), by);
  if (items instanceof PyRange) return items.slice(from, to, by);
  if (by === 1) {
    const part = items.slice(from, Math.max(from, to));
    return typeof value === "string" ? part.join("") : Array.isArray(value) ? part : new PyTuple(part);
  }
  const picked: PyValue[] = [];
  for (let index = from; by > 0 ? index < to : index > to; index += by) picked.push(items[index] ?? null);
  return typeof value === "string" ? picked.join("") : Array.isArray(value) ? picked : new PyTuple(picked);
}

function sliceIndex(value: PyValue): number | null {
  if (value === null) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return Number(value);
  throw new TemplateError("TypeError", "slice indices must be integers or None or have an __index__ method");
}

function bounds(length: number, start: number | null, stop: number | null, step: number): [number, number] {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + length : value, low), high);
  return [
    start === null ? (step > 0 ? low : high) : clamp(start),
    stop === null ? (step > 0 ? high : low) : clamp(stop),
  ];
}
