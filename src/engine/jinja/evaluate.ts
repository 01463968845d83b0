/**
 * Expressions: a node and a frame in, a Python value out.
 */
import { NO_CALL_ARGUMENTS, NO_KEYWORDS } from "./arguments.ts";
import { callMethod, getAttribute, getItem, getSlice, hasMethod } from "./attributes.ts";
import { spend } from "./budget.ts";
import { keywordsOf } from "./collection-methods.ts";
import { TemplateError } from "./error.ts";
import type { Frame } from "./frame.ts";
import { GLOBALS } from "./globals.ts";
import { applyBinary, applyCompare, applyUnary, concatenate } from "./operators.ts";
import { iterableOf, pyIterate, pyTruth, stringRepr, typeName, undefinedError } from "./python.ts";
import { FILTERS, NATIVE_FILTERS, TESTS, applyFilter, applyTest } from "./registry.ts";
import type {
  Arguments,
  BinaryExpression,
  CallExpression,
  CompareExpression,
  ConcatExpression,
  ConditionExpression,
  DictExpression,
  Expression,
  FilterExpression,
  GetAttributeExpression,
  GetItemExpression,
  Target,
  TestExpression,
  UnaryExpression,
} from "./syntax.ts";
import { HostObject, PyDict, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export function evaluate(node: Expression, frame: Frame): PyValue {
  spend(1);
  // Only a switch: this function is on the stack once per level of nesting, and its stack frame must be small.
  switch (node.kind) {
    case "const":
      return node.value;
    case "name":
      return lookUp(node.name, frame);
    case "getattr":
      return evaluateAttribute(node, frame);
    case "getitem":
      return evaluateItem(node, frame);
    case "call":
      return evaluateCall(node, frame, null);
    case "filter":
      return evaluateFilter(node, frame, null);
    case "test":
      return evaluateTest(node, frame);
    case "unary":
      return evaluateUnary(node, frame);
    case "binary":
      return evaluateBinary(node, frame);
    case "compare":
      return evaluateCompare(node, frame);
    case "concat":
      return evaluateConcat(node, frame);
    case "condition":
      return evaluateCondition(node, frame);
    case "list":
      return evaluateAll(node.items, frame);
    case "tuple":
      return new PyTuple(evaluateAll(node.items, frame));
    case "dict":
      return evaluateDict(node, frame);
    case "slice":
      throw new TemplateError("TypeError", "slices can only stand alone in brackets");
  }
}

function evaluateAttribute(node: GetAttributeExpression, frame: Frame): PyValue {
  const object = evaluate(node.object, frame);
  frame.activation.at = node;
  return kept(getAttribute(object, node.name), frame);
}

function evaluateItem(node: GetItemExpression, frame: Frame): PyValue {
  const object = evaluate(node.object, frame);
  if (node.key.kind === "slice") {
    const { start, stop, step } = node.key;
    const [from = null, to = null, by = null] = [start, stop, step].map((part) =>
      part === null ? null : evaluate(part, frame),
    );
    frame.activation.at = node;
    return getSlice(object, from, to, by);
  }
  const key = evaluate(node.key, frame);
  frame.activation.at = node;
  return kept(getItem(object, key), frame);
}

function evaluateUnary(node: UnaryExpression, frame: Frame): PyValue {
  const operand = evaluate(node.operand, frame);
  frame.activation.at = node;
  return node.operator === "not" ? !pyTruth(operand) : applyUnary(node.operator, operand);
}

function evaluateBinary(node: BinaryExpression, frame: Frame): PyValue {
  const left = evaluate(node.left, frame);
  if (node.operator === "and") return pyTruth(left) ? evaluate(node.right, frame) : left;
  if (node.operator === "or") return pyTruth(left) ? left : evaluate(node.right, frame);
  const right = evaluate(node.right, frame);
  frame.activation.at = node;
  return applyBinary(node.operator, left, right);
}

function evaluateCompare(node: CompareExpression, frame: Frame): PyValue {
  let left = evaluate(node.first, frame);
  for (const { operator, operand } of node.rest) {
    const right = evaluate(operand, frame);
    frame.activation.at = node;
    if (!applyCompare(operator, left, right)) return false;
    left = right;
  }
  return true;
}

function evaluateConcat(node: ConcatExpression, frame: Frame): PyValue {
  const parts = evaluateAll(node.parts, frame);
  frame.activation.at = node;
  return concatenate(parts);
}

function evaluateCondition(node: ConditionExpression, frame: Frame): PyValue {
  if (pyTruth(evaluate(node.test, frame))) return evaluate(node.body, frame);
  if (node.otherwise !== null) return evaluate(node.otherwise, frame);
  return new Undefined(
    `the inline if-expression on line ${node.line} evaluated to false and no else section was defined.`,
    frame.activation.lenient,
  );
}

function evaluateDict(node: DictExpression, frame: Frame): PyValue {
  const dict = new PyDict();
  for (const pair of node.pairs) {
    const key = evaluate(pair.key, frame);
    const value = evaluate(pair.value, frame);
    frame.activation.at = node;
    dict.set(key, value);
  }
  return dict;
}

function evaluateAll(nodes: readonly Expression[], frame: Frame): PyValue[] {
  const values: PyValue[] = [];
  for (const node of nodes) values.push(evaluate(node, frame));
  return values;
}

function lookUp(name: string, frame: Frame): PyValue {
  // No `??`: a name that is None is there.
  const local = frame.local(name);
  if (local !== undefined) return local;
  const global = frame.activation.scope.get(name);
  if (global !== undefined) return global;
  return GLOBALS.get(name) ?? new Undefined(`${stringRepr(name)} is undefined`, frame.activation.lenient);
}

/** What was looked up, made lenient where the text around it is. */
function kept(value: PyValue, frame: Frame): PyValue {
  return value instanceof Undefined && frame.activation.lenient ? new Undefined(value.hint, true) : value;
}

/** A call; `caller` is the body of the `{% call %}` block that the call belongs to. */
export function evaluateCall(node: CallExpression, frame: Frame, caller: PyValue | null): PyValue {
  const { callee } = node;
  // A method of a built-in type is called at once, without making an object of it.
  const object = callee.kind === "getattr" ? evaluate(callee.object, frame) : evaluate(callee, frame);
  const isMethod = callee.kind === "getattr" && !(object instanceof HostObject) && hasMethod(object, callee.name);
  let called = object;
  if (callee.kind === "getattr" && !isMethod) {
    frame.activation.at = callee;
    called = getAttribute(object, callee.name);
  }
  const call = evaluateArguments(node, frame, caller);
  frame.activation.at = node;
  if (callee.kind === "getattr" && isMethod) return callMethod(object, callee.name, call) ?? null;
  if (called instanceof Undefined) {
    if (called.lenient || frame.activation.lenient) {
      if (callee.kind === "name") frame.activation.onUndefinedCall?.(called, callee);
      return called;
    }
    throw undefinedError(called);
  }
  if (!(called instanceof HostObject) || called.call === undefined) {
    throw new TemplateError("TypeError", `'${typeName(called)}' object is not callable`);
  }
  return called.call(call);
}

function evaluateArguments(node: Arguments, frame: Frame, caller: PyValue | null): CallArguments {
  if (
    node.args.length === 0 &&
    node.kwargs.length === 0 &&
    node.starArgs === null &&
    node.starKwargs === null &&
    caller === null
  ) {
    return NO_CALL_ARGUMENTS;
  }
  const args = evaluateAll(node.args, frame);
  let kwargs = NO_KEYWORDS;
  if (node.starArgs !== null) {
    const more = evaluate(node.starArgs, frame);
    frame.activation.at = node.starArgs;
    const items = iterableOf(more);
    if (items === undefined)
      throw new TemplateError("TypeError", `Value after * must be an iterable, not ${typeName(more)}`);
    for (const item of items) {
      spend(1);
      args.push(item);
    }
  }
  if (node.kwargs.length > 0 || node.starKwargs !== null || caller !== null) {
    const named = new Map<string, PyValue>();
    for (const { name, value } of node.kwargs) named.set(name, evaluate(value, frame));
    if (caller !== null) named.set("caller", caller);
    if (node.starKwargs !== null) {
      const more = evaluate(node.starKwargs, frame);
      frame.activation.at = node.starKwargs;
      keywordsOf(more, named);
    }
    kwargs = named;
  }
  return { args, kwargs };
}

/** A filter, or a chain of them whose innermost one applies to `text`: the body of a block. */
export function evaluateFilter(node: FilterExpression, frame: Frame, text: PyValue | null): PyValue {
  let value: PyValue;
  if (node.target === null) value = text;
  else if (node.target.kind === "filter") value = evaluateFilter(node.target, frame, text);
  else value = evaluate(node.target, frame);
  const call = evaluateArguments(node, frame, null);
  frame.activation.at = node;
  if (!FILTERS.has(node.name))
    throw new TemplateError("TemplateRuntimeError", `No filter named ${stringRepr(node.name)} found.`);
  return NATIVE_FILTERS.has(node.name) && !frame.activation.native ? value : applyFilter(node.name, value, call);
}

function evaluateTest(node: TestExpression, frame: Frame): PyValue {
  const value = evaluate(node.target, frame);
  const call = evaluateArguments(node, frame, null);
  frame.activation.at = node;
  if (!TESTS.has(node.name))
    throw new TemplateError("TemplateRuntimeError", `No test named ${stringRepr(node.name)} found.`);
  return applyTest(node.name, value, call);
}

/** Binds what stands left of `=` or after `for`. */
export function assign(target: Target, value: PyValue, frame: Frame): void {
  switch (target.kind) {
    case "name":
      frame.set(target.name, value);
      break;
    case "attribute":
      checkTarget(target, frame)?.assign?.(target.name, value);
      break;
    case "tuple": {
      frame.activation.at = target;
      const values = unpack(value, target.items.length);
      target.items.forEach((item, index) => assign(item, values[index] ?? null, frame));
      break;
    }
  }
}

/** `{% set ns.name = value %}` wants a namespace, which is looked for before the value is evaluated. */
export function checkTarget(target: Target, frame: Frame): HostObject | null {
  if (target.kind !== "attribute") return null;
  const object = lookUp(target.object, frame);
  frame.activation.at = target;
  if (object instanceof HostObject && object.assign !== undefined) return object;
  throw new TemplateError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
}

function unpack(value: PyValue, count: number): PyValue[] {
  let iterable: Iterable<PyValue>;
  try {
    iterable = pyIterate(value);
  } catch {
    throw new TemplateError("TypeError", `cannot unpack non-iterable ${typeName(value)} object`);
  }
  const values: PyValue[] = [];
  for (const item of iterable) {
    values.push(item);
    if (values.length > count) throw new TemplateError("ValueError", `too many values to unpack (expected ${count})`);
  }
  if (values.length < count)
    throw new TemplateError("ValueError", `not enough values to unpack (expected ${count}, got ${values.length})`);
  return values;
}
