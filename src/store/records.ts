/**
 * What the store needs from the place where things are kept: the tables below of values under keys that are lists. Two leaves give it,
 * `idb-records.ts` (this device's IndexedDB) and `memory-records.ts` (this tab only).
 *
 * A key's first part is the workspace; `list` returns everything below a prefix in the order of its key. Every call may reject;
 * `store.ts` turns the rejection into a diagnostic.
 */
export const TABLES = [
  "files",
  "settings",
  "runs",
  "progress",
  "attempts",
  "projects",
  "project_files",
  "project_data",
  "run_details",
  "changes",
  "change_texts",
] as const;

export type TableName = (typeof TABLES)[number];

export type RecordKey = readonly (string | number)[];

export interface Entry {
  readonly key: RecordKey;
  readonly value: unknown;
}

export interface Records {
  /** Hears when what was kept is gone while the page is open: site data were deleted. What is written later is kept again. */
  onEmptied?(listener: () => void): void;
  get(table: TableName, key: RecordKey): Promise<unknown>;
  /** Replaces what was kept under the key; all or nothing. */
  put(table: TableName, key: RecordKey, value: unknown): Promise<void>;
  delete(table: TableName, keys: readonly RecordKey[]): Promise<void>;
  list(table: TableName, prefix: RecordKey): Promise<readonly Entry[]>;
}
