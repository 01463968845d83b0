/**
 * Python's Decimal: what dbt makes of every number from the warehouse that is no whole number, so that 12.50 prints as 12.50.
 *
 * As in Python it goes together with ints and other Decimals, not with floats, and keeps 28 digits, rounding half to even.
 */
import { TemplateError } from "../jinja/error.ts";
import { HostObject } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

const PRECISION = 28;

export class DecimalObject extends HostObject {
  readonly typeName = "decimal.Decimal";
  /** The value is coefficient x 10^exponent. */
  readonly coefficient: bigint;
  readonly exponent: number;

  constructor(coefficient: bigint, exponent: number) {
    super();
    this.coefficient = coefficient;
    this.exponent = exponent;
  }

  /** `12.50`, `-1e+20`; null for what is no finite number. */
  static parse(text: string): DecimalObject | null {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim());
    const digits = (match?.[2] ?? "") + (match?.[3] ?? "");
    if (match === null || digits === "") return null;
    const coefficient = BigInt(digits) * (match[1] === "-" ? -1n : 1n);
    return new DecimalObject(coefficient, Number(match[4] ?? 0) - (match[3] ?? "").length);
  }

  /** How many places stand after the point once zeros at the end are taken away. */
  get places(): number {
    let { coefficient, exponent } = this;
    while (exponent < 0 && coefficient % 10n === 0n) {
      coefficient /= 10n;
      exponent += 1;
    }
    return Math.max(0, -exponent);
  }

  /** With exactly `places` after the point, rounded half to even. */
  quantized(places: number): DecimalObject {
    const shift = this.exponent + places;
    if (shift >= 0) return new DecimalObject(this.coefficient * 10n ** BigInt(shift), -places);
    return new DecimalObject(roundedQuotient(this.coefficient, 10n ** BigInt(-shift)), -places);
  }

  override isTrue(): boolean {
    return this.coefficient !== 0n;
  }

  override toFloat(): number {
    return Number(`${this.coefficient}e${this.exponent}`);
  }

  override equals(other: PyValue): boolean {
    return this.compare(other) === 0;
  }

  override hashText(): string {
    const { places } = this;
    return `decimal ${this.quantized(places).coefficient} ${places}`;
  }

  override compare(other: PyValue): number | undefined {
    if (typeof other === "number") return Math.sign(this.toFloat() - other);
    const right = operand(other);
    if (right === null) return undefined;
    const exponent = Math.min(this.exponent, right.exponent);
    const difference = scaled(this, exponent) - scaled(right, exponent);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  override unary(operator: "-" | "+" | "abs"): PyValue {
    const negate = operator === "-" || (operator === "abs" && this.coefficient < 0n);
    return new DecimalObject(negate ? -this.coefficient : this.coefficient, this.exponent);
  }

  override round(places: number): PyValue {
    return this.quantized(places);
  }

  override operate(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    const value = operand(other);
    if (value === null) return undefined;
    return reflected ? calculate(operator, value, this) : calculate(operator, this, value);
  }

  toText(): string {
    const negative = this.coefficient < 0n;
    const digits = (negative ? -this.coefficient : this.coefficient).toString();
    const leading = digits.length - 1 + this.exponent;
    let text: string;
    if (this.exponent > 0 || leading < -6) {
      const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
      text = `${mantissa}E${leading < 0 ? "-" : "+"}${Math.abs(leading)}`;
    } else if (this.exponent === 0) {
      text = digits;
    } else {
      const padded = digits.padStart(1 - this.exponent, "0");
      text = `${padded.slice(0, this.exponent)}.${padded.slice(this.exponent)}`;
    }
    return negative ? `-${text}` : text;
  }

  override toRepr(): string {
    return `Decimal('${this.toText()}')`;
  }
}

function operand(value: PyValue): DecimalObject | null {
  if (value instanceof DecimalObject) return value;
  if (typeof value === "bigint" || typeof value === "boolean") return new DecimalObject(BigInt(value), 0);
  return null;
}

function calculate(operator: string, a: DecimalObject, b: DecimalObject): PyValue | undefined {
  const exponent = Math.min(a.exponent, b.exponent);
  switch (operator) {
    case "+":
      return limited(scaled(a, exponent) + scaled(b, exponent), exponent);
    case "-":
      return limited(scaled(a, exponent) - scaled(b, exponent), exponent);
    case "*":
      return limited(a.coefficient * b.coefficient, a.exponent + b.exponent);
    case "/":
      return divided(a, b);
    case "//":
    case "%": {
      if (b.coefficient === 0n) throw new TemplateError("ZeroDivisionError", "division by zero");
      const [left, right] = [scaled(a, exponent), scaled(b, exponent)];
      return operator === "//" ? limited(left / right, 0) : limited(left % right, exponent);
    }
    case "**": {
      if (b.exponent < 0 || b.coefficient < 0n || b.coefficient > 10_000n) return undefined;
      const power = scaled(b, 0);
      return limited(a.coefficient ** power, a.exponent * Number(power));
    }
    default:
      return undefined;
  }
}

function divided(a: DecimalObject, b: DecimalObject): DecimalObject {
  if (b.coefficient === 0n) throw new TemplateError("ZeroDivisionError", "division by zero");
  const ideal = a.exponent - b.exponent;
  const shift = Math.max(0, PRECISION + 2 + digitsOf(b.coefficient) - digitsOf(a.coefficient));
  const numerator = a.coefficient * 10n ** BigInt(shift);
  let coefficient = numerator / b.coefficient;
  let exponent = ideal - shift;
  // A digit that says "there was more" keeps the later rounding from seeing an exact half.
  if (numerator % b.coefficient !== 0n) {
    coefficient = coefficient * 10n + (coefficient < 0n ? -1n : 1n);
    exponent -= 1;
    return limited(coefficient, exponent);
  }
  while (exponent < ideal && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return limited(coefficient, exponent);
}

/** Rounded to the digits that Python's default context keeps. */
function limited(coefficient: bigint, exponent: number): DecimalObject {
  const surplus = digitsOf(coefficient) - PRECISION;
  if (surplus <= 0) return new DecimalObject(coefficient, exponent);
  return new DecimalObject(roundedQuotient(coefficient, 10n ** BigInt(surplus)), exponent + surplus);
}

function roundedQuotient(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  const rest = value % unit;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const up = twice > unit || (twice === unit && quotient % 2n !== 0n);
  return up ? quotient + (value < 0n ? -1n : 1n) : quotient;
}

function scaled(value: DecimalObject, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent);
}

function digitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}
