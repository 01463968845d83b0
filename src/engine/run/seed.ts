/**
 * Loads a seed: its CSV becomes a table, or, when the table is there and nothing asks for a full refresh, its new content.
 *
 * As dbt-duckdb copies the file, cells go in by position and as text: an empty cell is null, quoted or not, and what does not fit its
 * column's type fails the seed. With `fast: false` dbt reads the values itself: `null` is empty then, and `1,234` is a number.
 */
import { EngineError } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { Column } from "../core/table.ts";
import { ResultTable } from "../context/agate.ts";
import type { AgateType } from "../context/agate-sequences.ts";
import { nodeValue } from "../context/node-value.ts";
import { RelationObject } from "../context/relation.ts";
import type { PyValue } from "../jinja/values.ts";
import { readCsv } from "../project/csv.ts";
import type { CsvTable } from "../project/csv.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "../warehouse/sql.ts";
import { recordOf } from "./config-values.ts";
import { createIndexes } from "./indexes.ts";
import { aroundHooks, warnOfGrants } from "./materialize.ts";
import type { NodeSession } from "./node-session.ts";
import { persistDocs } from "./persist-docs.ts";
import { inferColumnType, isNullText, plainNumber } from "./seed-types.ts";
import type { SeedType } from "./seed-types.ts";

interface LoadedSeed {
  readonly rows: number;
  /** INSERT, or CREATE for a full refresh. */
  readonly code: string;
}

/** Rows per insert, as in dbt. */
const BATCH = 10_000;
const MACROS = ["create_csv_table", "reset_csv_table", "load_csv_rows", "get_csv_sql"];

interface Seed {
  readonly csv: CsvTable;
  readonly columns: readonly Column[];
  readonly path: string;
}

export async function loadSeed(session: NodeSession, file: SourceFile): Promise<LoadedSeed> {
  const seed = readSeed(session, file);
  const fullRefresh = session.node.config["full_refresh"] ?? session.context.fullRefresh;
  try {
    await aroundHooks(session, true, async () => {
      const before = session.relations.get(session.relation);
      if (before === "view") throw isView(session);
      const reset = before === "table" && fullRefresh !== true;
      if (session.overridden(...MACROS)) await loadByMacros(session, seed, { reset, exists: before === "table" });
      else await load(session, seed, reset);
      warnOfGrants(session);
      await persistDocs(session, "table");
      if (!reset) await createIndexes(session);
      session.built(session.relation, "table");
    });
  } catch (error) {
    throw await located(session, seed, error);
  }
  return { rows: seed.csv.rows.length, code: fullRefresh === true ? "CREATE" : "INSERT" };
}

function readSeed(session: NodeSession, file: SourceFile): Seed {
  const { config } = session.node;
  const delimiter = config["delimiter"];
  const csv = readCsv(file, typeof delimiter === "string" ? delimiter : ",");
  if (!csv.ok) {
    const [found] = csv.diagnostics;
    throw new EngineError("P007", found?.message ?? `The seed "${session.node.name}" cannot be read.`, found ?? {});
  }
  const given = recordOf(config["column_types"]) ?? {};
  const columns = csv.value.header.map((name, index): Column => {
    const own = given[name];
    const type = typeof own === "string" ? own : inferColumnType(csv.value.rows.map((row) => row[index] ?? null));
    return { name, type };
  });
  return { csv: csv.value, columns, path: file.path };
}

async function load(session: NodeSession, seed: Seed, reset: boolean): Promise<void> {
  const name = renderRelation(session.relation);
  const quoted = session.node.config["quote_columns"] !== false;
  const names = seed.columns.map((column) => (quoted ? quoteIdentifier(column.name) : column.name));
  const definition = seed.columns.map((column, index) => `${names[index] ?? ""} ${column.type}`).join(", ");
  await session.execute(reset ? `truncate table ${name}` : `create or replace table ${name} (${definition})`);
  const fast = session.node.config["fast"] !== false;
  const target = fast ? name : `${name} (${names.join(", ")})`;
  const cells = seed.columns.map((column) => (fast ? copied : valueOf(column.type as SeedType)));
  for (let from = 0; from < seed.csv.rows.length; from += BATCH) {
    const rows = seed.csv.rows
      .slice(from, from + BATCH)
      .map((row) => `(${row.map((cell, index) => (cells[index] ?? copied)(cell)).join(", ")})`);
    await session.main(`insert into ${target} values\n${rows.join(",\n")}`);
  }
}

/** A cell as DuckDB's own reader takes it. */
function copied(cell: string | null): string {
  return cell === null || cell === "" ? "null" : quoteLiteral(cell);
}

/** A cell as dbt's reader understands it. */
function valueOf(type: SeedType): (cell: string | null) => string {
  return (cell) => {
    if (isNullText(cell)) return "null";
    return quoteLiteral(type === "integer" || type === "float8" ? plainNumber(cell) : cell);
  };
}

async function loadByMacros(
  session: NodeSession,
  { csv, columns }: Seed,
  { reset, exists }: { reset: boolean; exists: boolean },
): Promise<void> {
  const readers = columns.map(({ type }) => AGATE[type as SeedType] ?? AGATE.text);
  const table = new ResultTable(
    columns.map(({ name }, index) => ({ name, type: readers[index]?.type ?? "Text" })),
    csv.rows.map((row) => row.map((cell, index) => (isNullText(cell) ? null : (readers[index]?.read(cell) ?? cell)))),
    (text) => session.context.environment.log(text, true),
  );
  const args = { model: nodeValue(session.node), agate_table: table };
  if (exists) {
    const old_relation = RelationObject.of(session.relation, "table");
    await session.call("reset_csv_table", { ...args, full_refresh: !reset, old_relation });
  } else await session.call("create_csv_table", args);
  if (csv.rows.length > 0) await session.call("load_csv_rows", args);
}

/** How a seed's own macros see its cells. */
const AGATE: Readonly<Record<SeedType, { type: AgateType; read(cell: string): PyValue }>> = {
  integer: { type: "Integer", read: (cell) => BigInt(Math.trunc(Number(plainNumber(cell)))) },
  float8: { type: "Number", read: (cell) => Number(plainNumber(cell)) },
  date: { type: "Date", read: (cell) => cell.trim() },
  "timestamp without time zone": { type: "DateTime", read: (cell) => cell.trim() },
  boolean: { type: "Boolean", read: (cell) => cell.trim().toLowerCase() === "true" },
  text: { type: "Text", read: (cell) => cell },
};

/** The first cell that does not fit its column, when that is why the load failed. */
async function located(session: NodeSession, { csv, columns, path }: Seed, error: unknown): Promise<unknown> {
  if (!(error instanceof EngineError) || !/onver(?:t|sion)/.test(error.message)) return error;
  for (const [index, { name, type }] of columns.entries()) {
    const cells = csv.rows.map((row, number) => `(${number}, ${copied(row[index] ?? null)})`);
    if (type === "text" || cells.length === 0) continue;
    const found = await session
      .query(
        `select min(number) from (values ${cells.join(", ")}) as cells(number, cell) where cell is not null and try_cast(cell as ${type}) is null`,
      )
      .catch(() => null);
    const number = found?.data[0]?.[0];
    if (number === null || number === undefined) continue;
    const place = csv.places[Number(number)];
    const cell = csv.rows[Number(number)]?.[index] ?? "";
    return new EngineError(
      "P007",
      `The seed "${session.node.name}" has "${cell}" in the column "${name}", which is no ${type}.`,
      {
        hint: `Correct the cell, or give the column a type that fits: \`column_types: {${name}: …}\`.`,
        at: place ? { path, ...place } : session.node.span,
        node: session.node.unique_id,
        cause: error,
      },
    );
  }
  return error;
}

function isView(session: NodeSession): EngineError {
  const name = renderRelation(session.relation);
  return new EngineError(
    "W002",
    `The seed "${session.node.name}" cannot be loaded to ${name}, because that is a view.`,
    {
      hint: "Drop the view, or give the seed another alias or schema.",
      at: session.node.span,
      node: session.node.unique_id,
    },
  );
}
