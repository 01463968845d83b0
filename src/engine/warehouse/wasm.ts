/**
 * The warehouse on DuckDB-WASM, for the browser's engine worker.
 *
 * One connection, one statement at a time; callers may overlap and queue up. The database cannot fetch anything (extensions are
 * neither installed nor loaded by themselves, the configuration is locked) and keeps everything in memory. When a statement does
 * not answer a cancel within two seconds its worker is ended: from then on every call fails with W006, `dead` is true, and the
 * owner opens another warehouse and loads its data again.
 */
import type { AsyncDuckDBConnection } from "@duckdb/duckdb-wasm";
import { EngineError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table, Value } from "../core/table.ts";
import { CatalogWatch } from "./catalog-watch.ts";
import { describeRelation } from "./describe.ts";
import { parseDuckType, plainType, type DuckType } from "./duck-type.ts";
import { cancelledError, databaseStoppedError, warehouseError, WarehouseError } from "./errors.ts";
import { damagedPack, requireParquet, requireRows } from "./parquet-bytes.ts";
import type { AttachOptions, QueryOptions, RelationName, Warehouse } from "./port.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "./sql.ts";
import { TransactionWatch } from "./transaction-watch.ts";
import { TypeNames } from "./type-names.ts";
import { Database, startBlobWorker } from "./wasm-database.ts";
import { openParquet, warmParquet, writeParquet, type ParquetModule, type ParquetReader } from "./wasm-parquet.ts";
import { duckTypeOf, isAmbiguous, readColumn, type ArrowData, type ArrowField } from "./wasm-values.ts";

export interface WasmWarehouseOptions {
  /** Absolute URL of duckdb-browser-eh.worker.js. */
  readonly workerUrl: string;
  /** Absolute URL of duckdb-eh.wasm. */
  readonly wasmUrl: string;
  readonly parquetModule: ParquetModule;
  /** Where extensions would be looked for: an address on the page's own origin, never the public one. */
  readonly extensionUrl?: string;
  /** Name of the database in SQL; default `strata`. */
  readonly database?: string;
  /** DuckDB's limit; default `2GB` of the 4 GB that a browser grants at most. */
  readonly memoryLimit?: string;
  /** Downloaded bytes of the module, uncompressed. */
  readonly onProgress?: (bytes: number) => void;
  /** Starts the worker; the default goes through a blob, so that the page's security policy holds there too. */
  readonly startWorker?: (url: string) => Worker;
  /** Milliseconds that a cancelled statement gets before its worker is ended; default 2,000. */
  readonly cancelGraceMs?: number;
}

/** Rows as Arrow IPC streams of one schema; a table without rows has one stream all the same. */
export interface ArrowRows {
  readonly rows: number;
  groups(): AsyncGenerator<Uint8Array>;
}

export interface WasmWarehouse extends Warehouse {
  readonly dead: boolean;
  /** Resolves when the database has stopped for good. */
  readonly died: Promise<void>;
  /** Creates or replaces a table with the rows of a CSV file; dialect and types are DuckDB's guess. Creates the schema if missing. */
  attachCsv(relation: RelationName, bytes: Uint8Array, options?: { readonly signal?: CancelSignal }): Promise<void>;
  /** As `attachParquet`, for rows that are made here. */
  attachArrow(
    relation: RelationName,
    content: ArrowRows,
    options?: { readonly signal?: CancelSignal },
  ): Promise<number>;
  /** All rows of a query as Arrow streams of some megabytes each; null when they are more than `mostBytes`. */
  exportArrow(
    sql: string,
    options: { readonly mostBytes: number; readonly signal?: CancelSignal },
  ): Promise<readonly Uint8Array[] | null>;
  /** All rows of a query as a Parquet file. */
  exportParquet(sql: string, options?: { readonly signal?: CancelSignal }): Promise<Uint8Array<ArrayBuffer>>;
}

/** Messages after which the module's memory cannot be trusted. */
const FATAL =
  /memory access out of bounds|Aborted\(|unreachable|null function|function signature mismatch|table index is out of bounds/;

export async function openWasmWarehouse(options: WasmWarehouseOptions): Promise<WasmWarehouse> {
  const name = options.database ?? "strata";
  const database = new Database((options.startWorker ?? startBlobWorker)(options.workerUrl));
  try {
    await database.instantiate(options.wasmUrl, null, (progress) => options.onProgress?.(progress.bytesLoaded));
    await database.open({ path: ":memory:", query: { queryPollingInterval: 20 } });
    const connection = await database.connect();
    const warehouse = new DuckDBWasm(database, connection, {
      version: await database.getVersion(),
      parquetModule: options.parquetModule,
      cancelGraceMs: options.cancelGraceMs ?? 2000,
      catalog: new CatalogWatch(),
    });
    await warehouse.execute(
      [
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        `set custom_extension_repository = ${quoteLiteral(options.extensionUrl ?? "")}`,
        `set memory_limit = ${quoteLiteral(options.memoryLimit ?? "2GB")}`,
        // The tables of the whole project at classroom size take 1.4 GB as they are, and a fifth of it compressed.
        `attach if not exists ':memory:' as ${quoteIdentifier(name)} (compress)`,
        `use ${quoteIdentifier(name)}`,
        "set lock_configuration = true",
      ].join(";\n"),
    );
    // The data come as Parquet: its decoder is compiled meanwhile. What goes wrong is told when it is needed.
    warmParquet(options.parquetModule);
    return warehouse;
  } catch (thrown) {
    database.kill();
    const cause = thrown instanceof WarehouseError && thrown.cause !== undefined ? thrown.cause : thrown;
    throw new EngineError("W007", `DuckDB could not be started: ${messageOf(cause)}`, {
      hint: "Check the connection and reload the page. If it stays so, the file duckdb-eh.wasm is missing on the server or incomplete.",
      cause: thrown,
    });
  }
}

interface Facts {
  readonly version: string;
  readonly parquetModule: ParquetModule;
  readonly cancelGraceMs: number;
  readonly catalog: CatalogWatch;
  /** Only for sessions. */
  readonly transaction?: TransactionWatch;
}

class DuckDBWasm implements WasmWarehouse {
  readonly version: string;
  readonly concurrency = 1;
  readonly died: Promise<void>;
  readonly catalog: CatalogWatch;
  readonly #database: Database;
  readonly #connection: AsyncDuckDBConnection;
  readonly #facts: Facts;
  readonly #text = new TextDecoder();
  #queue: Promise<unknown> = Promise.resolve();
  #staged = 0;

  constructor(database: Database, connection: AsyncDuckDBConnection, facts: Facts) {
    this.version = facts.version;
    this.died = database.died;
    this.catalog = facts.catalog;
    this.#database = database;
    this.#connection = connection;
    this.#facts = facts;
  }

  get dead(): boolean {
    return this.#database.dead;
  }

  execute(sql: string, options: { readonly signal?: CancelSignal } = {}): Promise<void> {
    return this.#inTurn(sql, options.signal, () => this.#run(sql));
  }

  query(sql: string, options: QueryOptions = {}): Promise<Table> {
    return this.#inTurn(sql, options.signal, () => this.#read(sql, options.limit ?? 500));
  }

  describe(relation: RelationName): Promise<readonly Column[] | null> {
    return describeRelation(this, relation);
  }

  attachParquet(relation: RelationName, bytes: Uint8Array, options: AttachOptions = {}): Promise<number> {
    const target = renderRelation(relation);
    return this.#inTurn(`attach ${target}`, options.signal, async () => {
      requireParquet(bytes, target);
      const parquet = await openParquet(bytes, this.#facts.parquetModule).catch((thrown: unknown) => {
        throw damagedPack(`The Parquet file for ${target} cannot be read: ${messageOf(thrown)}`, thrown);
      });
      try {
        return await this.#attach(
          relation,
          { rows: parquet.rows, groups: () => oneAhead(decoded(parquet, target)) },
          options,
        );
      } finally {
        parquet.close();
      }
    });
  }

  attachArrow(
    relation: RelationName,
    content: ArrowRows,
    options: { readonly signal?: CancelSignal } = {},
  ): Promise<number> {
    return this.#inTurn(`attach ${renderRelation(relation)}`, options.signal, () =>
      this.#attach(relation, content, options),
    );
  }

  exportArrow(
    sql: string,
    { mostBytes, signal }: { readonly mostBytes: number; readonly signal?: CancelSignal },
  ): Promise<readonly Uint8Array[] | null> {
    return this.#inTurn(sql, signal, () =>
      this.#connection.useUnsafe(async (database, connection) => {
        let header = await database.startPendingQuery(connection, sql, true);
        while (header === null) header = await database.pollPendingQuery(connection);
        const streams: Uint8Array[] = [];
        let parts: Uint8Array[] = [];
        let [total, open] = [0, 0];
        const close = () => {
          streams.push(joined([header, ...parts, END_OF_STREAM]));
          [parts, open] = [[], 0];
        };
        for (;;) {
          const batch: Uint8Array | null = await database.fetchQueryResults(connection);
          if (batch === null) continue;
          if (batch.length === 0) break;
          total += batch.length;
          if (total > mostBytes) {
            await this.#connection.cancelSent();
            return null;
          }
          parts.push(batch);
          open += batch.length;
          if (open > STREAM_BYTES) close();
        }
        // A table without rows still has columns.
        if (parts.length > 0 || streams.length === 0) close();
        return streams;
      }),
    );
  }

  attachCsv(
    relation: RelationName,
    bytes: Uint8Array,
    options: { readonly signal?: CancelSignal } = {},
  ): Promise<void> {
    const target = renderRelation(relation);
    const folder = `${quoteIdentifier(relation.database)}.${quoteIdentifier(relation.schema)}`;
    return this.#inTurn(`attach ${target}`, options.signal, async () => {
      const file = `strata_csv_${++this.#staged}.csv`;
      await this.#database.registerFileBuffer(file, bytes.slice());
      try {
        // A view of the name has to go first; dropping a table that is a view is an error, and the other way round.
        await this.#run(`create schema if not exists ${folder}; drop view if exists ${target}`).catch(() => undefined);
        await this.#run(`create or replace table ${target} as select * from read_csv(${quoteLiteral(file)})`);
      } finally {
        if (!this.dead) await this.#database.dropFile(file);
      }
    });
  }

  exportParquet(sql: string, options: { readonly signal?: CancelSignal } = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#inTurn(sql, options.signal, async () => {
      const chunks: Uint8Array[] = [];
      await this.#connection.useUnsafe(async (database, connection) => {
        let header = await database.startPendingQuery(connection, sql, true);
        while (header === null) header = await database.pollPendingQuery(connection);
        chunks.push(header);
        for (;;) {
          const batch = await database.fetchQueryResults(connection);
          // Null: nothing yet. An empty batch is the end.
          if (batch === null) continue;
          if (batch.length === 0) break;
          chunks.push(batch);
        }
      });
      return writeParquet(joined(chunks), this.#facts.parquetModule);
    });
  }

  /** The session holds the queue until it ends; its own statements queue among themselves. */
  session<T>(work: (session: Warehouse) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const transaction = new TransactionWatch();
      try {
        return await work(new DuckDBWasm(this.#database, this.#connection, { ...this.#facts, transaction }));
      } finally {
        // Outside of a transaction this is refused, which is what is wanted.
        if (transaction.mayBeOpen && !this.dead) await this.#run("rollback").catch(() => undefined);
        this.catalog.changed();
      }
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    this.#database.kill();
  }

  /** One after the other, in the order of the calls. */
  #inTurn<T>(sql: string, signal: CancelSignal | undefined, work: () => Promise<T>): Promise<T> {
    return this.catalog.during(sql, () => {
      const turn = this.#queue.then(() => this.#guarded(sql, signal, work));
      this.#queue = turn.catch(() => undefined);
      return turn;
    });
  }

  async #guarded<T>(sql: string, signal: CancelSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (this.dead) throw databaseStoppedError(sql);
    if (signal?.cancelled) throw cancelledError(sql);
    this.#facts.transaction?.note(sql);
    this.#database.interrupted = false;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = signal?.subscribe(() => {
      this.#database.interrupted = true;
      this.#connection.cancelSent().catch(() => undefined);
      grace = setTimeout(() => this.#database.kill("a cancelled statement did not answer"), this.#facts.cancelGraceMs);
    });
    try {
      return await work();
    } catch (thrown) {
      throw this.#errorOf(thrown, sql, signal);
    } finally {
      clearTimeout(grace);
      unsubscribe?.();
      this.#database.interrupted = false;
    }
  }

  #errorOf(thrown: unknown, sql: string, signal: CancelSignal | undefined): EngineError {
    if (FATAL.test(messageOf(thrown))) this.#database.kill(messageOf(thrown));
    if (this.dead) return databaseStoppedError(sql);
    if (signal?.cancelled) return cancelledError(sql, thrown);
    return thrown instanceof EngineError ? thrown : warehouseError(thrown, sql);
  }

  /** Runs all statements of the text; the header of the last one's result comes when it has finished. */
  async #run(sql: string): Promise<void> {
    try {
      await this.#connection.useUnsafe(async (database, connection) => {
        let header = await database.startPendingQuery(connection, sql, false);
        while (header === null) header = await database.pollPendingQuery(connection);
      });
    } catch (thrown) {
      // Text without a statement (a hook that renders to nothing) is no trouble for native DuckDB either.
      if (messageOf(thrown) !== NO_STATEMENTS) throw thrown;
    }
  }

  async #read(sql: string, limit: number): Promise<Table> {
    // Streaming lets a large result stop at the limit; all of a result comes twice as fast when it is finished first.
    const reader = await this.#connection.send(sql, Number.isFinite(limit));
    await reader.open();
    const fields = reader.schema.fields as unknown as readonly ArrowField[];
    const batches: { readonly columns: readonly ArrowData[]; readonly rows: number }[] = [];
    let rowCount = 0;
    let truncated = false;
    for (let next = await reader.next(); !next.done; next = await reader.next()) {
      const rows = Math.min(next.value.numRows, limit - rowCount);
      if (rows > 0) batches.push({ columns: next.value.data.children, rows });
      rowCount += rows;
      if (rows < next.value.numRows) {
        truncated = true;
        break;
      }
    }
    const types = await this.#typesOf(sql, fields);
    const data: Value[][] = fields.map(() => []);
    const decode = (bytes: Uint8Array) => this.#text.decode(bytes);
    for (const batch of batches) {
      for (const [index, into] of data.entries()) {
        const column = batch.columns[index];
        if (column) readColumn(column, types[index] ?? plainType("VARCHAR"), batch.rows, decode, into);
      }
    }
    return {
      columns: fields.map((field, index) => ({ name: field.name, type: types[index]?.text ?? "" })),
      data,
      rowCount,
      truncated,
    };
  }

  /** What the columns are in DuckDB's words; asks only when Arrow leaves it open. */
  async #typesOf(sql: string, fields: readonly ArrowField[]): Promise<readonly DuckType[]> {
    const fromArrow = fields.map((field) => duckTypeOf(field, PLAIN_NAMES));
    // Names of struct fields would need DuckDB's list of keywords; lists and structs are described as well.
    if (!fields.some((field) => isAmbiguous(field.type) || (field.type.children ?? []).length > 0)) return fromArrow;
    const described = await this.#describeQuery(sql);
    return fromArrow.map((type, index) => {
      const text = described?.[index];
      return text === undefined ? type : (parseDuckType(text) ?? { ...type, text });
    });
  }

  /** DuckDB's types of a query, or null for what is not a query. In parentheses nothing but one query can stand. */
  async #describeQuery(sql: string): Promise<string[] | null> {
    const query = sql.trim().replace(/;+$/, "");
    if (!/^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*(?:\(|(?:select|with|from|values|pivot|unpivot)\b)/i.test(query)) return null;
    try {
      const reader = await this.#connection.send(`describe (\n${query}\n)`);
      const types: string[] = [];
      for await (const batch of reader) {
        const column = batch.data.children[1] as unknown as ArrowData | undefined;
        const into: Value[] = [];
        if (column) readColumn(column, plainType("VARCHAR"), batch.numRows, (bytes) => this.#text.decode(bytes), into);
        types.push(...into.map(String));
      }
      return types;
    } catch (thrown) {
      if (this.dead || this.#database.interrupted) throw thrown;
      return null;
    }
  }

  async #attach(relation: RelationName, content: ArrowRows, options: AttachOptions): Promise<number> {
    const target = renderRelation(relation);
    const folder = `${quoteIdentifier(relation.database)}.${quoteIdentifier(relation.schema)}`;
    const before = await this.#connection.query(
      `create schema if not exists ${folder}; select current_database(), current_schema()`,
    );
    const [database, schema] = [String(before.getChildAt(0)?.get(0)), String(before.getChildAt(1)?.get(0))];
    // Arrow goes into the current database only. A name of its own keeps the old table in place until the new one is whole.
    const staged = `strata_pack_${++this.#staged}`;
    const elsewhere = database.toLowerCase() !== relation.database.toLowerCase();
    if (elsewhere) await this.#run(`use ${folder}`);
    let whole = false;
    try {
      requireRows(target, content.rows, options.expectedRows);
      await this.#insert(content, { name: staged, schema: relation.schema });
      await this.#replaceBy(relation, staged, content.rows);
      whole = true;
      return content.rows;
    } finally {
      if (!this.dead && (elsewhere || !whole)) {
        this.#database.interrupted = false;
        const back = `${quoteIdentifier(database)}.${quoteIdentifier(schema)}`;
        await this.#run(`drop table if exists ${folder}.${quoteIdentifier(staged)}; use ${back}`);
      }
    }
  }

  /**
   * Gives a table of the same schema the relation's name, if it has as many rows as it should: a stream that was cut off raises no error in
   * DuckDB. All in one message, since hundreds of tables are attached one after the other.
   */
  async #replaceBy(relation: RelationName, staged: string, rows: number): Promise<void> {
    const target = renderRelation(relation);
    const table = renderRelation({ ...relation, identifier: staged });
    const rename = `alter table ${table} rename to ${quoteIdentifier(relation.identifier)}`;
    const check = `select case when (select count(*) from ${table}) <> ${String(rows)} then error('rows are missing') end`;
    try {
      await this.#run(`${check}; drop table if exists ${target}; ${rename}`);
    } catch {
      const counted = await this.#connection.query(`select count(*) from ${table}`);
      requireRows(target, Number(counted.getChildAt(0)?.get(0) ?? -1), rows);
      await this.#run(`drop view ${target}; ${rename}`);
    }
  }

  async #insert(content: ArrowRows, table: { readonly name: string; readonly schema: string }): Promise<void> {
    let create = true;
    for await (const group of content.groups()) {
      if (this.#database.interrupted) throw cancelledError();
      await this.#connection.insertArrowFromIPCStream(group, { ...table, create });
      create = false;
    }
  }
}

async function* decoded(parquet: ParquetReader, target: string): AsyncGenerator<Uint8Array> {
  const groups = parquet.groups();
  for (;;) {
    const group = await groups.next().catch((thrown: unknown) => {
      throw damagedPack(`The Parquet file for ${target} cannot be decoded: ${messageOf(thrown)}`, thrown);
    });
    if (group.done) return;
    yield group.value;
  }
}

/** The next group is decoded here while the database's worker takes in the one before. */
async function* oneAhead(groups: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let next = groups.next();
  try {
    for (let group = await next; !group.done; group = await next) {
      next = groups.next();
      // What goes wrong is told when its turn comes.
      next.catch(() => undefined);
      yield group.value;
    }
  } finally {
    // A file must not be closed while it is read.
    await next.catch(() => undefined);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** What ends an Arrow IPC stream. */
const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
/** About as long as one stream of an export is: what is put back goes through memory one stream at a time. */
const STREAM_BYTES = 4_000_000;

const NO_STATEMENTS = "no statements";
const PLAIN_NAMES = new TypeNames([]);

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
