/**
 * A query -> its columns, each with what flows into it.
 *
 * The clauses are looked at in the order in which they see each other: FROM makes the scope, the select list makes aliases, and what
 * filters, groups or cuts off rows may use both.
 */
import type { Fields } from "./ast.ts";
import { bare, dottedName, expressionOf, fieldsOf, isFields, listOf, literalText, nameOf, namesOf } from "./ast.ts";
import { withCommonTables } from "./common-tables.ts";
import { flowOf, hasAggregate, refsOf } from "./expression.ts";
import type { ColumnRef, Flow, NamedColumn, Shape, ShapeItem } from "./flow.ts";
import { CONSTANT, Uncertain, allFlows, columnNamed, joinFlows, openColumns, withReads } from "./flow.ts";
import { buildFrom } from "./from.ts";
import { outputName } from "./output-name.ts";
import type { CommonTables, Resolver } from "./scope.ts";
import { Scope } from "./scope.ts";
import { setOperation } from "./set-operation.ts";
import { columnsCall, expandColumns, expandStar } from "./star.ts";

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
