/**
 * Statements: a body, a frame and an output in. The result tells how the body ended, so that `{% break %}` and `{% continue %}` leave
 * the blocks between them and their loop.
 */
import { spend, withDepth } from "./budget.ts";
import { assign, checkTarget, evaluate, evaluateCall, evaluateFilter } from "./evaluate.ts";
import { Activation } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { LoopContext } from "./loop.ts";
import { MacroObject } from "./macro-object.ts";
import { TextOutput } from "./output.ts";
import type { Output } from "./output.ts";
import { pyIterate, pyTruth } from "./python.ts";
import type { CallBlockStatement, Expression, ForStatement, MacroStatement, Statement } from "./syntax.ts";
import type { PyValue } from "./values.ts";

export type Ending = "end" | "break" | "continue";

export function execute(body: readonly Statement[], frame: Frame, output: Output): Ending {
  for (const statement of body) {
    const ending = executeStatement(statement, frame, output);
    if (ending !== "end") return ending;
  }
  return "end";
}

/** Runs a body in the frame and gives its text. */
export function renderToText(body: readonly Statement[], frame: Frame): string {
  return capture(body, frame).text;
}

function capture(body: readonly Statement[], frame: Frame): { text: string; ending: Ending } {
  const output = new TextOutput({ map: false });
  const ending = execute(body, frame, output);
  return { text: output.text(), ending };
}

function executeStatement(statement: Statement, frame: Frame, output: Output): Ending {
  spend(1);
  switch (statement.kind) {
    case "text":
      output.write(statement.value, statement.from, statement.to, statement.value.length === statement.to - statement.from);
      return "end";
    case "output": {
      const value = evaluate(statement.expression, frame);
      frame.activation.at = statement.expression;
      output.write(value, statement.from, statement.to, false);
      return "end";
    }
    case "do":
      evaluate(statement.expression, frame);
      return "end";
    case "set":
      checkTarget(statement.target, frame);
      assign(statement.target, evaluate(statement.value, frame), frame);
      return "end";
    case "set-block": {
      const { text, ending } = capture(statement.body, frame.inner());
      if (ending !== "end") return ending;
      assign(statement.target, filtered(statement.filter, text, frame), frame);
      return "end";
    }
    case "filter-block": {
      const { text, ending } = capture(statement.body, frame.inner());
      if (ending !== "end") return ending;
      output.write(filtered(statement.filter, text, frame), statement.from, statement.to, false);
      return "end";
    }
    case "if":
      for (const { test, body } of statement.branches) {
        if (pyTruth(evaluate(test, frame))) return execute(body, frame, output);
      }
      return execute(statement.otherwise, frame, output);
    case "for":
      return executeFor(statement, frame, output);
    case "with": {
      const inner = frame.inner();
      for (const { target, value } of statement.bindings) assign(target, evaluate(value, frame), inner);
      return execute(statement.body, inner, output);
    }
    case "call-block":
      output.write(executeCallBlock(statement, frame), statement.from, statement.to, false);
      return "end";
    case "macro":
      frame.set(statement.definition.name, defineMacro(statement, frame));
      return "end";
    case "declaration":
      return "end";
    case "break":
    case "continue":
      return statement.kind;
  }
}

function filtered(filter: Expression | null, text: string, frame: Frame): PyValue {
  return filter?.kind === "filter" ? evaluateFilter(filter, frame, text) : text;
}

function defineMacro({ definition }: MacroStatement, frame: Frame): MacroObject {
  return new MacroObject({
    name: definition.name, describe: definition.name, definition,
    enter: () => enterBelow(frame, definition),
    render: (inner) => renderToText(definition.body, inner),
  });
}

function executeCallBlock(statement: CallBlockStatement, frame: Frame): PyValue {
  const caller = new MacroObject({
    name: null, describe: null, definition: statement.caller,
    enter: () => enterBelow(frame, statement.caller),
    render: (inner) => renderToText(statement.caller.body, inner),
  });
  return evaluateCall(statement.call, frame, caller);
}

/** A frame that sees the names of the template around it, with an activation of its own. */
function enterBelow(frame: Frame, at: { readonly from: number; readonly to: number }): Frame {
  return frame.enter(new Activation(frame.activation.path, frame.activation.scope, at));
}

function executeFor(statement: ForStatement, frame: Frame, output: Output): Ending {
  const iterable = evaluate(statement.iterable, frame);
  frame.activation.at = statement.iterable;
  if (!statement.recursive) {
    runLoop(statement, iterable, frame, output, null, 0);
    return "end";
  }
  const recurse = (items: PyValue, depth: number): PyValue =>
    withDepth(() => {
      const inner = new TextOutput({ map: false });
      runLoop(statement, items, frame, inner, recurse, depth);
      return inner.text();
    });
  runLoop(statement, iterable, frame, output, recurse, 0);
  return "end";
}

function runLoop(
  statement: ForStatement, iterable: PyValue, outer: Frame, output: Output,
  recurse: ((items: PyValue, depth: number) => PyValue) | null, depth: number,
): void {
  const { filter } = statement;
  const items = filter === null ? pyIterate(iterable) : matching(statement, filter, iterable, outer);
  let completed = false;
  // A new frame for each round: what a round sets is gone in the next.
  const runRound = (value: PyValue, loop: LoopContext | null): Ending => {
    spend(1);
    const frame = outer.inner();
    if (loop !== null) frame.set("loop", loop);
    assign(statement.target, value, frame);
    const ending = execute(statement.body, frame, output);
    // As in Jinja2, `else` also runs when every round was left early by break or continue.
    if (ending === "end") completed = true;
    return ending;
  };
  if (statement.usesLoop) {
    const loop = new LoopContext(filter === null ? iterable : null, items, recurse, depth);
    for (let item = loop.next(); item !== undefined; item = loop.next()) if (runRound(item.value, loop) === "break") break;
  } else {
    for (const item of items) if (runRound(item, null) === "break") break;
  }
  if (!completed) execute(statement.otherwise, outer.inner(), output);
}

/** The items for which the loop's `if` holds; tested one by one as the loop reaches them. */
function* matching(statement: ForStatement, filter: Expression, iterable: PyValue, outer: Frame): Iterable<PyValue> {
  for (const item of pyIterate(iterable)) {
    spend(1);
    const frame = outer.inner();
    assign(statement.target, item, frame);
    if (pyTruth(evaluate(filter, frame))) yield item;
  }
}
