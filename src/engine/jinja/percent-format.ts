/**
 * The `%` operator of Python's str: `'%s, %5.2f' % (name, amount)`, `'%(key)s' % dict`. The `format` filter uses it too.
 */
import { checkLength } from "./budget.ts";
import { PyRange } from "./collections.ts";
import { TemplateError } from "./error.ts";
import { exponentText, fixedText, floatOf, generalText, integerOf, integerText } from "./numbers.ts";
import { characters, pyRepr, pyStr, typeName, undefinedError } from "./python.ts";
import { HostObject, PyDict, PyTuple, Undefined } from "./values.ts";
import type { PyValue } from "./values.ts";

const specifier = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([^])?/g;

export function formatPercent(format: string, values: PyValue): string {
  const positional = values instanceof PyTuple ? values.items : null;
  let next = 0;
  const take = (): PyValue => {
    const value = positional === null ? (next === 0 ? values : undefined) : positional[next];
    if (value === undefined) throw new TemplateError("TypeError", "not enough arguments for format string");
    next += 1;
    return value;
  };
  const takeCount = (): number => {
    const count = take();
    if (typeof count !== "bigint") throw new TemplateError("TypeError", "* wants int");
    return Number(count);
  };
  let keyed = false;
  const text = format.replace(
    specifier,
    (
      whole: string,
      key: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string | undefined,
      at: number,
    ) => {
      if (type === undefined) throw new TemplateError("ValueError", "incomplete format");
      if (type === "%" && whole === "%%") return "%";
      if (key !== undefined) {
        keyed = true;
        if (values instanceof Undefined) throw undefinedError(values);
        if (!isMapping(values)) throw new TemplateError("TypeError", "format requires a mapping");
      }
      let minimum = width === undefined ? 0 : width === "*" ? takeCount() : Number(width);
      const digits = precision === undefined ? null : precision === "*" ? Math.max(0, takeCount()) : Number(precision);
      const left = flags.includes("-") || minimum < 0;
      minimum = Math.abs(minimum);
      checkLength(minimum);
      const value = key !== undefined ? lookUp(values, key) : take();
      const converted = convert(value, type, { flags, digits, at: at + whole.length - 1 });
      const missing = " ".repeat(Math.max(0, minimum - characters(converted.text).length));
      if (left) return converted.text + missing;
      if (flags.includes("0") && converted.isNumber) {
        const sign = /^[-+ ]?(?:0[xXob])?/.exec(converted.text)?.[0] ?? "";
        return sign + converted.text.slice(sign.length).padStart(minimum - sign.length, "0");
      }
      return missing + converted.text;
    },
  );
  const used = positional === null ? next > 0 || keyed || mayBeKeyed(values) : next === positional.length;
  if (!used) throw new TemplateError("TypeError", "not all arguments converted during string formatting");
  checkLength(text.length);
  return text;
}

/** Whatever can be asked for items may be left over; a text or number may not. */
function mayBeKeyed(value: PyValue): boolean {
  return isMapping(value) || Array.isArray(value) || value instanceof Undefined || value instanceof PyRange;
}

function isMapping(value: PyValue): boolean {
  return value instanceof PyDict || (value instanceof HostObject && value.isMapping);
}

function lookUp(values: PyValue, key: string): PyValue {
  const value =
    values instanceof PyDict ? values.get(key) : values instanceof HostObject ? values.getItem(key) : undefined;
  if (value === undefined) throw new TemplateError("KeyError", pyRepr(key));
  return value;
}

interface Conversion {
  readonly flags: string;
  readonly digits: number | null;
  readonly at: number;
}

function convert(value: PyValue, type: string, { flags, digits, at }: Conversion): { text: string; isNumber: boolean } {
  switch (type) {
    case "s":
    case "r":
    case "a": {
      const text = type === "s" ? pyStr(value) : pyRepr(value);
      return { text: digits === null ? text : [...text].slice(0, digits).join(""), isNumber: false };
    }
    case "c": {
      if (typeof value === "string" && [...value].length === 1) return { text: value, isNumber: false };
      if (typeof value === "boolean") return { text: String.fromCharCode(Number(value)), isNumber: false };
      if (typeof value !== "bigint") throw new TemplateError("TypeError", "%c requires int or char");
      if (value < 0n || value > 0x10ffffn) throw new TemplateError("OverflowError", "%c arg not in range(0x110000)");
      return { text: String.fromCodePoint(Number(value)), isNumber: false };
    }
    case "d":
    case "i":
    case "u":
    case "x":
    case "X":
    case "o":
      return { text: withSign(integerDigits(value, type, flags, digits), flags), isNumber: true };
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return { text: withSign(floatDigits(value, type, flags, digits), flags), isNumber: true };
    default:
      throw new TemplateError(
        "ValueError",
        `unsupported format character '${type}' (0x${(type.codePointAt(0) ?? 0).toString(16)}) at index ${at}`,
      );
  }
}

function withSign(text: string, flags: string): string {
  if (text.startsWith("-")) return text;
  return flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

function integerDigits(value: PyValue, type: string, flags: string, digits: number | null): string {
  let integer: bigint;
  if (typeof value === "boolean") integer = value ? 1n : 0n;
  else if (typeof value === "bigint") integer = value;
  else if (value instanceof Undefined) throw undefinedError(value);
  else if (typeof value === "number" && (type === "d" || type === "i" || type === "u")) integer = integerOf(value);
  else if (value instanceof HostObject && value.toFloat !== undefined) integer = integerOf(value.toFloat());
  else if (type === "d" || type === "i" || type === "u")
    throw new TemplateError("TypeError", `%${type} format: a real number is required, not ${typeName(value)}`);
  else throw new TemplateError("TypeError", `%${type} format: an integer is required, not ${typeName(value)}`);
  const radix = type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
  const whole = integer < 0n ? -integer : integer;
  const magnitude = (radix === 10 ? integerText(whole) : whole.toString(radix)).padStart(digits ?? 0, "0");
  const prefix = flags.includes("#") && radix !== 10 ? (radix === 8 ? "0o" : "0x") : "";
  const text = prefix + magnitude;
  return (integer < 0n ? "-" : "") + (type === "X" ? text.toUpperCase() : text);
}

function floatDigits(value: PyValue, type: string, flags: string, digits: number | null): string {
  if (value instanceof Undefined) throw undefinedError(value);
  const float =
    typeof value === "number"
      ? value
      : typeof value === "bigint"
        ? floatOf(value)
        : typeof value === "boolean"
          ? Number(value)
          : value instanceof HostObject
            ? value.toFloat?.()
            : undefined;
  if (float === undefined) throw new TemplateError("TypeError", `must be real number, not ${typeName(value)}`);
  const text = notationText(float, type.toLowerCase(), digits ?? 6, flags.includes("#"));
  return type === type.toUpperCase() ? text.toUpperCase() : text;
}

/** A float in the notation `e`, `f` or `g`. */
export function notationText(value: number, notation: string, precision: number, keepZeros: boolean): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (notation === "e") return exponentText(value, precision);
  return notation === "f" ? fixedText(value, precision) : generalText(value, precision, keepZeros);
}
