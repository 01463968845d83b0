/** What the editor itself says: cards of names, formatting, its keys. */
import { count } from "./format.ts";

export const editor = {
  card: {
    source: "source",
    macro: "macro",
    test: "test",
    variable: "variable",
    doc: "docs block",
    config: "config",
    cte: "CTE",
    table: "table",
    columnOf: (table: string) => `column of ${table}`,
    undescribed: "Not described.",
    columns: (number: number) => count(number, "column"),
    tables: (number: number) => count(number, "table"),
    package: (name: string) => `package ${name}`,
    open: "Ctrl click or F12 opens it",
  },
  format: "Format",
  formatKey: "Shift Alt F",
  formatted: "Formatted.",
  alreadyFormatted: "Nothing to format.",
  changedMeanwhile: "The text changed while it was being formatted, so it was left as it is.",
  notFormatted: {
    "open-jinja": "A piece of Jinja is not closed, so nothing was formatted.",
    unreadable: "The SQL cannot be read as it stands, so nothing was formatted.",
    "would-change": "Formatting would have changed more than blanks, so the text was left as it is.",
  },
  unknownName: "Nothing of the project stands here.",
  noFix: "There is no quick fix here.",
};
