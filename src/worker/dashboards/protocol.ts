/** What the page asks about dashboards: plain data; the reading of YAML and the SQL stay in the worker. */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { Dashboard, DashboardTile, FilterValues, MarkValues } from "../../engine/dashboards/dashboard.ts";
import type { DashboardEntry } from "../../engine/dashboards/list-dashboards.ts";
import type { Table } from "../../engine/core/table.ts";

export type {
  Dashboard,
  DashboardFilter,
  DashboardTile,
  Direction,
  FilterValues,
  Mark,
  MarkValues,
  TileFormat,
} from "../../engine/dashboards/dashboard.ts";
export type { DashboardEntry } from "../../engine/dashboards/list-dashboards.ts";

export interface DashboardView {
  readonly entry: DashboardEntry;
  /** Null when its file is not there or cannot be read. */
  readonly dashboard: Dashboard | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Names of the models that its tiles read, and of those that are not built. */
  readonly reads: readonly string[];
  /** Id of a tile -> the filters that its query listens to. */
  readonly listens: Readonly<Record<string, readonly string[]>>;
}

export interface TileRows {
  readonly table: Table;
  /** The query as it ran. */
  readonly compiled_code: string;
  readonly elapsed_ms: number;
}

/** Rows, or the models that must be built first. */
export type TileAnswer =
  { readonly kind: "rows"; readonly rows: TileRows } | { readonly kind: "missing"; readonly models: readonly string[] };

export interface TileQuestion {
  readonly tile: DashboardTile;
  readonly filters: Dashboard["filters"];
  readonly values: FilterValues;
  /** For the rows behind a mark. */
  readonly mark?: MarkValues;
}

export interface DashboardsApi {
  dashboards(): Promise<Outcome<readonly DashboardEntry[]>>;
  /** The dashboard of this name; `text` is read instead of its file. Null when there is none. */
  dashboard(name: string, text?: string): Promise<Outcome<DashboardView | null>>;
  /** Rows of a tile; never builds. */
  dashboardTile(question: TileQuestion): Promise<Outcome<TileAnswer>>;
  /** The choices of a filter; none while what they are read from is not built. */
  dashboardOptions(sql: string): Promise<Outcome<readonly string[]>>;
}
