/** `truth.fault_manifest`: every planted fault of every table, in the order of its key. */
import type { PlantedFault } from "../../faults/dirty-table.ts";
import * as schema from "../../schema/truth.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeFaultManifest(faults: readonly PlantedFault[], asOfDay: number): TableData {
  const rows = faults.map((fault) => ({ ...fault, column: fault.column ?? "" }));
  rows.sort(
    (a, b) =>
      compare(a.fault, b.fault) ||
      compare(a.table, b.table) ||
      compare(a.rowKey, b.rowKey) ||
      compare(a.column, b.column),
  );
  const table = new TableBuilder(schema.faultManifest, rows.length);
  for (const { fault, table: name, rowKey, column } of rows)
    table.add({
      fault_id: fault,
      table_name: name,
      row_key: rowKey,
      column_name: column,
      _synced_at: nightlyLoad(asOfDay),
    });
  return table.finish();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
