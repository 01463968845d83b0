/**
 * UNION, INTERSECT and EXCEPT -> the columns of the whole.
 *
 * A union's column is made of both sides'. INTERSECT and EXCEPT show the left side, and the right side only decides which of its rows
 * stay.
 */
import type { Fields } from "./ast.ts";
import type { Shape, ShapeItem } from "./flow.ts";
import { Uncertain, allFlows, columnNamed, joinFlows, withReads } from "./flow.ts";
import type { CommonTables, Resolver, Scope } from "./scope.ts";

export function setOperation(
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

export function unionByPosition(left: Shape, right: Shape, resolver: Resolver): Shape {
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
