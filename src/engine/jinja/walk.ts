/**
 * Reads a tree without running it: which calls are made, with which arguments. Calls come in source order, also from branches that
 * would not run and from inside macros, an outer call before those in its arguments.
 */
import type {
  Arguments,
  BlockDefinition,
  CallExpression,
  Expression,
  MacroDefinition,
  Statement,
  Target,
  Template,
} from "./syntax.ts";
import { PyDict, PyTuple, UnhashableKey } from "./values.ts";
import type { PyValue } from "./values.ts";

export function walkExpressions(template: Template | BlockDefinition, visit: (call: CallExpression) => void): void {
  const visitor = new CallVisitor(visit);
  if ("parameters" in template) visitParameters(template, visitor);
  visitStatements(template.body, visitor);
}

class CallVisitor implements Visitor {
  readonly #visit: (call: CallExpression) => void;

  constructor(visit: (call: CallExpression) => void) {
    this.#visit = visit;
  }

  expression(expression: Expression): void {
    if (expression.kind === "call") this.#visit(expression);
  }
}

/** The value of an expression that needs no running: literals, and `+`, `-`, `~` over literals. JavaScript's undefined otherwise. */
export function literalValue(expression: Expression): PyValue | undefined {
  switch (expression.kind) {
    case "const":
      return expression.value;
    case "list":
      return literalItems(expression.items);
    case "tuple": {
      const items = literalItems(expression.items);
      return items && new PyTuple(items);
    }
    case "dict": {
      const keys = literalItems(expression.pairs.map((pair) => pair.key));
      const values = literalItems(expression.pairs.map((pair) => pair.value));
      if (keys === undefined || values === undefined) return undefined;
      try {
        return PyDict.from(keys.map((key, index) => [key, values[index] ?? null]));
      } catch (error) {
        if (error instanceof UnhashableKey) return undefined;
        throw error;
      }
    }
    case "unary": {
      const operand = literalValue(expression.operand);
      if (typeof operand !== "bigint" && typeof operand !== "number") return undefined;
      return expression.operator === "-" ? -operand : expression.operator === "+" ? operand : undefined;
    }
    case "concat": {
      const parts = expression.parts.map(literalValue);
      return parts.every((part) => typeof part === "string") ? parts.join("") : undefined;
    }
    case "binary": {
      if (expression.operator !== "+") return undefined;
      const left = literalValue(expression.left);
      const right = literalValue(expression.right);
      if (typeof left === "string" && typeof right === "string") return left + right;
      return Array.isArray(left) && Array.isArray(right) ? [...left, ...right] : undefined;
    }
    default:
      return undefined;
  }
}

function literalItems(expressions: readonly Expression[]): PyValue[] | undefined {
  const items: PyValue[] = [];
  for (const expression of expressions) {
    const value = literalValue(expression);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}

/** `ref`, `adapter.dispatch`, `dbt_utils.star`; null when the callee is more than names and dots. */
export function calleeName(call: CallExpression): string | null {
  return dottedName(call.callee);
}

function dottedName(expression: Expression): string | null {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "getattr") return null;
  const object = dottedName(expression.object);
  return object === null ? null : `${object}.${expression.name}`;
}

/** Whether the statements read `name` before they assign it. Decides which special names a macro or a loop provides. */
export function readsName(statements: readonly Statement[], name: string): boolean {
  const visitor = new FirstUse(name);
  visitStatements(statements, visitor);
  return visitor.reads ?? false;
}

class FirstUse implements Visitor {
  readonly #name: string;
  /** Null until the name is met. */
  reads: boolean | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  expression(expression: Expression): void {
    if (expression.kind === "name" && expression.name === this.#name) this.reads ??= true;
  }

  assigned(name: string): void {
    if (name === this.#name) this.reads ??= false;
  }
}

interface Visitor {
  /** Called for every expression, before those inside it. */
  expression(expression: Expression): void;
  /** Called for every name that is assigned, before the value that it gets. */
  assigned?(name: string): void;
}

function visitStatements(statements: readonly Statement[], visitor: Visitor): void {
  for (const statement of statements) visitStatement(statement, visitor);
}

function visitStatement(statement: Statement, visitor: Visitor): void {
  switch (statement.kind) {
    case "output":
    case "do":
      visitExpression(statement.expression, visitor);
      break;
    case "if":
      for (const { test, body } of statement.branches) {
        visitExpression(test, visitor);
        visitStatements(body, visitor);
      }
      visitStatements(statement.otherwise, visitor);
      break;
    case "for":
      visitTarget(statement.target, visitor);
      visitExpression(statement.iterable, visitor);
      if (statement.filter) visitExpression(statement.filter, visitor);
      visitStatements(statement.body, visitor);
      visitStatements(statement.otherwise, visitor);
      break;
    case "set":
      visitTarget(statement.target, visitor);
      visitExpression(statement.value, visitor);
      break;
    case "set-block":
      visitTarget(statement.target, visitor);
      if (statement.filter) visitExpression(statement.filter, visitor);
      visitStatements(statement.body, visitor);
      break;
    case "filter-block":
      visitExpression(statement.filter, visitor);
      visitStatements(statement.body, visitor);
      break;
    case "with":
      for (const { target, value } of statement.bindings) {
        visitTarget(target, visitor);
        visitExpression(value, visitor);
      }
      visitStatements(statement.body, visitor);
      break;
    case "call-block":
      visitExpression(statement.call, visitor);
      visitParameters(statement.caller, visitor);
      visitStatements(statement.caller.body, visitor);
      break;
    case "macro":
    case "declaration":
      visitor.assigned?.(statement.definition.name);
      visitParameters(statement.definition, visitor);
      visitStatements(statement.definition.body, visitor);
      break;
    case "text":
    case "break":
    case "continue":
      break;
  }
}

function visitParameters(definition: MacroDefinition, visitor: Visitor): void {
  for (const parameter of definition.parameters) {
    visitor.assigned?.(parameter.name);
    if (parameter.default) visitExpression(parameter.default, visitor);
  }
}

function visitTarget(target: Target, visitor: Visitor): void {
  if (target.kind === "name") visitor.assigned?.(target.name);
  else if (target.kind === "tuple") for (const item of target.items) visitTarget(item, visitor);
}

function visitArguments(call: Arguments, visitor: Visitor): void {
  for (const argument of call.args) visitExpression(argument, visitor);
  for (const { value } of call.kwargs) visitExpression(value, visitor);
  if (call.starArgs) visitExpression(call.starArgs, visitor);
  if (call.starKwargs) visitExpression(call.starKwargs, visitor);
}

function visitExpression(expression: Expression, visitor: Visitor): void {
  visitor.expression(expression);
  switch (expression.kind) {
    case "getattr":
      visitExpression(expression.object, visitor);
      break;
    case "getitem":
      visitExpression(expression.object, visitor);
      visitExpression(expression.key, visitor);
      break;
    case "slice":
      for (const part of [expression.start, expression.stop, expression.step]) if (part) visitExpression(part, visitor);
      break;
    case "call":
      visitExpression(expression.callee, visitor);
      visitArguments(expression, visitor);
      break;
    case "filter":
    case "test":
      if (expression.target) visitExpression(expression.target, visitor);
      visitArguments(expression, visitor);
      break;
    case "unary":
      visitExpression(expression.operand, visitor);
      break;
    case "binary":
      visitExpression(expression.left, visitor);
      visitExpression(expression.right, visitor);
      break;
    case "compare":
      visitExpression(expression.first, visitor);
      for (const { operand } of expression.rest) visitExpression(operand, visitor);
      break;
    case "concat":
      for (const part of expression.parts) visitExpression(part, visitor);
      break;
    case "condition":
      visitExpression(expression.body, visitor);
      visitExpression(expression.test, visitor);
      if (expression.otherwise) visitExpression(expression.otherwise, visitor);
      break;
    case "list":
    case "tuple":
      for (const item of expression.items) visitExpression(item, visitor);
      break;
    case "dict":
      for (const { key, value } of expression.pairs) {
        visitExpression(key, visitor);
        visitExpression(value, visitor);
      }
      break;
    case "name":
    case "const":
      break;
  }
}
