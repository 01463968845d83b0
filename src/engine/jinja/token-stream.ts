/**
 * The tokens of a template one after the other, with Jinja2's messages for what was expected and not found.
 */
import { TemplateError } from "./error.ts";
import { tokenize } from "./lexer.ts";
import type { Token, TokenType } from "./lexer.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

const DESCRIPTIONS: Partial<Record<TokenType, string>> = {
  block_begin: "begin of statement block",
  block_end: "end of statement block",
  variable_begin: "begin of print statement",
  variable_end: "end of print statement",
  data: "template data / text",
  eof: "end of template",
};

export class TokenStream {
  readonly #tokens: readonly Token[];
  protected readonly source: string;
  readonly #path: string;
  #index = 0;
  /** What is wrong beyond the grammar, for example unknown filters. As in Jinja2, any syntax error in the file comes before it. */
  readonly #late: TemplateError[] = [];

  constructor(source: string, path: string) {
    this.source = source;
    this.#tokens = tokenize(source);
    this.#path = path;
    this.current = this.#tokenAt(0);
    this.#moveTo(0);
  }

  /** The token that is read next. Kept in a field: nearly every step of the parser asks for it several times. */
  protected current: Token;

  protected advance(): Token {
    const token = this.current;
    this.#moveTo(this.#index + 1);
    return token;
  }

  #moveTo(index: number): void {
    this.#index = Math.min(index, this.#tokens.length - 1);
    this.current = this.#tokenAt(this.#index);
    if (this.current.type === "error") this.fail(this.current.text, this.current);
  }

  #tokenAt(index: number): Token {
    const token = this.#tokens[Math.min(index, this.#tokens.length - 1)];
    if (token === undefined) throw new Error("A template has at least one token.");
    return token;
  }

  protected tokenBefore(): Token {
    return this.#tokenAt(Math.max(0, this.#index - 1));
  }

  protected look(): Token {
    return this.#tokenAt(this.#index + 1);
  }

  protected isName(name: string): boolean {
    return this.current.type === "name" && this.current.text === name;
  }

  protected isOperator(operator: string): boolean {
    return this.current.type === "operator" && this.current.text === operator;
  }

  protected skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.advance();
    return true;
  }

  protected skipOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.advance();
    return true;
  }

  protected expect(type: TokenType): Token {
    if (this.current.type !== type) this.#failExpected(DESCRIPTIONS[type] ?? type);
    return this.advance();
  }

  protected expectName(name: string): Token {
    if (!this.isName(name)) this.#failExpected(name);
    return this.advance();
  }

  protected expectOperator(operator: string): Token {
    if (!this.isOperator(operator)) this.#failExpected(operator);
    return this.advance();
  }

  #failExpected(wanted: string): never {
    if (this.current.type === "eof") this.fail(`unexpected end of template, expected '${wanted}'.`, this.current);
    this.fail(`expected token '${wanted}', got '${describe(this.current)}'`, this.current);
  }

  protected fail(message: string, at: Span): never {
    throw new TemplateError("TemplateSyntaxError", message, { path: this.#path, from: at.from, to: at.to });
  }

  protected failLater(kind: "TemplateSyntaxError" | "TemplateAssertionError", message: string, at: Span): void {
    this.#late.push(new TemplateError(kind, message, { path: this.#path, from: at.from, to: at.to }));
  }

  protected throwLate(): void {
    const [first] = this.#late;
    if (first) throw first;
  }

  protected lateCount(): number {
    return this.#late.length;
  }

  /** Forgets what was found late after there were `count`: it stands where it may never be reached. */
  protected dropLate(count: number): void {
    if (this.#late.length > count) this.#late.splice(count);
  }

  protected checkAssignable(token: Token): void {
    if (RESERVED.has(token.text)) this.fail("can't assign to 'name'", token);
  }
}

const RESERVED: ReadonlySet<string> = new Set(["true", "false", "none", "True", "False", "None"]);

export function describe(token: Token): string {
  return token.type === "name" || token.type === "operator" ? token.text : (DESCRIPTIONS[token.type] ?? token.type);
}
