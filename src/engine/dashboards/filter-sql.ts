/**
 * The choices of a dashboard as SQL: `{{ filters.owner }}` in a tile's query becomes a condition, `true` where nothing is chosen, and
 * `{{ mark.stage }}` a literal. Choices come from addresses that strangers may have written, so each becomes one quoted literal; it
 * cannot end the template or the statement that it stands in.
 */
import type { Json } from "../core/manifest.ts";
import type { Dashboard, DashboardFilter, DashboardTile, FilterValues, MarkValues } from "./dashboard.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Stands before a tile's query; it holds no line break, so lines of messages stay true. */
export function filterPrelude(
  dashboard: Pick<Dashboard, "filters">,
  tile: Pick<DashboardTile, "columns">,
  values: FilterValues,
  mark: MarkValues = {},
): string {
  const conditions = dashboard.filters.map(
    (filter) => [filter.name, condition(filter, tile.columns[filter.name] ?? filter.column, values)] as const,
  );
  const literals = Object.entries(mark).map(([name, value]) => [name, literal(value)] as const);
  return `{%- set filters = ${dictionary(conditions)} -%}{%- set mark = ${dictionary(literals)} -%}`;
}

/** The filters that a tile's query listens to. */
export function filtersOf(dashboard: Pick<Dashboard, "filters">, sql: string): readonly string[] {
  return dashboard.filters.map((filter) => filter.name).filter((name) => mentions(sql, name));
}

function mentions(sql: string, name: string): boolean {
  return new RegExp(`\\bfilters\\s*(\\.\\s*${name}\\b|\\[\\s*['"]${name}['"]\\s*\\])`).test(sql);
}

function condition(filter: DashboardFilter, column: string, values: FilterValues): string {
  const value = values[filter.name] ?? "";
  if (value === "") return "true";
  if (filter.kind === "select") return `cast(${column} as varchar) = ${literal(value)}`;
  const [from = "", to = ""] = filter.kind === "day" ? ["", value] : value.split("..");
  const parts = [
    ...(DAY.test(from) ? [`cast(${column} as date) >= date '${from}'`] : []),
    ...(DAY.test(to) ? [`cast(${column} as date) <= date '${to}'`] : []),
  ];
  return parts.length === 0 ? "true" : `(${parts.join(" and ")})`;
}

export function literal(value: Json | undefined): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function dictionary(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${quoted(name)}: ${quoted(value)}`).join(", ")}}`;
}

/** A Jinja string. Braces and percent signs are escaped too: none can be taken for the end of the tag. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[{}%#\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
