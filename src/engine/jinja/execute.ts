/**
 * Statements: a body, a frame and an output in. The result tells how the body ended, so that `{% break %}` and `{% continue %}` leave
 * the blocks between them and their loop.
 */
import { beginCall, endCall, spend } from "./budget.ts";
import { assign, checkTarget, evaluate, evaluateCall, evaluateFilter } from "./evaluate.ts";
import { Activation } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { LoopContext } from "./loop.ts";
import type { Recurse } from "./loop.ts";
import { MacroObject } from "./macro-object.ts";
import { TextOutput } from "./output.ts";
import type { Output } from "./output.ts";
import { pyIterate, pyTruth } from "./python.ts";
import type {
  CallBlockStatement,
  Expression,
  FilterBlockStatement,
  ForStatement,
  IfStatement,
  MacroStatement,
  OutputStatement,
  SetBlockStatement,
  Statement,
  WithStatement,
} from "./syntax.ts";
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
  const output = new TextOutput({ map: false });
  execute(body, frame, output);
  return output.text();
}

// The functions below are on the stack once per level of nesting. They are cut small on purpose: a stack frame has room for every
// variable of its function, and 200 macros inside each other must fit into a worker's stack.

function executeStatement(statement: Statement, frame: Frame, output: Output): Ending {
  spend(1);
  switch (statement.kind) {
    case "text":
      output.write(
        statement.value,
        statement.from,
        statement.to,
        statement.value.length === statement.to - statement.from,
      );
      return "end";
    case "output":
      executeOutput(statement, frame, output);
      return "end";
    case "do":
      evaluate(statement.expression, frame);
      return "end";
    case "set":
      checkTarget(statement.target, frame);
      assign(statement.target, evaluate(statement.value, frame), frame);
      return "end";
    case "set-block":
    case "filter-block":
      return executeCapture(statement, frame, output);
    case "if":
      return execute(chosenBranch(statement, frame), frame, output);
    case "for":
      executeFor(statement, frame, output);
      return "end";
    case "with":
      return executeWith(statement, frame, output);
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

function executeOutput(statement: OutputStatement, frame: Frame, output: Output): void {
  const value = evaluate(statement.expression, frame);
  frame.activation.at = statement.expression;
  output.write(value, statement.from, statement.to, false);
}

/** A block whose text is kept or filtered. Left early by break or continue, it gives nothing. */
function executeCapture(statement: SetBlockStatement | FilterBlockStatement, frame: Frame, output: Output): Ending {
  const inner = new TextOutput({ map: false });
  const ending = execute(statement.body, frame.inner(), inner);
  if (ending !== "end") return ending;
  const value = filtered(statement.filter, inner.text(), frame);
  if (statement.kind === "set-block") assign(statement.target, value, frame);
  else output.write(value, statement.from, statement.to, false);
  return "end";
}

function chosenBranch(statement: IfStatement, frame: Frame): readonly Statement[] {
  for (const { test, body } of statement.branches) if (pyTruth(evaluate(test, frame))) return body;
  return statement.otherwise;
}

function executeWith(statement: WithStatement, frame: Frame, output: Output): Ending {
  const inner = frame.inner();
  for (const { target, value } of statement.bindings) assign(target, evaluate(value, frame), inner);
  return execute(statement.body, inner, output);
}

function filtered(filter: Expression | null, text: string, frame: Frame): PyValue {
  return filter?.kind === "filter" ? evaluateFilter(filter, frame, text) : text;
}

function defineMacro({ definition }: MacroStatement, frame: Frame): MacroObject {
  return new MacroObject({
    name: definition.name,
    describe: definition.name,
    definition,
    enter: () => enterBelow(frame, definition),
    render: renderToText,
  });
}

function executeCallBlock(statement: CallBlockStatement, frame: Frame): PyValue {
  const caller = new MacroObject({
    name: null,
    describe: null,
    definition: statement.caller,
    enter: () => enterBelow(frame, statement.caller),
    render: renderToText,
  });
  return evaluateCall(statement.call, frame, caller);
}

/** A frame that sees the names of the template around it, with an activation of its own. */
function enterBelow(frame: Frame, at: { readonly from: number; readonly to: number }): Frame {
  const { path, scope } = frame.activation;
  return frame.enter(new Activation(path, scope, at, frame.activation));
}

function executeFor(statement: ForStatement, frame: Frame, output: Output): void {
  const iterable = evaluate(statement.iterable, frame);
  frame.activation.at = statement.iterable;
  runLoop(statement, iterable, frame, output, statement.recursive ? recursion(statement, frame) : null, 0);
}

/** What `loop(items)` does in a loop that is marked recursive. */
function recursion(statement: ForStatement, frame: Frame): Recurse {
  const recurse: Recurse = (items, depth) => {
    beginCall();
    try {
      const output = new TextOutput({ map: false });
      runLoop(statement, items, frame, output, recurse, depth);
      return output.text();
    } finally {
      endCall();
    }
  };
  return recurse;
}

function runLoop(
  statement: ForStatement,
  iterable: PyValue,
  outer: Frame,
  output: Output,
  recurse: Recurse | null,
  depth: number,
): void {
  const { filter } = statement;
  const items = filter === null ? pyIterate(iterable) : matching(statement, filter, iterable, outer);
  const completed = statement.usesLoop
    ? runRounds(statement, new LoopContext(filter === null ? iterable : null, items, recurse, depth), outer, output)
    : runPlainRounds(statement, items, outer, output);
  // As in Jinja2, `else` also runs when every round was left early by break or continue.
  if (!completed) execute(statement.otherwise, outer.inner(), output);
}

/** Whether at least one round came to its end. */
function runRounds(statement: ForStatement, loop: LoopContext, outer: Frame, output: Output): boolean {
  let completed = false;
  for (let item = loop.next(); item !== undefined; item = loop.next()) {
    const frame = outer.inner();
    frame.set("loop", loop);
    const ending = runRound(statement, item.value, frame, output);
    if (ending === "end") completed = true;
    else if (ending === "break") break;
  }
  return completed;
}

function runPlainRounds(statement: ForStatement, items: Iterable<PyValue>, outer: Frame, output: Output): boolean {
  let completed = false;
  for (const item of items) {
    const ending = runRound(statement, item, outer.inner(), output);
    if (ending === "end") completed = true;
    else if (ending === "break") break;
  }
  return completed;
}

/** Each round has a frame of its own: what it sets is gone in the next. */
function runRound(statement: ForStatement, item: PyValue, frame: Frame, output: Output): Ending {
  spend(1);
  assign(statement.target, item, frame);
  return execute(statement.body, frame, output);
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
