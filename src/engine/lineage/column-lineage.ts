/**
 * A statement -> where each of its columns comes from.
 *
 * What the text says is followed through every common table, subquery and join ("exact"). Where it cannot be followed, the
 * database's plan gives everything that is read ("approximate"); where there is no database either, the answer is "unknown" and says
 * why. A result is never silently empty: a column without reads is a constant.
 */
import type { NodeId } from "../core/ids.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { expressionOf, nameOf, walk } from "./ast.ts";
import { scannedColumns } from "./explain.ts";
import type { ColumnRef, Flow, Shape, ShapeItem } from "./flow.ts";
import { Uncertain, copyOf } from "./flow.ts";
import { unreadNames } from "./coverage.ts";
import { bridgeGaps } from "./parser-gaps.ts";
import { createResolver } from "./query.ts";
import { RelationBook, relationParts } from "./relations.ts";
import type { KnownRelation } from "./relations.ts";
import type { SqlParser, SqlTree } from "./sql-parser.ts";

export interface ColumnLineage {
  readonly precision: "exact" | "approximate" | "unknown";
  /** Why it is not exact, as a sentence; null when it is. */
  readonly reason: string | null;
  /** In the order of the output; empty only when even the names are unknown. */
  readonly columns: readonly ColumnOrigin[];
  /** Columns and relations that only decide which rows there are: filters, joins, groups, limits. */
  readonly influences: readonly ColumnRef[];
}

export interface ColumnOrigin {
  readonly name: string;
  /** `unknown` stands only in a lineage that is not exact. */
  readonly kind: "constant" | "identity" | "rename" | "expression" | "aggregate" | "unknown";
  readonly reads: readonly ColumnRef[];
  /** What picks the rows for this column alone, such as the conditions of a scalar subquery. */
  readonly influences: readonly ColumnRef[];
}

export interface LineageRequest {
  /** Compiled SQL: one statement. */
  readonly sql: string;
  /** Rendered name of each relation that may be read -> its node; an ephemeral model goes by its `__dbt__cte__` name. */
  readonly relations: ReadonlyMap<string, NodeId>;
  /** Rendered name -> its columns in order; a relation that is missing here is described through the warehouse, if there is one. */
  readonly schemas: ReadonlyMap<string, readonly string[]>;
  readonly parser: SqlParser;
  readonly warehouse?: Warehouse | undefined;
  /** False when something that the SQL reads is known not to be in the warehouse, so that it cannot bind the SQL. Default: true. */
  readonly isBuilt?: boolean;
  readonly signal?: CancelSignal | undefined;
}

export async function columnLineage(request: LineageRequest): Promise<ColumnLineage> {
  const book = new RelationBook();
  for (const [relation, node] of request.relations)
    book.add(relation, node, schemaOf(request.schemas, relation) ?? (await describedColumns(relation, request)));
  const parsed = request.parser.parse(bridgeGaps(request.sql));
  if (!parsed.ok)
    return approximation(request, book, sentence(`The SQL could not be parsed for lineage: ${parsed.message}`));
  const [statement, second] = parsed.statements;
  if (statement === undefined || second !== undefined)
    return approximation(request, book, "Lineage follows one statement, and this text is not one.");
  await addUnknownTables(statement, book, request);
  const names = await describedNames(request);
  try {
    return followed(statement, book, names, request.sql);
  } catch (error) {
    // The engine's own stack is the other limit: SQL nested a thousand levels deep ends in a RangeError.
    if (!(error instanceof Uncertain || error instanceof RangeError)) throw error;
    const why = error instanceof Uncertain ? error.message : "the query is nested too deeply";
    return approximation(request, book, sentence(why), names);
  }
}

function followed(statement: SqlTree, book: RelationBook, names: readonly string[] | null, sql: string): ColumnLineage {
  const doubts: string[] = [];
  const resolver = createResolver({
    relation: (parts) => relationShape(book, parts),
    boundary: (name, shape) => ephemeralShape(book, name, shape),
    doubt: (reason) => doubts.push(reason),
  });
  const shape = resolver.query(statement, null, null);
  const columns = namedColumns(shape, names, (reason) => doubts.push(reason)).map(([name, flow]) =>
    originOf(name, flow),
  );
  const unread = unreadNames(statement, sql, book);
  if (unread.length > 0) throw new Uncertain(`the parser passed over ${unread.map((name) => `"${name}"`).join(", ")}`);
  return {
    precision: doubts.length === 0 ? "exact" : "approximate",
    reason: doubts[0] === undefined ? null : sentence(doubts[0]),
    columns,
    influences: [...shape.rows],
  };
}

function relationShape(book: RelationBook, parts: readonly string[]): Shape {
  const known = book.find(parts) ?? book.add(parts.map(quoteIdentifier).join("."), null, null);
  const items: ShapeItem[] = known.columns
    ? known.columns.map((name) => ({ kind: "column", name, flow: copyOf(book.ref(known, name)) }))
    : [
        {
          kind: "open",
          byName: true,
          reason: `the columns of ${known.relation} are not known`,
          flowOf: (name) => (name === "*" ? rowsFlow(book, known) : copyOf(book.ref(known, name))),
        },
      ];
  return { items, rows: new Set(), tables: new Set([book.rows(known)]) };
}

/**
 * dbt puts an ephemeral model into its readers as a common table. Lineage stops there, as it does at any other model: what the
 * ephemeral model reads is its own lineage.
 */
function ephemeralShape(book: RelationBook, name: string, shape: Shape): Shape {
  const known = name.startsWith("__dbt__cte__") ? book.find([name]) : null;
  if (!known || shape.items.some((item) => item.kind === "open")) return shape;
  const items = shape.items.map((item): ShapeItem =>
    item.kind === "open" ? item : { ...item, flow: copyOf(book.ref(known, item.name)) },
  );
  return { items, rows: new Set(), tables: new Set([book.rows(known)]) };
}

function rowsFlow(book: RelationBook, known: KnownRelation): Flow {
  return { kind: "expression", reads: new Set([book.rows(known)]), influences: new Set() };
}

/** Puts the database's names on the columns; a run of unknown ones takes the names that are left over. */
function namedColumns(
  shape: Shape,
  names: readonly string[] | null,
  doubt: (reason: string) => void,
): (readonly [string, Flow])[] {
  const open = shape.items.filter((item) => item.kind === "open");
  const [run] = open;
  if (names === null) {
    if (run) doubt(run.reason);
    return shape.items.map((item) => {
      if (item.kind === "column") return [item.name, item.flow];
      if (item.single === undefined) throw new Uncertain(item.reason);
      return [item.single, item.flowOf(item.single, null)];
    });
  }
  const runLength = names.length - (shape.items.length - open.length);
  const single = open.length === runLength;
  if (open.length > 1 && !single) throw new Uncertain(open[0]?.reason ?? "");
  if (open.length === 0 ? runLength !== 0 : runLength < 0)
    throw new Uncertain(`the database gives ${names.length} columns and the text shows ${shape.items.length}`);
  let at = 0;
  return shape.items.flatMap((item): (readonly [string, Flow])[] => {
    const taken = item.kind === "column" ? 1 : single ? 1 : runLength;
    const own = names.slice(at, at + taken);
    at += taken;
    return own.map((name, index) => [
      name,
      item.kind === "column" ? item.flow : item.flowOf(name, { index, count: taken }),
    ]);
  });
}

function originOf(name: string, flow: Flow): ColumnOrigin {
  const reads = [...flow.reads];
  const same = reads.every((ref) => ref.column?.toLowerCase() === name.toLowerCase());
  const kind = flow.kind === "copy" ? (same ? "identity" : "rename") : flow.kind;
  return { name, kind, reads, influences: [...flow.influences] };
}

async function approximation(
  request: LineageRequest,
  book: RelationBook,
  reason: string,
  described?: readonly string[] | null,
): Promise<ColumnLineage> {
  const names = described ?? (await describedNames(request));
  const refs =
    names && request.warehouse ? await scannedColumns(request.sql, book, request.warehouse, request.signal) : null;
  if (!names || !refs) {
    const columns = (names ?? []).map((name) => ({ name, kind: "unknown" as const, reads: [], influences: [] }));
    const more = request.warehouse ? "The database could not plan it either." : "";
    return { precision: "unknown", reason: `${reason} ${more}`.trim(), columns, influences: [] };
  }
  const reads = [...refs];
  return {
    precision: "approximate",
    reason: `${reason} So every column is said to come from all that the query's plan reads.`,
    columns: names.map((name) => ({ name, kind: "unknown", reads, influences: [] })),
    influences: reads,
  };
}

/** The names of the statement's own columns; null without a database that can bind it. */
async function describedNames(request: LineageRequest): Promise<readonly string[] | null> {
  if (!request.warehouse || request.isBuilt === false) return null;
  try {
    const table = await request.warehouse.query(`describe ${request.sql.trim().replace(/;\s*$/, "")}`, {
      limit: Infinity,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    return (table.data[0] ?? []).map(String);
  } catch {
    // What it reads is not built yet, or the SQL is wrong; both are told elsewhere.
    return null;
  }
}

async function describedColumns(relation: string, request: LineageRequest): Promise<readonly string[] | null> {
  const [database = "", schema = "", identifier] = relationParts(relation);
  if (!request.warehouse || identifier === undefined) return null;
  const columns = await request.warehouse.describe({ database, schema, identifier });
  return columns?.map(({ name }) => name) ?? null;
}

/** Tables that the SQL names by hand, past ref() and source(). */
async function addUnknownTables(statement: SqlTree, book: RelationBook, request: LineageRequest): Promise<void> {
  const found: string[][] = [];
  walk(statement, (fields) => {
    const table = expressionOf(fields);
    if (table?.kind !== "table") return undefined;
    const parts = ["catalog", "schema", "name"].flatMap((key) => nameOf(table.fields[key]) ?? []);
    if (parts.length > 1) found.push(parts);
    return undefined;
  });
  for (const parts of found) {
    if (book.find(parts)) continue;
    const relation = parts.map(quoteIdentifier).join(".");
    book.add(relation, null, schemaOf(request.schemas, relation) ?? (await describedColumns(relation, request)));
  }
}

function schemaOf(schemas: ReadonlyMap<string, readonly string[]>, relation: string): readonly string[] | null {
  return schemas.get(relation) ?? null;
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? "" : "."}`;
}
