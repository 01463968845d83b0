/**
 * `*`, `t.*`, EXCLUDE / REPLACE / RENAME and COLUMNS(…) -> columns.
 *
 * The list of a star is the FROM clause in order, each merged USING column once. COLUMNS takes a star, a regular expression, a
 * lambda over names or a list of names; a lambda that uses more than simple comparisons is left to the approximation.
 */
import type { Fields } from "./ast.ts";
import { bare, dottedName, expressionOf, fieldsOf, listOf, nameOf, namesOf } from "./ast.ts";
import type { Flow, NamedColumn, ShapeItem } from "./flow.ts";
import { Uncertain } from "./flow.ts";
import { matchesName } from "./name-pattern.ts";
import type { Scope, ScopeSource } from "./scope.ts";

/** The columns that a star stands for. `replaced` gives the flow of a REPLACE expression. */
export function expandStar(star: Fields, scope: Scope, replaced: (node: unknown) => Flow): ShapeItem[] {
  const except = new Set(namesOf(star["except"]).map((name) => (name.split(".").at(-1) ?? name).toLowerCase()));
  const replace = new Map(
    listOf(star["replace"]).flatMap((entry) => {
      const alias = nameOf(fieldsOf(entry)?.["alias"]);
      return alias === null ? [] : [[alias.toLowerCase(), fieldsOf(entry)?.["this"]] as const];
    }),
  );
  const rename = new Map(
    listOf(star["rename"]).flatMap((pair) => {
      const [from, to] = namesOf(pair);
      return from === undefined || to === undefined ? [] : [[from.toLowerCase(), to] as const];
    }),
  );
  return starItems(star, scope).flatMap((item): ShapeItem[] => {
    if (item.kind === "open") return [withoutNames(item, except, replace, replaced)];
    const key = item.name.toLowerCase();
    if (except.has(key)) return [];
    const node = replace.get(key);
    const flow = node === undefined ? item.flow : replaced(node);
    return [{ kind: "column", name: rename.get(key) ?? item.name, flow }];
  });
}

/** The flows of a star inside an expression, for example in `count(t.*)`. */
export function starFlows(star: Fields, scope: Scope): Flow[] {
  return expandStar(star, scope, () => scope.rowsOfSources()).map((item) =>
    item.kind === "column" ? item.flow : item.flowOf("*", null),
  );
}

/** The argument of COLUMNS(…), or null when the expression is something else. */
export function columnsCall(node: unknown): { readonly argument: unknown; readonly table: string | null } | null {
  const found = expressionOf(node);
  if (!found) return null;
  if (found.kind === "columns") return { argument: found.fields["this"], table: null };
  if (found.kind === "function" && nameOf(found.fields["name"])?.toLowerCase() === "columns")
    return { argument: listOf(found.fields["args"])[0], table: null };
  if (found.kind === "method_call" && nameOf(found.fields["method"])?.toLowerCase() === "columns")
    return { argument: listOf(found.fields["args"])[0], table: dottedName(found.fields["this"])?.at(-1) ?? null };
  return null;
}

export function columnsOfCall(call: { argument: unknown; table: string | null }, scope: Scope): Flow[] {
  return expandColumns(call, scope).map((column) => column.flow);
}

/** The columns that COLUMNS(…) stands for, one after the other. */
export function expandColumns(call: { argument: unknown; table: string | null }, scope: Scope): NamedColumn[] {
  const argument = bare(call.argument);
  const found = expressionOf(argument);
  const from = call.table === null ? {} : { table: call.table };
  if (found?.kind === "star") return closed(expandStar(found.fields, scope, () => scope.rowsOfSources()));
  const all = closed(starItems(from, scope));
  const wanted = matchesName(argument);
  if (!wanted) throw new Uncertain("which columns COLUMNS(…) picks is only known when it runs");
  return wanted.kind === "test"
    ? all.filter((column) => wanted.test(column.name))
    : wanted.names.map((name) => {
        const column = all.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
        if (!column) throw new Uncertain(`COLUMNS(…) names "${name}", which is not there`);
        return column;
      });
}

function closed(items: readonly ShapeItem[]): NamedColumn[] {
  return items.map((item) => {
    if (item.kind === "open") throw new Uncertain(item.reason);
    return item;
  });
}

function starItems(star: Fields, scope: Scope): ShapeItem[] {
  const qualifier = nameOf(star["table"])?.split(".");
  if (!qualifier) {
    if (scope.sources.length === 0) throw new Uncertain("a star stands where nothing is read");
    return scope.sources.flatMap((source) => visibleItems(source, scope));
  }
  const source = scope.source(qualifier);
  if (source) return [...source.shape.items];
  // `s.*` of a struct: its fields are not columns that anybody declared.
  const { flow } = scope.column(qualifier);
  const opened: Flow = { ...flow, kind: flow.kind === "aggregate" ? "aggregate" : "expression" };
  return [
    {
      kind: "open",
      byName: false,
      reason: `the fields of the struct "${qualifier.join(".")}" are not known`,
      flowOf: () => opened,
    },
  ];
}

function visibleItems(source: ScopeSource, scope: Scope): ShapeItem[] {
  return source.shape.items.flatMap((item): ShapeItem[] => {
    if (item.kind === "open") return [item];
    const key = item.name.toLowerCase();
    if (source.hidden.has(key)) return [];
    const merged = scope.merged.get(key);
    return [merged ? { ...item, flow: merged } : item];
  });
}

/** An open run under EXCLUDE and REPLACE stays open; replaced names have their own flow. */
function withoutNames(
  item: ShapeItem & { kind: "open" },
  except: ReadonlySet<string>,
  replace: ReadonlyMap<string, unknown>,
  replaced: (node: unknown) => Flow,
): ShapeItem {
  if (except.size === 0 && replace.size === 0) return item;
  return {
    ...item,
    flowOf(name, at) {
      const node = replace.get(name.toLowerCase());
      return node === undefined ? item.flowOf(name, at) : replaced(node);
    },
  };
}
