/** Tables of a tier, generated once per test file, and small ways to read them. */
import { generate } from "../../../src/datagen/generate.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { NULL_NUMBER, records, type TableData } from "../../../src/datagen/table.ts";
import { SHIPPED_TIERS, type TierName } from "../../../src/datagen/tiers.ts";

/** Short runs look at the small tier, long ones at all that are shipped. */
export const TESTED_TIERS: readonly TierName[] = process.env["STRATA_LONG"] === "1" ? SHIPPED_TIERS : ["tiny"];

export type Row = Record<string, string | number | null>;

const made = new Map<TierName, ReadonlyMap<string, TableData>>();

export function tablesOf(tier: TierName): ReadonlyMap<string, TableData> {
  let tables = made.get(tier);
  if (tables === undefined) {
    tables = new Map(generate({ tier, clean: true }).map((table) => [tableName(table.schema), table]));
    made.set(tier, tables);
  }
  return tables;
}

export function tableOf(tier: TierName, name: string): TableData {
  const table = tablesOf(tier).get(name);
  if (table === undefined) throw new Error(`"${name}" was not generated.`);
  return table;
}

export function rowsOf(tier: TierName, name: string): Row[] {
  return records(tableOf(tier, name));
}

/** The numbers of a column; NULL stays the reserved number. */
export function numbersOf(table: TableData, column: string): Int32Array | Float64Array {
  const found = table.columns.find(({ name }) => name === column);
  if (found?.data.kind !== "number") throw new Error(`"${column}" is not a column of numbers.`);
  return found.data.values;
}

export function isNull(value: number | undefined): boolean {
  return value === undefined || value === NULL_NUMBER;
}

export function groupBy(rows: readonly Row[], column: string): Map<string | number | null, Row[]> {
  const groups = new Map<string | number | null, Row[]>();
  for (const row of rows) {
    const key = row[column] ?? null;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export function byId(rows: readonly Row[]): Map<string | number | null, Row> {
  return new Map(rows.map((row) => [row["id"] ?? null, row]));
}
