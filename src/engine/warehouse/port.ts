/**
 * The whole interface to a database. Two real adapters (`wasm.ts`, `node.ts`) and `fake.ts` pass one conformance suite.
 *
 * A relation names database and schema explicitly, so that variants, baselines and as-of dates can stand side by side in one
 * warehouse. Errors are `EngineError`s with a W code; DuckDB's own text stays in the message.
 */
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table } from "../core/table.ts";

export interface RelationName {
  readonly database: string;
  readonly schema: string;
  readonly identifier: string;
}

export interface QueryOptions {
  /** Rows kept from the result; defaults to 500. The rest is not fetched and `truncated` says so. `Infinity` fetches all. */
  readonly limit?: number;
  readonly signal?: CancelSignal;
}

export interface AttachOptions {
  /** Rows that the catalog promises; another count is error D002. */
  readonly expectedRows?: number;
  readonly signal?: CancelSignal;
}

export interface Warehouse {
  /** DuckDB's version, for example `v1.4.3`. */
  readonly version: string;
  /** How many statements may run at once; 1 in the browser. */
  readonly concurrency: number;
  /**
   * `changes` is another number whenever a statement may have changed which relations there are (`catalog-watch.ts`). Of a warehouse
   * that does not count nothing that was read from its catalog may be remembered.
   */
  readonly catalog?: { readonly changes: number };
  /** Runs one or more statements and drops their results. */
  execute(sql: string, options?: { readonly signal?: CancelSignal }): Promise<void>;
  /** Runs one statement that returns rows. */
  query(sql: string, options?: QueryOptions): Promise<Table>;
  /** The columns of a table or view, or null when there is none of that name. */
  describe(relation: RelationName): Promise<readonly Column[] | null>;
  /**
   * Lends `work` one connection for itself: what belongs to a connection (an open transaction, temporary tables) lasts from call to
   * call. Inside, only the session may be asked; the warehouse may be waiting for its end. A transaction that `work` leaves open is
   * rolled back.
   */
  session<T>(work: (session: Warehouse) => Promise<T>): Promise<T>;
  /** Creates or replaces a table with the content of a Parquet file; creates the schema if missing. Resolves to its row count. */
  attachParquet(relation: RelationName, bytes: Uint8Array, options?: AttachOptions): Promise<number>;
  close(): Promise<void>;
}
