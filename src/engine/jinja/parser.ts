/**
 * Turns the text of a template into its tree. Grammar and messages are Jinja2's, with the `do` and `loopcontrols` extensions, and
 * dbt's blocks: `{% test %}`, `{% snapshot %}`, `{% materialization %}`, `{% docs %}`, and types after macro parameters.
 *
 * What goes wrong is thrown as a `TemplateError` of kind `TemplateSyntaxError` (or `TemplateAssertionError` for an unknown filter or
 * test) with its span. A block that is never closed is reported where it was opened, not at the end of the file.
 */
import { ExpressionParser } from "./expression-parser.ts";
import type { Token } from "./lexer.ts";
import type {
  BlockDefinition,
  BlockKind,
  DeclarationStatement,
  Expression,
  MacroDefinition,
  MacroStatement,
  Parameter,
  Statement,
  Target,
  Template,
} from "./syntax.ts";
import { readsName } from "./walk.ts";

export type { BlockDefinition, Parameter, Template } from "./syntax.ts";

export function parseTemplate(source: string, path: string): Template {
  const parser = new StatementParser(source, path);
  return { path, source, body: parser.parseFile(), blocks: parser.blocks };
}

const REFUSED: Readonly<Record<string, string>> = {
  include: "a project's files cannot include each other; use a macro",
  import: "macros need no import here; call them by name",
  from: "macros need no import here; call them by name",
  extends: "templates cannot be inherited here; use a macro",
  block: "templates cannot be inherited here; use a macro",
  autoescape: "SQL is never escaped as HTML",
};

/** Deepest nesting of blocks; beyond it the JavaScript stack could run out. */
const MAX_NESTING = 150;

interface BlockBody {
  readonly body: Statement[];
  readonly from: number;
  readonly to: number;
  /** Name of the tag that ended the body. */
  readonly end: string;
}

class StatementParser extends ExpressionParser {
  readonly blocks: BlockDefinition[] = [];
  /** Blocks that are open, outermost first, each with what may end it. */
  readonly #open: { tag: Token; ends: readonly string[] }[] = [];
  #loops = 0;

  parseFile(): readonly Statement[] {
    const body = this.#parseBody();
    this.throwLate();
    return body;
  }

  /** Reads statements up to one of the open block's end tags (which becomes the current token), or to the end of the file. */
  #parseBody(): Statement[] {
    const body: Statement[] = [];
    for (;;) {
      const token = this.current;
      switch (token.type) {
        case "eof":
          if (this.#open.length > 0) this.#failTag(null, this.#open.at(-1)?.tag ?? token);
          return body;
        case "data":
          this.advance();
          body.push({ kind: "text", value: token.text, from: token.from, to: token.to });
          break;
        case "variable_begin": {
          this.advance();
          const expression = this.parseTuple();
          body.push({ kind: "output", expression, from: token.from, to: this.expect("variable_end").to });
          break;
        }
        default: {
          this.advance();
          if (this.current.type === "name" && this.#open.at(-1)?.ends.includes(this.current.text) === true) return body;
          this.#parseStatement(token, body);
          break;
        }
      }
    }
  }

  #parseStatement(begin: Token, body: Statement[]): void {
    const tag = this.current;
    if (tag.type !== "name") this.fail("tag name expected", tag);
    const from = begin.from;
    switch (tag.text) {
      case "if":
        body.push(this.#parseIf(from));
        return;
      case "for":
        body.push(this.#parseFor(from));
        return;
      case "set":
        body.push(this.#parseSet(from));
        return;
      case "with":
        body.push(this.#parseWith(from));
        return;
      case "do": {
        this.advance();
        const expression = this.parseTuple();
        body.push({ kind: "do", expression, from, to: this.expect("block_end").to });
        return;
      }
      case "print":
        this.#parsePrint(from, body);
        return;
      case "break":
      case "continue":
        this.advance();
        if (this.#loops === 0)
          this.failLater(
            "TemplateSyntaxError",
            tag.text === "break" ? "'break' outside loop" : "'continue' not properly in loop",
            tag,
          );
        body.push({ kind: tag.text, from, to: this.expect("block_end").to });
        return;
      case "call":
        body.push(this.#parseCallBlock(from));
        return;
      case "filter": {
        this.advance();
        const filter = this.parseFilters(null, true);
        if (filter === null) this.fail("a filter is expected", tag);
        const inner = this.#parseBlockBody(tag, ["endfilter"]);
        body.push({ kind: "filter-block", filter, body: inner.body, from, to: this.#parseEnd() });
        return;
      }
      case "macro":
        body.push(this.#declare("macro", "endmacro", from));
        return;
      case "test":
      case "data_test":
      case "generic_test":
        body.push(this.#declare("test", `end${tag.text}`, from));
        return;
      case "snapshot":
      case "materialization":
      case "docs":
        body.push(this.#declare(tag.text, `end${tag.text}`, from));
        return;
      default: {
        const reason = REFUSED[tag.text];
        if (reason !== undefined) this.fail(`The tag '${tag.text}' cannot be used: ${reason}.`, tag);
        this.#failTag(tag.text, tag);
      }
    }
  }

  /** From the end of an opening tag to (and with) the name of the tag that ends or continues the block. */
  #parseBlockBody(tag: Token, ends: readonly string[]): BlockBody {
    this.skipOperator(":");
    this.expect("block_end");
    if (this.#open.length >= MAX_NESTING) this.fail("Blocks are nested too deeply.", tag);
    const from = this.current.from;
    this.#open.push({ tag, ends });
    const body = this.#parseBody();
    this.#open.pop();
    // The tag that ended the body: its `{%` is the token before its name.
    const to = this.tokenBefore().from;
    const end = this.current.text;
    this.advance();
    return { body, from, to, end };
  }

  /** The `%}` of an end tag. Returns where it ends. */
  #parseEnd(): number {
    return this.expect("block_end").to;
  }

  #parseIf(from: number): Statement {
    const tag = this.current;
    const branches: { test: Expression; body: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    const soft = this.soft;
    this.soft = true;
    let end = "elif";
    while (end === "elif") {
      if (branches.length === 0) this.advance();
      const test = this.parseTuple({ withCondition: false });
      const block = this.#parseBlockBody(tag, ["elif", "else", "endif"]);
      branches.push({ test, body: block.body });
      end = block.end;
    }
    if (end === "else") otherwise = this.#parseBlockBody(tag, ["endif"]).body;
    this.soft = soft;
    return { kind: "if", branches, otherwise, from, to: this.#parseEnd() };
  }

  #parseFor(from: number): Statement {
    const tag = this.current;
    this.advance();
    const target = this.#parseTarget();
    if (bindsLoop(target))
      this.failLater("TemplateAssertionError", "Can't assign to special loop variable in for-loop target", tag);
    this.expectName("in");
    const iterable = this.parseTuple({ withCondition: false });
    const filter = this.skipName("if") ? this.parseExpression() : null;
    const recursive = this.skipName("recursive");
    const soft = this.soft;
    this.soft = false;
    this.#loops += 1;
    const block = this.#parseBlockBody(tag, ["endfor", "else"]);
    this.#loops -= 1;
    const otherwise = block.end === "else" ? this.#parseBlockBody(tag, ["endfor"]).body : [];
    this.soft = soft;
    return {
      kind: "for",
      target,
      iterable,
      filter,
      recursive,
      usesLoop: recursive || this.#reads("loop", block),
      body: block.body,
      otherwise,
      from,
      to: this.#parseEnd(),
    };
  }

  #parseSet(from: number): Statement {
    const tag = this.current;
    this.advance();
    const target = this.#parseTarget(true);
    if (this.#loops > 0 && bindsLoop(target))
      this.failLater("TemplateAssertionError", "Can't assign to special loop variable in for-loop target", tag);
    if (this.skipOperator("=")) {
      const value = this.parseTuple();
      return { kind: "set", target, value, from, to: this.expect("block_end").to };
    }
    const filter = this.parseFilters(null, false);
    const block = this.#parseBlockBody(tag, ["endset"]);
    return { kind: "set-block", target, filter, body: block.body, from, to: this.#parseEnd() };
  }

  #parseWith(from: number): Statement {
    const tag = this.current;
    this.advance();
    const bindings: { target: Target; value: Expression }[] = [];
    while (this.current.type !== "block_end") {
      if (bindings.length > 0) this.expectOperator(",");
      const target = this.#parseTarget();
      this.expectOperator("=");
      bindings.push({ target, value: this.parseExpression() });
    }
    const block = this.#parseBlockBody(tag, ["endwith"]);
    return { kind: "with", bindings, body: block.body, from, to: this.#parseEnd() };
  }

  #parsePrint(from: number, body: Statement[]): void {
    this.advance();
    const expressions: Expression[] = [];
    while (this.current.type !== "block_end") {
      if (expressions.length > 0) this.expectOperator(",");
      expressions.push(this.parseExpression());
    }
    const to = this.expect("block_end").to;
    for (const expression of expressions) body.push({ kind: "output", expression, from, to });
  }

  #parseCallBlock(from: number): Statement {
    const tag = this.current;
    this.advance();
    const parameters = this.isOperator("(") ? this.#parseParameters() : [];
    const call = this.parseExpression();
    if (call.kind !== "call") this.fail("expected call", tag);
    const block = this.#parseFunctionBody(tag, ["endcall"]);
    const caller = this.#macroDefinition(parameters, block, from, block.to);
    return { kind: "call-block", call, caller, from, to: this.#parseEnd() };
  }

  /** Loops around a macro do not count inside it. */
  #parseFunctionBody(tag: Token, ends: readonly string[]): BlockBody {
    const [loops, soft] = [this.#loops, this.soft];
    this.#loops = 0;
    this.soft = false;
    const block = this.#parseBlockBody(tag, ends);
    this.#loops = loops;
    this.soft = soft;
    return block;
  }

  #declare(kind: BlockKind, end: string, from: number): MacroStatement | DeclarationStatement {
    const tag = this.current;
    this.advance();
    const name = this.expect("name").text;
    const options = kind === "materialization" ? this.#parseMaterializationOptions() : new Map<string, string>();
    const parameters = kind === "macro" || kind === "test" ? this.#parseParameters() : [];
    const block = this.#parseFunctionBody(tag, [end]);
    const to = this.#parseEnd();
    const definition: BlockDefinition = {
      ...this.#macroDefinition(parameters, block, from, to),
      kind,
      name,
      bodyFrom: block.from,
      bodyTo: block.to,
      options,
    };
    if (this.#open.length === 0) this.blocks.push(definition);
    return { kind: kind === "macro" ? "macro" : "declaration", definition, from, to };
  }

  /** The text is searched before the tree: most bodies do not have the name at all. */
  #reads(name: string, block: BlockBody): boolean {
    return this.source.slice(block.from, block.to).includes(name) && readsName(block.body, name);
  }

  #macroDefinition(parameters: readonly Parameter[], block: BlockBody, from: number, to: number): MacroDefinition {
    const named = new Set(parameters.map((parameter) => parameter.name));
    const caller = this.#reads("caller", block);
    const explicit = parameters.find((parameter) => parameter.name === "caller");
    if (caller && explicit && explicit.default === null) {
      this.failLater(
        "TemplateAssertionError",
        'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
        { from, to },
      );
    }
    return {
      parameters,
      body: block.body,
      from,
      to,
      reads: {
        caller,
        kwargs: !named.has("kwargs") && this.#reads("kwargs", block),
        varargs: !named.has("varargs") && this.#reads("varargs", block),
      },
    };
  }

  #parseParameters(): Parameter[] {
    const parameters: Parameter[] = [];
    this.expectOperator("(");
    while (!this.isOperator(")")) {
      if (parameters.length > 0) this.expectOperator(",");
      const token = this.expect("name");
      this.checkAssignable(token);
      const annotation = this.skipOperator(":") ? this.#parseAnnotation() : null;
      const defaultValue = this.skipOperator("=") ? this.parseExpression() : null;
      if (defaultValue === null && parameters.some((parameter) => parameter.default !== null)) {
        this.fail("non-default argument follows default argument", this.current);
      }
      parameters.push({ name: token.text, default: defaultValue, annotation });
    }
    this.advance();
    return parameters;
  }

  /** `string`, `list[string]`, `dict[string, optional[integer]]`: kept as text. */
  #parseAnnotation(): string {
    const first = this.expect("name");
    let to = first.to;
    if (this.skipOperator("[")) {
      do this.#parseAnnotation();
      while (this.skipOperator(","));
      to = this.expectOperator("]").to;
    }
    return this.source.slice(first.from, to);
  }

  /** `, default` or `, adapter='duckdb', supported_languages=['sql', 'python']` */
  #parseMaterializationOptions(): Map<string, string> {
    const options = new Map<string, string>();
    while (this.skipOperator(",")) {
      const token = this.expect("name");
      if (token.text === "default") {
        options.set("adapter", "default");
      } else if (token.text === "adapter") {
        this.expectOperator("=");
        options.set("adapter", this.expect("string").text);
      } else if (token.text === "supported_languages") {
        this.expectOperator("=");
        const languages = this.parseExpression();
        const items = languages.kind === "list" || languages.kind === "tuple" ? languages.items : [languages];
        const texts = items.map((item) => {
          if (item.kind !== "const" || typeof item.value !== "string")
            this.fail("supported_languages must be a list of texts", token);
          return item.value;
        });
        options.set("supported_languages", texts.join(","));
      } else {
        this.fail(`materialization does not know the option '${token.text}'`, token);
      }
    }
    return options;
  }

  #parseTarget(withNamespace = false): Target {
    const { from } = this.current;
    const next = this.look();
    if (withNamespace && next.type === "operator" && next.text === ".") {
      const object = this.expect("name");
      this.advance();
      const name = this.expect("name");
      return { kind: "attribute", object: object.text, name: name.text, from, to: name.to };
    }
    return this.#toTarget(this.parseTuple({ simple: true }));
  }

  #toTarget(expression: Expression): Target {
    if (expression.kind === "name")
      return { kind: "name", name: expression.name, from: expression.from, to: expression.to };
    if (expression.kind === "tuple") {
      return {
        kind: "tuple",
        items: expression.items.map((item) => this.#toTarget(item)),
        from: expression.from,
        to: expression.to,
      };
    }
    return this.fail(`can't assign to '${expression.kind}'`, expression);
  }

  /** An unknown tag, or (name null) the end of the file inside a block. */
  #failTag(name: string | null, at: { from: number; to: number }): never {
    const innermost = this.#open.at(-1);
    const wanted = innermost?.ends.map((end) => `'${end}'`).join(" or ");
    const parts = [name === null ? "Unexpected end of template." : `Encountered unknown tag '${name}'.`];
    if (wanted !== undefined) {
      parts.push(
        name !== null && this.#open.some(({ ends }) => ends.includes(name))
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${wanted}.`
          : `Jinja was looking for the following tags: ${wanted}.`,
      );
    }
    if (innermost) parts.push(`The innermost block that needs to be closed is '${innermost.tag.text}'.`);
    return this.fail(parts.join(" "), at);
  }
}

function bindsLoop(target: Target): boolean {
  return target.kind === "tuple" ? target.items.some(bindsLoop) : target.kind === "name" && target.name === "loop";
}
