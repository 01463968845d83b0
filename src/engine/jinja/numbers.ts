/**
 * Python's int and float as text and back. Floats are rounded from their exact binary value with ties to even, as Python does;
 * JavaScript's `toFixed` and `Math.round` break ties the other way.
 */
import { checkLength } from "./budget.ts";
import { TemplateError } from "./error.ts";

/** repr() of a float: the shortest text that reads back equal. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "0", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const negative = mantissa.startsWith("-");
  const digits = mantissa.replace(/[-.]/g, "");
  const text =
    exponent < 0
      ? `0.${"0".repeat(-exponent - 1)}${digits}`
      : digits.length <= exponent + 1
        ? `${digits.padEnd(exponent + 1, "0")}.0`
        : `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  return negative ? `-${text}` : text;
}

/** The exact value of a finite float: sign, digits without leading zeros, and how many of them stand after the point. */
function expand(value: number): { negative: boolean; digits: string; scale: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponentBits = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponentBits === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (exponentBits === 0 ? 1 : exponentBits) - 1075;
  const negative = bits >> 63n === 1n;
  if (exponent >= 0) return { negative, digits: (mantissa << BigInt(exponent)).toString(), scale: 0 };
  return { negative, digits: (mantissa * 5n ** BigInt(-exponent)).toString(), scale: -exponent };
}

/** Keeps the first `keep` of `digits` (none when negative), rounding half to even. The result may be one digit longer. */
function roundDigits(digits: string, keep: number): string {
  if (keep < 0) return "0";
  if (keep >= digits.length) return digits.padEnd(keep, "0");
  const head = digits.slice(0, keep);
  const next = digits.charCodeAt(keep) - 48;
  const exactHalf = next === 5 && /^0*$/.test(digits.slice(keep + 1));
  const odd = keep > 0 && (digits.charCodeAt(keep - 1) - 48) % 2 === 1;
  const up = exactHalf ? odd : next >= 5;
  return up ? (BigInt(head || "0") + 1n).toString().padStart(keep, "0") : head;
}

/** `'%.{places}f' % value` for a finite value. */
export function fixedText(value: number, places: number): string {
  checkLength(places + 400);
  const { negative, digits, scale } = expand(value);
  const padded = digits.padStart(scale + 1, "0");
  const whole = padded.length - scale;
  const rounded = roundDigits(padded, whole + places);
  const pointAt = rounded.length - places;
  const text = places === 0 ? rounded : `${rounded.slice(0, pointAt) || "0"}.${rounded.slice(pointAt)}`;
  return negative ? `-${text}` : text;
}

/** `'%.{places}e' % value` for a finite value. */
export function exponentText(value: number, places: number): string {
  checkLength(places + 400);
  const { negative, digits, scale } = expand(value);
  const significant = digits.replace(/^0+/, "");
  let exponent = significant === "" ? 0 : significant.length - scale - 1;
  let rounded = significant === "" ? "0".repeat(places + 1) : roundDigits(significant, places + 1);
  if (rounded.length > places + 1) {
    rounded = rounded.slice(0, places + 1);
    exponent += 1;
  }
  const mantissa = places === 0 ? rounded.slice(0, 1) : `${rounded.slice(0, 1)}.${rounded.slice(1)}`;
  return `${negative ? "-" : ""}${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** `'%.{precision}g' % value` for a finite value; `keepZeros` is the `#` flag. */
export function generalText(value: number, precision: number, keepZeros = false): string {
  const significant = precision === 0 ? 1 : precision;
  const scientific = exponentText(value, significant - 1);
  const exponent = Number(scientific.slice(scientific.indexOf("e") + 1));
  if (exponent < -4 || exponent >= significant) {
    if (keepZeros) return scientific;
    const [mantissa = "", rest = ""] = scientific.split("e");
    return `${trimZeros(mantissa)}e${rest}`;
  }
  const text = fixedText(value, significant - 1 - exponent);
  return keepZeros ? text : trimZeros(text);
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** round(value, places) of a float. */
export function roundFloat(value: number, places: number): number {
  if (!Number.isFinite(value) || places > 400) return value;
  if (places >= 0) return Number(fixedText(value, places));
  if (places < -400) return value < 0 ? -0 : 0;
  const { negative, digits, scale } = expand(value);
  const padded = digits.padStart(scale + 1, "0");
  const keep = padded.length - scale + places;
  const rounded = Number(`${keep < 0 ? "0" : roundDigits(padded, keep) || "0"}e${-places}`);
  return negative ? -rounded : rounded;
}

/** round(value, places) of an int. */
export function roundInteger(value: bigint, places: number): bigint {
  if (places >= 0) return value;
  if (places < -100_000) return 0n;
  const unit = 10n ** BigInt(-places);
  const remainder = ((value % unit) + unit) % unit;
  const down = value - remainder;
  const twice = remainder * 2n;
  const up = twice > unit || (twice === unit && (down / unit) % 2n !== 0n);
  return up ? down + unit : down;
}

/** int(value) of a float: towards zero. */
export function integerOf(value: number): bigint {
  if (Number.isNaN(value)) throw new TemplateError("ValueError", "cannot convert float NaN to integer");
  if (!Number.isFinite(value)) throw new TemplateError("OverflowError", "cannot convert float infinity to integer");
  return BigInt(Math.trunc(value));
}

/** An int in a place that wants a float. */
export function floatOf(value: bigint): number {
  const float = Number(value);
  if (!Number.isFinite(float)) throw new TemplateError("OverflowError", "int too large to convert to float");
  return float;
}

/** Python turns no longer row of decimal digits into a number, and no number into a longer one. */
export const MOST_DIGITS = 4300;

export function tooManyDigits(digits: number | null): string {
  const what = digits === null ? "" : `: value has ${digits} digits`;
  return `Exceeds the limit (${MOST_DIGITS} digits) for integer string conversion${what}; use sys.set_int_max_str_digits() to increase the limit`;
}

/** The numbers next to those that have a text. Made once: each takes two thousand bytes. */
let beyond: { readonly above: bigint; readonly below: bigint } | undefined;

/** str(value) of an int. */
export function integerText(value: bigint): string {
  beyond ??= { above: 10n ** BigInt(MOST_DIGITS), below: -(10n ** BigInt(MOST_DIGITS)) };
  if (value >= beyond.above || value <= beyond.below) throw new TemplateError("ValueError", tooManyDigits(null));
  return value.toString();
}

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const PREFIXES: Readonly<Record<number, RegExp>> = { 2: /^0b_?/i, 8: /^0o_?/i, 16: /^0x_?/i };

/** int(text, base); null when the text is no integer. */
export function parseInteger(text: string, base: number): bigint | null {
  const trimmed = text.trim();
  if (base === 10) {
    const text = INTEGER.test(trimmed) ? trimmed.replaceAll("_", "") : null;
    const most = MOST_DIGITS + (text?.startsWith("+") || text?.startsWith("-") ? 1 : 0);
    return text === null || text.length > most ? null : BigInt(text.replace(/^\+/, ""));
  }
  const negative = trimmed.startsWith("-");
  let digits = trimmed.replace(/^[+-]/, "").toLowerCase();
  if (base === 0) {
    base = digits.startsWith("0b") ? 2 : digits.startsWith("0o") ? 8 : digits.startsWith("0x") ? 16 : 10;
    if (base === 10 && /^0[0_]*[1-9]/.test(digits)) return null;
  }
  const prefix = PREFIXES[base];
  if (prefix) digits = digits.replace(prefix, "");
  if (!/^[\da-z]+(?:_[\da-z]+)*$/.test(digits)) return null;
  if ((base & (base - 1)) !== 0 && digits.length > MOST_DIGITS) return null;
  let value = 0n;
  for (const digit of digits.replaceAll("_", "")) {
    const code = parseInt(digit, 36);
    if (code >= base) return null;
    value = value * BigInt(base) + BigInt(code);
  }
  return negative ? -value : value;
}

const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)?\.\d+(?:_\d+)*|\d+(?:_\d+)*\.?)(?:e[+-]?\d+(?:_\d+)*)?$/i;

/** float(text); null when the text is no float. */
export function parseFloatText(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (FLOAT.test(trimmed)) return Number(trimmed.replaceAll("_", ""));
  const special = /^([+-]?)(inf(?:inity)?|nan)$/.exec(trimmed);
  if (special === null) return null;
  return special[2] === "nan" ? NaN : special[1] === "-" ? -Infinity : Infinity;
}
