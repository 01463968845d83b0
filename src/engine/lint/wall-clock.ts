/** V003: a model that reads the clock gives another result tomorrow, and `current_date` fails in the page. */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import type { Finding, SqlRule } from "./rule.ts";
import { callsFunction, closingParenthesis } from "./rule.ts";

/** Read the clock with or without parentheses. */
const WORDS: ReadonlySet<string> = new Set([
  "current_date",
  "current_time",
  "current_timestamp",
  "localtime",
  "localtimestamp",
]);
const FUNCTIONS: ReadonlySet<string> = new Set([
  "now",
  "today",
  "get_current_timestamp",
  "get_current_time",
  "transaction_timestamp",
  "current_localtime",
  "current_localtimestamp",
]);
/** What may stand before an expression; a name after anything else is a column, an alias or a table. */
const NAMES_SOMETHING: ReadonlySet<string> = new Set([".", "as", ")", "]"]);

export const wallClock: SqlRule = {
  code: "V003",
  check(tokens, owner) {
    return tokens.flatMap((token, index): Finding[] => {
      if (!readsClock(tokens, index)) return [];
      return [
        {
          from: token.from,
          to: token.to,
          message: `${owner} reads the clock with ${token.key}, so it gives another result each day.`,
          hint: "Take the day from a var such as {{ var('as_of_date') }}, or from the data.",
        },
      ];
    });
  },
};

function readsClock(tokens: readonly SqlToken[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== "word") return false;
  if (FUNCTIONS.has(token.key)) return callsFunction(tokens, index);
  if (WORDS.has(token.key)) return !NAMES_SOMETHING.has(tokens[index - 1]?.key ?? "");
  // age(x) counts from today; age(x, y) does not.
  if (token.key !== "age" || !callsFunction(tokens, index)) return false;
  const close = closingParenthesis(tokens, index + 1);
  let depth = 0;
  return tokens.slice(index + 1, close).every(({ key }) => {
    if (key === "(" || key === "[") depth += 1;
    if (key === ")" || key === "]") depth -= 1;
    return key !== "," || depth > 1;
  });
}
