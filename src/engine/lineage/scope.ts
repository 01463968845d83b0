/**
 * What a name means at a place in a query.
 *
 * A scope holds the relations of one FROM clause, what USING merged, the aliases of the select list so far, and the scope around it
 * for correlated subqueries. DuckDB's order: a lambda's parameter, a column of this FROM, an alias of this select list, the scope
 * outside; a dotted name is a relation's column before it is a field of a struct.
 */
import type { ColumnRef, Flow, NamedColumn, Shape } from "./flow.ts";
import { CONSTANT, Uncertain, allFlows, columnNamed, isClosed, joinFlows, openColumns } from "./flow.ts";

/** The common table expressions that a query sees; the innermost name wins. */
export interface CommonTables {
  readonly shapes: ReadonlyMap<string, () => Shape>;
  readonly outer: CommonTables | null;
}

export interface ScopeSource {
  /** Lower case, outermost qualifier first: `[db, schema, table]`, or the alias alone; empty when it cannot be named. */
  readonly names: readonly string[];
  readonly shape: Shape;
  /** Columns, in lower case, that USING shows at their first place only. */
  readonly hidden: Set<string>;
}

/** What a scope needs from the rest of the resolver; handed in, since queries and expressions contain each other. */
export interface Resolver {
  query(node: unknown, tables: CommonTables | null, outer: Scope | null): Shape;
  /** A base relation by its parts, as they were written. */
  relation(parts: readonly string[]): Shape;
  /** A common table as its readers see it: dbt's own ones stand for the ephemeral model behind them. */
  boundary(name: string, shape: Shape): Shape;
  /** Makes the whole result approximate, and says why. */
  doubt(reason: string): void;
}

export class Scope {
  readonly resolver: Resolver;
  readonly tables: CommonTables | null;
  readonly outer: Scope | null;
  readonly sources: ScopeSource[] = [];
  /** Columns that USING or NATURAL merged, by lower-case name. */
  readonly merged = new Map<string, Flow>();
  readonly aliases = new Map<string, Flow>();
  /** Named windows: the parts of their specification. */
  readonly windows = new Map<string, unknown>();
  /** Parameters of lambdas around the expression, in lower case. */
  readonly locals = new Set<string>();
  /** What joins contribute to which rows there are. */
  readonly rows = new Set<ColumnRef>();
  /** The column that COLUMNS(…) stands for just now. */
  current: NamedColumn | null = null;

  constructor(resolver: Resolver, tables: CommonTables | null, outer: Scope | null) {
    this.resolver = resolver;
    this.tables = tables;
    this.outer = outer;
  }

  commonTable(name: string): Shape | null {
    const wanted = name.toLowerCase();
    for (let tables = this.tables; tables; tables = tables.outer) {
      const shape = tables.shapes.get(wanted);
      if (shape) return shape();
    }
    return null;
  }

  add(source: ScopeSource): void {
    this.sources.push(source);
    for (const ref of source.shape.rows) this.rows.add(ref);
  }

  /** Every relation of this FROM, as references to their rows. */
  rowsOfSources(): Flow {
    const reads = new Set<ColumnRef>();
    for (const { shape } of this.sources) for (const ref of shape.tables) reads.add(ref);
    return { kind: "constant", reads, influences: new Set() };
  }

  column(parts: readonly string[]): { flow: Flow; isField: boolean } {
    const flow = this.#find(parts);
    if (flow) return flow;
    throw new Uncertain(`"${parts.join(".")}" is a column of nothing that the query reads`);
  }

  /** The source of that alias or name; a correlated query may name one outside. */
  source(qualifier: readonly string[]): ScopeSource | null {
    const own = this.sources.find((source) => namesMatch(source.names, qualifier));
    return own ?? this.outer?.source(qualifier) ?? null;
  }

  #find(parts: readonly string[]): { flow: Flow; isField: boolean } | null {
    const [first = ""] = parts;
    const name = first.toLowerCase();
    if (this.locals.has(name)) return { flow: CONSTANT, isField: true };
    for (let length = Math.min(3, parts.length - 1); length > 0; length -= 1) {
      const found = this.#qualified(parts.slice(0, length), parts[length] ?? "");
      if (found) return { flow: found, isField: parts.length > length + 1 };
    }
    const own =
      this.#unqualified(first) ?? this.aliases.get(name) ?? (parts.length === 1 ? this.#wholeRow(name) : null);
    if (own) return { flow: own, isField: parts.length > 1 };
    return this.outer ? this.outer.#find(parts) : null;
  }

  #qualified(qualifier: readonly string[], name: string): Flow | null {
    const source = this.sources.find((candidate) => namesMatch(candidate.names, qualifier));
    if (!source) return null;
    return columnNamed(source.shape, name) ?? openColumn(source.shape, name) ?? rowId(source.shape, name);
  }

  #unqualified(name: string): Flow | null {
    const merged = this.merged.get(name.toLowerCase());
    if (merged) return merged;
    const known = this.sources.flatMap(({ shape }) => columnNamed(shape, name) ?? []);
    const [first] = known;
    if (first) return first;
    const open = this.sources.filter(({ shape }) => !isClosed(shape));
    const [only] = open;
    if (!only) return this.sources.map(({ shape }) => rowId(shape, name)).find((flow) => flow !== null) ?? null;
    if (this.outer?.knows(name) === true) {
      this.resolver.doubt(`the columns of a relation are not known, so "${name}" may be its own or one from outside`);
      return joinFlows([...open.flatMap(({ shape }) => openColumn(shape, name) ?? []), this.outer.column([name]).flow]);
    }
    if (open.length > 1)
      this.resolver.doubt(`"${name}" may come from any of ${open.length} relations whose columns are not known`);
    return joinFlows(open.flatMap(({ shape }) => openColumn(shape, name) ?? []));
  }

  knows(name: string): boolean {
    return (
      this.sources.some(({ shape }) => columnNamed(shape, name) !== null) ||
      this.aliases.has(name.toLowerCase()) ||
      this.outer?.knows(name) === true
    );
  }

  /** A relation's name used as a value is a struct of all its columns. */
  #wholeRow(name: string): Flow | null {
    const source = this.sources.find((candidate) => candidate.names.at(-1) === name);
    return source ? joinFlows(allFlows(source.shape), "expression") : null;
  }
}

function openColumn(shape: Shape, name: string): Flow | null {
  const [open, second] = openColumns(shape);
  if (!open) return null;
  if (second) throw new Uncertain(open.reason);
  return open.flowOf(name, null);
}

/** `rowid` belongs to every table and is listed nowhere. */
function rowId(shape: Shape, name: string): Flow | null {
  if (name.toLowerCase() !== "rowid" || shape.tables.size !== 1) return null;
  return { kind: "expression", reads: shape.tables, influences: new Set() };
}

function namesMatch(names: readonly string[], qualifier: readonly string[]): boolean {
  if (qualifier.length === 0 || qualifier.length > names.length) return false;
  const tail = names.slice(names.length - qualifier.length);
  return tail.every((part, index) => part === qualifier[index]?.toLowerCase());
}
