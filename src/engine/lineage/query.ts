/**
 * A query -> its columns, each with what flows into it.
 *
 * Common table expressions are resolved when they are read, so an unused one influences nothing. A recursive one is resolved until
 * nothing new flows in: first its start, then start and step together, as often as the step still adds something.
 */
import type { Fields } from "./ast.ts";
import { bare, dottedName, expressionOf, fieldsOf, isFields, listOf, literalText, nameOf, namesOf } from "./ast.ts";
import { flowOf, hasAggregate, refsOf } from "./expression.ts";
import type { ColumnRef, Flow, NamedColumn, Shape, ShapeItem } from "./flow.ts";
import {
  CONSTANT,
  Uncertain,
  allFlows,
  columnNamed,
  copyOf,
  joinFlows,
  openColumns,
  withAliases,
  withUniqueNames,
} from "./flow.ts";
import { buildFrom } from "./from.ts";
import { outputName } from "./output-name.ts";
import type { CommonTables, Resolver } from "./scope.ts";
import { Scope } from "./scope.ts";
import { columnsCall, expandColumns, expandStar } from "./star.ts";

/** More rounds than any recursion has columns to pass a value through. */
const MOST_ROUNDS = 500;
/** Subqueries inside subqueries; a page of SQL has a handful. */
const DEEPEST = 400;

/** `resolveQuery` with the relations of one statement. */
export function createResolver(parts: Omit<Resolver, "query">): Resolver {
  let depth = 0;
  const resolver: Resolver = {
    ...parts,
    query(node, tables, outer) {
      depth += 1;
      if (depth > DEEPEST) throw new Uncertain("the query is nested too deeply");
      try {
        return resolveQuery(node, tables, outer, resolver);
      } finally {
        depth -= 1;
      }
    },
  };
  return resolver;
}

function resolveQuery(node: unknown, tables: CommonTables | null, outer: Scope | null, resolver: Resolver): Shape {
  const found = expressionOf(node);
  if (!found) throw new Uncertain("part of the query is not understood");
  const { kind, fields } = found;
  const inner = withCommonTables(fields["with"], tables, outer, resolver);
  switch (kind) {
    case "select":
      return resolveSelect(fields, inner, outer, resolver);
    case "union":
    case "intersect":
    case "except":
      return ordered(fields, setOperation(kind, fields, inner, outer, resolver), new Scope(resolver, inner, outer));
    case "subquery":
    case "paren":
      return ordered(fields, resolver.query(fields["this"], inner, outer), new Scope(resolver, inner, outer));
    case "values":
      return resolveValues(fields, new Scope(resolver, inner, outer));
    case "pivot":
    case "unpivot": {
      const scope = new Scope(resolver, inner, outer);
      buildFrom({ expressions: [node] }, null, scope);
      const [source] = scope.sources;
      if (!source) throw new Uncertain("what is pivoted is not understood");
      return source.shape;
    }
    default:
      throw new Uncertain(`"${kind}" is not a query whose columns can be followed`);
  }
}

function withCommonTables(
  value: unknown,
  outer: CommonTables | null,
  around: Scope | null,
  resolver: Resolver,
): CommonTables | null {
  const clause = fieldsOf(value);
  if (!clause) return outer;
  let tables = outer;
  for (const item of listOf(clause["ctes"])) {
    const table = fieldsOf(item);
    const name = nameOf(table?.["alias"])?.toLowerCase();
    if (!table || name === undefined) throw new Uncertain("part of WITH is not understood");
    const before = tables;
    const recursive = clause["recursive"] === true;
    let known: Shape | null = null;
    let busy = false;
    const shape = (): Shape => {
      if (known) return known;
      if (busy) throw new Uncertain(`the common table "${name}" reads itself without being recursive`);
      busy = true;
      known = resolver.boundary(name, commonTable(table, name, before, around, recursive, resolver));
      return known;
    };
    tables = { shapes: new Map([[name, shape]]), outer: before };
  }
  return tables;
}

function commonTable(
  table: Fields,
  name: string,
  outer: CommonTables | null,
  around: Scope | null,
  recursive: boolean,
  resolver: Resolver,
): Shape {
  const aliases = namesOf(table["columns"]);
  const finish = (shape: Shape): Shape => ({ ...shape, items: withAliases(withUniqueNames(shape.items), aliases) });
  const body = table["this"];
  const found = expressionOf(body);
  const setKind = found && (found.kind === "union" || found.kind === "except" || found.kind === "intersect");
  if (!recursive || !setKind || !readsItself(found.fields["right"], name))
    return finish(resolver.query(body, outer, around));

  const start = withCommonTables(found.fields["with"], outer, around, resolver);
  let current = finish(resolver.query(found.fields["left"], start, around));
  let size = -1;
  for (let round = 0; round < MOST_ROUNDS && size !== weight(current); round += 1) {
    size = weight(current);
    const self = current;
    const step = resolver.query(found.fields["right"], { shapes: new Map([[name, () => self]]), outer: start }, around);
    current = unionByPosition(self, step, resolver);
  }
  current = counted(current, found.fields["right"], name, start, around, resolver);
  // Without ALL, a row that was there before is dropped; with a key, the key decides.
  if (found.fields["all"] !== true) current = { ...current, rows: withReads(current.rows, allFlows(current)) };
  return current;
}

/**
 * `depth + 1` starts with a constant and is none: it counts the rounds. Such a column is made of the rows that are walked over. It
 * is told by resolving the step once more, with a mark of its own in each column of the start.
 */
function counted(
  shape: Shape,
  step: unknown,
  name: string,
  tables: CommonTables | null,
  around: Scope | null,
  resolver: Resolver,
): Shape {
  const marks = shape.items.map((_, index): ColumnRef => ({ relation: name, node: null, column: String(index) }));
  const items = shape.items.map((item, index): ShapeItem => {
    const mark = marks[index];
    return item.kind === "open" || !mark ? item : { ...item, flow: copyOf(mark) };
  });
  const marked = { ...shape, items };
  const once = resolver.query(step, { shapes: new Map([[name, () => marked]]), outer: tables }, around);
  return {
    ...shape,
    items: shape.items.map((item, index): ShapeItem => {
      const next = once.items[index];
      if (item.kind === "open" || next?.kind !== "column" || item.flow.reads.size > 0) return item;
      const counts = next.flow.kind !== "copy" && marks.some((mark) => next.flow.reads.has(mark));
      const walked = counts && shape.tables.size > 0;
      return walked ? { ...item, flow: { ...item.flow, kind: "expression", reads: shape.tables } } : item;
    }),
  };
}

function weight(shape: Shape): number {
  return allFlows(shape).reduce(
    (sum, flow) => sum + flow.reads.size + flow.influences.size + (flow.kind === "constant" ? 0 : 1),
    shape.rows.size + shape.tables.size,
  );
}

function readsItself(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((item) => readsItself(item, name));
  if (!isFields(node)) return false;
  const found = expressionOf(node);
  if (found?.kind === "table" && !found.fields["schema"] && nameOf(found.fields["name"])?.toLowerCase() === name)
    return true;
  return Object.values(node).some((value) => readsItself(value, name));
}

function resolveSelect(select: Fields, tables: CommonTables | null, outer: Scope | null, resolver: Resolver): Shape {
  const scope = new Scope(resolver, tables, outer);
  buildFrom(select["from"], select["joins"], scope);
  for (const window of listOf(select["windows"])) {
    const name = nameOf(fieldsOf(window)?.["name"]);
    if (name !== null) scope.windows.set(name.toLowerCase(), fieldsOf(window)?.["spec"]);
  }
  const rows = new Set<ColumnRef>();
  const influence = (node: unknown): void => {
    if (node) for (const ref of refsOf(node, scope)) rows.add(ref);
  };
  const expressions = listOf(select["expressions"]);
  const items = expressions.flatMap((node) => projection(node, scope));

  influence(fieldsOf(select["where_clause"])?.["this"]);
  groupedBy(select, expressions, items, scope, influence, rows);
  influence(fieldsOf(select["having"])?.["this"]);
  influence(fieldsOf(select["qualify"])?.["this"]);
  for (const node of listOf(select["distinct_on"])) influence(node);
  if (select["distinct"] === true && listOf(select["distinct_on"]).length === 0)
    for (const ref of withReads(rows, itemFlows(items))) rows.add(ref);
  const shape = { items, rows: new Set([...rows, ...scope.rows]), tables: scope.rowsOfSources().reads };
  return ordered(select, shape, scope, listOf(select["distinct_on"]).length > 0);
}

/** One entry of the select list -> its columns; the alias becomes a name that later entries may use. */
function projection(node: unknown, scope: Scope): ShapeItem[] {
  const found = expressionOf(node);
  const inner = bare(node);
  const star = expressionOf(inner);
  if (star?.kind === "star") return expandStar(star.fields, scope, (value) => flowOf(value, scope));

  const call = unpackedIn(inner) ? null : findColumnsCall(inner);
  const alias = found?.kind === "alias" ? nameOf(found.fields["alias"]) : null;
  if (call) {
    return expandColumns(call, scope).map((column): NamedColumn => {
      scope.current = column;
      const flow = flowOf(inner, scope);
      scope.current = null;
      // An alias may take parts of the name (`'\\1'`); DESCRIBE says what came of it.
      return { kind: "column", name: alias === null || alias.includes("\\") ? column.name : alias, flow };
    });
  }
  const flow = flowOf(node, scope);
  const name = alias ?? outputName(inner);
  if (alias !== null && !scope.aliases.has(alias.toLowerCase())) scope.aliases.set(alias.toLowerCase(), flow);
  return [alias === null && isUnnest(inner) ? maybeSeveral(name, flow) : { kind: "column", name, flow }];
}

/** `unnest(a_struct)` is one column for each field, of a list it is one. DESCRIBE tells them apart. */
function maybeSeveral(name: string, flow: Flow): ShapeItem {
  const reason = `whether ${name} is one column is not known`;
  return { kind: "open", byName: false, single: name, reason, flowOf: () => flow };
}

function isUnnest(node: unknown): boolean {
  const found = expressionOf(node);
  return (
    found?.kind === "unnest" || (found?.kind === "function" && nameOf(found.fields["name"])?.toLowerCase() === "unnest")
  );
}

function findColumnsCall(node: unknown): ReturnType<typeof columnsCall> {
  if (Array.isArray(node)) {
    for (const item of node) {
      const found = findColumnsCall(item);
      if (found) return found;
    }
    return null;
  }
  if (!isFields(node)) return null;
  return columnsCall(node) ?? findColumnsCall(Object.values(node));
}

/** `coalesce(*columns(…))` puts all of them into one call. */
function unpackedIn(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(unpackedIn);
  if (!isFields(node)) return false;
  const found = expressionOf(node);
  if (found?.kind === "columns" && found.fields["unpack"]) return true;
  return Object.values(node).some(unpackedIn);
}

function groupedBy(
  select: Fields,
  expressions: readonly unknown[],
  items: readonly ShapeItem[],
  scope: Scope,
  influence: (node: unknown) => void,
  rows: Set<ColumnRef>,
): void {
  const group = fieldsOf(select["group_by"]);
  if (!group) return;
  const keys = listOf(group["expressions"]);
  if (group["all"] === true || keys.some((node) => dottedName(node)?.join(".").toLowerCase() === "all")) {
    for (const node of expressions)
      if (!hasAggregate(node) && expressionOf(node)?.kind !== "star") influence(bare(node));
    return;
  }
  for (const node of keys) {
    const position = literalText(node);
    const item = position !== null && /^\d+$/.test(position) ? items[Number(position) - 1] : undefined;
    if (item?.kind === "column") for (const ref of item.flow.reads) rows.add(ref);
    else groupKey(node, scope, influence);
  }
}

/** GROUPING SETS, ROLLUP and CUBE arrive as calls and tuples around their keys; what is in them is read as usual. */
function groupKey(node: unknown, scope: Scope, influence: (node: unknown) => void): void {
  const found = expressionOf(node);
  if (found?.kind === "star")
    for (const ref of withReads(
      new Set(),
      scope.sources.flatMap((s) => allFlows(s.shape)),
    ))
      scope.rows.add(ref);
  else influence(node);
}

/** ORDER BY decides about rows only where a limit cuts them off, or where DISTINCT ON takes the first. */
function ordered(fields: Fields, shape: Shape, scope: Scope, cuts = false): Shape {
  const limits = [fields["limit"], fields["offset"], fields["fetch"]].filter(Boolean);
  if (limits.length === 0 && !cuts) return shape;
  const rows = new Set(shape.rows);
  for (const limit of limits) for (const ref of refsOf(limit, scope)) rows.add(ref);
  for (const item of listOf(fieldsOf(fields["order_by"])?.["expressions"])) {
    const node = fieldsOf(item)?.["this"] ?? item;
    for (const ref of orderRefs(node, shape, scope)) rows.add(ref);
  }
  return { ...shape, rows };
}

/** A name in ORDER BY is an output column first; a number is a position; `all` is every column. */
function orderRefs(node: unknown, shape: Shape, scope: Scope): Iterable<ColumnRef> {
  const name = dottedName(node);
  const [only] = name ?? [];
  if (name?.length === 1 && only !== undefined) {
    if (only.toLowerCase() === "all" && columnNamed(shape, only) === null) return withReads(new Set(), allFlows(shape));
    const flow = columnNamed(shape, only);
    if (flow) return flow.reads;
    if (scope.sources.length === 0) return openColumns(shape)[0]?.flowOf(only, null).reads ?? [];
  }
  const position = literalText(node);
  if (position !== null) {
    const item = shape.items[Number(position) - 1];
    return item?.kind === "column" ? item.flow.reads : [];
  }
  if (scope.sources.length > 0) return refsOf(node, scope);
  const result = new Scope(scope.resolver, scope.tables, scope.outer);
  result.add({ names: [], shape, hidden: new Set() });
  return refsOf(node, result);
}

function setOperation(
  kind: string,
  fields: Fields,
  tables: CommonTables | null,
  outer: Scope | null,
  resolver: Resolver,
): Shape {
  const left = resolver.query(fields["left"], tables, outer);
  const right = resolver.query(fields["right"], tables, outer);
  if (kind === "union") {
    const united = fields["by_name"] === true ? unionByName(left, right) : unionByPosition(left, right, resolver);
    // Dropping rows that are there twice takes every column into account.
    return fields["all"] === true ? united : { ...united, rows: withReads(united.rows, allFlows(united)) };
  }
  // INTERSECT and EXCEPT show the left side; the right side decides which of its rows stay.
  const rows = withReads(new Set([...left.rows, ...right.rows, ...right.tables]), [
    ...allFlows(left),
    ...allFlows(right),
  ]);
  return { items: left.items, rows, tables: left.tables };
}

function unionByPosition(left: Shape, right: Shape, resolver: Resolver): Shape {
  const rows = new Set([...left.rows, ...right.rows]);
  const tables = new Set([...left.tables, ...right.tables]);
  if (left.items.length !== right.items.length)
    throw new Uncertain("the two sides of a UNION do not show how their columns line up");
  const items = left.items.map((item, index): ShapeItem => {
    const other = right.items[index];
    if (item.kind === "column" && other?.kind === "column")
      return { ...item, flow: joinFlows([item.flow, other.flow]) };
    if (item.kind !== "open" || other?.kind !== "open")
      throw new Uncertain("the two sides of a UNION do not show how their columns line up");
    if (item.byName || other.byName)
      resolver.doubt("a UNION of relations whose columns are not known is taken by name");
    return { ...item, flowOf: (name, at) => joinFlows([item.flowOf(name, at), other.flowOf(name, at)]) };
  });
  return { items, rows, tables };
}

function unionByName(left: Shape, right: Shape): Shape {
  if ([...left.items, ...right.items].some((item) => item.kind === "open"))
    throw new Uncertain("UNION BY NAME needs the columns of both sides, and those of one are not known");
  const items = left.items.map((item): ShapeItem => {
    if (item.kind === "open") return item;
    const other = columnNamed(right, item.name);
    return other ? { ...item, flow: joinFlows([item.flow, other]) } : item;
  });
  const added = right.items.filter((item) => item.kind === "column" && columnNamed(left, item.name) === null);
  return {
    items: [...items, ...added],
    rows: new Set([...left.rows, ...right.rows]),
    tables: new Set([...left.tables, ...right.tables]),
  };
}

function resolveValues(fields: Fields, scope: Scope): Shape {
  const lines = listOf(fields["expressions"]).map((line) => listOf(fieldsOf(line)?.["expressions"]));
  const names = namesOf(fields["column_aliases"]);
  const items = (lines[0] ?? []).map((_, index): NamedColumn => {
    const flows = lines.map((line) => (line[index] === undefined ? CONSTANT : flowOf(line[index], scope)));
    return { kind: "column", name: names[index] ?? `col${index}`, flow: joinFlows(flows) };
  });
  return { items, rows: new Set(), tables: new Set() };
}

function itemFlows(items: readonly ShapeItem[]): Flow[] {
  return items.map((item) => (item.kind === "column" ? item.flow : item.flowOf("*", null)));
}

function withReads(rows: ReadonlySet<ColumnRef>, flows: readonly Flow[]): Set<ColumnRef> {
  const all = new Set(rows);
  for (const flow of flows) for (const ref of flow.reads) all.add(ref);
  return all;
}
