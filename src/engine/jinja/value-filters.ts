/** Filters on single values: numbers, defaults, JSON. */
import { filter } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { getOnlyAttribute } from "./attributes.ts";
import { TemplateError, isKind } from "./error.ts";
import { toHtmlSafeJson } from "./json-text.ts";
import { NativeText } from "./native-text.ts";
import { fixedText, floatOf, integerOf, parseFloatText, parseInteger, roundFloat, roundInteger } from "./numbers.ts";
import { applyBinary } from "./operators.ts";
import { prettyPrint } from "./pretty-print.ts";
import { pyStr, pyTruth, stringRepr, toIndex, typeName, undefinedError } from "./python.ts";
import { HostObject, Undefined } from "./values.ts";
import type { PyValue } from "./values.ts";

export const VALUE_FILTERS: readonly (readonly [string, Filter])[] = [
  filter("default", ["default_value?", "boolean?"], (value, [fallback = "", boolean = false]) =>
    defaultTo(value, fallback, pyTruth(boolean)),
  ),
  filter("d", ["default_value?", "boolean?"], (value, [fallback = "", boolean = false]) =>
    defaultTo(value, fallback, pyTruth(boolean)),
  ),
  filter("attr", ["name"], (value, [name = null]) => getOnlyAttribute(value, pyStr(name))),
  filter("abs", [], (value) => {
    if (typeof value === "number") return Math.abs(value);
    if (typeof value === "bigint") return value < 0n ? -value : value;
    if (typeof value === "boolean") return BigInt(value);
    if (value instanceof HostObject && value.unary !== undefined) return value.unary("abs");
    throw new TemplateError("TypeError", `bad operand type for abs(): '${typeName(value)}'`);
  }),
  filter("int", ["default?", "base?"], (value, [fallback = 0n, base = 10n]) =>
    toInteger(value, fallback, toIndex(base)),
  ),
  filter("float", ["default?"], (value, [fallback = 0]) => toFloat(value) ?? fallback),
  filter("round", ["precision?", "method?"], (value, [precision = 0n, method = "common"]) =>
    round(value, precision, method),
  ),
  filter("filesizeformat", ["binary?"], (value, [binary = false]) => fileSize(value, pyTruth(binary) ? 1024 : 1000)),
  filter("tojson", ["indent?"], (value, [indent = null]) =>
    toHtmlSafeJson(value, indent === null ? null : toIndex(indent)),
  ),
  filter("pprint", [], (value) => prettyPrint(value)),
  filter("is_list", [], (value) => Array.isArray(value)),
  filter("as_text", [], (value) => pyStr(value)),
  filter("as_native", [], (value) => new NativeText(pyStr(value), "any")),
  filter("as_bool", [], (value) => new NativeText(pyStr(value), "bool")),
  filter("as_number", [], (value) => new NativeText(pyStr(value), "number")),
];

function defaultTo(value: PyValue, fallback: PyValue, boolean: boolean): PyValue {
  return value instanceof Undefined || (boolean && !pyTruth(value)) ? fallback : value;
}

function toInteger(value: PyValue, fallback: PyValue, base: number): PyValue {
  if (value instanceof Undefined) throw undefinedError(value);
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return BigInt(value);
  if (typeof value === "string") {
    const integer = parseInteger(value, base);
    if (integer !== null) return integer;
  }
  // "42.23" becomes 42.
  const float = toFloat(value);
  if (float === undefined) return fallback;
  try {
    return integerOf(float);
  } catch (error) {
    if (isKind(error, "ValueError") || isKind(error, "OverflowError")) return fallback;
    throw error;
  }
}

function toFloat(value: PyValue): number | undefined {
  if (value instanceof Undefined) throw undefinedError(value);
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return floatOf(value);
  if (value instanceof HostObject && value.toFloat !== undefined) return value.toFloat();
  if (typeof value === "boolean") return Number(value);
  const text = typeof value === "string" ? value : value instanceof HostObject ? value.toText() : "";
  return parseFloatText(text) ?? undefined;
}

function round(value: PyValue, precision: PyValue, method: PyValue): PyValue {
  if (method !== "common" && method !== "ceil" && method !== "floor") {
    throw new TemplateError("FilterArgumentError", "method must be common, ceil or floor");
  }
  if (value instanceof Undefined && method !== "common") throw undefinedError(value);
  if (method === "common") {
    if (typeof value === "number") return roundFloat(value, toIndex(precision));
    if (typeof value === "bigint" || typeof value === "boolean") return roundInteger(BigInt(value), toIndex(precision));
    if (value instanceof HostObject && value.round !== undefined) return value.round(toIndex(precision));
    throw new TemplateError("TypeError", `type ${typeName(value)} doesn't define __round__ method`);
  }
  const unit = applyBinary("**", 10n, precision);
  const product = applyBinary("*", value, unit);
  const scaled = product instanceof HostObject ? (product.toFloat?.() ?? product) : product;
  if (typeof scaled === "bigint") return applyBinary("/", scaled, unit);
  if (typeof scaled !== "number") throw new TemplateError("TypeError", `must be real number, not ${typeName(scaled)}`);
  return applyBinary("/", integerOf(method === "ceil" ? Math.ceil(scaled) : Math.floor(scaled)), unit);
}

function fileSize(value: PyValue, base: number): string {
  const bytes = toFloat(value);
  if (bytes === undefined) {
    throw typeof value === "string"
      ? new TemplateError("ValueError", `could not convert string to float: ${stringRepr(value)}`)
      : new TemplateError("TypeError", `float() argument must be a string or a real number, not '${typeName(value)}'`);
  }
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${integerOf(bytes)} Bytes`;
  const letters =
    base === 1024
      ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]
      : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
  let index = 0;
  while (index < letters.length - 1 && bytes >= base ** (index + 2)) index += 1;
  return `${fixedText((base * bytes) / base ** (index + 2), 1)} ${letters[index] ?? ""}`;
}
