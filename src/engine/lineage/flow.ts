/**
 * What flows into a column, and the columns of a query.
 *
 * `reads` is what the value is made of; `influences` only decides which rows are there. A reference without a column name stands for
 * the rows of a relation: `count(*)` reads no column, but it is not made of nothing.
 */
import type { NodeId } from "../core/ids.ts";

export interface ColumnRef {
  /** The relation as the SQL names it, for example `"strata"."main"."orders"`. */
  readonly relation: string;
  /** The node behind the relation; null for a table that the project does not know. */
  readonly node: NodeId | null;
  /** null: the relation's rows as such, as in `count(*)`. */
  readonly column: string | null;
}

/** From weakest to strongest; a column of several flows takes the strongest of their kinds. */
export const FLOW_KINDS = ["constant", "copy", "expression", "aggregate"] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

export interface Flow {
  readonly kind: FlowKind;
  readonly reads: ReadonlySet<ColumnRef>;
  /** What picks the rows that this one column looks at: the conditions of a scalar subquery. */
  readonly influences: ReadonlySet<ColumnRef>;
}

const NOTHING: ReadonlySet<ColumnRef> = new Set();

export const CONSTANT: Flow = { kind: "constant", reads: NOTHING, influences: NOTHING };

export function copyOf(ref: ColumnRef): Flow {
  return { kind: "copy", reads: new Set([ref]), influences: NOTHING };
}

export function joinFlows(flows: Iterable<Flow>, atLeast: FlowKind = "constant"): Flow {
  const reads = new Set<ColumnRef>();
  const influences = new Set<ColumnRef>();
  let kind = atLeast;
  for (const flow of flows) {
    kind = strongest(kind, flow.kind);
    for (const ref of flow.reads) reads.add(ref);
    for (const ref of flow.influences) influences.add(ref);
  }
  return { kind, reads, influences };
}

export function strongest(a: FlowKind, b: FlowKind): FlowKind {
  return FLOW_KINDS.indexOf(a) >= FLOW_KINDS.indexOf(b) ? a : b;
}

export interface NamedColumn {
  readonly kind: "column";
  readonly name: string;
  readonly flow: Flow;
}

/** A run of columns whose names only the database knows: a relation without a schema, a pivot without a list of values. */
export interface OpenColumns {
  readonly kind: "open";
  /** Why the names are not known; part of a sentence. */
  readonly reason: string;
  /** True where a column is found by its name alone, so that a position says nothing. */
  readonly byName: boolean;
  /** The name it most likely has when it is one column, for want of a database that knows. */
  readonly single?: string;
  /** The flow of the column of that name, or of the one at `index` among the run's `count`. */
  flowOf(name: string, at: { readonly index: number; readonly count: number } | null): Flow;
}

export type ShapeItem = NamedColumn | OpenColumns;

/** The columns of a relation or query, in order. */
export interface Shape {
  readonly items: readonly ShapeItem[];
  /** What decides which rows the query has: filters, joins, groups. */
  readonly rows: ReadonlySet<ColumnRef>;
  /** The relations whose rows it is made of, as references without a column. */
  readonly tables: ReadonlySet<ColumnRef>;
}

/** Raised where the lineage cannot be told from the text alone; caught once, in `column-lineage.ts`. */
export class Uncertain extends Error {}

export function columnNamed(shape: Shape, name: string): Flow | null {
  const wanted = name.toLowerCase();
  for (const item of shape.items) if (item.kind === "column" && item.name.toLowerCase() === wanted) return item.flow;
  return null;
}

export function openColumns(shape: Shape): readonly OpenColumns[] {
  return shape.items.filter((item) => item.kind === "open");
}

export function isClosed(shape: Shape): boolean {
  return shape.items.every((item) => item.kind === "column");
}

/** Every column's flow; of an open run the rows of its relation stand in. */
export function allFlows(shape: Shape): Flow[] {
  return shape.items.map((item) => (item.kind === "column" ? item.flow : item.flowOf("*", null)));
}

/**
 * Names as DuckDB makes them unique where a query becomes a relation: `id`, `id_1`, `id_2`. At the top of a statement they stay as
 * they are.
 */
export function withUniqueNames(items: readonly ShapeItem[]): ShapeItem[] {
  const taken = new Set<string>();
  const seen = new Map<string, number>();
  return items.map((item) => {
    if (item.kind === "open") return item;
    const key = item.name.toLowerCase();
    let count = seen.get(key) ?? 0;
    let name = item.name;
    while (taken.has(name.toLowerCase())) {
      count += 1;
      name = `${item.name}_${count}`;
    }
    seen.set(key, count);
    taken.add(name.toLowerCase());
    return name === item.name ? item : { ...item, name };
  });
}

/** Column aliases of `t(a, b)`: the first names are replaced, the rest stays. */
export function withAliases(items: readonly ShapeItem[], aliases: readonly string[]): ShapeItem[] {
  if (aliases.length === 0) return [...items];
  const first = items[0];
  // One run of unknown columns under aliases: the aliases are its first columns.
  if (items.length === 1 && first?.kind === "open" && !first.byName) {
    return aliases.map((name, index) => ({
      kind: "column",
      name,
      flow: first.flowOf(name, { index, count: aliases.length }),
    }));
  }
  return items.map((item, index) => {
    const alias = aliases[index];
    if (alias === undefined) return item;
    if (item.kind === "open") throw new Uncertain(item.reason);
    return { ...item, name: alias };
  });
}

/** `rows` and all that the flows read. */
export function withReads(rows: ReadonlySet<ColumnRef>, flows: readonly Flow[]): Set<ColumnRef> {
  const all = new Set(rows);
  for (const flow of flows) for (const ref of flow.reads) all.add(ref);
  return all;
}
