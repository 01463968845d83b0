/**
 * What a template in YAML is worth, as dbt has it: the only expression of a template keeps its value (numbers, booleans, lists),
 * text stays text even when it looks like a number. The filters `as_native`, `as_bool` and `as_number` ask for the number.
 */
import { TemplateError } from "./error.ts";
import { parseLiteral } from "./literal.ts";
import { NativeText } from "./native-text.ts";
import { pyStr, stringRepr } from "./python.ts";
import type { PyValue } from "./values.ts";

export function nativeValue(values: readonly PyValue[]): PyValue {
  const [only = ""] = values;
  if (values.length > 1) return values.map(pyStr).join("");
  if (!(only instanceof NativeText)) return only;
  const value = parseLiteral(only.text) ?? only.text;
  if (only.wanted === "bool" && typeof value !== "boolean") throw unfit(only);
  if (only.wanted === "number" && typeof value !== "bigint" && typeof value !== "number") throw unfit(only);
  return value;
}

function unfit(marked: NativeText): TemplateError {
  return new TemplateError(
    "CompilationError",
    `Could not convert value ${stringRepr(marked.text)} into type '${marked.wanted}'`,
  );
}
