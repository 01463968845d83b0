/**
 * How a column is written down in a schema: `integer("…")`, `text("…", { values: ["open", "paid"] })`.
 *
 * The description is one sentence for somebody who queries the table. It ends in the sources' YAML and in the data dictionary
 * as it stands. Keys need no mark here: the table names its key.
 */

export type ColumnType =
  "INTEGER" | "BIGINT" | "SMALLINT" | "VARCHAR" | "BOOLEAN" | "DATE" | "TIMESTAMP" | `DECIMAL(${number},${number})`;

export interface ColumnFacts {
  /** The column that this one points at, for example "app_database.accounts.id"; the tests of the sources follow from it. */
  readonly references?: string;
  /** All values that the column may hold before faults are planted, NULL aside. */
  readonly values?: readonly string[];
  /** "cents", "micros", "seconds", "minutes", "tenths of a degree Celsius", …; left out where the name says it. */
  readonly unit?: string;
}

export interface Column<T extends ColumnType = ColumnType> extends ColumnFacts {
  readonly type: T;
  readonly description: string;
}

const column =
  <T extends ColumnType>(type: T) =>
  (description: string, facts: ColumnFacts = {}): Column<T> => ({ type, description, ...facts });

export const integer = column("INTEGER");
export const bigint = column("BIGINT");
export const smallint = column("SMALLINT");
export const text = column("VARCHAR");
export const flag = column("BOOLEAN");
export const date = column("DATE");
export const timestamp = column("TIMESTAMP");

export function decimal<P extends number, S extends number>(
  precision: P,
  scale: S,
  description: string,
  facts: ColumnFacts = {},
): Column<`DECIMAL(${P},${S})`> {
  return { type: `DECIMAL(${precision},${scale})`, description, ...facts };
}

/** Every source table has it: when the row was loaded. Late arrivals show here. */
export function syncedAt(): Column<"TIMESTAMP"> {
  return timestamp("When the loader brought this version of the row into the warehouse, in UTC.");
}
