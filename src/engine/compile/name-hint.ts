/**
 * A statement that names a column or table which is not there -> the hint with the name that was meant.
 *
 * DuckDB knows only what its catalog holds and proposes its own system tables for a misspelt model; the project knows the models. The
 * columns are those of the relations that the node reads, asked only now: a node without a fault costs nothing.
 */
import type { Diagnostic } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { Warehouse } from "../warehouse/port.ts";

/** More columns than a hint can name are cut off. */
const MOST_COLUMNS = 12;

const COLUMN = [
  /Referenced column "([^"]+)" not found/,
  /does not have a column named "([^"]+)"/,
  /Referenced table "[^"]+" not found.*column "([^"]+)"/,
];
const TABLE = /(?:Table|View) with name ([^\s!]+) does not exist/;
const REFERENCED_TABLE = /Referenced table "([^"]+)" not found/;

export interface NameHintContext {
  /** What the node reads. */
  readonly reads: readonly ManifestNode[];
  /** Everything that has a relation. */
  readonly nodes: Iterable<ManifestNode>;
  readonly warehouse: Warehouse;
}

/** The same finding, with a better hint where there is one. Never throws. */
export async function withNameHint(found: Diagnostic, context: NameHintContext): Promise<Diagnostic> {
  if (found.code !== "W002") return found;
  const column = COLUMN.map((form) => form.exec(found.message)?.[1]).find((name) => name !== undefined);
  if (column !== undefined) return { ...found, hint: await columnHint(column, found, context) };
  const table = TABLE.exec(found.message)?.[1];
  return table === undefined || REFERENCED_TABLE.test(found.message)
    ? found
    : { ...found, hint: tableHint(table, found, context.nodes) };
}

async function columnHint(column: string, found: Diagnostic, context: NameHintContext): Promise<string | null> {
  const proposed = candidatesOf(found.message);
  const read = await columnsRead(context);
  const near = nearest(column, new Set([...proposed, ...read.flatMap(({ columns }) => columns)]));
  if (near !== null) return `Did you mean "${near}"?`;
  const lists = read.map(({ node, columns }) => `"${node.name}" has the columns ${listed(columns)}.`);
  return lists.length === 0 ? found.hint : lists.join(" ");
}

/** DuckDB's own proposals: `Candidate bindings: "a", "b.c"`. */
function candidatesOf(message: string): string[] {
  const line = /Candidate bindings: (.*)/.exec(message)?.[1] ?? "";
  return [...line.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name.slice(name.lastIndexOf(".") + 1));
}

async function columnsRead({
  reads,
  warehouse,
}: NameHintContext): Promise<{ node: ManifestNode; columns: readonly string[] }[]> {
  const found: { node: ManifestNode; columns: readonly string[] }[] = [];
  for (const node of reads) {
    if (node.relation_name === null) continue;
    const identifier = node.identifier ?? node.alias;
    const relation = { database: node.database, schema: node.schema, identifier };
    // A relation that is not there, or that cannot be asked, has no names to propose.
    const columns = await warehouse.describe(relation).catch(() => null);
    if (columns !== null && columns.length > 0) found.push({ node, columns: columns.map(({ name }) => name) });
  }
  return found;
}

function listed(columns: readonly string[]): string {
  const rest = columns.length - MOST_COLUMNS;
  const names = columns.slice(0, MOST_COLUMNS).map((name) => `"${name}"`);
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
}

function tableHint(table: string, found: Diagnostic, nodes: Iterable<ManifestNode>): string | null {
  const names = new Map<string, ManifestNode>();
  for (const node of nodes)
    if (node.relation_name !== null) names.set((node.identifier ?? node.alias).toLowerCase(), node);
  const known = names.get(table.toLowerCase());
  if (known?.resource_type === "source")
    return `The table of the source "${known.source_name ?? ""}.${known.name}" is not in the database; load it first.`;
  if (known !== undefined) return `"${known.name}" is not there yet; build it first: dbt build --select ${known.name}.`;
  const near = names.get(nearest(table, names.keys()) ?? "");
  if (near !== undefined) return `Did you mean "${near.identifier ?? near.alias}"?`;
  const foreign =
    /Did you mean "(?:information_schema|pg_catalog|main\.duckdb_|main\.pragma_|duckdb_|pragma_|sqlite_)/.test(
      found.message,
    );
  return foreign ? "Check the spelling, and that what it names has been built." : found.hint;
}
