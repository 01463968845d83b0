/**
 * What a dashboard is: the content of one YAML file under `dashboards/`, which dbt does not read. An exposure names its file by its
 * own name (`dashboards/<exposure>.yml`) or in `meta.dashboard`.
 *
 * Everything here is plain data; the page draws it and the worker asks for its rows.
 */
import type { Json } from "../core/manifest.ts";

export const MARKS = ["number", "line", "area", "bar", "dot", "cell", "funnel", "waterfall", "table"] as const;
export type Mark = (typeof MARKS)[number];

export const FORMATS = ["number", "currency", "percent", "decimal", "hours", "days", "text"] as const;
export type TileFormat = (typeof FORMATS)[number];

/** Which way is good: decides "better" or "worse" beside a change. */
export type Direction = "up" | "down" | "neutral";

export interface DashboardFilter {
  readonly name: string;
  readonly label: string;
  /** `select`: one of a list. `dates`: from one day to another. `day`: one day, up to which rows count. */
  readonly kind: "select" | "dates" | "day";
  /** Column that the condition speaks of, unless a tile names another one. */
  readonly column: string;
  /** A query whose first column lists the choices, or the choices themselves. */
  readonly options: string | readonly string[] | null;
}

export interface DashboardTile {
  readonly id: string;
  readonly title: string;
  /** One line: how to read it. */
  readonly reading: string;
  readonly mark: Mark;
  /** Of twelve columns. */
  readonly width: number;
  /** Rows of the grid, 1 to 6. */
  readonly height: number;
  readonly sql: string | null;
  readonly metric: TileMetric | null;
  readonly x: string | null;
  readonly y: string | null;
  readonly series: string | null;
  readonly format: TileFormat;
  readonly unit: string | null;
  readonly better: Direction;
  /** With what a number is compared, in words: `a month before`. */
  readonly compared: string | null;
  /** Parts of a bar stand upon each other; else beside each other in lines. */
  readonly horizontal: boolean;
  /** Name of a filter -> the column of this tile that it speaks of. */
  readonly columns: Readonly<Record<string, string>>;
  /** The rows behind a mark; `{{ mark.<column> }}` is the clicked value. Without it, the tile's own row is shown. */
  readonly drill: string | null;
}

export interface TileMetric {
  readonly domain: string;
  readonly name: string;
  readonly entity: string | null;
  readonly days: number;
}

export interface Dashboard {
  readonly title: string;
  readonly intro: string;
  readonly filters: readonly DashboardFilter[];
  readonly tiles: readonly DashboardTile[];
}

/** What somebody chose: name of the filter -> the choice, or `2025-01-01..2025-03-31`. */
export type FilterValues = Readonly<Record<string, string>>;

/** The row that was clicked. */
export type MarkValues = Readonly<Record<string, Json>>;
