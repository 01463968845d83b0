/** V002: TIMESTAMPTZ, AT TIME ZONE and collations need the ICU extension, which the database in the page does not have. */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import type { Finding, SqlRule } from "./rule.ts";
import { callsFunction } from "./rule.ts";

const FUNCTIONS = /^(timezone|make_timestamptz|to_timestamp|pg_timezone_names|icu_.+)$/;
/** Collations that DuckDB has without the extension. */
const OWN_COLLATIONS: ReadonlySet<string> = new Set(["nocase", "noaccent", "nfc", "binary", "posix", "c"]);

export const timeZones: SqlRule = {
  code: "V002",
  check(tokens, owner) {
    return tokens.flatMap((token, index): Finding[] => {
      const use = zoneUse(tokens, index);
      if (!use) return [];
      return [
        {
          from: token.from,
          to: tokens[index + use.length - 1]?.to ?? token.to,
          message: `${owner} uses ${use.what}, which needs DuckDB's ICU extension; the database in the page has none.`,
          hint: "Keep times as TIMESTAMP in UTC, and shift them with a table of offsets where local time matters.",
        },
      ];
    });
  },
};

function zoneUse(tokens: readonly SqlToken[], index: number): { what: string; length: number } | null {
  const token = tokens[index];
  if (token?.kind !== "word" || tokens[index - 1]?.key === ".") return null;
  const follows = (...words: readonly string[]) => words.every((word, offset) => tokens[index + offset]?.key === word);
  if (follows("at", "time", "zone")) return { what: "AT TIME ZONE", length: 3 };
  if (follows("timestamp", "with", "time", "zone")) return { what: "TIMESTAMP WITH TIME ZONE", length: 4 };
  if (follows("time", "with", "time", "zone") && tokens[index - 1]?.key !== "with")
    return { what: "TIME WITH TIME ZONE", length: 4 };
  if ((token.key === "timestamptz" || token.key === "timetz") && isType(tokens, index))
    return { what: `the type ${token.key.toUpperCase()}`, length: 1 };
  if (FUNCTIONS.test(token.key) && callsFunction(tokens, index)) return { what: `${token.key}()`, length: 1 };
  const collation = tokens[index + 1];
  if (token.key === "collate" && collation && !OWN_COLLATIONS.has(collation.key.split(".")[0] ?? ""))
    return { what: `the collation "${collation.key}"`, length: 2 };
  return null;
}

/** A column may be called like the type; after `::`, AS, a comma of a type list or before a literal it is the type. */
function isType(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1]?.key;
  const after = tokens[index + 1];
  return before === "::" || (before === "as" && after?.key === ")") || after?.kind === "string" || after?.key === "[";
}
