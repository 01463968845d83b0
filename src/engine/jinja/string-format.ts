/**
 * Python's `str.format`: `'{} {name!r:>10}'.format(…)`, with the format specifications of str, int and float.
 */
import type { Access } from "./arguments.ts";
import { checkLength } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { floatOf, floatText as shortestText, integerText } from "./numbers.ts";
import { notationText } from "./percent-format.ts";
import { pyRepr, pyStr, typeName } from "./python.ts";
import { HostObject } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export function formatString(format: string, call: CallArguments, access: Access): string {
  const fields = new FieldReader(call, access);
  const text = fields.expand(format, 2);
  checkLength(text.length);
  return text;
}

class FieldReader {
  readonly #call: CallArguments;
  readonly #access: Access;
  #next = 0;
  #numbering: "automatic" | "manual" | null = null;

  constructor(call: CallArguments, access: Access) {
    this.#call = call;
    this.#access = access;
  }

  /** `levels` bounds fields inside format specifications. */
  expand(format: string, levels: number): string {
    if (levels < 0) throw new TemplateError("ValueError", "Max string recursion exceeded");
    const parts: string[] = [];
    let position = 0;
    while (position < format.length) {
      const brace = format.slice(position).search(/[{}]/);
      if (brace < 0) break;
      const at = position + brace;
      parts.push(format.slice(position, at));
      const character = format.charAt(at);
      if (format[at + 1] === character) {
        parts.push(character);
        position = at + 2;
        continue;
      }
      if (character === "}") throw new TemplateError("ValueError", "Single '}' encountered in format string");
      const end = fieldEnd(format, at + 1);
      parts.push(this.#field(format.slice(at + 1, end), levels));
      position = end + 1;
    }
    parts.push(format.slice(position));
    return parts.join("");
  }

  #field(field: string, levels: number): string {
    // The name may hold brackets with `!` or `:` in them: {0[a:b]}
    const match = /^((?:[^[!:]|\[[^\]]*\]?)*)(?:!(.?))?(?:(:)([^]*))?$/.exec(field);
    const [, name = "", conversion, , specification = ""] = match ?? [];
    if (match === null) throw new TemplateError("ValueError", "expected ':' after conversion specifier");
    let value = this.#lookUp(name);
    if (conversion === "r" || conversion === "a") value = pyRepr(value);
    else if (conversion === "s") value = pyStr(value);
    else if (conversion === "") throw new TemplateError("ValueError", "unmatched '{' in format spec");
    else if (conversion !== undefined)
      throw new TemplateError("ValueError", `Unknown conversion specifier '${conversion}'`);
    return formatValue(value, specification.includes("{") ? this.expand(specification, levels - 1) : specification);
  }

  #lookUp(field: string): PyValue {
    const [first = ""] = /^[^.[]*/.exec(field) ?? [];
    let value = this.#argument(first);
    for (const [step, attribute, item] of field.slice(first.length).matchAll(/\.([^.[]*)|\[([^\]]*)\]/g)) {
      if (attribute === "" || item === "") throw new TemplateError("ValueError", "Empty attribute in format string");
      const key = item ?? attribute ?? "";
      value = step.startsWith("[")
        ? this.#access.getItem(value, /^\d+$/.test(key) ? BigInt(key) : key)
        : this.#access.getAttribute(value, key);
    }
    return value;
  }

  #argument(name: string): PyValue {
    if (name !== "" && !/^\d+$/.test(name)) {
      const value = this.#call.kwargs.get(name);
      if (value === undefined) throw new TemplateError("KeyError", pyRepr(name));
      return value;
    }
    const numbering = name === "" ? "automatic" : "manual";
    if (this.#numbering !== null && this.#numbering !== numbering) {
      throw new TemplateError(
        "ValueError",
        numbering === "automatic"
          ? "cannot switch from manual field specification to automatic field numbering"
          : "cannot switch from automatic field numbering to manual field specification",
      );
    }
    this.#numbering = numbering;
    const index = name === "" ? this.#next++ : Number(name);
    const value = this.#call.args[index];
    if (value === undefined)
      throw new TemplateError("IndexError", `Replacement index ${index} out of range for positional args tuple`);
    return value;
  }
}

function fieldEnd(format: string, from: number): number {
  let depth = 1;
  for (let at = from; at < format.length; at += 1) {
    if (format[at] === "{") depth += 1;
    else if (format[at] === "}" && --depth === 0) return at;
  }
  throw new TemplateError(
    "ValueError",
    from === format.length
      ? "Single '{' encountered in format string"
      : format.includes(":", from)
        ? "unmatched '{' in format spec"
        : "expected '}' before end of string",
  );
}

interface Specification {
  readonly fill: string;
  readonly align: string | null;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

const specificationPattern = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?(.)?$/su;

/** format(value, specification) */
export function formatValue(value: PyValue, specification: string): string {
  if (specification === "") return pyStr(value);
  if (value instanceof HostObject && value.format !== undefined) return value.format(specification);
  if (
    typeof value !== "string" &&
    typeof value !== "bigint" &&
    typeof value !== "number" &&
    typeof value !== "boolean"
  ) {
    throw new TemplateError("TypeError", `unsupported format string passed to ${typeName(value)}.__format__`);
  }
  const match = specificationPattern.exec(specification);
  if (match === null)
    throw new TemplateError(
      "ValueError",
      `Invalid format specifier '${specification}' for object of type '${typeName(value)}'`,
    );
  const [, fill, align, sign, alternate, zero, width, grouping, precision, type] = match;
  const parsed: Specification = {
    fill: fill ?? (zero && align === undefined ? "0" : " "),
    align: align ?? (zero && typeof value !== "string" ? "=" : null),
    sign: sign ?? "",
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? "",
    precision: precision === undefined ? null : Number(precision),
    type: type ?? "",
  };
  checkLength(parsed.width);
  if (typeof value === "string") return formatText(value, parsed);
  return typeof value === "number"
    ? formatFloat(value, parsed, "float")
    : formatInteger(typeof value === "boolean" ? BigInt(value) : value, parsed, typeName(value));
}

function formatText(value: string, specification: Specification): string {
  if (specification.type !== "" && specification.type !== "s") throw unknownCode(specification.type, "str");
  if (specification.sign !== "") throw new TemplateError("ValueError", "Sign not allowed in string format specifier");
  if (specification.align === "=")
    throw new TemplateError("ValueError", "'=' alignment not allowed in string format specifier");
  if (specification.grouping !== "")
    throw new TemplateError("ValueError", `Cannot specify '${specification.grouping}' with 's'.`);
  const text = specification.precision === null ? value : [...value].slice(0, specification.precision).join("");
  return pad("", text, specification, "<");
}

function formatInteger(value: bigint, specification: Specification, type: string): string {
  const { grouping } = specification;
  if (specification.precision !== null && !"eEfFgG%".includes(specification.type || "d")) {
    throw new TemplateError("ValueError", "Precision not allowed in integer format specifier");
  }
  switch (specification.type) {
    case "":
    case "d":
    case "n":
      return signed(value < 0n, group(integerText(value < 0n ? -value : value), grouping, 3), "", specification);
    case "b":
    case "o":
    case "x":
    case "X": {
      const radix = specification.type === "b" ? 2 : specification.type === "o" ? 8 : 16;
      if (grouping === ",") throw new TemplateError("ValueError", `Cannot specify ',' with '${specification.type}'.`);
      const digits = group((value < 0n ? -value : value).toString(radix), grouping, 4);
      const prefix = specification.alternate ? `0${specification.type}` : "";
      return signed(value < 0n, specification.type === "X" ? digits.toUpperCase() : digits, prefix, specification);
    }
    case "c":
      if (value < 0n || value > 0x10ffffn) throw new TemplateError("OverflowError", "%c arg not in range(0x110000)");
      return pad("", String.fromCodePoint(Number(value)), specification, "<");
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
    case "%":
      return formatFloat(floatOf(value), specification, type);
    default:
      throw unknownCode(specification.type, type);
  }
}

function formatFloat(value: number, specification: Specification, type: string): string {
  const notation = specification.type.toLowerCase();
  let digits: string;
  const magnitude = Math.abs(value);
  switch (notation) {
    case "":
      digits =
        specification.precision === null
          ? shortestText(magnitude)
          : withPoint(notationText(magnitude, "g", specification.precision, specification.alternate));
      break;
    case "n":
    case "e":
    case "f":
    case "g":
      digits = notationText(
        magnitude,
        notation === "n" ? "g" : notation,
        specification.precision ?? 6,
        specification.alternate,
      );
      break;
    case "%":
      digits = `${notationText(magnitude * 100, "f", specification.precision ?? 6, false)}%`;
      break;
    default:
      throw unknownCode(specification.type, type);
  }
  const [, whole = digits, rest = ""] = /^(\d+)(.*)$/s.exec(digits) ?? [];
  const text = group(whole, specification.grouping, 3) + rest;
  const negative = value < 0 || Object.is(value, -0);
  return signed(
    negative,
    specification.type !== "" && specification.type === specification.type.toUpperCase() ? text.toUpperCase() : text,
    "",
    specification,
  );
}

/** A float without a type keeps one digit after the point: format(3.0, '.3') is 3.0 */
function withPoint(text: string): string {
  return /^\d+$/.test(text) ? `${text}.0` : text;
}

function group(digits: string, separator: string, size: number): string {
  if (separator === "" || !/^[\da-f]+$/i.test(digits)) return digits;
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= size) groups.unshift(digits.slice(Math.max(0, end - size), end));
  return groups.join(separator);
}

function signed(negative: boolean, digits: string, prefix: string, specification: Specification): string {
  const sign = negative ? "-" : specification.sign === "-" ? "" : specification.sign;
  return pad(
    sign + prefix,
    groupFill(digits, specification, specification.width - sign.length - prefix.length),
    specification,
    ">",
  );
}

/** Zeros that fill up the width are grouped like the digits: format(7, '010,') is 00,000,007 */
function groupFill(digits: string, specification: Specification, width: number): string {
  if (specification.grouping === "" || specification.fill !== "0" || specification.align !== "=") return digits;
  const [, grouped = "", rest = ""] = /^([\da-fA-F,_]+)([^]*)$/.exec(digits) ?? [];
  const size = specification.grouping === "_" && "boxX".includes(specification.type || "d") ? 4 : 3;
  let bare = grouped.replaceAll(/[,_]/g, "");
  while (group(bare, specification.grouping, size).length + rest.length < width) bare = `0${bare}`;
  return group(bare, specification.grouping, size) + rest;
}

function pad(prefix: string, text: string, specification: Specification, defaultAlign: string): string {
  const missing = specification.width - [...prefix, ...text].length;
  if (missing <= 0) return prefix + text;
  const fill = (count: number) => specification.fill.repeat(count);
  switch (specification.align ?? defaultAlign) {
    case "<":
      return prefix + text + fill(missing);
    case "^":
      return fill(Math.floor(missing / 2)) + prefix + text + fill(Math.ceil(missing / 2));
    case "=":
      return prefix + fill(missing) + text;
    default:
      return fill(missing) + prefix + text;
  }
}

function unknownCode(code: string, type: string): TemplateError {
  return new TemplateError("ValueError", `Unknown format code '${code}' for object of type '${type}'`);
}
