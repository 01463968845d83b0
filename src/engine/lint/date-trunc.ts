/** V004: date_trunc gives a DATE or a TIMESTAMP depending on the version of DuckDB, so its result is cast. */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import type { Finding, SqlRule } from "./rule.ts";
import { callsFunction, closingParenthesis, parenthesesAround } from "./rule.ts";

export const dateTrunc: SqlRule = {
  code: "V004",
  check(tokens, owner) {
    return tokens.flatMap((token, index): Finding[] => {
      if (!/^date_?trunc$/.test(token.key) || !callsFunction(tokens, index) || isCast(tokens, index)) return [];
      return [
        {
          from: token.from,
          to: token.to,
          message: `${owner} uses date_trunc without a cast: on months and weeks DuckDB 1.4 gives a DATE and 1.5 a TIMESTAMP.`,
          hint: "Write cast(date_trunc(…) as date).",
        },
      ];
    });
  },
};

/** `date_trunc(…)::date`, or anywhere inside a cast. */
function isCast(tokens: readonly SqlToken[], index: number): boolean {
  if (tokens[closingParenthesis(tokens, index + 1) + 1]?.key === "::") return true;
  return parenthesesAround(tokens, index).some(
    (open) =>
      /^(try_)?cast$/.test(tokens[open - 1]?.key ?? "") || tokens[closingParenthesis(tokens, open) + 1]?.key === "::",
  );
}
