/**
 * A FROM clause -> the scope that the rest of its query sees.
 *
 * Items are added from left to right, so that a lateral subquery or table function sees what stands before it. USING and NATURAL
 * merge: a right join shows the right side's value, a full join either, every other join the left side's.
 */
import type { Fields } from "./ast.ts";
import { expressionOf, fieldsOf, isQuery, listOf, nameOf, namesOf } from "./ast.ts";
import { flowOf, refsOf } from "./expression.ts";
import type { Flow, Shape, ShapeItem } from "./flow.ts";
import { Uncertain, columnNamed, isClosed, joinFlows, openColumns, withAliases, withUniqueNames } from "./flow.ts";
import { pivotShape, unpivotShape } from "./pivot.ts";
import { Scope } from "./scope.ts";
import type { ScopeSource } from "./scope.ts";

export function buildFrom(from: unknown, joins: unknown, scope: Scope): void {
  for (const item of listOf(fieldsOf(from)?.["expressions"])) addItem(item, scope);
  addJoins(joins, scope);
}

function addJoins(joins: unknown, scope: Scope): void {
  const conditions: unknown[] = [];
  for (const value of listOf(joins)) {
    const join = fieldsOf(value);
    if (!join) continue;
    const kind = typeof join["kind"] === "string" ? join["kind"].toLowerCase() : "";
    if (kind.includes("semi") || kind.includes("anti")) {
      addSemiJoin(join, scope);
      continue;
    }
    const left = scope.sources.length;
    addItem(join["this"], scope);
    const right = scope.sources.slice(left);
    mergeColumns(join, kind, left, right, scope);
    conditions.push(join["on"], join["match_condition"]);
  }
  // A condition may name relations that come later in a nested join, so they wait until all are there.
  for (const condition of conditions) addRows(condition, scope);
}

/** The right side of a semi or anti join is seen by its condition alone. */
function addSemiJoin(join: Fields, scope: Scope): void {
  const inner = new Scope(scope.resolver, scope.tables, scope);
  addItem(join["this"], inner);
  for (const name of namesOf(join["using"])) {
    for (const flow of [inner.column([name]).flow, scope.column([name]).flow])
      for (const ref of flow.reads) scope.rows.add(ref);
  }
  addRows(join["on"], inner);
  for (const ref of inner.rows) scope.rows.add(ref);
  for (const ref of inner.rowsOfSources().reads) scope.rows.add(ref);
}

function addRows(condition: unknown, scope: Scope): void {
  if (condition) for (const ref of refsOf(condition, scope)) scope.rows.add(ref);
}

function mergeColumns(join: Fields, kind: string, left: number, right: readonly ScopeSource[], scope: Scope): void {
  const before = scope.sources.slice(0, left);
  const names = kind.startsWith("natural") ? commonNames(before, right) : namesOf(join["using"]);
  for (const name of names) {
    const key = name.toLowerCase();
    const sides = [scope.merged.get(key) ?? oneOf(before, name), oneOf(right, name)];
    const [first, second] = sides;
    if (!first || !second) throw new Uncertain(`both sides of a join should have the column "${name}"`);
    for (const flow of [first, second]) for (const ref of flow.reads) scope.rows.add(ref);
    const flow = kind.includes("full")
      ? joinFlows([first, second], "expression")
      : kind.includes("right")
        ? second
        : first;
    scope.merged.set(key, flow);
    for (const source of right) source.hidden.add(key);
  }
}

function oneOf(sources: readonly ScopeSource[], name: string): Flow | null {
  for (const { shape, hidden } of sources) {
    if (hidden.has(name.toLowerCase())) continue;
    const flow = columnNamed(shape, name);
    if (flow) return flow;
  }
  const open = sources.flatMap(({ shape }) => openColumns(shape));
  return open.length === 1 ? (open[0]?.flowOf(name, null) ?? null) : null;
}

function commonNames(left: readonly ScopeSource[], right: readonly ScopeSource[]): string[] {
  if (![...left, ...right].every(({ shape }) => isClosed(shape)))
    throw new Uncertain("a natural join needs the columns of both sides, and those of one are not known");
  const names = (sources: readonly ScopeSource[]) =>
    sources.flatMap(({ shape, hidden }) =>
      shape.items.flatMap((item) =>
        item.kind === "column" && !hidden.has(item.name.toLowerCase()) ? [item.name] : [],
      ),
    );
  const others = new Set(names(right).map((name) => name.toLowerCase()));
  return [...new Set(names(left))].filter((name) => others.has(name.toLowerCase()));
}

function addItem(item: unknown, scope: Scope): void {
  const found = expressionOf(item);
  if (!found) throw new Uncertain("part of FROM is not understood");
  const { kind, fields } = found;
  if (kind === "joined_table" && nameOf(fields["alias"]) === null) {
    addItem(fields["left"], scope);
    addJoins(fields["joins"], scope);
    return;
  }
  scope.add(source(kind, fields, item, scope));
}

/** A relation of FROM by itself; the pivots ask for theirs this way. */
function source(kind: string, fields: Fields, item: unknown, scope: Scope): ScopeSource {
  const aliases = namesOf(fields["column_aliases"]);
  const alias = nameOf(fields["alias"]);
  switch (kind) {
    case "table":
      return named(fields, scope, alias, aliases);
    case "column":
      // `pivot orders on …` gives its relation as if it were a column.
      return named({ name: fields["name"], schema: fields["table"], catalog: fields["schema"] }, scope, null, []);
    case "joined_table": {
      const inner = new Scope(scope.resolver, scope.tables, scope);
      addItem(fields["left"], inner);
      addJoins(fields["joins"], inner);
      return aliased(alias, aliases, joinedShape(inner));
    }
    case "alias":
    case "paren": {
      const inside = expressionOf(fields["this"]);
      if (!inside) throw new Uncertain("part of FROM is not understood");
      const found = source(inside.kind, inside.fields, fields["this"], scope);
      return alias === null ? found : aliased(alias, aliases, found.shape);
    }
    case "pivot":
    case "unpivot": {
      const shape = pivoted(kind, fields, scope);
      return aliased(alias, aliases, shape);
    }
    case "lateral":
    case "lateral_view":
      throw new Uncertain("LATERAL VIEW is not understood");
    default:
      if (isQuery(item)) return aliased(alias, aliases, scope.resolver.query(item, scope.tables, scope));
      return aliased(alias ?? callName(kind, fields), aliases, functionShape(kind, fields, scope, aliases));
  }
}

function pivoted(kind: string, fields: Fields, scope: Scope): Shape {
  const shapeOf = (node: unknown): ScopeSource => {
    const found = expressionOf(node);
    if (!found) throw new Uncertain("what is pivoted is not understood");
    return source(found.kind, found.fields, node, scope);
  };
  return kind === "unpivot" || fields["unpivot"] === true
    ? unpivotShape(fields, scope, shapeOf)
    : pivotShape(fields, scope, shapeOf);
}

function named(fields: Fields, scope: Scope, alias: string | null, aliases: readonly string[]): ScopeSource {
  const parts = ["catalog", "schema", "name"].flatMap((key) => nameOf(fields[key]) ?? []);
  const [only = ""] = parts;
  const shape = (parts.length === 1 ? scope.commonTable(only) : null) ?? scope.resolver.relation(parts);
  if (alias !== null || aliases.length > 0) return aliased(alias ?? parts.at(-1) ?? null, aliases, shape);
  return { names: parts.map((part) => part.toLowerCase()), shape, hidden: new Set() };
}

function aliased(alias: string | null, aliases: readonly string[], shape: Shape): ScopeSource {
  const items = withAliases(withUniqueNames(shape.items), aliases);
  return { names: alias === null ? [] : [alias.toLowerCase()], shape: { ...shape, items }, hidden: new Set() };
}

function joinedShape(inner: Scope): Shape {
  const items = inner.sources.flatMap(({ shape, hidden }) =>
    shape.items.flatMap((item): ShapeItem[] => {
      if (item.kind === "open") return [item];
      const key = item.name.toLowerCase();
      return hidden.has(key) ? [] : [{ ...item, flow: inner.merged.get(key) ?? item.flow }];
    }),
  );
  return { items, rows: inner.rows, tables: inner.rowsOfSources().reads };
}

/** Functions with one column that is called like them. */
const ONE_COLUMN: ReadonlySet<string> = new Set(["range", "generate_series", "unnest", "generate_subscripts", "glob"]);

/** Functions that read a file or another database: their columns come from there. */
const READS_OUTSIDE = /^(read_|parquet_|sniff_csv|iceberg_|delta_|sqlite_|postgres_|mysql_|st_read)/;

function functionShape(kind: string, fields: Fields, scope: Scope, aliases: readonly string[]): Shape {
  const name = callName(kind, fields);
  const args = kind === "unnest" ? [fields["this"], fields["expressions"]] : fields["args"];
  if (name === null) throw new Uncertain(`"${kind}" in FROM is not understood`);
  if (name === "query" || name === "query_table")
    throw new Uncertain(`${name}() reads what is only known when it runs`);
  const flow = joinFlows([flowOf(listOf(args), scope)], "expression");
  const made: Flow = flow.reads.size === 0 ? { ...flow, kind: "constant" } : flow;
  for (const ref of made.reads) scope.rows.add(ref);
  if (READS_OUTSIDE.test(name)) return scope.resolver.relation([`${name}(…)`]);
  const single = ONE_COLUMN.has(name) && fields["with_ordinality"] !== true && !hasNamedArgument(args);
  if (single || aliases.length === 1)
    return { items: [{ kind: "column", name, flow: made }], rows: new Set(), tables: new Set() };
  return {
    items: [{ kind: "open", byName: false, reason: `the columns of ${name}() are not known`, flowOf: () => made }],
    rows: new Set(),
    tables: new Set(),
  };
}

/** `unnest(l, recursive := true)` makes as many columns as a struct has fields. */
function hasNamedArgument(args: unknown): boolean {
  return listOf(args)
    .flat()
    .some((argument) => expressionOf(argument)?.kind === "named_argument");
}

function callName(kind: string, fields: Fields): string | null {
  return kind === "function" ? (nameOf(fields["name"])?.toLowerCase() ?? null) : kind === "unnest" ? kind : null;
}
