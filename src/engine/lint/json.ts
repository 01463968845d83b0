/** V001: JSON functions, operators and the type need an extension that the database in the page does not have. */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import type { Finding, SqlRule } from "./rule.ts";
import { callsFunction, parenthesesAround } from "./rule.ts";

const FUNCTIONS =
  /^(json|json_.+|to_json|from_json|from_json_strict|row_to_json|array_to_json|read_json.*|read_ndjson.*)$/;

/** Functions whose `x -> …` is a lambda. */
const TAKES_LAMBDA = /^(list_|array_)?(apply|transform|filter|reduce|aggregate)$|^columns$/;

export const json: SqlRule = {
  code: "V001",
  check(tokens, owner) {
    return tokens.flatMap((token, index): Finding[] => {
      const what = jsonUse(tokens, index);
      if (what === null) return [];
      return [
        {
          from: token.from,
          to: token.to,
          message: `${owner} uses ${what}, which needs DuckDB's JSON extension; the database in the page has none.`,
          hint: "Bring the values as columns, structs or lists from the source, or take the text apart with regexp_extract.",
        },
      ];
    });
  },
};

function jsonUse(tokens: readonly SqlToken[], index: number): string | null {
  const token = tokens[index];
  if (!token) return null;
  if (token.kind === "word" && FUNCTIONS.test(token.key) && callsFunction(tokens, index)) return `${token.key}()`;
  if (token.kind === "word" && token.key === "json" && isType(tokens, index)) return "the type JSON";
  if (token.kind !== "sign") return null;
  if (token.key === "->>") return "the operator ->>";
  return token.key === "->" && !isLambda(tokens, index) ? "the operator ->" : null;
}

/** `x::json`, `cast(x as json)`, `json '…'`, and the same as the element of a list. */
function isType(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1]?.key;
  const after = tokens[index + 1];
  if (before === "::" || after?.kind === "string") return true;
  const casts = parenthesesAround(tokens, index).some((open) => /^(try_)?cast$/.test(tokens[open - 1]?.key ?? ""));
  return before === "as" && casts;
}

/** A parameter or a list of them stands before the arrow, inside a call that takes a lambda. */
function isLambda(tokens: readonly SqlToken[], index: number): boolean {
  const [open] = parenthesesAround(tokens, index);
  const called = open === undefined ? "" : (tokens[open - 1]?.key ?? "");
  // In `x -> x -> 'a'` the first arrow is the lambda's, the second takes a value out of JSON.
  if (open !== undefined && arrowBefore(tokens, index)) return false;
  if (TAKES_LAMBDA.test(called)) return true;
  // `(x, i) -> …`: the parameters' own parentheses are closed, so the innermost open one is the call's.
  const literal = tokens[index + 1]?.kind;
  const left = tokens[index - 1];
  const beforeLeft = tokens[index - 2]?.key;
  const parameter = left?.kind === "word" && (beforeLeft === "," || beforeLeft === "(");
  return (
    parameter && open !== undefined && tokens[open - 1]?.kind === "word" && literal !== "string" && literal !== "number"
  );
}

/** Whether the same argument has an arrow already. */
function arrowBefore(tokens: readonly SqlToken[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const key = tokens[at]?.key;
    if (key === ")" || key === "]") depth += 1;
    if (key === "(" || key === "[") depth -= 1;
    if (depth < 0 || (depth === 0 && key === ",")) return false;
    if (depth === 0 && key === "->") return true;
  }
  return false;
}
