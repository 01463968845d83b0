/**
 * Contracts: the columns that the property file promises against the columns of the query, and the DDL of a table that has them.
 *
 * DuckDB enforces every constraint that dbt knows, so all become part of the table. A view gets the check of names and types only.
 */
import { EngineError } from "../core/errors.ts";
import type { ColumnInfo, Constraint, ManifestNode } from "../core/manifest.ts";
import type { Column } from "../core/table.ts";
import { renderColumns, renderModelConstraints } from "../context/constraints.ts";
import { fromJson } from "../jinja/convert.ts";
import { pyStr } from "../jinja/python.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { compileHook } from "../compile/compile.ts";
import { recordOf, textOf } from "./config-values.ts";
import { errorOf } from "./node-session.ts";
import type { NodeSession } from "./node-session.ts";

export function hasContract(node: ManifestNode): boolean {
  return recordOf(node.config["contract"])?.["enforced"] === true;
}

/** Macros that a project may put its own in place of. */
const CHECK_MACROS = [
  "get_assert_columns_equivalent",
  "assert_columns_equivalent",
  "get_empty_schema_sql",
  "get_column_schema_from_query",
  "format_column",
];

/** Throws when the query's columns are not those of the contract, whatever their order. */
export async function checkContract(session: NodeSession): Promise<void> {
  const { node, sql } = session;
  if (session.overridden(...CHECK_MACROS)) {
    await session.call("get_assert_columns_equivalent", { sql });
    return;
  }
  const promised = Object.values(node.columns);
  if (promised.length === 0)
    throw brokenContract(node, "It enforces a contract, but its property file names no columns.");
  const untyped = promised.find((column) => column.data_type === null);
  if (untyped) throw brokenContract(node, `It enforces a contract, but the column "${untyped.name}" has no data_type.`);
  const empty = promised.map((column) => `cast(null as ${column.data_type ?? ""}) as ${nameOf(column)}`).join(", ");
  const contract = await described(session, `select ${empty}`);
  const header = textOf(node.config["sql_header"]);
  if (header !== null) await session.execute(header);
  const definition = await described(session, sql);
  const mismatches = compare(definition, contract);
  if (mismatches.length > 0) {
    throw brokenContract(
      node,
      `The columns of its query are not those of its contract.\n\n${mismatchTable(mismatches)}`,
    );
  }
}

/** `(id integer not null, …, primary key (id))`: columns and constraints behind `create table`. */
export async function tableDefinition(session: NodeSession): Promise<string> {
  const { node } = session;
  const rendered = (constraints: readonly Constraint[]): Promise<Constraint[]> =>
    Promise.all(constraints.map((constraint) => pointed(session, constraint)));
  const described: ColumnInfo[] = [];
  for (const column of Object.values(node.columns))
    described.push({ ...column, constraints: await rendered(column.constraints ?? []) });
  const columns = renderColumns(fromJson(described as never));
  const constraints = renderModelConstraints(fromJson((await rendered(node.constraints)) as never));
  return `(\n    ${[...columns, ...constraints].map(pyStr).join(",\n    ")}\n)`;
}

/** The `ref(…)` or `source(…)` of a foreign key as the name of its table. */
async function pointed(session: NodeSession, constraint: Constraint): Promise<Constraint> {
  if (constraint.to === null || !/^\s*(ref|source)\s*\(/.test(constraint.to)) return constraint;
  const { compileContext, node, context } = session;
  const compiled = await compileHook(compileContext, node, `{{ ${constraint.to} }}`, context.signal);
  if (!compiled.ok) throw errorOf(compiled.diagnostics[0]);
  return { ...constraint, to: compiled.value };
}

export function columnList(node: ManifestNode): string {
  return Object.values(node.columns).map(nameOf).join(", ");
}

function nameOf(column: ColumnInfo): string {
  return column.quote === true ? quoteIdentifier(column.name) : column.name;
}

async function described(session: NodeSession, sql: string): Promise<Column[]> {
  const table = await session.query(`describe (\n${sql}\n)`);
  const [names = [], types = []] = table.data;
  return names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
}

type Mismatch = readonly [column: string, definition: string, contract: string, reason: string];

function compare(definition: readonly Column[], contract: readonly Column[]): Mismatch[] {
  const same = (a: Column, b: Column): boolean => a.name.toLowerCase() === b.name.toLowerCase();
  const found: Mismatch[] = [];
  for (const column of definition) {
    const promised = contract.find((candidate) => same(candidate, column));
    if (!promised) found.push([column.name, column.type, "", "missing in contract"]);
    else if (promised.type !== column.type) found.push([column.name, column.type, promised.type, "data type mismatch"]);
  }
  for (const column of contract)
    if (!definition.some((candidate) => same(candidate, column)))
      found.push([column.name, "", column.type, "missing in definition"]);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The table that dbt prints under a broken contract. */
function mismatchTable(mismatches: readonly Mismatch[]): string {
  const head: Mismatch = ["column_name", "definition_type", "contract_type", "mismatch_reason"];
  const widths = head.map((_, index) => Math.max(...[head, ...mismatches].map((row) => (row[index] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...mismatches.map(line)].join(
    "\n",
  );
}

function brokenContract(node: ManifestNode, message: string): EngineError {
  return new EngineError("Q003", `The contract of "${node.name}" is broken. ${message}`, {
    hint: "Make name, data_type and number of the columns the same in the query and in the property file.",
    at: node.span,
    node: node.unique_id,
  });
}
