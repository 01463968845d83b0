/**
 * WITH -> the common tables that a query sees.
 *
 * A table is resolved when it is read, so an unused one influences nothing. A recursive one is resolved until nothing new flows in:
 * first its start, then start and step together, as often as the step still adds something.
 */
import type { Fields } from "./ast.ts";
import { expressionOf, fieldsOf, isFields, listOf, nameOf, namesOf } from "./ast.ts";
import type { ColumnRef, Shape, ShapeItem } from "./flow.ts";
import { Uncertain, allFlows, copyOf, withAliases, withReads, withUniqueNames } from "./flow.ts";
import type { CommonTables, Resolver, Scope } from "./scope.ts";
import { unionByPosition } from "./set-operation.ts";

/** More rounds than any recursion has columns to pass a value through. */
const MOST_ROUNDS = 500;

export function withCommonTables(
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
