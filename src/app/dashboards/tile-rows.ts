/** Rows of a tile -> values with words: how a number reads, how a category reads, and what a mark says when it is asked. */
import { tableRows, type Table, type Value } from "../../engine/core/table.ts";
import type { DashboardTile, MarkValues, TileFormat } from "../../worker/protocol.ts";
import { kindOf, toNumber } from "../results/value-kind.ts";

export type Row = Readonly<Record<string, Value>>;

export interface TileFacts {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
  readonly dates: ReadonlySet<string>;
}

export function factsOfTable(table: Table): TileFacts {
  return {
    rows: tableRows(table),
    columns: table.columns.map((column) => column.name),
    dates: new Set(table.columns.filter((column) => ["date", "time"].includes(kindOf(column))).map((one) => one.name)),
  };
}

const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

/** Units of the metrics' definitions, as formats of tiles. */
const UNITS: Readonly<Record<string, TileFormat>> = {
  currency: "currency",
  percentage: "percent",
  count: "number",
  ratio: "decimal",
  score: "decimal",
  hours: "hours",
  days: "days",
  months: "decimal",
};

export function formatOf(tile: Pick<DashboardTile, "format" | "unit">, rows: readonly Row[]): TileFormat {
  const told = rows.find((row) => typeof row["unit"] === "string")?.["unit"];
  return tile.format === "number" && typeof told === "string" ? (UNITS[told] ?? "decimal") : tile.format;
}

export function numberText(value: number | null, format: TileFormat): string {
  if (value === null || Number.isNaN(value)) return "—";
  switch (format) {
    case "percent":
      return percent.format(value);
    case "decimal":
      return fine.format(value);
    case "hours":
      return `${fine.format(value)} h`;
    case "days":
      return `${fine.format(value)} d`;
    default:
      return Math.abs(value) > 0 && Math.abs(value) < 10 && !Number.isInteger(value)
        ? fine.format(value)
        : numbers.format(value);
  }
}

/** The unit that stands beside a number. */
export function unitOf(tile: Pick<DashboardTile, "unit">, format: TileFormat): string {
  return tile.unit ?? (format === "currency" ? "USD" : "");
}

export function numberIn(row: Row | undefined, column: string): number | null {
  return toNumber(row?.[column] ?? null);
}

/** A category or day as people read it: a month's first day is its month. */
export function nameIn(row: Row, column: string, isDate: boolean): string {
  const value = row[column] ?? null;
  if (value === null) return "not known";
  const text = String(value);
  return isDate ? text.slice(0, 10) : text.replaceAll("_", " ");
}

/** What is sent of a clicked row: plain values only. */
export function markOf(row: Row): MarkValues {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, MarkValues[string]] => {
      if (typeof value === "bigint") return [name, Number(value)];
      if (value === null || typeof value === "number" || typeof value === "boolean") return [name, value];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

/** The clicked mark in a few words. */
export function wordsOf(tile: DashboardTile, row: Row, facts: TileFacts): string {
  const named = [tile.x, tile.mark === "cell" ? tile.y : tile.series]
    .filter((name): name is string => name !== null && facts.columns.includes(name))
    .map((name) => nameIn(row, name, facts.dates.has(name)));
  return named.join(", ");
}
