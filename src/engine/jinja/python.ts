/**
 * What every Python value can do: be printed, be true, be compared, be counted, be walked through. Errors are Python's, word for
 * word, because people look them up.
 */
import { checkLength, spend } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { floatText, integerText } from "./numbers.ts";
import { HostObject, PyDict, PySet, PyTuple, Undefined } from "./values.ts";
import type { PyValue } from "./values.ts";

/** Python's name of the value's type. */
export function typeName(value: PyValue): string {
  if (value === null) return "NoneType";
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return "float";
    default:
      if (Array.isArray(value)) return "list";
      if (value instanceof PyTuple) return "tuple";
      if (value instanceof PyDict) return "dict";
      if (value instanceof PySet) return "set";
      if (value instanceof Undefined) return "Undefined";
      return value.typeName;
  }
}

/** str(value): what `{{ value }}` prints. */
export function pyStr(value: PyValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return integerText(value);
  if (value instanceof Undefined) return "";
  if (value instanceof HostObject) return value.toText();
  return pyRepr(value);
}

/** repr(value): how a value looks inside a list or dict. */
export function pyRepr(value: PyValue): string {
  const plainText = plainRepr(value);
  if (plainText !== null) {
    spend(1);
    return plainText;
  }
  const parts: string[] = [];
  writeRepr(value, parts, [], { length: 0 });
  return parts.join("");
}

function writeRepr(value: PyValue, parts: string[], open: object[], written: { length: number }): void {
  spend(1);
  checkLength(written.length);
  const text = plainRepr(value);
  if (text === null) {
    writeCollection(value as Collection, parts, open, written);
    return;
  }
  parts.push(text);
  written.length += text.length;
}

type Collection = Extract<PyValue, PyValue[] | PyTuple | PyDict | PySet>;

/** Of what holds no other values; null for the rest. */
function plainRepr(value: PyValue): string | null {
  if (value === null) return "None";
  if (typeof value === "string") return stringRepr(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return integerText(value);
  if (typeof value === "number") return floatText(value);
  if (value instanceof Undefined) return "Undefined";
  return value instanceof HostObject ? value.toRepr() : null;
}

function writeCollection(value: Collection, parts: string[], open: object[], written: { length: number }): void {
  const write = (text: string) => {
    parts.push(text);
    written.length += text.length;
  };
  const writeItems = (items: readonly PyValue[], begin: string, end: string) => {
    write(begin);
    items.forEach((item, index) => {
      if (index > 0) write(", ");
      writeRepr(item, parts, open, written);
    });
    write(end);
  };
  if (open.includes(value)) return write(Array.isArray(value) ? "[...]" : value instanceof PyDict ? "{...}" : "(...)");
  // Brackets and commas cost more than a step, and lists that hold each other twice have no end.
  spend(3);
  open.push(value);
  if (Array.isArray(value)) {
    writeItems(value, "[", "]");
  } else if (value instanceof PyTuple) {
    writeItems(value.items, "(", value.items.length === 1 ? ",)" : ")");
  } else if (value instanceof PySet) {
    if (value.size === 0) write("set()");
    else writeItems(value.items(), "{", "}");
  } else {
    write("{");
    value.entries().forEach(([key, item], index) => {
      if (index > 0) write(", ");
      writeRepr(key, parts, open, written);
      write(": ");
      writeRepr(item, parts, open, written);
    });
    write("}");
  }
  open.pop();
}

// What Python calls printable: everything but control, format, surrogate, unassigned and separator characters (the space is fine).
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;
const plain = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

export function stringRepr(text: string): string {
  if (plain.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = "";
  for (const character of text) {
    if (character === quote || character === "\\") result += `\\${character}`;
    else if (character === "\n") result += "\\n";
    else if (character === "\r") result += "\\r";
    else if (character === "\t") result += "\\t";
    else if (character === " " || !unprintable.test(character)) result += character;
    else result += escapeCode(character.codePointAt(0) ?? 0);
  }
  return quote + result + quote;
}

function escapeCode(code: number): string {
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** bool(value) */
export function pyTruth(value: PyValue): boolean {
  if (value === null) return false;
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value !== "";
    case "bigint":
      return value !== 0n;
    case "number":
      return value !== 0;
    default:
      if (Array.isArray(value)) return value.length > 0;
      if (value instanceof PyTuple) return value.items.length > 0;
      if (value instanceof PyDict || value instanceof PySet) return value.size > 0;
      return value instanceof HostObject ? value.isTrue() : false;
  }
}

/** `a == b`. bool, int and float compare as numbers; list and tuple are never equal. */
export function pyEquals(a: PyValue, b: PyValue): boolean {
  if (a === b) return true;
  if (a instanceof HostObject) return a.equals(b);
  if (b instanceof HostObject) return b.equals(a);
  if (a === null || b === null) return false;
  if (isNumeric(a)) return isNumeric(b) && sameNumber(numeric(a), numeric(b));
  if (typeof a === "string" || typeof b === "string") return false;
  spend(1);
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b);
  if (a instanceof PyTuple) return b instanceof PyTuple && equalItems(a.items, b.items);
  if (a instanceof PyDict) {
    return (
      b instanceof PyDict &&
      a.size === b.size &&
      a.entries().every(([key, value]) => {
        const other = b.get(key);
        return other !== undefined && pyEquals(value, other);
      })
    );
  }
  if (a instanceof PySet) return b instanceof PySet && a.size === b.size && a.items().every((item) => b.has(item));
  return a instanceof Undefined && b instanceof Undefined;
}

/** int and float are compared by value; `===` would tell 1n from 1. */
function sameNumber(a: bigint | number, b: bigint | number): boolean {
  return a >= b && a <= b;
}

function equalItems(a: readonly PyValue[], b: readonly PyValue[]): boolean {
  return a.length === b.length && a.every((item, index) => pyEquals(item, b[index] ?? null));
}

function isNumeric(value: PyValue): value is boolean | bigint | number {
  return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";
}

function numeric(value: boolean | bigint | number): bigint | number {
  return typeof value === "boolean" ? (value ? 1n : 0n) : value;
}

export type OrderOperator = "<" | "<=" | ">" | ">=";

/** `a < b` and the like; raises Python's TypeError for values that have no order. */
export function pyOrder(operator: OrderOperator, a: PyValue, b: PyValue): boolean {
  if (isNumeric(a) && isNumeric(b)) return holds(operator, numeric(a), numeric(b));
  if (typeof a === "string" && typeof b === "string") return holds(operator, compareText(a, b), 0);
  for (const value of [a, b]) if (value instanceof Undefined) throw undefinedError(value);
  if (Array.isArray(a) && Array.isArray(b)) return orderItems(operator, a, b);
  if (a instanceof PyTuple && b instanceof PyTuple) return orderItems(operator, a.items, b.items);
  if (a instanceof PySet && b instanceof PySet) return orderSets(operator, a, b);
  const forward = a instanceof HostObject ? a.compare?.(b) : undefined;
  if (forward !== undefined) return holds(operator, forward, 0);
  const backward = b instanceof HostObject ? b.compare?.(a) : undefined;
  if (backward !== undefined) return holds(operator, 0, backward);
  throw new TemplateError(
    "TypeError",
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function holds(operator: OrderOperator, a: bigint | number, b: bigint | number): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

/** Python orders texts by code point, JavaScript by UTF-16 unit; they differ where one side has a character beyond U+FFFF. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    const surrogates = (left & 0xf800) === 0xd800 || (right & 0xf800) === 0xd800;
    return surrogates ? (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0) : left - right;
  }
  return a.length - b.length;
}

function orderItems(operator: OrderOperator, a: readonly PyValue[], b: readonly PyValue[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    spend(1);
    const [left = null, right = null] = [a[index], b[index]];
    if (!pyEquals(left, right)) return pyOrder(operator, left, right);
  }
  return holds(operator, a.length, b.length);
}

function orderSets(operator: OrderOperator, a: PySet, b: PySet): boolean {
  const [small, large] = operator.startsWith("<") ? [a, b] : [b, a];
  if (operator.length === 1 && small.size === large.size) return false;
  return small.items().every((item) => large.has(item));
}

/** Negative, zero or positive as `a` sorts before, with or after `b`. Asks `a < b` first, as Python's sort does. */
export function pyCompare(a: PyValue, b: PyValue): number {
  if (pyOrder("<", a, b)) return -1;
  return pyOrder("<", b, a) ? 1 : 0;
}

/** sorted(values, key=key, reverse=reverse): stable, in both directions. */
export function pySorted(
  values: readonly PyValue[],
  key: ((value: PyValue) => PyValue) | null,
  reverse: boolean,
): PyValue[] {
  spend(values.length);
  const items = values.map((value) => ({ value, key: key ? key(value) : value }));
  const compare = (a: { key: PyValue }, b: { key: PyValue }) => {
    spend(1);
    return pyCompare(a.key, b.key);
  };
  // Equal items keep their order when reversed too.
  if (reverse) items.reverse().sort(compare).reverse();
  else items.sort(compare);
  return items.map((item) => item.value);
}

/** len(value) */
export function pyLength(value: PyValue): number {
  const length = lengthOf(value);
  if (length === undefined) throw new TemplateError("TypeError", `object of type '${typeName(value)}' has no len()`);
  return length;
}

/** len(value), or undefined for what has none. */
export function lengthOf(value: PyValue): number | undefined {
  if (typeof value === "string") return textLength(value);
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return value.length;
  if (value instanceof PyTuple) return value.items.length;
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  return value instanceof Undefined ? 0 : value.length?.();
}

const surrogate = /[\ud800-\udfff]/;

/** Whether UTF-16 units and Python's characters count differently in `text`. */
export function hasWideCharacters(text: string): boolean {
  return surrogate.test(text);
}

function textLength(text: string): number {
  if (!hasWideCharacters(text)) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Characters of a text as Python counts them. */
export function characters(text: string): readonly string[] {
  spend(text.length);
  return hasWideCharacters(text) ? [...text] : text.split("");
}

/** iter(value): lists are walked live, so that what a loop appends is reached. */
export function pyIterate(value: PyValue): Iterable<PyValue> {
  const iterable = iterableOf(value);
  if (iterable === undefined) throw new TemplateError("TypeError", `'${typeName(value)}' object is not iterable`);
  return iterable;
}

/** iter(value), or undefined for what cannot be walked. */
export function iterableOf(value: PyValue): Iterable<PyValue> | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return value;
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PyDict) return value.size === 0 ? [] : dictKeys(value);
  if (value instanceof PySet) return value.items();
  return value instanceof Undefined ? [] : value.iterate?.();
}

function* dictKeys(dict: PyDict): Iterable<PyValue> {
  const { size } = dict;
  for (const key of dict.keys()) {
    yield key;
    if (dict.size !== size) throw new TemplateError("RuntimeError", "dictionary changed size during iteration");
  }
}

/** list(value), a new array. */
export function pyList(value: PyValue): PyValue[] {
  const items: PyValue[] = [];
  for (const item of Array.isArray(value) ? [...value] : pyIterate(value)) {
    spend(1);
    items.push(item);
  }
  return items;
}

/** `item in container` */
export function pyContains(container: PyValue, item: PyValue): boolean {
  if (typeof container === "string") {
    if (typeof item !== "string")
      throw new TemplateError("TypeError", `'in <string>' requires string as left operand, not ${typeName(item)}`);
    return container.includes(item);
  }
  if (container instanceof PyDict || container instanceof PySet) return container.has(item);
  if (container instanceof HostObject && container.contains !== undefined) return container.contains(item);
  const iterable = iterableOf(container);
  if (iterable === undefined)
    throw new TemplateError("TypeError", `argument of type '${typeName(container)}' is not iterable`);
  for (const candidate of iterable) {
    spend(1);
    if (candidate === item || pyEquals(candidate, item)) return true;
  }
  return false;
}

export function undefinedError(value: Undefined): TemplateError {
  return new TemplateError("UndefinedError", value.hint);
}

/** A value that must be an index or count; Python's TypeError otherwise. */
export function toIndex(value: PyValue): number {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new TemplateError("TypeError", `'${typeName(value)}' object cannot be interpreted as an integer`);
}
