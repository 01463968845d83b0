/**
 * The calibration report of a generated company: its tables in, its numbers with their bands out.
 *
 * A pure function of the tables, the same in Node and in a browser worker. `CALIBRATION_TABLES` are those that it reads; others
 * may be passed and are ignored. It reads them as they are, faults and all, and cleans as it goes.
 */
import type { DataRequest } from "../request.ts";
import { tableName } from "../schema/table-schema.ts";
import type { TableData } from "../table.ts";
import { SPEND_TABLES } from "./ad-spend.ts";
import { ATTRIBUTION_TABLES, attribution } from "./attribution.ts";
import { COLLECTION_TABLES, collection } from "./collection.ts";
import { FAULT_TABLES, faultCounts } from "./fault-counts.ts";
import { headOf } from "./report-head.ts";
import { judge, type PackSize, type Report } from "./report.ts";
import { RETENTION_TABLES, retention } from "./retention.ts";
import { SELLING_TABLES, selling } from "./selling.ts";
import { USAGE_TABLES, usage } from "./usage.ts";

export const CALIBRATION_TABLES: ReadonlySet<string> = new Set([
  ...RETENTION_TABLES,
  ...COLLECTION_TABLES,
  ...USAGE_TABLES,
  ...SELLING_TABLES,
  ...SPEND_TABLES,
  ...ATTRIBUTION_TABLES,
  ...FAULT_TABLES,
]);

/** `packs` are the sizes of the files, where the company was written to files. */
export function calibrate(given: Iterable<TableData>, request: DataRequest, packs: readonly PackSize[] = []): Report {
  const tables = new Map<string, TableData>();
  for (const table of given) {
    const name = tableName(table.schema);
    // What is not read here is not held either: a caller may hand over tables as they are made.
    if (CALIBRATION_TABLES.has(name)) tables.set(name, table);
  }
  const { asOfDay } = request;
  const measured = [
    ...retention(tables, asOfDay),
    ...collection(tables, asOfDay),
    ...usage(tables, asOfDay),
    ...selling(tables, asOfDay),
    ...attribution(tables, asOfDay),
  ];
  return { ...headOf(request), kpis: measured.map(judge), faults: faultCounts(tables), packs };
}
