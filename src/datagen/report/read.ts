/**
 * Reads columns of the generated tables for the report, and cleans them as the staging models do.
 *
 * The tables may hold planted faults: statuses in other letters, test accounts, records that came twice. What is read here is what
 * a careful analyst would read, so the numbers of a faulty company and of a clean one are nearly the same.
 */
import { STATE_NAMES } from "../facts/states.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { NULL_NUMBER, type TableData } from "../table.ts";

export type Tables = ReadonlyMap<string, TableData>;

const TEST_DOMAIN = "@taplab.example";
const CODE_OF_STATE = new Map(Object.entries(STATE_NAMES).map(([code, name]) => [name.toLowerCase(), code]));

/** Whether all of them are there, with at least one row each. */
export function hasRows(tables: Tables, ...names: readonly string[]): boolean {
  return names.every((name) => (tables.get(name)?.rowCount ?? 0) > 0);
}

export function rowsIn(tables: Tables, name: string): number {
  return tables.get(name)?.rowCount ?? 0;
}

export function numbers(tables: Tables, name: string, column: string): Int32Array | Float64Array {
  const data = tables.get(name)?.columns.find((candidate) => candidate.name === column)?.data;
  if (data?.kind !== "number") throw new TypeError(`"${name}" has no column of numbers "${column}".`);
  return data.values;
}

export function texts(tables: Tables, name: string, column: string): readonly (string | null)[] {
  const data = tables.get(name)?.columns.find((candidate) => candidate.name === column)?.data;
  if (data?.kind !== "text") throw new TypeError(`"${name}" has no column of texts "${column}".`);
  return data.values;
}

export function isMissing(value: number | undefined): boolean {
  return value === undefined || value === NULL_NUMBER;
}

/** "Cancelled", "CANCELED" and "canceled" are one status. */
export function statusOf(text: string | null | undefined): string {
  const plain = (text ?? "").trim().toLowerCase().replaceAll(" ", "_");
  return plain === "cancelled" ? "canceled" : plain;
}

/** "Texas", "tx" and "TX" are one state. */
export function stateOf(text: string | null | undefined): string {
  const plain = (text ?? "").trim();
  return CODE_OF_STATE.get(plain.toLowerCase()) ?? plain.toUpperCase();
}

export function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}

/** Accounts that the company opened for itself. */
export function testAccounts(tables: Tables): ReadonlySet<number> {
  const ids = numbers(tables, "app_database__accounts", "id");
  const emails = texts(tables, "app_database__accounts", "email");
  return new Set([...ids].filter((_, row) => emails[row]?.endsWith(TEST_DOMAIN) === true));
}
