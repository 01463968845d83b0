/**
 * A notation for small results: the first line names columns and types, each further line is a row.
 *
 *     table("id varchar, mrr double", "a 1.5", "b null")
 */
import type { Column, Table, Value } from "../../src/engine/core/table.ts";

export function table(head: string, ...rows: string[]): Table {
  const columns: Column[] = head.split(/,\s*(?![^(]*\))/).map((part) => {
    const [name = "", ...type] = part.trim().split(/\s+/);
    return { name, type: type.join(" ").toUpperCase() };
  });
  const cells = rows.map((row) => (columns.length === 1 ? [row] : row.split(" ")));
  return {
    columns,
    data: columns.map((column, index) => cells.map((row) => parse(row[index] ?? "null", column.type))),
    rowCount: rows.length,
    truncated: false,
  };
}

function parse(text: string, type: string): Value {
  if (text === "null") return null;
  if (/^(BIGINT|HUGEINT)$/.test(type)) return BigInt(text);
  if (/^(INTEGER|DOUBLE)$/.test(type)) return Number(text);
  if (type === "BOOLEAN") return text === "true";
  if (/\[\]$|^STRUCT/.test(type)) return JSON.parse(text) as Value;
  return text;
}
