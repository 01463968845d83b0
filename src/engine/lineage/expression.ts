/**
 * An expression -> what flows into its value.
 *
 * The walk looks at everything below an expression and gives a meaning to the few kinds that have one of their own: names, lambdas,
 * windows, subqueries, stars. So a function that nobody here has heard of is still read completely.
 */
import { isAggregate } from "./aggregate-functions.ts";
import type { Fields } from "./ast.ts";
import { bare, dottedName, expressionOf, isFields, isQuery, listOf, nameOf, namesOf, stringLiteral } from "./ast.ts";
import type { ColumnRef, Flow, FlowKind } from "./flow.ts";
import { Uncertain, allFlows, joinFlows, strongest } from "./flow.ts";
import type { Scope } from "./scope.ts";
import { columnsCall, columnsOfCall, starFlows } from "./star.ts";

export function flowOf(node: unknown, scope: Scope): Flow {
  const inner = bare(node);
  const name = dottedName(inner);
  if (name) {
    const { flow, isField } = scope.column(name);
    return isField ? joinFlows([flow], "expression") : flow;
  }
  const call = columnsCall(inner);
  if (call && scope.current) return scope.current.flow;
  const walk = new ExpressionWalk(scope);
  walk.visit(inner);
  return walk.flow();
}

/** Reads and influences of a condition: all of it decides about rows. */
export function refsOf(node: unknown, scope: Scope): Set<ColumnRef> {
  const { reads, influences } = flowOf(node, scope);
  return new Set([...reads, ...influences]);
}

/** Whether an aggregate stands in the expression, other than as a window function. */
export function hasAggregate(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasAggregate);
  if (!isFields(node)) return false;
  if (isQuery(node)) return false;
  const found = expressionOf(node);
  if (found?.kind === "window_function") {
    const inner = expressionOf(found.fields["this"]);
    return hasAggregate(inner ? Object.values(inner.fields) : null) || hasAggregate(found.fields["over"]);
  }
  if (found && isAggregate(found.kind, nameOf(found.fields["name"]))) return true;
  return Object.values(node).some(hasAggregate);
}

class ExpressionWalk {
  readonly #scope: Scope;
  readonly #reads = new Set<ColumnRef>();
  readonly #influences = new Set<ColumnRef>();
  #kind: FlowKind = "constant";

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  flow(): Flow {
    // The largest of a constant column still depends on whether there are rows.
    if (this.#kind === "aggregate" && this.#reads.size === 0) this.#readAll(this.#scope.rowsOfSources().reads);
    const kind = this.#reads.size > 0 ? strongest(this.#kind, "expression") : this.#kind;
    return { kind, reads: this.#reads, influences: this.#influences };
  }

  visit(node: unknown): void {
    if (Array.isArray(node)) {
      for (const item of node) this.visit(item);
      return;
    }
    if (!isFields(node)) return;
    const found = expressionOf(node);
    if (found && this.#special(node, found.kind, found.fields)) return;
    for (const value of Object.values(node)) if (typeof value === "object" && value !== null) this.visit(value);
  }

  /** Kinds with a meaning of their own; false when the expression is just the sum of its parts. */
  #special(node: Fields, kind: string, fields: Fields): boolean {
    if (kind === "column" || kind === "dot") {
      const name = dottedName(node);
      if (!name) return false;
      this.#take(this.#scope.column(name).flow);
      return true;
    }
    if (isQuery(node)) {
      this.#subquery(node);
      return true;
    }
    const call = columnsCall(node);
    if (call) {
      for (const flow of this.#scope.current ? [this.#scope.current.flow] : columnsOfCall(call, this.#scope))
        this.#take(flow);
      return true;
    }
    switch (kind) {
      case "star":
        for (const flow of starFlows(fields, this.#scope)) this.#take(flow);
        return true;
      case "identifier":
        this.#take(this.#scope.column([nameOf(fields) ?? ""]).flow);
        return true;
      case "lambda":
        this.#withLocals(namesOf(fields["parameters"]), () => this.visit(fields["body"]));
        return true;
      case "comprehension": {
        this.visit(fields["iterator"]);
        const names = [fields["expression"], fields["position"]].flatMap((item) => dottedName(item)?.[0] ?? []);
        this.#withLocals(names, () => this.visit([fields["this"], fields["condition"]]));
        return true;
      }
      case "window_function":
        this.#window(fields);
        return true;
      case "exists":
        this.#exists(fields["this"]);
        return true;
      case "in":
        this.visit([fields["this"], fields["expressions"], fields["unnest"]]);
        if (fields["query"]) this.#subquery(fields["query"]);
        return true;
      case "cast":
      case "try_cast":
      case "safe_cast":
        this.visit(fields["this"]);
        return true;
      case "named_argument":
        this.visit(fields["value"]);
        return true;
      case "map_func":
        // In a struct literal a bare key is a field's name, not a column.
        this.visit(
          fields["with_map_keyword"] === true
            ? fields["keys"]
            : listOf(fields["keys"]).filter((key) => !dottedName(key) && stringLiteral(key) === null),
        );
        this.visit(fields["values"]);
        return true;
      case "raw":
      case "command":
        throw new Uncertain("the parser left part of the SQL unread");
      default:
        if (isAggregate(kind, nameOf(fields["name"]))) {
          this.#kind = "aggregate";
          this.#countsRows(kind, fields);
        }
        return false;
    }
  }

  /** `count(*)` and `count()` read the rows of everything in FROM. */
  #countsRows(kind: string, fields: Fields): void {
    const isCount = kind === "count" || nameOf(fields["name"])?.toLowerCase() === "count";
    const bareCount = fields["star"] === true || (!fields["this"] && listOf(fields["args"]).length === 0);
    if (isCount && bareCount) this.#take(this.#scope.rowsOfSources());
  }

  #window(fields: Fields): void {
    const own = new ExpressionWalk(this.#scope);
    own.#called(fields);
    const flow = own.flow();
    // row_number() over () is made of the rows that it numbers.
    this.#take(flow.reads.size > 0 ? flow : joinFlows([flow, this.#scope.rowsOfSources()]));
    this.#kind = strongest(this.#kind, "expression");
  }

  #called(fields: Fields): void {
    const called = expressionOf(fields["this"]);
    if (called) {
      const name = nameOf(called.fields["name"]);
      if (called.fields["star"] === true) this.#take(this.#scope.rowsOfSources());
      if (called.kind === "function" && name !== null) this.visit(called.fields["args"]);
      else this.visit(Object.values(called.fields));
    }
    this.#windowSpec(isFields(fields["over"]) ? fields["over"] : {});
  }

  #windowSpec(spec: Fields, depth = 0): void {
    this.visit([spec["partition_by"], spec["order_by"], spec["frame"]]);
    const named = nameOf(spec["window_name"])?.toLowerCase();
    if (named === undefined || depth > 20) return;
    const base = this.#scope.windows.get(named);
    if (isFields(base)) this.#windowSpec(base, depth + 1);
  }

  #subquery(node: unknown): void {
    const shape = this.#scope.resolver.query(node, this.#scope.tables, this.#scope);
    for (const flow of allFlows(shape)) this.#take(flow);
    for (const ref of shape.rows) this.#influences.add(ref);
    if (this.#reads.size === 0) this.#readAll(shape.tables);
    this.#kind = strongest(this.#kind, "expression");
  }

  /** EXISTS reads no value: what decides is whether a row passes the conditions inside. */
  #exists(node: unknown): void {
    const shape = this.#scope.resolver.query(node, this.#scope.tables, this.#scope);
    this.#readAll(shape.rows.size > 0 ? shape.rows : shape.tables);
    this.#kind = strongest(this.#kind, "expression");
  }

  #readAll(refs: Iterable<ColumnRef>): void {
    for (const ref of refs) this.#reads.add(ref);
  }

  #take(flow: Flow): void {
    this.#readAll(flow.reads);
    for (const ref of flow.influences) this.#influences.add(ref);
    this.#kind = strongest(this.#kind, flow.kind);
  }

  #withLocals(names: readonly string[], work: () => void): void {
    const added = names.map((name) => name.toLowerCase()).filter((name) => !this.#scope.locals.has(name));
    for (const name of added) this.#scope.locals.add(name);
    work();
    for (const name of added) this.#scope.locals.delete(name);
  }
}
