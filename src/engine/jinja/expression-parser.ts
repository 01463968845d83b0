/**
 * Expressions of a template: tokens in, `Expression` out. Precedence is Jinja2's, which is not Python's in places: `~` binds tighter
 * than `+`, `-1 | abs` is `(-1) | abs`, and `**` groups from the left.
 */
import { FILTERS, TESTS } from "./registry.ts";
import type { Arguments, BinaryOperator, CompareOperator, Expression, KeywordArgument } from "./syntax.ts";
import type { Token } from "./lexer.ts";
import { TokenStream, describe } from "./token-stream.ts";

interface TupleOptions {
  /** Names and literals only, as on the left of `=`. */
  readonly simple?: boolean;
  readonly withCondition?: boolean;
  /** Whether `()` counts: only inside brackets. */
  readonly allowEmpty?: boolean;
}

/** Operators that end an expression. */
const CLOSING: ReadonlySet<string> = new Set([",", ")", "]", "}", ":"]);
const PRODUCTS: ReadonlySet<string> = new Set(["*", "/", "//", "%"]);
const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** Deepest nesting of brackets and operators; beyond it the JavaScript stack could run out. */
const MAX_EXPRESSION_DEPTH = 100;
/** Operators, attributes or filters in a row. */
const MOST_LINKS = 1000;

export class ExpressionParser extends TokenStream {
  /** Inside `{% if %}` an unknown filter or test is an error only when it is reached. */
  protected soft = false;
  #depth = 0;
  #known = { offset: 0, line: 1 };

  parseExpression(withCondition = true): Expression {
    if (this.#isAlone()) return this.#parsePrimary();
    if (this.#depth >= MAX_EXPRESSION_DEPTH) this.fail("The expression is nested too deeply.", this.current);
    this.#depth += 1;
    const known = this.lateCount();
    const first = this.isName("not") ? null : this.#parseUnary(true);
    let expression = first;
    if (expression === null || !this.#endsAt(this.current))
      expression = withCondition ? this.#parseCondition(first, known) : this.#parseOr(first);
    this.#depth -= 1;
    return expression;
  }

  /** Whether the current token is a whole expression; that most are makes parsing twice as fast. */
  #isAlone(): boolean {
    const { type, text } = this.current;
    if (type !== "name" && type !== "string" && type !== "integer" && type !== "float") return false;
    return this.#endsAt(this.look()) && text !== "not";
  }

  #endsAt({ type, text }: Token): boolean {
    return type === "variable_end" || type === "block_end" || (type === "operator" && CLOSING.has(text));
  }

  /** An expression, or a tuple when commas follow. */
  parseTuple(options: TupleOptions = {}): Expression {
    const { from } = this.current;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.expectOperator(",");
      if (this.#isTupleEnd()) break;
      items.push(options.simple === true ? this.#parsePrimary() : this.parseExpression(options.withCondition ?? true));
      if (!this.isOperator(",")) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only !== undefined) return only;
    if (!isTuple && options.allowEmpty !== true)
      this.fail(`Expected an expression, got '${describe(this.current)}'`, this.current);
    return { kind: "tuple", items, from, to: Math.max(from, this.tokenBefore().to) };
  }

  #isTupleEnd(): boolean {
    const { type } = this.current;
    return type === "variable_end" || type === "block_end" || this.isOperator(")");
  }

  // The methods from here to `#parsePower` are one level of precedence each. They go on from `first` when that has been read already,
  // so that an expression without operators does not pass through all of them.

  /** `known` is how much was found late before the expression. */
  #parseCondition(first: Expression | null = null, known = this.lateCount()): Expression {
    let body = this.#parseOr(first);
    while (this.isName("if")) {
      this.advance();
      const test = this.#parseOr();
      let otherwise: Expression | null = null;
      if (this.skipName("else")) {
        if (this.#depth >= MAX_EXPRESSION_DEPTH) this.fail("The expression is nested too deeply.", this.current);
        this.#depth += 1;
        otherwise = this.#parseCondition();
        this.#depth -= 1;
      }
      const line = otherwise === null ? this.#lineOf(body.from) : 0;
      body = { kind: "condition", test, body, otherwise, line, from: body.from, to: (otherwise ?? test).to };
      // What is evaluated only on a condition may name an unknown filter; it is an error when it is reached.
      this.dropLate(known);
    }
    return body;
  }

  /** 1-based line of an offset. Counts on from where it was asked last, as offsets come in order. */
  #lineOf(offset: number): number {
    const known = this.#known.offset <= offset ? this.#known : { offset: 0, line: 1 };
    let { line } = known;
    for (
      let at = this.source.indexOf("\n", known.offset);
      at >= 0 && at < offset;
      at = this.source.indexOf("\n", at + 1)
    )
      line += 1;
    this.#known = { offset, line };
    return line;
  }

  #parseOr(first: Expression | null = null): Expression {
    let left = this.#parseAnd(first);
    for (let links = 0; this.skipName("or"); links += 1) {
      this.#requireShort(links);
      const right = this.#parseAnd();
      left = { kind: "binary", operator: "or", left, right, from: left.from, to: right.to };
    }
    return left;
  }

  #parseAnd(first: Expression | null = null): Expression {
    let left = this.#parseNot(first);
    for (let links = 0; this.skipName("and"); links += 1) {
      this.#requireShort(links);
      const right = this.#parseNot();
      left = { kind: "binary", operator: "and", left, right, from: left.from, to: right.to };
    }
    return left;
  }

  #parseNot(first: Expression | null = null): Expression {
    if (first !== null) return this.#parseCompare(first);
    const nots: number[] = [];
    while (this.isName("not")) nots.push(this.advance().from);
    if (nots.length > MAX_EXPRESSION_DEPTH) this.fail("The expression is nested too deeply.", this.current);
    let operand = this.#parseCompare();
    for (const from of nots.reverse()) operand = { kind: "unary", operator: "not", operand, from, to: operand.to };
    return operand;
  }

  #parseCompare(known: Expression | null = null): Expression {
    const first = this.#parseSum(known);
    const rest: { operator: CompareOperator; operand: Expression }[] = [];
    for (;;) {
      const token = this.current;
      let operator: CompareOperator;
      if (token.type === "operator" && COMPARISONS.has(token.text)) {
        operator = token.text as CompareOperator;
      } else if (this.isName("in")) {
        operator = "in";
      } else if (this.isName("not") && this.look().type === "name" && this.look().text === "in") {
        this.advance();
        operator = "not in";
      } else {
        break;
      }
      this.advance();
      rest.push({ operator, operand: this.#parseSum() });
    }
    const last = rest.at(-1);
    return last === undefined ? first : { kind: "compare", first, rest, from: first.from, to: last.operand.to };
  }

  #parseSum(first: Expression | null = null): Expression {
    let left = this.#parseConcat(first);
    for (let links = 0; this.isOperator("+") || this.isOperator("-"); links += 1) {
      this.#requireShort(links);
      const operator = this.advance().text;
      left = joined(operator as BinaryOperator, left, this.#parseConcat());
    }
    return left;
  }

  #parseConcat(known: Expression | null = null): Expression {
    const first = this.#parseProduct(known);
    if (!this.isOperator("~")) return first;
    const parts = [first];
    while (this.skipOperator("~")) parts.push(this.#parseProduct());
    return { kind: "concat", parts, from: first.from, to: parts.at(-1)?.to ?? first.to };
  }

  #parseProduct(first: Expression | null = null): Expression {
    let left = this.#parsePower(first);
    for (let links = 0; this.current.type === "operator" && PRODUCTS.has(this.current.text); links += 1) {
      this.#requireShort(links);
      const operator = this.advance().text;
      left = joined(operator as BinaryOperator, left, this.#parsePower());
    }
    return left;
  }

  #parsePower(first: Expression | null = null): Expression {
    let left = first ?? this.#parseUnary(true);
    for (let links = 0; this.skipOperator("**"); links += 1) {
      this.#requireShort(links);
      left = joined("**", left, this.#parseUnary(true));
    }
    return left;
  }

  /** `1 + 1 + 1 …` is a tree as deep as it is long, and whoever walks it has one stack. */
  #requireShort(links: number): void {
    if (links >= MOST_LINKS) this.fail("The expression is nested too deeply.", this.current);
  }

  #parseUnary(withFilter: boolean): Expression {
    let node: Expression;
    if (this.isOperator("-") || this.isOperator("+")) {
      const sign = this.advance();
      if (this.#depth >= MAX_EXPRESSION_DEPTH) this.fail("The expression is nested too deeply.", sign);
      this.#depth += 1;
      const operand = this.#parseUnary(false);
      this.#depth -= 1;
      node = { kind: "unary", operator: sign.text === "-" ? "-" : "+", operand, from: sign.from, to: operand.to };
    } else {
      node = this.#parsePrimary();
    }
    node = this.#parsePostfix(node);
    return withFilter ? this.#parseFilterExpression(node) : node;
  }

  #parsePrimary(): Expression {
    const token = this.current;
    const { from, to } = token;
    switch (token.type) {
      case "name":
        this.advance();
        if (token.text === "true" || token.text === "True") return { kind: "const", value: true, from, to };
        if (token.text === "false" || token.text === "False") return { kind: "const", value: false, from, to };
        if (token.text === "none" || token.text === "None") return { kind: "const", value: null, from, to };
        return { kind: "name", name: token.text, from, to };
      case "string": {
        let value = "";
        // Strings that stand side by side are one: 'ab' 'cd'
        while (this.current.type === "string") value += this.advance().text;
        return { kind: "const", value, from, to: this.tokenBefore().to };
      }
      case "integer":
      case "float":
        this.advance();
        return { kind: "const", value: token.number ?? 0n, from, to };
      case "operator":
        if (token.text === "(") {
          this.advance();
          if (this.#depth >= MAX_EXPRESSION_DEPTH) this.fail("The expression is nested too deeply.", token);
          const inner = this.parseTuple({ allowEmpty: true });
          const end = this.expectOperator(")").to;
          return inner.kind === "tuple" ? { ...inner, from, to: end } : inner;
        }
        if (token.text === "[") return this.#parseList();
        if (token.text === "{") return this.#parseDict();
        break;
      default:
        break;
    }
    return this.fail(`unexpected '${describe(token)}'`, token);
  }

  #parseList(): Expression {
    const { from } = this.advance();
    const items: Expression[] = [];
    while (!this.isOperator("]")) {
      if (items.length > 0) this.expectOperator(",");
      if (this.isOperator("]")) break;
      items.push(this.parseExpression());
    }
    return { kind: "list", items, from, to: this.expectOperator("]").to };
  }

  #parseDict(): Expression {
    const { from } = this.advance();
    const pairs: { key: Expression; value: Expression }[] = [];
    while (!this.isOperator("}")) {
      if (pairs.length > 0) this.expectOperator(",");
      if (this.isOperator("}")) break;
      const key = this.parseExpression();
      this.expectOperator(":");
      pairs.push({ key, value: this.parseExpression() });
    }
    return { kind: "dict", pairs, from, to: this.expectOperator("}").to };
  }

  #parsePostfix(node: Expression): Expression {
    for (let links = 0; ; links += 1) {
      this.#requireShort(links);
      if (this.isOperator(".")) node = this.#parseAttribute(node);
      else if (this.isOperator("[")) node = this.#parseSubscript(node);
      else if (this.isOperator("(")) node = this.#parseCall(node);
      else return node;
    }
  }

  #parseFilterExpression(node: Expression): Expression {
    for (let links = 0; ; links += 1) {
      this.#requireShort(links);
      if (this.isOperator("|")) node = this.parseFilters(node, false) ?? node;
      else if (this.isName("is")) node = this.#parseTest(node);
      else if (this.isOperator("(")) node = this.#parseCall(node);
      else return node;
    }
  }

  #parseAttribute(object: Expression): Expression {
    this.advance();
    const token = this.advance();
    if (token.type === "name") return { kind: "getattr", object, name: token.text, from: object.from, to: token.to };
    if (token.type !== "integer") this.fail("expected name or number", token);
    const key: Expression = { kind: "const", value: token.number ?? 0n, from: token.from, to: token.to };
    return { kind: "getitem", object, key, from: object.from, to: token.to };
  }

  #parseSubscript(object: Expression): Expression {
    const { from } = this.advance();
    const keys: Expression[] = [];
    while (!this.isOperator("]")) {
      if (keys.length > 0) this.expectOperator(",");
      keys.push(this.#parseSubscribed());
    }
    const { to } = this.expectOperator("]");
    const [only] = keys;
    const key: Expression = keys.length === 1 && only !== undefined ? only : { kind: "tuple", items: keys, from, to };
    return { kind: "getitem", object, key, from: object.from, to };
  }

  #parseSubscribed(): Expression {
    const { from } = this.current;
    let start: Expression | null = null;
    if (!this.isOperator(":")) {
      start = this.parseExpression();
      if (!this.isOperator(":")) return start;
    }
    this.advance();
    const atEnd = () => this.isOperator(":") || this.isOperator("]") || this.isOperator(",");
    const stop = atEnd() ? null : this.parseExpression();
    let step: Expression | null = null;
    if (this.skipOperator(":") && !atEnd()) step = this.parseExpression();
    return { kind: "slice", start, stop, step, from, to: this.tokenBefore().to };
  }

  #parseCall(callee: Expression): Expression {
    const call = this.#parseArguments();
    return { kind: "call", callee, ...call, from: callee.from, to: this.tokenBefore().to };
  }

  #parseArguments(): Arguments {
    const open = this.expectOperator("(");
    const args: Expression[] = [];
    const kwargs: KeywordArgument[] = [];
    let starArgs: Expression | null = null;
    let starKwargs: Expression | null = null;
    let first = true;
    while (!this.isOperator(")")) {
      if (!first) {
        this.expectOperator(",");
        if (this.isOperator(")")) break;
      }
      first = false;
      if (this.isOperator("*")) {
        this.#ensure(starArgs === null && starKwargs === null, open);
        this.advance();
        starArgs = this.parseExpression();
      } else if (this.isOperator("**")) {
        this.#ensure(starKwargs === null, open);
        this.advance();
        starKwargs = this.parseExpression();
      } else if (this.current.type === "name" && this.look().type === "operator" && this.look().text === "=") {
        this.#ensure(starKwargs === null, open);
        const { text: name, from } = this.advance();
        this.advance();
        const value = this.parseExpression();
        if (kwargs.some((other) => other.name === name))
          this.fail(`keyword argument repeated: ${name}`, { from, to: value.to });
        kwargs.push({ name, value, from, to: value.to });
      } else {
        this.#ensure(starArgs === null && starKwargs === null && kwargs.length === 0, open);
        args.push(this.parseExpression());
      }
    }
    this.expectOperator(")");
    return { args, kwargs, starArgs, starKwargs };
  }

  #ensure(fine: boolean, open: Token): void {
    if (!fine) this.fail("invalid syntax for function call expression", open);
  }

  /** A chain of filters; `inline` when the first one comes without its `|`, as in `{% filter upper %}`. Null when there is none. */
  parseFilters(target: Expression | null, inline: boolean): Expression | null {
    let node = target;
    let bare = inline;
    for (let links = 0; bare || this.isOperator("|"); links += 1) {
      this.#requireShort(links);
      if (!bare) this.advance();
      bare = false;
      const { name, from, to } = this.#parseDottedName();
      if (!FILTERS.has(name) && !this.soft)
        this.failLater("TemplateAssertionError", `No filter named '${name}'.`, { from, to });
      const call = this.isOperator("(") ? this.#parseArguments() : NO_ARGUMENTS;
      node = { kind: "filter", target: node, name, ...call, from: node?.from ?? from, to: this.tokenBefore().to };
    }
    return node;
  }

  #parseTest(target: Expression): Expression {
    this.advance();
    const negated = this.skipName("not");
    const { name, from, to } = this.#parseDottedName();
    if (!TESTS.has(name) && !this.soft)
      this.failLater("TemplateAssertionError", `No test named '${name}'.`, { from, to });
    let call = NO_ARGUMENTS;
    if (this.isOperator("(")) {
      call = this.#parseArguments();
    } else if (this.#startsTestArgument()) {
      if (this.isName("is")) this.fail("You cannot chain multiple tests with is", this.current);
      call = { ...NO_ARGUMENTS, args: [this.#parsePostfix(this.#parsePrimary())] };
    }
    const test: Expression = { kind: "test", target, name, ...call, from: target.from, to: this.tokenBefore().to };
    return negated ? { kind: "unary", operator: "not", operand: test, from: test.from, to: test.to } : test;
  }

  #startsTestArgument(): boolean {
    const { type, text } = this.current;
    if (type === "name") return text !== "else" && text !== "or" && text !== "and";
    return (
      type === "string" ||
      type === "integer" ||
      type === "float" ||
      (type === "operator" && (text === "[" || text === "{"))
    );
  }

  #parseDottedName(): { name: string; from: number; to: number } {
    const first = this.expect("name");
    let { text: name, to } = first;
    while (this.skipOperator(".")) {
      const part = this.expect("name");
      name += `.${part.text}`;
      to = part.to;
    }
    return { name, from: first.from, to };
  }
}

const NO_ARGUMENTS: Arguments = { args: [], kwargs: [], starArgs: null, starKwargs: null };

function joined(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right, from: left.from, to: right.to };
}
