/**
 * What picks columns by name in COLUMNS(…), evaluated here where that is safe: a regular expression, a list of names, or a lambda
 * of comparisons with literals. Null for everything else, which only the database can answer.
 */
import type { Expression } from "./ast.ts";
import { bare, dottedName, expressionOf, listOf, namesOf, stringLiteral } from "./ast.ts";

export type NamePattern =
  | { readonly kind: "test"; readonly test: (name: string) => boolean }
  | { readonly kind: "names"; readonly names: readonly string[] };

export function matchesName(argument: unknown): NamePattern | null {
  const text = stringLiteral(argument);
  if (text !== null) return regexTest(text);
  const found = expressionOf(argument);
  if (!found) return null;
  if (found.kind === "array_func" || found.kind === "array" || found.kind === "tuple") {
    const names = listOf(found.fields["expressions"]).map(stringLiteral);
    return names.every((name) => name !== null) ? { kind: "names", names } : null;
  }
  const [parameter, condition] =
    found.kind === "lambda"
      ? [namesOf(found.fields["parameters"])[0], found.fields["body"]]
      : found.kind === "comprehension" && sameName(found.fields["this"], found.fields["expression"])
        ? [dottedName(found.fields["expression"])?.[0], found.fields["condition"]]
        : [undefined, undefined];
  if (parameter === undefined || condition === undefined) return null;
  const test = conditionTest(condition, parameter.toLowerCase());
  return test && { kind: "test", test };
}

type NameTest = (name: string) => boolean;

function conditionTest(node: unknown, parameter: string): NameTest | null {
  const found = expressionOf(bare(node));
  if (!found) return null;
  const { kind, fields } = found;
  if (kind === "and" || kind === "or") {
    const left = conditionTest(fields["left"], parameter);
    const right = conditionTest(fields["right"], parameter);
    if (!left || !right) return null;
    return kind === "and" ? (name) => left(name) && right(name) : (name) => left(name) || right(name);
  }
  if (kind === "not") {
    const inner = conditionTest(fields["this"], parameter);
    return inner && ((name) => !inner(name));
  }
  return comparison(found, parameter);
}

function comparison({ kind, fields }: Expression, parameter: string): NameTest | null {
  const subject = fields["left"] ?? fields["this"] ?? listOf(fields["args"])[0];
  if (dottedName(bare(subject))?.join(".").toLowerCase() !== parameter) return null;
  if (kind === "in") {
    const names = listOf(fields["expressions"]).map(stringLiteral);
    if (!names.every((name) => name !== null) || fields["query"]) return null;
    return (name) => names.includes(name) !== (fields["not"] === true);
  }
  const operand = stringLiteral(
    fields["right"] ?? fields["expression"] ?? fields["pattern"] ?? listOf(fields["args"])[1],
  );
  if (operand === null || fields["escape"] || fields["quantifier"]) return null;
  const called = kind === "function" ? (typeof fields["name"] === "string" ? fields["name"].toLowerCase() : "") : kind;
  switch (called) {
    case "eq":
      return (name) => name === operand;
    case "neq":
      return (name) => name !== operand;
    case "like":
      return likeTest(operand, "s");
    case "i_like":
    case "ilike":
      return likeTest(operand, "si");
    case "starts_with":
    case "prefix":
      return (name) => name.startsWith(operand);
    case "ends_with":
    case "suffix":
      return (name) => name.endsWith(operand);
    case "contains":
      return (name) => name.includes(operand);
    case "regexp_matches":
    case "regexp_like":
      return regexTest(operand)?.test ?? null;
    default:
      return null;
  }
}

function likeTest(pattern: string, flags: string): NameTest {
  const source = pattern
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replaceAll("%", ".*")
    .replaceAll("_", ".");
  const test = new RegExp(`^${source}$`, flags);
  return (name) => test.test(name);
}

/** DuckDB's dialect is RE2; what JavaScript cannot read is not guessed at. */
function regexTest(pattern: string): { kind: "test"; test: NameTest } | null {
  // A repeated group that repeats inside can take JavaScript's engine for ever; RE2 does not mind.
  if (pattern.length > 200 || /[+*}]\)+[+*{]/.test(pattern)) return null;
  const inline = /^\(\?i\)/.exec(pattern);
  try {
    const test = new RegExp(inline ? pattern.slice(inline[0].length) : pattern, inline ? "i" : "");
    return { kind: "test", test: (name) => test.test(name) };
  } catch {
    return null;
  }
}

function sameName(a: unknown, b: unknown): boolean {
  const left = dottedName(a);
  return left !== null && left.join(".") === dottedName(b)?.join(".");
}
