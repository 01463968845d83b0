/**
 * Tables -> zstd Parquet files with native DuckDB.
 *
 * Values are staged in forms that cost no object each: whole numbers as INTEGER or DOUBLE (exact up to 2^53), text with few values
 * as ENUM codes, and NULL as a value among them, for a mark beside each value costs more than the values do. DuckDB turns them into
 * the types of the schema while it writes, on a thread of its own: the caller makes the next
 * table meanwhile. The same values give the same bytes, for one thread writes each file.
 */
import { rename, rm, stat } from "node:fs/promises";
import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  ENUM16,
  ENUM8,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBVector,
} from "@duckdb/node-api";
import { NULL_NUMBER, type ColumnData, type TableData } from "./table.ts";
import { textCodes } from "./text-codes.ts";

/** Rows per Parquet row group: the browser decodes one group at a time. A multiple of DuckDB's vector of 2,048 rows. */
const ROW_GROUP_ROWS = 245760;
const CHUNK_ROWS = 2048;
/** The level of zstd for what is downloaded; lower levels are for what stays on this disk. */
export const DOWNLOAD_LEVEL = 22;
/**
 * Which way of writing is smallest depends on the table, so what is downloaded is written in each and the smallest is kept. Large
 * dictionaries do not pay, and the readers here make no use of Bloom filters.
 */
const ENCODINGS = [
  "parquet_version v2",
  "parquet_version v2, dictionary_size_limit 256",
  "parquet_version v1, dictionary_size_limit 256",
] as const;
/** The code that stands for NULL; no text of the world is this one. */
const EMPTY_CODE = "\u0001";

export class ParquetWriter {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #compression: number;
  #staged = 0;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, compression: number) {
    this.#instance = instance;
    this.#connection = connection;
    this.#compression = compression;
  }

  /** `compression` is zstd's level: `DOWNLOAD_LEVEL` for what is downloaded, 3 for what stays on this disk. */
  static async open(compression: number): Promise<ParquetWriter> {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    return new ParquetWriter(instance, await instance.connect(), compression);
  }

  /** Copies the values out of the table before it returns; the promise inside resolves when the file is there, whole. */
  async write(table: TableData, path: string): Promise<{ readonly written: Promise<void> }> {
    this.#staged += 1;
    const staged = `staged_${String(this.#staged)}`;
    await stage(this.#connection, staged, table);
    return { written: this.#copy(staged, table, path) };
  }

  async #copy(staged: string, table: TableData, path: string): Promise<void> {
    const columns = table.columns.map((column) => `${fromStaged(column)} as "${column.name}"`).join(", ");
    const encodings = this.#compression === DOWNLOAD_LEVEL ? ENCODINGS : ENCODINGS.slice(0, 1);
    const made: { readonly file: string; readonly bytes: number }[] = [];
    try {
      for (const [index, encoding] of encodings.entries()) {
        const file = `${path}.${String(process.pid)}.${String(index)}.tmp`;
        made.push({ file, bytes: Number.POSITIVE_INFINITY });
        await this.#connection.run(
          `copy (select ${columns} from ${staged}) to '${file.replaceAll("'", "''")}' ` +
            `(format parquet, ${encoding}, compression zstd, compression_level ${String(this.#compression)}, ` +
            `row_group_size ${String(ROW_GROUP_ROWS)}, write_bloom_filter false)`,
        );
        made[index] = { file, bytes: (await stat(file)).size };
      }
      const smallest = made.reduce((best, one) => (one.bytes < best.bytes ? one : best));
      await rename(smallest.file, path);
    } finally {
      await this.#connection.run(`drop table if exists ${staged}`);
      for (const { file } of made) await rm(file, { force: true });
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

async function stage(connection: DuckDBConnection, name: string, table: TableData): Promise<void> {
  const types = table.columns.map(stagedType);
  const definition = table.columns.map((column, index) => `"${column.name}" ${String(types[index])}`).join(", ");
  await connection.run(`create table ${name} (${definition})`);
  const appender = await connection.createAppender(name);
  const columns = table.columns.map(stagedValues);
  let chunk: DuckDBDataChunk | null = null;
  for (let from = 0; from < table.rowCount; from += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, table.rowCount - from);
    // One chunk for all rows: to make one means to tell it all the texts that have codes, and to have them told back.
    if (chunk?.rowCount === rows) chunk.reset();
    else chunk = DuckDBDataChunk.create(types, rows);
    chunk.rowCount = rows;
    for (const [index, values] of columns.entries()) {
      const vector = chunk.getColumnVector(index);
      if (isNumbers(values)) itemsOf(vector).set(values.subarray(from, from + rows));
      else for (let row = 0; row < rows; row += 1) vector.setItem(row, values[from + row] ?? null);
      vector.flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

type StagedNumbers = Int32Array | Float64Array | Uint8Array | Uint16Array;

/** What goes into a column's vectors: numbers or codes, or else the texts themselves. */
function stagedValues({ data }: ColumnData): StagedNumbers | readonly (string | null)[] {
  return data.kind === "number" ? data.values : (textCodes(data.values)?.codes ?? data.values);
}

function isNumbers(values: StagedNumbers | readonly (string | null)[]): values is StagedNumbers {
  return ArrayBuffer.isView(values);
}

/** The numbers of a vector, which its type keeps to itself: one call for each of them cost more than all the rest. */
function itemsOf(vector: DuckDBVector): StagedNumbers {
  return (vector as unknown as { readonly items: StagedNumbers }).items;
}

function stagedType({ type, data }: ColumnData): DuckDBType {
  if (data.kind === "text") {
    const texts = textCodes(data.values)?.texts;
    if (texts === undefined) return VARCHAR;
    return texts.length < 256 ? ENUM8([...texts, EMPTY_CODE]) : ENUM16([...texts, EMPTY_CODE]);
  }
  return data.values instanceof Int32Array && type !== "BIGINT" ? INTEGER : DOUBLE;
}

/** The SQL that turns a staged value into a value of its column's type. */
function fromStaged(column: ColumnData): string {
  const { name, type } = column;
  const staged = stagedType(column);
  if (staged === VARCHAR) return `"${name}"`;
  if (type === "VARCHAR") return `nullif("${name}", '${EMPTY_CODE}')::varchar`;
  const value = `nullif("${name}", ${String(NULL_NUMBER)})`;
  if (type === "DATE") return `(date '1970-01-01' + ${value})`;
  if (type === "TIMESTAMP") return `make_timestamp(${value}::bigint * 1000000)`;
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  // A product of decimals is exact; a division would go through floating point.
  if (scale === "0") return `${value}::bigint::${type}`;
  if (scale !== undefined) return `(${value}::decimal(18,0) * 0.${"0".repeat(Number(scale) - 1)}1)::${type}`;
  return `${value}::${type}`;
}
