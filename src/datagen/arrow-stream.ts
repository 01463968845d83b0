/**
 * A table -> Arrow IPC streams, a group of rows in each: what DuckDB in a browser takes in without another copy.
 *
 * The types are those that the same table has when it comes from its Parquet file, so nobody downstream can tell which way it came.
 * A table without rows gives one stream, which holds its columns.
 */
import {
  Bool,
  DateDay,
  Decimal,
  Field,
  Int16,
  Int32,
  Int64,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  makeData,
  type DataType,
} from "apache-arrow";
import type { ColumnType } from "./schema/columns.ts";
import { NULL_NUMBER, type ColumnData, type TableData } from "./table.ts";

/**
 * Rows that a page takes in at a time: a few megabytes, so that it can show progress and stop in between. They fill a row group of DuckDB's
 * own; fewer would be copied a second time.
 */
export const GROUP_ROWS = 122_880;

const TWO_32 = 4294967296;

export function* arrowStreams(table: TableData): Generator<Uint8Array> {
  const fields = table.columns.map(({ name, type }) => new Field(name, arrowType(type), true));
  const schema = new Schema(fields);
  for (let from = 0; from === 0 || from < table.rowCount; from += GROUP_ROWS) {
    const to = Math.min(from + GROUP_ROWS, table.rowCount);
    const children = table.columns.map((column) => dataOf(column, from, to));
    const data = makeData({ type: new Struct(fields), length: to - from, nullCount: 0, children: children as never });
    yield RecordBatchStreamWriter.writeAll([new RecordBatch(schema, data as never)]).toUint8Array(true);
  }
}

function arrowType(type: ColumnType): DataType {
  switch (type) {
    case "VARCHAR":
      return new Utf8();
    case "INTEGER":
      return new Int32();
    case "SMALLINT":
      return new Int16();
    case "BIGINT":
      return new Int64();
    case "BOOLEAN":
      return new Bool();
    case "DATE":
      return new DateDay();
    case "TIMESTAMP":
      return new TimestampMicrosecond();
    default: {
      const [precision = 18, scale = 0] = (type.match(/\d+/g) ?? []).map(Number);
      return new Decimal(scale, precision, 128);
    }
  }
}

function dataOf({ type, data }: ColumnData, from: number, to: number): unknown {
  const length = to - from;
  if (data.kind === "text") {
    const nulls = textNulls(data.values, from, to);
    const { offsets, bytes } = textBytes(data.values, from, to);
    return makeData({ type: new Utf8(), length, ...nulls, valueOffsets: offsets, data: bytes });
  }
  const numbers = data.values.subarray(from, to);
  const nulls = numberNulls(numbers);
  const shape = { length, ...nulls };
  switch (type) {
    case "SMALLINT":
      return makeData({ type: new Int16(), ...shape, data: new Int16Array(numbers) });
    case "INTEGER":
      return makeData({ type: new Int32(), ...shape, data: new Int32Array(numbers) });
    case "DATE":
      return makeData({ type: new DateDay(), ...shape, data: new Int32Array(numbers) });
    case "BOOLEAN":
      return makeData({ type: new Bool(), ...shape, data: flags(numbers) });
    case "BIGINT":
      return makeData({ type: new Int64(), ...shape, data: new BigInt64Array(words(numbers, 2, 1).buffer) });
    case "TIMESTAMP":
      return makeData({
        type: new TimestampMicrosecond(),
        ...shape,
        data: new BigInt64Array(words(numbers, 2, 1_000_000).buffer) as never,
      });
    default:
      return makeData({ type: arrowType(type) as Decimal, ...shape, data: words(numbers, 4, 1) });
  }
}

/** Whole numbers as two or four words of 32 bits each, lowest first, in two's complement. No BigInt for every value. */
function words(numbers: Int32Array | Float64Array, count: 2 | 4, factor: number): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(numbers.length * count);
  for (let row = 0; row < numbers.length; row += 1) {
    const value = (numbers[row] ?? 0) * factor;
    const high = Math.floor(value / TWO_32);
    const at = row * count;
    out[at] = value - high * TWO_32;
    out[at + 1] = high;
    if (count === 4 && value < 0) {
      out[at + 2] = 0xffffffff;
      out[at + 3] = 0xffffffff;
    }
  }
  return out;
}

interface Nulls {
  readonly nullCount: number;
  /** A bit for each row, set where there is a value. */
  readonly nullBitmap?: Uint8Array;
}

const NO_NULLS: Nulls = { nullCount: 0 };

// One loop for each way in which values are held: together they look at every value of the company.

function numberNulls(numbers: Int32Array | Float64Array): Nulls {
  const first = numbers.indexOf(NULL_NUMBER);
  if (first < 0) return NO_NULLS;
  const nullBitmap = allSet(numbers.length);
  let nullCount = 0;
  for (let row = first; row < numbers.length; row += 1) {
    if (numbers[row] !== NULL_NUMBER) continue;
    nullCount += 1;
    nullBitmap[row >> 3]! &= ~(1 << (row & 7));
  }
  return { nullCount, nullBitmap };
}

function textNulls(values: readonly (string | null)[], from: number, to: number): Nulls {
  let nullBitmap: Uint8Array | null = null;
  let nullCount = 0;
  for (let row = from; row < to; row += 1) {
    if (values[row] != null) continue;
    nullBitmap ??= allSet(to - from);
    nullCount += 1;
    nullBitmap[(row - from) >> 3]! &= ~(1 << ((row - from) & 7));
  }
  return nullBitmap === null ? NO_NULLS : { nullCount, nullBitmap };
}

function allSet(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((length + 7) >> 3).fill(255);
}

/** A bit for each row, set where the value is 1. */
function flags(numbers: Int32Array | Float64Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((numbers.length + 7) >> 3);
  for (let row = 0; row < numbers.length; row += 1) if (numbers[row] === 1) out[row >> 3]! |= 1 << (row & 7);
  return out;
}

interface Utf8Bytes {
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

function textBytes(values: readonly (string | null)[], from: number, to: number): Utf8Bytes {
  const offsets = new Int32Array(to - from + 1);
  let length = 0;
  for (let row = from; row < to; row += 1) {
    length += values[row]?.length ?? 0;
    offsets[row - from + 1] = length;
  }
  // One call for all of them: each text by itself takes longer to be handed over than to be written. NULL joins as nothing.
  const encoder = new TextEncoder();
  const text = values.slice(from, to).join("");
  const bytes = new Uint8Array(length);
  const { read, written } = encoder.encodeInto(text, bytes);
  // A byte for each letter; other texts take more room than was counted.
  if (read === length && written === length) return { offsets, bytes };
  return foreignBytes(values, from, to);
}

/** Texts of which some have letters of several bytes. */
function foreignBytes(values: readonly (string | null)[], from: number, to: number): Utf8Bytes {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(to - from + 1);
  const parts: Uint8Array[] = [];
  let used = 0;
  for (let row = from; row < to; row += 1) {
    const part = encoder.encode(values[row] ?? "");
    parts.push(part);
    used += part.length;
    offsets[row - from + 1] = used;
  }
  const bytes = new Uint8Array(used);
  for (const [index, part] of parts.entries()) bytes.set(part, offsets[index]);
  return { offsets, bytes };
}
