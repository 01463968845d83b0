/** Names of a table's rows, as answers know them: the values of the key's columns joined with "|". */
import type { Table } from "../engine/core/table.ts";

export function rowKeys(table: Table, key: readonly string[]): readonly string[] {
  const columns = key.map((name) =>
    table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()),
  );
  return Array.from({ length: table.rowCount }, (_, row) =>
    columns
      .map((column) => {
        const value = table.data[column]?.[row] ?? "";
        return typeof value === "object" ? JSON.stringify(value) : String(value);
      })
      .join("|"),
  );
}
