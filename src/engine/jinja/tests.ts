/** What stands after `is`: `x is defined`, `n is divisibleby 3`. */
import { bindFunction } from "./arguments.ts";
import { applyBinary } from "./operators.ts";
import { iterableOf, lengthOf, pyContains, pyEquals, pyOrder, pyStr } from "./python.ts";
import type { OrderOperator } from "./python.ts";
import { DictView, PyIterator } from "./collections.ts";
import { isLower, isUpper } from "./string-methods.ts";
import { HostObject, PyDict, PySet, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export type TemplateTest = (value: PyValue, call: CallArguments) => boolean;

export const TABLE_OF_TESTS: readonly (readonly [string, TemplateTest])[] = [
  test("odd", [], (value) => pyEquals(applyBinary("%", value, 2n), 1n)),
  test("even", [], (value) => pyEquals(applyBinary("%", value, 2n), 0n)),
  test("divisibleby", ["num"], (value, [by = null]) => pyEquals(applyBinary("%", value, by), 0n)),
  test("defined", [], (value) => !(value instanceof Undefined)),
  test("undefined", [], (value) => value instanceof Undefined),
  test("none", [], (value) => value === null),
  test("boolean", [], (value) => typeof value === "boolean"),
  test("true", [], (value) => value === true),
  test("false", [], (value) => value === false),
  test("integer", [], (value) => typeof value === "bigint"),
  test("float", [], (value) => typeof value === "number"),
  test("number", [], isNumber),
  test("string", [], (value) => typeof value === "string"),
  test("lower", [], (value) => isLower(pyStr(value))),
  test("upper", [], (value) => isUpper(pyStr(value))),
  test("mapping", [], (value) => value instanceof PyDict || (value instanceof HostObject && value.isMapping)),
  test("sequence", [], isSequence),
  test("iterable", [], (value) => iterableOf(value) !== undefined),
  test(
    "callable",
    [],
    (value) => value instanceof Undefined || (value instanceof HostObject && value.call !== undefined),
  ),
  test("sameas", ["other"], (value, [other = null]) => value === other),
  // Nothing is ever escaped here.
  test("escaped", [], () => false),
  test("in", ["seq"], (value, [container = null]) => pyContains(container, value)),
  ...["==", "eq", "equalto"].map((name) => test(name, ["other"], (value, [other = null]) => pyEquals(value, other))),
  ...["!=", "ne"].map((name) => test(name, ["other"], (value, [other = null]) => !pyEquals(value, other))),
  ...order(">", "gt", "greaterthan"),
  ...order(">=", "ge"),
  ...order("<", "lt", "lessthan"),
  ...order("<=", "le"),
];

function test(
  name: string,
  parameters: readonly string[],
  holds: (value: PyValue, args: readonly (PyValue | undefined)[]) => boolean,
): readonly [string, TemplateTest] {
  return [name, (value, call) => holds(value, bindFunction(`test_${name}`, parameters, call, 1))];
}

function order(operator: OrderOperator, ...names: readonly string[]): (readonly [string, TemplateTest])[] {
  return [operator, ...names].map((name) =>
    test(name, ["other"], (value, [other = null]) => pyOrder(operator, value, other)),
  );
}

function isNumber(value: PyValue): boolean {
  if (value instanceof HostObject) return value.toFloat !== undefined;
  return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";
}

/** Has a length and can be asked for items; a dict counts, a set does not. */
function isSequence(value: PyValue): boolean {
  if (value instanceof PySet || value instanceof DictView || value instanceof PyIterator) return false;
  return lengthOf(value) !== undefined;
}
