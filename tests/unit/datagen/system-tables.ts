/** What must hold for the tables of any one source system, by its schema alone: keys, references, closed lists, times. */
import { DAY_SECONDS } from "../../../src/datagen/kit/calendar.ts";
import type { Column } from "../../../src/datagen/schema/columns.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { NULL_NUMBER, type TableData } from "../../../src/datagen/table.ts";

type Values = readonly (string | number | null)[] | Int32Array | Float64Array;

function valuesOf(table: TableData, column: string): Values {
  const found = table.columns.find(({ name }) => name === column);
  if (found === undefined) throw new Error(`${tableName(table.schema)} has no column "${column}".`);
  return found.data.values;
}

const present = (value: string | number | null | undefined): value is string | number =>
  value !== null && value !== undefined && value !== NULL_NUMBER;

/** Everything that is wrong, a line each; times of `promises` may lie ahead. */
export function faultsOf(
  tables: readonly TableData[],
  { asOfDay, promises = [] }: { readonly asOfDay: number; readonly promises?: readonly string[] },
): string[] {
  const faults: string[] = [];
  const byName = new Map(tables.map((table) => [`${table.schema.system}.${table.schema.table}`, table]));
  for (const table of tables) {
    const name = tableName(table.schema);
    keysAscend(table, name, faults);
    const synced = valuesOf(table, "_synced_at");
    for (const [column, facts] of Object.entries<Column>(table.schema.columns)) {
      const values = valuesOf(table, column);
      const target = facts.references === undefined ? undefined : targetOf(facts.references, byName);
      const allowed = facts.values === undefined ? undefined : new Set(facts.values);
      const limit = facts.type === "DATE" ? asOfDay : (asOfDay + 1) * DAY_SECONDS - 1;
      const isTime = facts.type === "DATE" || facts.type === "TIMESTAMP";
      for (let row = 0; row < table.rowCount; row += 1) {
        const value = values[row];
        if (!present(value)) continue;
        const where = `${name}.${column}, row ${String(row)}: ${String(value)}`;
        if (target !== undefined && !target.has(value)) faults.push(`${where} refers to nothing`);
        if (allowed !== undefined && !allowed.has(String(value))) faults.push(`${where} is not in its list`);
        if (!isTime || promises.includes(column)) continue;
        if (Number(value) > limit) faults.push(`${where} lies ahead`);
        if (facts.type === "TIMESTAMP" && Number(value) > Number(synced[row])) faults.push(`${where} after its load`);
      }
    }
  }
  return faults;
}

/** The values that a reference may take; nothing is checked where the other table is not among these. */
function targetOf(reference: string, tables: ReadonlyMap<string, TableData>): Set<string | number | null> | undefined {
  const [system, table, column = ""] = reference.split(".");
  const found = tables.get(`${String(system)}.${String(table)}`);
  return found === undefined ? undefined : new Set(valuesOf(found, column));
}

function keysAscend(table: TableData, name: string, faults: string[]): void {
  const keys = table.schema.key.map((column) => valuesOf(table, column));
  for (let row = 1; row < table.rowCount; row += 1) {
    let order = 0;
    for (const key of keys) {
      const [before, here] = [key[row - 1] ?? "", key[row] ?? ""];
      if (order === 0 && before !== here) order = before < here ? 1 : -1;
    }
    if (order !== 1) faults.push(`${name}, row ${String(row)} is not after the row before it`);
  }
}

/** Values of the lists of the schema that no row has. */
export function unusedValues(tables: readonly TableData[]): string[] {
  return tables.flatMap((table) =>
    Object.entries<Column>(table.schema.columns).flatMap(([column, { values = [] }]) => {
      const used = new Set(valuesOf(table, column) as readonly (string | number | null)[]);
      return values
        .filter((value) => !used.has(value))
        .map((value) => `${tableName(table.schema)}.${column}: ${value}`);
    }),
  );
}
