/** The one fact that a column's head tells: the one that says most about this kind of column. */
import type { Column } from "../../engine/core/table.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { ColumnFacts } from "./column-facts.ts";
import { isIdentifier, kindOf } from "./value-kind.ts";

export function factText(facts: ColumnFacts, column: Column): string {
  const words = surfaceStrings.results.facts;
  if (facts.rows === 0) return "";
  if (facts.nulls === facts.rows) return words.allNull;
  const nulls = facts.nulls > 0 ? `, ${words.nulls(facts.nulls)}` : "";
  const kind = kindOf(column);
  if (facts.unique && (kind === "text" || isIdentifier(column))) return words.unique;
  const ordered = kind === "number" || kind === "date" || kind === "time";
  if (ordered && !isIdentifier(column) && facts.min !== null && facts.max !== null)
    return words.range(facts.min, facts.max) + nulls;
  return words.distinct(facts.distinct) + nulls;
}
