/**
 * Python's `re`: match, search, sub and the like, on a matcher of our own (`pattern/match.ts`), whose steps are counted.
 */
import { bindFunction } from "../../jinja/arguments.ts";
import { checkLength, spend } from "../../jinja/budget.ts";
import { PyIterator } from "../../jinja/collections.ts";
import { TemplateError } from "../../jinja/error.ts";
import { pyStr, stringRepr, toIndex, typeName } from "../../jinja/python.ts";
import { HostFunction, HostObject, PyDict, PyTuple } from "../../jinja/values.ts";
import type { CallArguments, PyValue } from "../../jinja/values.ts";
import { ClassObject, Namespace } from "./class-object.ts";
import { compilePattern } from "./pattern/compile.ts";
import type { Program } from "./pattern/compile.ts";
import { search } from "./pattern/match.ts";
import type { Found, SearchOptions } from "./pattern/match.ts";
import { parsePattern } from "./pattern/parse.ts";
import { Subject } from "./pattern/subject.ts";
import { FLAGS } from "./pattern/tree.ts";
import type { ParsedPattern } from "./pattern/tree.ts";

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

/** Names of the flags as Python lists them behind a pattern. */
const SHOWN_FLAGS = ["IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE", "ASCII"] as const;

class PatternObject extends HostObject {
  readonly typeName = "re.Pattern";
  readonly pattern: string;
  readonly parsed: ParsedPattern;
  readonly #program: Program;

  constructor(pattern: string, flags: number) {
    super();
    spend(pattern.length);
    this.pattern = pattern;
    this.parsed = parsePattern(pattern, flags);
    this.#program = compilePattern(this.parsed);
  }

  search(subject: Subject, options: SearchOptions): MatchObject | null {
    const found = search(this.#program, subject.codes, options, this.pattern);
    return found === null ? null : new MatchObject(this, subject, found);
  }

  /** All matches from the left; an empty one may stand behind another, but not where an empty one stood already. */
  *matches(subject: Subject): Generator<MatchObject> {
    for (let [from, advance] = [0, false]; from <= subject.codes.length;) {
      const match = this.search(subject, { from, advance });
      if (match === null) return;
      yield match;
      advance = match.from === match.to;
      from = match.to;
    }
  }

  override getAttribute(name: string): PyValue | undefined {
    const parameters = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (parameters !== undefined)
      return new HostFunction(name, (call) => apply(this, name, bindFunction(name, parameters, call)));
    if (name === "pattern") return this.pattern;
    if (name === "groups") return BigInt(this.parsed.groups);
    if (name === "flags") return BigInt(this.parsed.flags);
    if (name === "groupindex")
      return PyDict.from([...this.parsed.names].map(([group, index]) => [group, BigInt(index)] as const));
    return undefined;
  }

  toText(): string {
    const flags = SHOWN_FLAGS.filter((flag) => (this.parsed.flags & FLAGS[flag]) !== 0).map((flag) => `re.${flag}`);
    const shown = stringRepr(this.pattern).slice(0, 200);
    return `re.compile(${[shown, ...(flags.length > 0 ? [flags.join("|")] : [])].join(", ")})`;
  }
}

/** One match. Positions are counted in characters, as Python does. */
class MatchObject extends HostObject {
  readonly typeName = "re.Match";
  readonly #pattern: PatternObject;
  readonly #subject: Subject;
  readonly #found: Found;

  constructor(pattern: PatternObject, subject: Subject, found: Found) {
    super();
    this.#pattern = pattern;
    this.#subject = subject;
    this.#found = found;
  }

  get from(): number {
    return this.#found.spans[0] ?? 0;
  }

  get to(): number {
    return this.#found.spans[1] ?? 0;
  }

  group(key: PyValue): string | null {
    const [from, to] = this.#span(key);
    return from < 0 || to < from ? null : this.#subject.slice(from, to);
  }

  /** All groups but the whole match. */
  groups(fallback: PyValue): PyValue[] {
    return this.#numbers.map((index) => this.group(index) ?? fallback);
  }

  get #numbers(): bigint[] {
    return Array.from({ length: this.#pattern.parsed.groups }, (_, index) => BigInt(index + 1));
  }

  #indexOf(key: PyValue): number {
    const { names, groups } = this.#pattern.parsed;
    const index = typeof key === "string" ? names.get(key) : typeof key === "bigint" ? Number(key) : undefined;
    if (index === undefined || index < 0 || index > groups) throw new TemplateError("IndexError", "no such group");
    return index;
  }

  #span(key: PyValue): readonly [number, number] {
    const index = 2 * this.#indexOf(key);
    return [this.#found.spans[index] ?? -1, this.#found.spans[index + 1] ?? -1];
  }

  override getItem(key: PyValue): PyValue | undefined {
    const { names, groups } = this.#pattern.parsed;
    const known = typeof key === "string" ? names.has(key) : typeof key === "bigint" && key >= 0n && key <= groups;
    return known ? this.group(key) : undefined;
  }

  override getAttribute(name: string): PyValue | undefined {
    const { names } = this.#pattern.parsed;
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    switch (name) {
      case "group":
        return fn(({ args }) => {
          if (args.length < 2) return this.group(args[0] ?? 0n);
          return new PyTuple(args.map((key) => this.group(key)));
        });
      case "groups":
        return fn(({ args, kwargs }) => new PyTuple(this.groups(args[0] ?? kwargs.get("default") ?? null)));
      case "groupdict":
        return fn(({ args, kwargs }) => {
          const fallback = args[0] ?? kwargs.get("default") ?? null;
          return PyDict.from([...names.keys()].map((group) => [group, this.group(group) ?? fallback] as const));
        });
      case "start":
        return fn(({ args }) => BigInt(this.#span(args[0] ?? 0n)[0]));
      case "end":
        return fn(({ args }) => BigInt(this.#span(args[0] ?? 0n)[1]));
      case "span":
        return fn(({ args }) => new PyTuple(this.#span(args[0] ?? 0n).map(BigInt)));
      case "expand":
        return fn(({ args }) => expand(pyStr(args[0] ?? null), this));
      case "string":
        return this.#subject.text;
      case "re":
        return this.#pattern;
      case "lastindex":
        return this.#found.last === 0 ? null : BigInt(this.#found.last);
      case "lastgroup":
        return [...names].find(([, index]) => index === this.#found.last)?.[0] ?? null;
      default:
        return undefined;
    }
  }

  toText(): string {
    return `<re.Match object; span=(${this.from}, ${this.to}), match=${stringRepr(this.group(0n) ?? "").slice(0, 50)}>`;
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
  const subject = new Subject(text);
  switch (name) {
    case "search":
      return pattern.search(subject, { from: 0 });
    case "match":
      return pattern.search(subject, { from: 0, anchored: true });
    case "fullmatch":
      return pattern.search(subject, { from: 0, anchored: true, whole: true });
    case "findall":
      return Array.from(pattern.matches(subject), (match) => found(pattern, match));
    case "finditer":
      return new PyIterator("finditer", [...pattern.matches(subject)], "callable_iterator");
    case "split":
      return split(pattern, subject, toIndex(args[1] ?? 0n));
    default: {
      const [result, count] = substitute(pattern, subject, args[0] ?? null, toIndex(args[2] ?? 0n));
      return name === "sub" ? result : new PyTuple([result, BigInt(count)]);
    }
  }
}

function found(pattern: PatternObject, match: MatchObject): PyValue {
  if (pattern.parsed.groups === 0) return match.group(0n);
  const values = match.groups("");
  return values.length === 1 ? (values[0] ?? "") : new PyTuple(values);
}

/** The first `most` matches; all when that is 0, none when it is less. */
function* firstMatches(pattern: PatternObject, subject: Subject, most: number): Generator<MatchObject> {
  if (most < 0) return;
  let count = 0;
  for (const match of pattern.matches(subject)) {
    yield match;
    if ((count += 1) === most) return;
  }
}

function split(pattern: PatternObject, subject: Subject, most: number): PyValue[] {
  const parts: PyValue[] = [];
  let from = 0;
  for (const match of firstMatches(pattern, subject, most)) {
    parts.push(subject.slice(from, match.from), ...match.groups(null));
    from = match.to;
  }
  return [...parts, subject.slice(from, subject.codes.length)];
}

function substitute(pattern: PatternObject, subject: Subject, by: PyValue, most: number): [string, number] {
  const pieces: string[] = [];
  let from = 0;
  let count = 0;
  let length = 0;
  for (const match of firstMatches(pattern, subject, most)) {
    const replacement =
      by instanceof HostObject && by.call !== undefined
        ? pyStr(by.call({ args: [match], kwargs: new Map() }))
        : expand(pyStr(by), match);
    pieces.push(subject.slice(from, match.from), replacement);
    checkLength((length += replacement.length));
    from = match.to;
    count += 1;
  }
  return [pieces.join("") + subject.slice(from, subject.codes.length), count];
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
    /\\(?:g<([^>\\]+)>|([1-9]\d?)|0([0-7]{0,2})|(.))/gs,
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
      return value ?? "";
    },
  );
}
