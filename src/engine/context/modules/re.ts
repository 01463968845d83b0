/** Python's `re`: match, search, sub and the like over translated patterns. */
import { bindFunction } from "../../jinja/arguments.ts";
import { PyIterator } from "../../jinja/collections.ts";
import { TemplateError } from "../../jinja/error.ts";
import { hasWideCharacters, pyStr, stringRepr, toIndex, typeName } from "../../jinja/python.ts";
import { HostFunction, HostObject, PyDict, PyTuple } from "../../jinja/values.ts";
import type { CallArguments, PyValue } from "../../jinja/values.ts";
import { ClassObject, Namespace } from "./class-object.ts";
import { FLAGS, translatePattern } from "./pattern-syntax.ts";
import type { Translated } from "./pattern-syntax.ts";

const FLAG_NAMES: Readonly<Record<string, number>> = {
  ...FLAGS,
  A: FLAGS.ASCII,
  I: FLAGS.IGNORECASE,
  L: FLAGS.LOCALE,
  M: FLAGS.MULTILINE,
  S: FLAGS.DOTALL,
  X: FLAGS.VERBOSE,
  U: FLAGS.UNICODE,
  NOFLAG: 0,
};

/** Functions of the module that are methods of a pattern too; further arguments after the pattern. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  match: ["string"],
  fullmatch: ["string"],
  search: ["string"],
  findall: ["string"],
  finditer: ["string"],
  split: ["string", "maxsplit?"],
  sub: ["repl", "string", "count?"],
  subn: ["repl", "string", "count?"],
};

export const RE = new Namespace(
  [...Object.keys(METHODS), "compile", "escape", "purge", "error", "Pattern", "Match", ...Object.keys(FLAG_NAMES)],
  (name) => {
    const flag = Object.hasOwn(FLAG_NAMES, name) ? FLAG_NAMES[name] : undefined;
    if (flag !== undefined) return new FlagObject(flag);
    const parameters = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (parameters !== undefined) {
      return new HostFunction(name, (call) => {
        const [pattern = null, ...rest] = bindFunction(name, ["pattern", ...parameters, "flags?"], call);
        return apply(patternOf(pattern, rest.at(-1)), name, rest.slice(0, -1));
      });
    }
    switch (name) {
      case "compile":
        return new HostFunction(name, (call) => {
          const [pattern = null, flags] = bindFunction(name, ["pattern", "flags?"], call);
          return patternOf(pattern, flags);
        });
      case "escape":
        return new HostFunction(name, (call) =>
          pyStr(bindFunction(name, ["pattern"], call)[0] ?? null).replaceAll(/[\s#$&()*+\-.?[\\\]^{|}~]/g, "\\$&"),
        );
      case "purge":
        return new HostFunction(name, () => null);
      case "error":
      case "Pattern":
      case "Match":
        return new ClassObject(`re.${name}`, () => {
          throw new TemplateError("TypeError", `cannot create 're.${name}' instances`);
        });
      default:
        return undefined;
    }
  },
);

/** Flags are joined with `+` here; Jinja has no `|` for numbers. */
class FlagObject extends HostObject {
  readonly typeName = "RegexFlag";
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  override operate(operator: string, other: PyValue): PyValue | undefined {
    const value = other instanceof FlagObject ? other.value : typeof other === "bigint" ? Number(other) : null;
    return operator === "+" && value !== null ? new FlagObject(this.value | value) : undefined;
  }
  override equals(other: PyValue): boolean {
    return other instanceof FlagObject && other.value === this.value;
  }
  override hashText(): string {
    return `flag ${this.value}`;
  }
  toText(): string {
    return String(this.value);
  }
  override toRepr(): string {
    return `re.RegexFlag(${this.value})`;
  }
}

class PatternObject extends HostObject {
  readonly typeName = "re.Pattern";
  readonly pattern: string;
  readonly translated: Translated;

  constructor(pattern: string, flags: number) {
    super();
    this.pattern = pattern;
    this.translated = translatePattern(pattern, flags);
  }

  override getAttribute(name: string): PyValue | undefined {
    const parameters = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (parameters !== undefined)
      return new HostFunction(name, (call) => apply(this, name, bindFunction(name, parameters, call)));
    if (name === "pattern") return this.pattern;
    if (name === "groups") return BigInt(this.translated.groups);
    if (name === "flags") return BigInt(this.translated.flags);
    if (name === "groupindex")
      return PyDict.from([...this.translated.names].map(([group, index]) => [group, BigInt(index)] as const));
    return undefined;
  }

  toText(): string {
    return `re.compile(${stringRepr(this.pattern)})`;
  }
}

/** One match. Positions are counted in characters, as Python does. */
class MatchObject extends HostObject {
  readonly typeName = "re.Match";
  readonly #pattern: PatternObject;
  readonly #match: RegExpExecArray;

  constructor(pattern: PatternObject, match: RegExpExecArray) {
    super();
    this.#pattern = pattern;
    this.#match = match;
  }

  group(key: PyValue): PyValue {
    return this.#match[this.#indexOf(key)] ?? null;
  }

  #indexOf(key: PyValue): number {
    const { names, groups } = this.#pattern.translated;
    const index = typeof key === "string" ? names.get(key) : typeof key === "bigint" ? Number(key) : undefined;
    if (index === undefined || index < 0 || index > groups) throw new TemplateError("IndexError", "no such group");
    return index;
  }

  #span(key: PyValue): readonly [bigint, bigint] {
    const [from = -1, to = -1] = this.#match.indices?.[this.#indexOf(key)] ?? [];
    return [this.#position(from), this.#position(to)];
  }

  #position(index: number): bigint {
    if (index < 0) return -1n;
    const before = this.#match.input.slice(0, index);
    return BigInt(hasWideCharacters(before) ? [...before].length : index);
  }

  override getItem(key: PyValue): PyValue | undefined {
    const { names, groups } = this.#pattern.translated;
    const known = typeof key === "string" ? names.has(key) : typeof key === "bigint" && key >= 0n && key <= groups;
    return known ? this.group(key) : undefined;
  }

  override getAttribute(name: string): PyValue | undefined {
    const { translated } = this.#pattern;
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    const numbers = Array.from({ length: translated.groups }, (_, index) => BigInt(index + 1));
    switch (name) {
      case "group":
        return fn(({ args }) => {
          if (args.length < 2) return this.group(args[0] ?? 0n);
          return new PyTuple(args.map((key) => this.group(key)));
        });
      case "groups":
        return fn(({ args, kwargs }) => {
          const fallback = args[0] ?? kwargs.get("default") ?? null;
          return new PyTuple(numbers.map((index) => this.group(index) ?? fallback));
        });
      case "groupdict":
        return fn(({ args, kwargs }) => {
          const fallback = args[0] ?? kwargs.get("default") ?? null;
          return PyDict.from(
            [...translated.names.keys()].map((group) => [group, this.group(group) ?? fallback] as const),
          );
        });
      case "start":
        return fn(({ args }) => this.#span(args[0] ?? 0n)[0]);
      case "end":
        return fn(({ args }) => this.#span(args[0] ?? 0n)[1]);
      case "span":
        return fn(({ args }) => new PyTuple(this.#span(args[0] ?? 0n)));
      case "expand":
        return fn(({ args }) => expand(pyStr(args[0] ?? null), this));
      case "string":
        return this.#match.input;
      case "re":
        return this.#pattern;
      case "lastindex": {
        const last = numbers.findLast((index) => this.group(index) !== null);
        return last ?? null;
      }
      default:
        return undefined;
    }
  }

  toText(): string {
    const [from, to] = this.#span(0n);
    return `<re.Match object; span=(${from}, ${to}), match=${stringRepr(this.#match[0])}>`;
  }
}

/** Templates use the same few patterns over and over. */
const patterns = new Map<string, PatternObject>();

function patternOf(value: PyValue, flags: PyValue | undefined): PatternObject {
  if (value instanceof PatternObject) return value;
  if (typeof value !== "string")
    throw new TemplateError("TypeError", "first argument must be string or compiled pattern");
  const bits = flags instanceof FlagObject ? flags.value : typeof flags === "bigint" ? Number(flags) : 0;
  const key = `${bits} ${value}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    if (patterns.size > 500) patterns.clear();
    patterns.set(key, (pattern = new PatternObject(value, bits)));
  }
  return pattern;
}

function apply(pattern: PatternObject, name: string, args: readonly (PyValue | undefined)[]): PyValue {
  const text = args[name === "sub" || name === "subn" ? 1 : 0] ?? null;
  if (typeof text !== "string")
    throw new TemplateError("TypeError", `expected string or bytes-like object, got '${typeName(text)}'`);
  const matches = (): MatchObject[] => all(pattern, text).map((match) => new MatchObject(pattern, match));
  switch (name) {
    case "search":
      return first(pattern, text, () => true);
    case "match":
      return first(pattern, text, (match) => match.index === 0);
    case "fullmatch": {
      const whole = patternOf(
        `(?:${pattern.pattern.replace(/^\(\?[aiLmsux]+\)/, "")})\\Z`,
        BigInt(pattern.translated.flags),
      );
      return first(whole, text, (match) => match.index === 0);
    }
    case "findall":
      return matches().map((match) => found(pattern, match));
    case "finditer":
      return new PyIterator("finditer", matches(), "callable_iterator");
    case "split":
      return split(pattern, text, toIndex(args[1] ?? 0n));
    default: {
      const [result, count] = substitute(pattern, text, args[0] ?? null, toIndex(args[2] ?? 0n));
      return name === "sub" ? result : new PyTuple([result, BigInt(count)]);
    }
  }
}

function first(pattern: PatternObject, text: string, fits: (match: RegExpExecArray) => boolean): PyValue {
  const { expression } = pattern.translated;
  expression.lastIndex = 0;
  const match = expression.exec(text);
  return match !== null && fits(match) ? new MatchObject(pattern, match) : null;
}

function all(pattern: PatternObject, text: string): RegExpExecArray[] {
  const { expression } = pattern.translated;
  expression.lastIndex = 0;
  return [...text.matchAll(expression)];
}

function found(pattern: PatternObject, match: MatchObject): PyValue {
  const { groups } = pattern.translated;
  if (groups === 0) return match.group(0n);
  const values = Array.from({ length: groups }, (_, index) => match.group(BigInt(index + 1)) ?? "");
  return groups === 1 ? (values[0] ?? "") : new PyTuple(values);
}

function split(pattern: PatternObject, text: string, most: number): PyValue[] {
  const parts: PyValue[] = [];
  let from = 0;
  for (const match of all(pattern, text).slice(0, most > 0 ? most : undefined)) {
    parts.push(text.slice(from, match.index), ...match.slice(1).map((group: string | undefined) => group ?? null));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

function substitute(pattern: PatternObject, text: string, by: PyValue, most: number): [string, number] {
  let result = "";
  let from = 0;
  let count = 0;
  for (const match of all(pattern, text)) {
    if (most > 0 && count >= most) break;
    const object = new MatchObject(pattern, match);
    const replacement =
      by instanceof HostObject && by.call !== undefined
        ? pyStr(by.call({ args: [object], kwargs: new Map() }))
        : expand(pyStr(by), object);
    result += text.slice(from, match.index) + replacement;
    from = match.index + match[0].length;
    count += 1;
  }
  return [result + text.slice(from), count];
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  f: "\f",
  v: "\v",
  b: "\b",
  "\\": "\\",
};

/** `\1`, `\g<name>` and escapes of a replacement. */
function expand(template: string, match: MatchObject): string {
  return template.replaceAll(
    /\\(?:g<([^>]+)>|([1-9]\d?)|0([0-7]{0,2})|(.))/gs,
    (whole, name?: string, number?: string, octal?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal || "0", 8));
      if (letter !== undefined) {
        const known = ESCAPES[letter];
        if (known !== undefined) return known;
        if (/[A-Za-z]/.test(letter)) throw new TemplateError("error", `bad escape ${whole}`);
        return whole;
      }
      const key = number ?? name ?? "0";
      const value = match.group(/^\d+$/.test(key) ? BigInt(key) : key);
      return value === null ? "" : pyStr(value);
    },
  );
}
