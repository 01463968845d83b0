/**
 * The warehouse on native DuckDB, for the command line and for tests.
 *
 * Several connections share one database, so that models run side by side; a statement takes the first one that is free. What
 * belongs to a connection (temporary tables, an open transaction) is therefore only sure to be seen inside one `execute` call or one
 * `session`.
 * Values are decoded to the same plain data as in the browser: see `core/table.ts`.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from "@duckdb/node-api";
import { EngineError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table, Value } from "../core/table.ts";
import { CatalogWatch } from "./catalog-watch.ts";
import { describeRelation } from "./describe.ts";
import { cancelledError, warehouseError, WarehouseError } from "./errors.ts";
import { nodeColumn, type NodeColumn } from "./node-values.ts";
import { damagedPack, requireParquet, requireRows } from "./parquet-bytes.ts";
import type { AttachOptions, QueryOptions, RelationName, Warehouse } from "./port.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "./sql.ts";
import { TransactionWatch } from "./transaction-watch.ts";
import { KEYWORDS_SQL, TypeNames } from "./type-names.ts";

export interface NodeWarehouseOptions {
  /** A database file; it is created when missing. Default: a database in memory. */
  readonly path?: string;
  /** Name of the database in SQL. Default: `strata` in memory, otherwise what DuckDB names the file. */
  readonly database?: string;
  /** Statements that may run at once; default 4. */
  readonly threads?: number;
  /** DuckDB's own settings, for example `{ threads: "1", memory_limit: "4GB" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Statements that are run when the database is open: `once` for the database, `each` for every connection. */
  readonly prepare?: { readonly once: readonly string[]; readonly each: readonly string[] };
}

export async function openNodeWarehouse(options: NodeWarehouseOptions = {}): Promise<Warehouse> {
  const path = options.path === undefined || options.path === "" ? ":memory:" : options.path;
  const inMemory = path === ":memory:";
  const ownName = inMemory ? "memory" : nameOfFile(path);
  const database = options.database ?? (inMemory ? "strata" : ownName);
  const concurrency = Math.max(1, Math.floor(options.threads ?? 4));
  try {
    const instance = await DuckDBInstance.create(database === ownName ? path : ":memory:", { ...options.settings });
    const connections: DuckDBConnection[] = [];
    for (let index = 0; index < concurrency; index++) connections.push(await instance.connect());
    const first = connections[0];
    if (!first) throw new Error("No connection could be opened.");
    if (database !== ownName) await first.run(`attach ${quoteLiteral(path)} as ${quoteIdentifier(database)}`);
    for (const sql of options.prepare?.once ?? []) await first.run(sql);
    for (const connection of connections) {
      for (const sql of options.prepare?.each ?? []) await connection.run(sql);
      await connection.run(`use ${quoteIdentifier(database)}`);
    }
    const keywords = await first.runAndReadAll(KEYWORDS_SQL);
    const version = await first.runAndReadAll("select version()");
    return new NodeWarehouse(instance, connections, {
      version: String(version.value(0, 0)),
      typeNames: new TypeNames(keywords.getRows().map(([word]) => String(word))),
      catalog: new CatalogWatch(),
    });
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    throw new EngineError("W007", `The database "${path}" could not be opened: ${text.replace(/\.$/, "")}.`, {
      hint: /lock/i.test(text)
        ? "Another process has the file open; close it, or give another path in profiles.yml."
        : "Check the path and the settings in profiles.yml.",
      cause: thrown,
    });
  }
}

/** What DuckDB names a database that it opens: `my.shop.duckdb` is `my`, where dbt says `my.shop`. */
function nameOfFile(path: string): string {
  return basename(path).split(".").find(Boolean) ?? basename(path);
}

class NodeWarehouse implements Warehouse {
  readonly version: string;
  readonly concurrency: number;
  readonly catalog: CatalogWatch;
  readonly #instance: DuckDBInstance;
  readonly #typeNames: TypeNames;
  readonly #all: readonly DuckDBConnection[];
  readonly #busy = new Set<DuckDBConnection>();
  readonly #waiting: (() => void)[] = [];
  /** Null but for sessions. */
  readonly #transaction: TransactionWatch | null;
  #closed = false;

  constructor(
    instance: DuckDBInstance,
    connections: readonly DuckDBConnection[],
    facts: {
      readonly version: string;
      readonly typeNames: TypeNames;
      readonly catalog: CatalogWatch;
      readonly transaction?: TransactionWatch;
    },
  ) {
    this.catalog = facts.catalog;
    this.#transaction = facts.transaction ?? null;
    this.version = facts.version;
    this.concurrency = connections.length;
    this.#instance = instance;
    this.#typeNames = facts.typeNames;
    this.#all = connections;
  }

  async execute(sql: string, options: { readonly signal?: CancelSignal } = {}): Promise<void> {
    await this.#onConnection(sql, options.signal, async (connection) => {
      await connection.run(sql);
    });
  }

  query(sql: string, options: QueryOptions = {}): Promise<Table> {
    return this.#onConnection(sql, options.signal, async (connection) => {
      const result = await streamLast(connection, sql);
      const table = await readTable(result, options.limit ?? 500, this.#typeNames);
      // A result that was not read to its end keeps its transaction open until the connection's next statement.
      if (table.truncated) await connection.run("select 1");
      return table;
    });
  }

  describe(relation: RelationName): Promise<readonly Column[] | null> {
    return describeRelation(this, relation);
  }

  async attachParquet(relation: RelationName, bytes: Uint8Array, options: AttachOptions = {}): Promise<number> {
    const target = renderRelation(relation);
    requireParquet(bytes, target);
    const folder = await mkdtemp(join(tmpdir(), "strata-pack-"));
    try {
      const file = join(folder, "pack.parquet");
      await writeFile(file, bytes);
      const read = `select * from read_parquet(${quoteLiteral(file)})`;
      return await this.#attach(relation, read, options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async session<T>(work: (session: Warehouse) => Promise<T>): Promise<T> {
    const connection = await this.#take("");
    const transaction = new TransactionWatch();
    const facts = { version: this.version, typeNames: this.#typeNames, catalog: this.catalog, transaction };
    try {
      return await work(new NodeWarehouse(this.#instance, [connection], facts));
    } finally {
      // Outside of a transaction this is refused, which is what is wanted.
      if (transaction.mayBeOpen) await connection.run("rollback").catch(() => undefined);
      this.catalog.changed();
      this.#release(connection);
    }
  }

  async #attach(relation: RelationName, read: string, options: AttachOptions): Promise<number> {
    const target = renderRelation(relation);
    const signal = options.signal ? { signal: options.signal } : {};
    const rows = await this.#rowsOf(read, target, signal);
    requireRows(target, rows, options.expectedRows);
    await this.execute(
      `create schema if not exists ${quoteIdentifier(relation.database)}.${quoteIdentifier(relation.schema)}`,
      signal,
    );
    const create = `create or replace table ${target} as ${read}`;
    try {
      await this.execute(create, signal);
    } catch (thrown) {
      if (!(thrown instanceof WarehouseError) || !/is of type View/.test(thrown.message)) throw thrown;
      await this.execute(`drop view ${target}; ${create}`, signal);
    }
    return rows;
  }

  async #rowsOf(read: string, target: string, signal: { readonly signal?: CancelSignal }): Promise<number> {
    try {
      const counted = await this.query(`select count(*) from (${read})`, signal);
      return Number(counted.data[0]?.[0] ?? 0);
    } catch (thrown) {
      if (thrown instanceof WarehouseError && thrown.diagnostic.code === "W005") throw thrown;
      throw damagedPack(`The Parquet file for ${target} cannot be read: ${messageOf(thrown)}`, thrown);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const connection of this.#busy) connection.interrupt();
    while (this.#busy.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    for (const connection of this.#all) connection.closeSync();
    this.#instance.closeSync();
  }

  #onConnection<T>(
    sql: string,
    signal: CancelSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    return this.catalog.during(sql, () => this.#onOneConnection(sql, signal, work));
  }

  async #onOneConnection<T>(
    sql: string,
    signal: CancelSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#take(sql);
    this.#transaction?.note(sql);
    let nagging: NodeJS.Timeout | undefined;
    const unsubscribe = signal?.subscribe(() => {
      // An interrupt that arrives just before a statement starts is lost, so it is repeated until the statement has ended.
      connection.interrupt();
      nagging = setInterval(() => connection.interrupt(), 20);
    });
    try {
      if (signal?.cancelled) throw cancelledError(sql);
      return await work(connection);
    } catch (thrown) {
      if (signal?.cancelled) throw cancelledError(sql, thrown);
      throw warehouseError(thrown, sql);
    } finally {
      clearInterval(nagging);
      unsubscribe?.();
      this.#release(connection);
    }
  }

  #release(connection: DuckDBConnection): void {
    this.#busy.delete(connection);
    this.#waiting.shift()?.();
  }

  /** The first free connection, always in the same order, so that one statement after the other shares one connection. */
  async #take(sql: string): Promise<DuckDBConnection> {
    for (;;) {
      if (this.#closed)
        throw new WarehouseError("W003", "The database has been closed.", { hint: "Open it again.", sql });
      const free = this.#all.find((connection) => !this.#busy.has(connection));
      if (free) {
        this.#busy.add(free);
        return free;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** Runs the statements of the text and streams the rows of the last. */
async function streamLast(connection: DuckDBConnection, sql: string): Promise<DuckDBResult> {
  try {
    return await connection.stream(sql);
  } catch (thrown) {
    // So the package says that the text holds no statement; a syntax error has words of its own.
    throw messageOf(thrown) === "Error in native callback" ? new Error("no statements", { cause: thrown }) : thrown;
  }
}

async function readTable(result: DuckDBResult, limit: number, typeNames: TypeNames): Promise<Table> {
  const names = result.columnNames();
  const columns: NodeColumn[] = result.columnTypes().map((type) => nodeColumn(type, typeNames));
  const data: Value[][] = columns.map(() => []);
  let rowCount = 0;
  let truncated = false;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const taken = Math.min(chunk.rowCount, limit - rowCount);
    for (const [index, column] of columns.entries()) {
      const values = chunk.getColumnValues(index);
      const into = data[index];
      for (let row = 0; row < taken; row++) into?.push(column.read(values[row] ?? null));
    }
    rowCount += taken;
    if (taken < chunk.rowCount) {
      truncated = true;
      break;
    }
  }
  return {
    columns: columns.map((column, index) => ({ name: names[index] ?? "", type: column.type })),
    data,
    rowCount,
    truncated,
  };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
