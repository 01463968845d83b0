/** A result as `dbt show` prints it. */
import type { Table, Value } from "../core/table.ts";

export function textTable(table: Table): string[] {
  const heads = table.columns.map((column) => column.name);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    table.data.map((column) => cellText(column[row] ?? null)),
  );
  const widths = heads.map((head, index) => Math.max(head.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const numeric = table.columns.map((column) => /int|decimal|double|float|real|numeric/i.test(column.type));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => (numeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join(" | ")} |`;
  return [line(heads), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
}

export function cellText(value: Value): string {
  if (value === null) return "";
  if (typeof value === "object")
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item));
  return String(value);
}
