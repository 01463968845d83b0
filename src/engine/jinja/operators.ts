/**
 * Arithmetic and the other operators, as Python does them: ints are exact and unbounded, `/` always gives a float, `%` follows the
 * sign of the divisor, texts and lists add and repeat.
 */
import { checkLength, spend } from "./budget.ts";
import { TemplateError, TemplateLimitError } from "./error.ts";
import { floatOf } from "./numbers.ts";
import { formatPercent } from "./percent-format.ts";
import { pyContains, pyEquals, pyOrder, pyStr, typeName, undefinedError } from "./python.ts";
import type { BinaryOperator, CompareOperator } from "./syntax.ts";
import { HostObject, PySet, PyTuple, Undefined } from "./values.ts";
import type { PyValue } from "./values.ts";

export function applyBinary(operator: BinaryOperator, left: PyValue, right: PyValue): PyValue {
  if (typeof left === "string" && operator === "%") return formatPercent(left, right);
  if (left instanceof Undefined) throw undefinedError(left);
  if (right instanceof Undefined) throw undefinedError(right);
  const a = number(left);
  const b = number(right);
  if (a !== undefined && b !== undefined) {
    return typeof a === "bigint" && typeof b === "bigint"
      ? integerArithmetic(operator, a, b)
      : floatArithmetic(operator, float(a), float(b));
  }
  if (left instanceof HostObject) {
    const result = left.operate?.(operator, right, false);
    if (result !== undefined) return result;
  }
  if (right instanceof HostObject) {
    const result = right.operate?.(operator, left, true);
    if (result !== undefined) return result;
  }
  if (operator === "+") return add(left, right);
  if (operator === "*") {
    const times = repeat(left, right) ?? repeat(right, left);
    if (times !== undefined) return times;
    if (isSequence(left))
      throw new TemplateError("TypeError", `can't multiply sequence by non-int of type '${typeName(right)}'`);
    if (isSequence(right))
      throw new TemplateError("TypeError", `can't multiply sequence by non-int of type '${typeName(left)}'`);
  }
  if (operator === "-" && left instanceof PySet && right instanceof PySet)
    return new PySet(left.items().filter((item) => !right.has(item)));
  throw unsupported(operator, left, right);
}

export function applyUnary(operator: "-" | "+", operand: PyValue): PyValue {
  if (operand instanceof Undefined) throw undefinedError(operand);
  const value = number(operand);
  if (value === undefined && operand instanceof HostObject && operand.unary !== undefined)
    return operand.unary(operator);
  if (value === undefined)
    throw new TemplateError("TypeError", `bad operand type for unary ${operator}: '${typeName(operand)}'`);
  return operator === "-" ? -value : value;
}

export function applyCompare(operator: CompareOperator, left: PyValue, right: PyValue): boolean {
  switch (operator) {
    case "==":
      return pyEquals(left, right);
    case "!=":
      return !pyEquals(left, right);
    case "in":
      return pyContains(right, left);
    case "not in":
      return !pyContains(right, left);
    default:
      return pyOrder(operator, left, right);
  }
}

/** `a ~ b ~ c` */
export function concatenate(parts: readonly PyValue[]): string {
  let text = "";
  for (const part of parts) text += pyStr(part);
  checkLength(text.length);
  return text;
}

function number(value: PyValue): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  return typeof value === "boolean" ? (value ? 1n : 0n) : undefined;
}

function float(value: bigint | number): number {
  return typeof value === "bigint" ? floatOf(value) : value;
}

function integerArithmetic(operator: BinaryOperator, a: bigint, b: bigint): PyValue {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      checkProduct(a, b);
      return a * b;
    case "/":
      if (b === 0n) throw new TemplateError("ZeroDivisionError", "division by zero");
      return divideIntegers(a, b);
    case "//": {
      if (b === 0n) throw new TemplateError("ZeroDivisionError", "integer division or modulo by zero");
      const quotient = a / b;
      return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
    }
    case "%": {
      if (b === 0n) throw new TemplateError("ZeroDivisionError", "integer modulo by zero");
      const remainder = a % b;
      return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
    }
    case "**":
      if (b < 0n) return floatArithmetic("**", floatOf(a), floatOf(b));
      if (a !== 0n && a !== 1n && a !== -1n) checkBits(b > 10_000_000n ? Infinity : bits(a) * Number(b));
      return a ** b;
  }
}

function divideIntegers(a: bigint, b: bigint): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x / y;
  // Scale so that the quotient has 64 bits or more; the float made from it is then right to the last place but one.
  const shift = BigInt(Math.max(0, bits(b) - bits(a) + 66));
  const quotient = Number((a << shift) / b) / 2 ** Number(shift);
  if (!Number.isFinite(quotient))
    throw new TemplateError("OverflowError", "integer division result too large for a float");
  return quotient;
}

function floatArithmetic(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw new TemplateError("ZeroDivisionError", "float division by zero");
      return a / b;
    case "//": {
      if (b === 0) throw new TemplateError("ZeroDivisionError", "float floor division by zero");
      const quotient = (a - modulo(a, b)) / b;
      const floor = Math.floor(quotient);
      return quotient - floor > 0.5 ? floor + 1 : quotient === 0 ? 0 * (a / b) : floor;
    }
    case "%":
      if (b === 0) throw new TemplateError("ZeroDivisionError", "float modulo");
      return modulo(a, b);
    case "**":
      if (a === 0 && b < 0) throw new TemplateError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      if (a < 0 && !Number.isInteger(b) && Number.isFinite(a) && Number.isFinite(b)) {
        throw new TemplateError("ValueError", "a negative number cannot be raised to a fractional power here");
      }
      return power(a, b);
  }
}

function power(a: number, b: number): number {
  if (a === 1) return 1;
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new TemplateError("OverflowError", "(34, 'Numerical result out of range')");
  }
  return result;
}

/** The remainder with the sign of the divisor. */
function modulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

function add(left: PyValue, right: PyValue): PyValue {
  if (typeof left === "string" && typeof right === "string") {
    checkLength(left.length + right.length);
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    checkItems(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof PyTuple && right instanceof PyTuple) {
    checkItems(left.items.length + right.items.length);
    return new PyTuple([...left.items, ...right.items]);
  }
  if (isSequence(left)) {
    const type = typeName(left);
    throw new TemplateError("TypeError", `can only concatenate ${type} (not "${typeName(right)}") to ${type}`);
  }
  throw unsupported("+", left, right);
}

function repeat(sequence: PyValue, times: PyValue): PyValue | undefined {
  const count =
    typeof times === "bigint" ? Math.max(0, Number(times)) : typeof times === "boolean" ? Number(times) : undefined;
  if (count === undefined) return undefined;
  if (typeof times === "bigint" && isSequence(sequence) && BigInt.asIntN(64, times) !== times) {
    throw new TemplateError("OverflowError", "cannot fit 'int' into an index-sized integer");
  }
  if (typeof sequence === "string") {
    if (sequence === "") return "";
    checkLength(sequence.length * count);
    return sequence.repeat(count);
  }
  const items = Array.isArray(sequence) ? sequence : sequence instanceof PyTuple ? sequence.items : undefined;
  if (items === undefined) return undefined;
  checkItems(items.length * count);
  const result: PyValue[] = [];
  for (let round = 0; round < count && items.length > 0; round += 1) for (const item of items) result.push(item);
  return sequence instanceof PyTuple ? new PyTuple(result) : result;
}

function checkItems(count: number): void {
  checkLength(count);
  spend(count);
}

function isSequence(value: PyValue): boolean {
  return typeof value === "string" || Array.isArray(value) || value instanceof PyTuple;
}

function unsupported(operator: BinaryOperator, left: PyValue, right: PyValue): TemplateError {
  const shown = operator === "**" ? "** or pow()" : operator;
  return new TemplateError(
    "TypeError",
    `unsupported operand type(s) for ${shown}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

function bits(value: bigint): number {
  return value < 0n ? (-value).toString(16).length * 4 : value.toString(16).length * 4;
}

/** The product of two machine words is always fine; measuring it would cost more than the product. */
function checkProduct(a: bigint, b: bigint): void {
  if (BigInt.asIntN(64, a) !== a || BigInt.asIntN(64, b) !== b) checkBits(bits(a) + bits(b));
}

function checkBits(count: number): void {
  if (count > 1_000_000) throw new TemplateLimitError("The template made a number with more than a million bits.");
}
