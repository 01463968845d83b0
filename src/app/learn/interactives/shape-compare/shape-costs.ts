/** What a query costs its reader, told from its text: joins, tables, lines; and from the sizes of the tables, the rows behind it. */
import { refNames } from "../../../../lessons/sql-guard.ts";
import { isWord, sqlTokens } from "../../../../lessons/sql-tokens.ts";

export const SHAPES = ["normalised", "star", "wide", "entity"] as const;
export type Shape = (typeof SHAPES)[number];

interface ShapeCost {
  readonly shape: Shape;
  /** Null where the shape cannot answer. */
  readonly query: {
    readonly joins: number;
    readonly tables: number;
    readonly rows: number;
    readonly lines: number;
  } | null;
}

/** `sql` has null for a shape that has no query; `sizes` are rows by table. */
export function costsOf(
  sql: Readonly<Record<Shape, string | null>>,
  sizes: ReadonlyMap<string, number>,
): readonly ShapeCost[] {
  return SHAPES.map((shape) => {
    const text = sql[shape];
    if (text === null) return { shape, query: null };
    const tables = [...new Set(refNames(text))];
    return {
      shape,
      query: {
        joins: sqlTokens(text).filter((token) => isWord(token, "join")).length,
        tables: tables.length,
        rows: tables.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0),
        lines: text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("--")).length,
      },
    };
  });
}
