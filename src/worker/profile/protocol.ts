/** What the page asks about the rows of a query. `query` is compiled SQL, as a preview or a query returned it. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { Table } from "../../engine/core/table.ts";
import type { ColumnProfile } from "../../engine/profile/column-profile.ts";
import type { Arrangement, HeldResult } from "../../engine/profile/held-rows.ts";
import type { QueryPlan } from "../../engine/profile/query-plan.ts";

export type { ColumnProfile, ProfileBin } from "../../engine/profile/column-profile.ts";
export type { ColumnFilter, FilterTest } from "../../engine/profile/filter-sql.ts";
export type { Arrangement, HeldResult, SortBy } from "../../engine/profile/held-rows.ts";
export type { PlanNode, QueryPlan } from "../../engine/profile/query-plan.ts";

/** Rows that are kept in the database, or those of a query. */
export type RowsOf = { readonly held: number } | { readonly query: string };

export interface ProfileApi {
  /** One column over all rows; null when the held rows are gone. */
  profileColumn(rows: RowsOf, column: string): Promise<Outcome<ColumnProfile | null>>;
  /** What DuckDB does for a query; with `analyze` it is run. */
  explain(query: string, analyze: boolean): Promise<Outcome<QueryPlan>>;
  /** Keeps all rows of a query in the database; the newest few results are kept. */
  holdRows(query: string): Promise<Outcome<HeldResult>>;
  /** Sorts and filters held rows; how many are left, or null when they are gone. */
  arrangeRows(held: number, arrangement: Arrangement): Promise<Outcome<number | null>>;
  /** A window of held rows as they are arranged; null when they are gone. */
  rowWindow(held: number, from: number, count: number): Promise<Outcome<Table | null>>;
  dropRows(held: number): Promise<Outcome<null>>;
  /** All rows as a Parquet file; null when the held rows are gone. */
  exportParquet(rows: RowsOf): Promise<Outcome<Uint8Array<ArrayBuffer> | null>>;
}
