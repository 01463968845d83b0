/** How the parts of an X-ray ask the database; `xray-run.ts` makes one for each step. */
import type { Table } from "../core/table.ts";

/** What a counting helper may ask; all of it sees the steps so far under their names. */
export interface Counter {
  readonly sql: string;
  /** One statement behind the WITH of the earlier steps. */
  ask(statement: string, limit?: number): Promise<Table>;
  /** The first row as numbers; null when DuckDB refuses the statement. */
  numbers(statement: string): Promise<readonly number[] | null>;
  /** A few rows; null when DuckDB refuses the statement or there are none. */
  rows(statement: string, limit: number): Promise<Table | null>;
}
