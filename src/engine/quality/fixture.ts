/**
 * The rows of a unit test, as dicts or CSV -> SQL in which every value is cast to the type of its column.
 */
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Json, UnitTestFixture } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Column } from "../core/table.ts";
import { readCsv } from "../project/csv.ts";
import { quoteIdentifier, quoteLiteral } from "../warehouse/sql.ts";

export type FixtureRow = Readonly<Record<string, Json>>;

interface Place {
  readonly at: SourceSpan;
  readonly node: NodeId;
}

/**
 * The rows of a fixture in dict or CSV form. An empty cell of a CSV is null. As in dbt, the first row without a null moves to the top:
 * its keys are the columns that are compared.
 */
export function fixtureRows(fixture: UnitTestFixture, place: Place): readonly FixtureRow[] {
  const rows = typeof fixture.rows === "string" ? csvRows(fixture.rows, place) : (fixture.rows ?? []);
  const full = rows.findIndex((row) => Object.values(row).every((value) => value !== null));
  if (full < 1) return rows;
  const moved = [...rows];
  const [first, other] = [rows[0], rows[full]];
  if (first === undefined || other === undefined) return rows;
  moved[0] = other;
  moved[full] = first;
  return moved;
}

/** The rows of a CSV text; an empty cell is null. */
export function csvRows(text: string, place: Partial<Place> = {}): FixtureRow[] {
  const trimmed = text.replace(/^\s*\n/, "");
  if (trimmed.trim() === "") return [];
  const csv = readCsv({ path: "rows of the unit test", text: trimmed });
  if (!csv.ok) {
    const found = csv.diagnostics[0];
    throw new EngineError("P007", found?.message ?? "The CSV of the unit test cannot be read.", {
      hint: found?.hint ?? null,
      ...place,
    });
  }
  const { header, rows } = csv.value;
  return rows.map((row) =>
    Object.fromEntries(header.map((name, index) => [name, row[index] === "" ? null : (row[index] ?? null)])),
  );
}

/** `fill` adds the columns that a row leaves out, as nulls; `owner` is whose columns they are, for the message. */
export function rowsSql(
  rows: readonly FixtureRow[],
  columns: readonly Column[],
  options: Place & { readonly fill: boolean; readonly owner: string },
): string {
  const known = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const cell = (column: Column, value: Json): string =>
    `cast(${literal(value)} as ${castType(column.type, value)}) as ${quoteIdentifier(column.name)}`;
  const select = (row: FixtureRow): string => {
    const given = new Map<string, Json>();
    for (const [name, value] of Object.entries(row)) {
      if (!known.has(name.toLowerCase())) throw unknownColumn(name, columns, options);
      given.set(name.toLowerCase(), value);
    }
    const names = options.fill ? [...known.keys()] : [...given.keys()];
    return `select ${names.map((name) => cell(known.get(name) ?? { name, type: "varchar" }, given.get(name) ?? null)).join(", ")}`;
  };
  return rows.length === 0 ? `${select({})} limit 0` : rows.map(select).join("\nunion all\n");
}

function unknownColumn(
  name: string,
  columns: readonly Column[],
  options: Place & { readonly owner: string },
): EngineError {
  const names = columns.map((column) => column.name.toLowerCase());
  const near = nearest(name, names);
  return new EngineError(
    "Q004",
    `Invalid column name: '${name.toLowerCase()}' in unit test fixture for ${options.owner}.\n` +
      `Accepted columns for ${options.owner} are: [${names.map((known) => `'${known}'`).join(", ")}]`,
    {
      hint: near === null ? "Use one of the accepted columns." : `Did you mean "${near}"?`,
      at: options.at,
      node: options.node,
    },
  );
}

/** A text is not cut to the length of its column. */
function castType(type: string, value: Json): string {
  return typeof value === "string" ? type.replace(/^(VARCHAR|CHARACTER VARYING)\(\d+\)$/i, "$1") : type;
}

function literal(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoteLiteral(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => literal(item)).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `${quoteLiteral(key)}: ${literal(item)}`)
      .join(", ")}}`;
  return String(value);
}

/** A template that renders to exactly this text. */
export function plainTemplate(text: string): string {
  return text.replaceAll("{", BRACE);
}

const BRACE = "{{ '{' }}";

/** What `plainTemplate` gives, back as text. */
export function unescapedTemplate(template: string): string {
  return template.replaceAll(BRACE, "{");
}
