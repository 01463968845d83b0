/**
 * One node at work: a connection of its own, and what its materialization needs.
 *
 * Every statement of the node goes through here, so that the query comment is added, the main statement is kept for `target/run`, and
 * the place in a warehouse error can be led back to the model's own text: `around` remembers how much stands in front of it.
 */
import type { Diagnostic } from "../core/errors.ts";
import { EngineError } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { Column, Table } from "../core/table.ts";
import { callMacro } from "../compile/compile.ts";
import type { CompileContext, CompiledNode } from "../compile/compile.ts";
import { warehouseDiagnostic } from "../compile/warehouse-diagnostic.ts";
import { pyStr } from "../jinja/python.ts";
import type { PyValue } from "../jinja/values.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import { renderRelation } from "../warehouse/sql.ts";
import type { RunContext } from "./context.ts";
import type { Overrides } from "../compile/overrides.ts";
import type { RelationCache, RelationKind } from "./relation-cache.ts";

interface SessionFacts {
  readonly context: RunContext;
  readonly warehouse: Warehouse;
  readonly relations: RelationCache;
  readonly overrides: Overrides;
  /** Warnings that the run has given once. */
  readonly warned: Set<string>;
  readonly node: ManifestNode;
  /** Null for seeds, which have no SQL of their own. */
  readonly compiled: CompiledNode | null;
  /** Put before or after each statement; null for none. */
  readonly comment: { readonly text: string; readonly append: boolean } | null;
}

export class NodeSession {
  readonly context: RunContext;
  readonly node: ManifestNode;
  readonly warehouse: Warehouse;
  readonly relations: RelationCache;
  readonly overrides: Overrides;
  readonly relation: RelationName;
  readonly sql: string;
  readonly #compiled: CompiledNode | null;
  readonly #comment: SessionFacts["comment"];
  readonly #warned: Set<string>;
  readonly #changes: [RelationName, RelationKind | null][] = [];
  #compileContext: CompileContext | null = null;
  /** How much stands in front of the compiled SQL in the statement that runs now. */
  #prefix = Number.POSITIVE_INFINITY;
  #open = false;

  constructor(facts: SessionFacts) {
    this.context = facts.context;
    this.node = facts.node;
    this.warehouse = facts.warehouse;
    this.relations = facts.relations;
    this.overrides = facts.overrides;
    this.relation = relationNameOf(facts.node);
    this.sql = facts.compiled?.compiled_code ?? "";
    this.#compiled = facts.compiled;
    this.#comment = facts.comment;
    this.#warned = facts.warned;
  }

  /** For templates that are rendered while the node is at work: they ask its own connection. */
  get compileContext(): CompileContext {
    this.#compileContext ??= { ...this.context, warehouse: () => Promise.resolve(this.warehouse) };
    return this.#compileContext;
  }

  overridden(...names: readonly string[]): boolean {
    return this.overrides.any(names, this.node.package_name);
  }

  async execute(sql: string): Promise<void> {
    this.context.onStatement?.(this.node.unique_id, sql, false);
    await this.warehouse.execute(this.#commented(sql), this.#options());
  }

  /** The statement that makes the node, with the compiled SQL in the middle. */
  async around(prefix: string, suffix: string, sql = this.sql): Promise<void> {
    await this.main(`${prefix}${sql}${suffix}`, sql === this.sql ? prefix.length : null);
  }

  /** The statement that makes the node. `prefixLength` is where the compiled SQL begins in it, when it is a part. */
  async main(statement: string, prefixLength: number | null = null): Promise<void> {
    this.context.onStatement?.(this.node.unique_id, statement, true);
    const commented = this.#commented(statement);
    const before = this.#comment === null || this.#comment.append ? 0 : commented.length - statement.length;
    const found = prefixLength ?? (this.sql === "" ? -1 : statement.indexOf(this.sql));
    this.#prefix = found < 0 ? Number.POSITIVE_INFINITY : found + before;
    await this.warehouse.execute(commented, this.#options());
    this.#prefix = Number.POSITIVE_INFINITY;
  }

  query(sql: string): Promise<Table> {
    this.context.onStatement?.(this.node.unique_id, sql, false);
    return this.warehouse.query(sql, { limit: Infinity, ...this.#options() });
  }

  async columnsOf(relation: RelationName): Promise<readonly Column[]> {
    return (await this.warehouse.describe(relation)) ?? [];
  }

  async countRows(): Promise<number> {
    const table = await this.query(`select count(*) from ${renderRelation(this.relation)}`);
    return Number(table.data[0]?.[0] ?? 0);
  }

  async call(name: string, args: Readonly<Record<string, PyValue>>): Promise<PyValue> {
    const called = await callMacro(
      this.compileContext,
      this.node,
      name,
      new Map(Object.entries(args)),
      this.context.signal,
    );
    if (called.ok) return called.value;
    throw errorOf(called.diagnostics[0]);
  }

  /** The SQL that a macro gives. */
  async sqlOf(name: string, args: Readonly<Record<string, PyValue>>): Promise<string> {
    return pyStr(await this.call(name, args)).trim();
  }

  /** All or nothing: what `work` does is undone when it fails. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.warehouse.execute("begin transaction", this.#options());
    this.#open = true;
    try {
      const result = await work();
      await this.warehouse.execute("commit");
      this.#open = false;
      this.#settle();
      return result;
    } catch (error) {
      this.#open = false;
      this.#changes.length = 0;
      // DuckDB may have ended the transaction by itself.
      await this.warehouse.execute("rollback").catch(() => undefined);
      throw alteredTwice(error);
    }
  }

  /** Notes what was built or dropped; inside a transaction it holds from the commit on. */
  built(relation: RelationName, kind: RelationKind | null): void {
    this.#changes.push([relation, kind]);
    if (!this.#open) this.#settle();
  }

  warn(text: string): void {
    const { clock } = this.context.environment;
    this.context.emit({ kind: "log", level: "warn", text, mark: "warn", at: clock.wall() });
  }

  /** A warning that says nothing of the node: told once per run. */
  warnOnce(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.warn(text);
  }

  diagnosticOf(error: unknown): Diagnostic {
    if (!(error instanceof EngineError)) throw error;
    if (this.#compiled === null || (error.diagnostic.at !== null && !("position" in error)))
      return { ...error.diagnostic, at: error.diagnostic.at ?? this.node.span, node: this.node.unique_id };
    return warehouseDiagnostic(error, this.#compiled, this.#prefix);
  }

  #settle(): void {
    for (const [relation, kind] of this.#changes) this.relations.set(relation, kind);
    this.#changes.length = 0;
  }

  #commented(sql: string): string {
    if (this.#comment === null) return sql;
    const comment = `/* ${this.#comment.text} */`;
    return this.#comment.append ? `${sql.trimEnd().replace(/;$/, "")}\n${comment}` : `${comment}\n${sql}`;
  }

  #options(): { signal?: NonNullable<RunContext["signal"]> } {
    return this.context.signal === undefined ? {} : { signal: this.context.signal };
  }
}

function relationNameOf(node: ManifestNode): RelationName {
  return { database: node.database, schema: node.schema, identifier: node.alias };
}

export function errorOf(found: Diagnostic | undefined): EngineError {
  return new EngineError(found?.code ?? "W003", found?.message ?? "A statement failed.", found ?? {});
}

/** DuckDB cannot fill a column in the transaction that made it, which `sync_all_columns` does to change a type; in dbt, too. */
function alteredTwice(error: unknown): unknown {
  if (!(error instanceof EngineError) || !error.message.includes("another transaction has altered this table"))
    return error;
  return new EngineError(error.diagnostic.code, error.message, {
    ...error.diagnostic,
    hint: "Run it once with --full-refresh: DuckDB cannot change the type of a column together with the rest.",
    cause: error,
  });
}
