/**
 * A filter of a column -> a condition for DuckDB. The page decides the same over fetched rows (`app/results/filter-rows.ts`): both
 * compare numbers as numbers and everything else as the text that is shown.
 */
import type { Column } from "../core/table.ts";
import { quoteIdentifier, quoteLiteral } from "../warehouse/sql.ts";

export type FilterTest =
  | { readonly kind: "contains"; readonly text: string; readonly not: boolean }
  | { readonly kind: "is"; readonly text: string; readonly not: boolean }
  | { readonly kind: "null"; readonly not: boolean }
  | { readonly kind: "compare"; readonly sign: "<" | "<=" | ">" | ">="; readonly text: string };

export interface ColumnFilter {
  readonly column: number;
  readonly test: FilterTest;
}

export function filterSql(test: FilterTest, column: Column): string {
  const name = quoteIdentifier(column.name);
  const text = `${name}::varchar`;
  switch (test.kind) {
    case "null":
      return `${name} is ${test.not ? "not " : ""}null`;
    case "contains":
      return `${test.not ? "not " : ""}contains(lower(${text}), ${quoteLiteral(test.text.toLowerCase())})`;
    case "is": {
      const sign = test.not ? "<>" : "=";
      return isNumeric(column) && isNumber(test.text)
        ? `${name}::double ${sign} ${Number(test.text)}::double`
        : `${text} ${sign} ${quoteLiteral(test.text)}`;
    }
    case "compare":
      return isNumeric(column) && isNumber(test.text)
        ? `${name}::double ${test.sign} ${Number(test.text)}::double`
        : `${text} ${test.sign} ${quoteLiteral(test.text)}`;
  }
}

function isNumeric(column: Column): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\([^)]*\)|DOUBLE|FLOAT)$/.test(column.type);
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}
