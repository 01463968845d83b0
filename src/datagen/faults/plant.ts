/**
 * The last pass: plants every fault in a finished table, in the order of their ids, and says what was planted.
 *
 * `FAULTS` is the list for instructors and for the manifest; a clean table goes in, a faulty one comes out, and nothing else in
 * the generator knows of it.
 */
import type { Company } from "../company.ts";
import { tableName } from "../schema/table-schema.ts";
import type { TableData } from "../table.ts";
import { CURRENCY } from "./currency.ts";
import { DELIVERY } from "./delivery.ts";
import { DirtyTable, type PlantedFault } from "./dirty-table.ts";
import { Chances, type Fault } from "./fault.ts";
import { IDENTITY } from "./identity.ts";
import { VALUES } from "./values.ts";

export const FAULTS: readonly Fault[] = [...CURRENCY, ...DELIVERY, ...IDENTITY, ...VALUES].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

export interface Planted {
  readonly table: TableData;
  readonly planted: readonly PlantedFault[];
}

/** The order matters in one place: what is repeated shows the values that the other faults have left. */
const LAST = new Set(["F01", "F02", "F12"]);

/** `listed` says whether anybody will read the list of what was planted; it costs a text for each row. */
export function plantFaults(clean: TableData, company: Company, listed: boolean): Planted {
  const name = tableName(clean.schema);
  const concerned = FAULTS.filter(({ tables }) => Object.hasOwn(tables, name));
  if (concerned.length === 0) return { table: clean, planted: [] };
  const dirty = new DirtyTable(name, clean);
  const ordered = [...concerned.filter(({ id }) => !LAST.has(id)), ...concerned.filter(({ id }) => LAST.has(id))];
  for (const { id, tables } of ordered) tables[name]?.(dirty, new Chances(company, id, name));
  return dirty.finish(listed);
}

/** Whether any fault touches the table. */
export function isDamaged(name: string): boolean {
  return FAULTS.some(({ tables }) => Object.hasOwn(tables, name));
}
