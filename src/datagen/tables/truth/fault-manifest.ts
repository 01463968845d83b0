/** `truth.fault_manifest`: every planted fault of every table, in the order of its key. */
import type { PlantedFault } from "../../faults/dirty-table.ts";
import * as schema from "../../schema/truth.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeFaultManifest(faults: readonly PlantedFault[], asOfDay: number): TableData {
  const syncedAt = nightlyLoad(asOfDay);
  const table = new TableBuilder(schema.faultManifest, 4096);
  for (const group of byFaultAndTable(faults)) {
    const { fault, table: name } = group[0];
    for (const { rowKey, column } of inOrder(group))
      table.add({ fault_id: fault, table_name: name, row_key: rowKey, column_name: column, _synced_at: syncedAt });
  }
  return table.finish();
}

/** A fault in a table, with what it did to each column. */
type Group = readonly [PlantedFault, ...PlantedFault[]];

function byFaultAndTable(faults: readonly PlantedFault[]): Group[] {
  const groups = new Map<string, [PlantedFault, ...PlantedFault[]]>();
  for (const one of faults) {
    const known = groups.get(`${one.fault} ${one.table}`);
    if (known === undefined) groups.set(`${one.fault} ${one.table}`, [one]);
    else known.push(one);
  }
  return [...groups.values()].sort(([a], [b]) => compare(a.fault, b.fault) || compare(a.table, b.table));
}

interface Line {
  readonly rowKey: string;
  readonly column: string;
}

function inOrder(group: Group): Line[] {
  const lines: Line[] = [];
  for (const { column, rowKeys } of group) for (const rowKey of rowKeys) lines.push({ rowKey, column: column ?? "" });
  return lines.sort((a, b) => compare(a.rowKey, b.rowKey) || compare(a.column, b.column));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
