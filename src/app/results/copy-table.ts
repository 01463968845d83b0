/**
 * Rows as text for the clipboard and for files. Values are exact: no grouping, no rounding.
 *
 * NULL and the empty string stay apart wherever the format can tell them apart: in CSV NULL is nothing and '' is "".
 */
import type { Table, Value } from "../../engine/core/table.ts";
import { exactText, kindOf } from "./value-kind.ts";

export const COPY_FORMATS = ["TSV", "CSV", "JSON", "Markdown"] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

/** `rows` are row numbers of the table in the order wanted. */
export function copyTable(table: Table, rows: readonly number[], format: CopyFormat): string {
  const cells = (row: number): Value[] => table.data.map((values) => values[row] ?? null);
  const names = table.columns.map((column) => column.name);
  switch (format) {
    case "TSV":
      return [names, ...rows.map(cells)]
        .map((line) => line.map((cell) => (exactText(cell) ?? "").replace(/[\t\r\n]+/g, " ")).join("\t"))
        .join("\n");
    case "CSV":
      return [names, ...rows.map(cells)].map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
    case "JSON": {
      const objects = rows.map((row) => {
        const pairs = cells(row).map(
          (cell, index) => `${JSON.stringify(names[index])}: ${jsonValue(cell, isNumber(table, index))}`,
        );
        return `  {${pairs.join(", ")}}`;
      });
      return objects.length === 0 ? "[]" : `[\n${objects.join(",\n")}\n]`;
    }
    case "Markdown": {
      const line = (parts: readonly string[]): string => `| ${parts.join(" | ")} |`;
      const rule = table.columns.map((column) => (kindOf(column) === "number" ? "---:" : "---"));
      return [
        line(names.map(markdownCell)),
        line(rule),
        ...rows.map((row) => line(cells(row).map((cell) => markdownCell(exactText(cell) ?? "*NULL*")))),
      ].join("\n");
    }
  }
}

function isNumber(table: Table, index: number): boolean {
  const column = table.columns[index];
  return column !== undefined && kindOf(column) === "number";
}

function csvCell(value: Value): string {
  if (value === null) return "";
  const text = exactText(value) ?? "";
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A DECIMAL or BIGINT is written as a number with all of its digits; JSON has no limit there. */
function jsonValue(value: Value, numeric: boolean): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (numeric && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return value;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part));
}

function markdownCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replace(/\r?\n/g, " ");
}
