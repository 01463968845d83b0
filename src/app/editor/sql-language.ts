/**
 * DuckDB's SQL with Jinja cut out of it, as a CodeMirror language.
 *
 * The SQL parser is given the text around the Jinja as ranges and sees `select * from  where`, so a quote in a template never turns
 * the rest of the file into a string. Earlier trees are not reused: they do not know where the gaps were, and a model is parsed anew
 * in a few milliseconds.
 */
import { SQLDialect } from "@codemirror/lang-sql";
import { defineLanguageFacet, Language, LanguageSupport } from "@codemirror/language";
import { Parser, type Input, type PartialParse, type TreeFragment } from "@lezer/common";
import { DUCKDB_FUNCTIONS, DUCKDB_KEYWORDS, DUCKDB_TYPES } from "./duckdb-words.ts";
import { jinjaRegions } from "../../engine/core/jinja-regions.ts";

const dialect = SQLDialect.define({
  keywords: DUCKDB_KEYWORDS,
  types: DUCKDB_TYPES,
  builtin: DUCKDB_FUNCTIONS,
  doubleDollarQuotedStrings: true,
  operatorChars: "*+-%<>!=&|~^/@:",
  caseInsensitiveIdentifiers: true,
});

class SqlAroundJinja extends Parser {
  createParse(
    input: Input,
    _fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    return dialect.language.parser.startParse(input, [], withoutJinja(input.read(0, input.length), ranges));
  }
}

function withoutJinja(text: string, ranges: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const regions = jinjaRegions(text);
  const kept = ranges.flatMap((range) => {
    const parts: { from: number; to: number }[] = [];
    let at = range.from;
    for (const region of regions) {
      if (region.to <= at || region.from >= range.to) continue;
      if (region.from > at) parts.push({ from: at, to: region.from });
      at = region.to;
    }
    if (at < range.to) parts.push({ from: at, to: range.to });
    return parts;
  });
  // The parser wants at least one range; an empty one at the end stands for "nothing but Jinja".
  return kept.length > 0 ? kept : [{ from: ranges.at(-1)?.to ?? 0, to: ranges.at(-1)?.to ?? 0 }];
}

const data = defineLanguageFacet({
  commentTokens: { line: "--", block: { open: "/*", close: "*/" } },
  closeBrackets: { brackets: ["(", "[", "{", "'", '"'] },
});

export function sqlWithJinja(): LanguageSupport {
  return new LanguageSupport(new Language(data, new SqlAroundJinja(), [], "sql"));
}
