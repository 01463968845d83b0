/**
 * PIVOT and UNPIVOT, as statements and inside FROM -> columns.
 *
 * A pivoted column is made of its aggregate and of the column whose values became names. Where the values are not listed, only the
 * database knows how many columns there are: the run stays open, and DESCRIBE fills it in.
 */
import type { Fields } from "./ast.ts";
import { bare, dottedName, expressionOf, fieldsOf, isFields, listOf, literalText, nameOf } from "./ast.ts";
import { flowOf, hasAggregate } from "./expression.ts";
import type { ColumnRef, Flow, NamedColumn, Shape, ShapeItem } from "./flow.ts";
import { CONSTANT, Uncertain, isClosed, joinFlows } from "./flow.ts";
import { Scope } from "./scope.ts";
import type { ScopeSource } from "./scope.ts";
import { columnsCall, expandColumns, expandStar } from "./star.ts";

type SourceOf = (node: unknown) => ScopeSource;

export function pivotShape(fields: Fields, outer: Scope, sourceOf: SourceOf): Shape {
  const { scope, shape } = open(fields["this"], outer, sourceOf);
  const statement = listOf(fields["fields"]).length === 0;
  const on = statement ? listOf(fields["expressions"]) : listOf(fields["fields"]);
  const using = statement ? listOf(fields["using"]) : listOf(fields["expressions"]);
  const spread = joinFlows(on.map((node) => flowOf(spreadOf(node), scope)));
  const measures = using.map((node) => ({ name: aliasOf(node), flow: measure(node, scope, spread) }));
  if (measures.length === 0)
    measures.push({ name: null, flow: joinFlows([spread, scope.rowsOfSources()], "aggregate") });

  const used = namesIn([on.map(spreadOf), using]);
  const group = listOf(clause(fields["group"])?.["expressions"]);
  const kept: ShapeItem[] =
    group.length > 0
      ? group.map((node) => ({ kind: "column", name: dottedName(bare(node))?.at(-1) ?? "", flow: flowOf(node, scope) }))
      : shape.items.filter((item) => item.kind === "open" || !used.has(item.name.toLowerCase()));
  const made = pivotedColumns(on, measures);
  if (group.length === 0 && !isClosed(shape) && made.some((item) => item.kind === "open"))
    throw new Uncertain("neither the columns that are pivoted nor those that stay are known");

  const rows = new Set(shape.rows);
  for (const item of kept) if (item.kind === "column") for (const ref of item.flow.reads) rows.add(ref);
  return { items: [...kept, ...made], rows, tables: shape.tables };
}

/** The names are the values, joined by `_` with the aggregates' names when those have any or are several. */
function pivotedColumns(on: readonly unknown[], measures: readonly { name: string | null; flow: Flow }[]): ShapeItem[] {
  const lists = on.map((node) => {
    const found = expressionOf(bare(node));
    if (found?.kind !== "in") return null;
    const values = listOf(found.fields["expressions"]).map((value) => aliasOf(value) ?? literalText(value));
    return values.length > 0 && values.every((value) => value !== null) ? values : null;
  });
  const named = measures.length === 1 || measures.every(({ name }) => name !== null);
  if (!named || !lists.every((list) => list !== null)) {
    return [
      {
        kind: "open",
        byName: false,
        reason: "the columns that PIVOT makes are only known when it runs",
        flowOf: (name, at) => {
          const ending = measures.find((item) => item.name !== null && name.endsWith(`_${item.name}`));
          const chosen = at ? measures[at.index % measures.length] : ending;
          return chosen?.flow ?? joinFlows(measures.map(({ flow }) => flow));
        },
      },
    ];
  }
  const values = lists.reduce<string[]>(
    (heads, list) => (heads.length === 0 ? list : heads.flatMap((head) => list.map((tail) => `${head}_${tail}`))),
    [],
  );
  return values.flatMap((value) =>
    measures.map(({ name, flow }): NamedColumn => ({
      kind: "column",
      name: name === null ? value : `${value}_${name}`,
      flow,
    })),
  );
}

export function unpivotShape(fields: Fields, outer: Scope, sourceOf: SourceOf): Shape {
  const { scope, shape } = open(fields["this"], outer, sourceOf);
  const into = fieldsOf(fieldsOf(fields["into"])?.["unpivot_columns"]);
  const statement = fields["unpivot"] === true;
  const listed = listOf(statement ? fields["expressions"] : fields["columns"]);
  const valueNames = statement
    ? listOf(into?.["expressions"]).flatMap((node) => plainName(node) ?? [])
    : [fields["value_column"], ...listOf(fields["extra_value_columns"])].flatMap((node) => nameOf(node) ?? []);
  if (valueNames.length === 0) valueNames.push("value");
  const key = (statement ? plainName(into?.["this"]) : nameOf(fields["name_column"])) ?? "name";

  // One list of columns for each value column: `(v1, v2) for k in ((a, b), (c, d))` gives [a, c] and [b, d].
  const groups = valueNames.map((): Flow[] => []);
  const used = new Set<string>();
  for (const { name, flow, index } of listed.flatMap((node) => unpivoted(node, scope))) {
    groups[index]?.push(flow);
    if (name !== null) used.add(name.toLowerCase());
  }
  if (groups.some((group) => group.length === 0))
    throw new Uncertain("the columns that UNPIVOT turns are not understood");
  const kept = shape.items.filter((item) => item.kind === "open" || !used.has(item.name.toLowerCase()));
  const values = valueNames.map((name, index): NamedColumn => ({
    kind: "column",
    name,
    flow: joinFlows(groups[index] ?? []),
  }));
  // A row whose value is NULL is left out, so the values decide about rows as well.
  const rows = new Set<ColumnRef>(shape.rows);
  for (const { flow } of values) for (const ref of flow.reads) rows.add(ref);
  return { items: [...kept, { kind: "column", name: key, flow: CONSTANT }, ...values], rows, tables: shape.tables };
}

interface Unpivoted {
  readonly name: string | null;
  readonly flow: Flow;
  /** Which value column it goes to. */
  readonly index: number;
}

function unpivoted(node: unknown, scope: Scope): Unpivoted[] {
  const inner = bare(node);
  const found = expressionOf(inner);
  if (found?.kind === "tuple") {
    return listOf(found.fields["expressions"]).map((item, index) => ({
      name: dottedName(bare(item))?.at(-1) ?? null,
      flow: flowOf(item, scope),
      index,
    }));
  }
  const call = columnsCall(inner);
  const columns = call
    ? expandColumns(call, scope)
    : found?.kind === "star"
      ? expandStar(found.fields, scope, () => CONSTANT)
      : null;
  if (columns) {
    return columns.map((item) => {
      if (item.kind === "open") throw new Uncertain(item.reason);
      return { name: item.name, flow: item.flow, index: 0 };
    });
  }
  return [{ name: dottedName(inner)?.at(-1) ?? null, flow: flowOf(inner, scope), index: 0 }];
}

function open(node: unknown, outer: Scope, sourceOf: SourceOf): { scope: Scope; shape: Shape } {
  const scope = new Scope(outer.resolver, outer.tables, outer);
  const source = sourceOf(node);
  scope.add(source);
  return { scope, shape: source.shape };
}

function measure(node: unknown, scope: Scope, spread: Flow): Flow {
  if (!hasAggregate(node)) throw new Uncertain("what PIVOT aggregates is not understood");
  return joinFlows([flowOf(node, scope), spread], "aggregate");
}

/** `year in (2020, 2021)` spreads `year`. */
function spreadOf(node: unknown): unknown {
  const found = expressionOf(bare(node));
  return found?.kind === "in" ? found.fields["this"] : node;
}

/** The parser wraps this clause in its own name. */
function clause(value: unknown): Fields | null {
  const fields = fieldsOf(value);
  return fieldsOf(fields?.["group"]) ?? fields;
}

function aliasOf(node: unknown): string | null {
  const found = expressionOf(node);
  return found?.kind === "alias" ? nameOf(found.fields["alias"]) : null;
}

function plainName(node: unknown): string | null {
  const found = expressionOf(node);
  return found?.kind === "var" ? nameOf(found.fields["this"]) : (dottedName(node)?.at(-1) ?? nameOf(node));
}

/** Lower-case names of all columns below; what PIVOT uses does not stay. */
function namesIn(node: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (!isFields(value)) return;
    const name = dottedName(value)?.at(-1);
    if (name !== undefined) names.add(name.toLowerCase());
    else Object.values(value).forEach(visit);
  };
  visit(node);
  return names;
}
