/**
 * Arrow's raw buffers -> plain values, one column at a time.
 *
 * The package's own accessors are not used: they turn decimals into unscaled digits, timestamps into milliseconds, and its casts
 * corrupt nested values silently. Batches come straight from a stream, so buffers start at row 0 (`offset` is always 0).
 */
import { EngineError } from "../core/errors.ts";
import type { Value } from "../core/table.ts";
import { plainType, type DuckType } from "./duck-type.ts";
import type { TypeNames } from "./type-names.ts";
import {
  bitText,
  blobText,
  dateText,
  decimalText,
  intervalText,
  timestampNanosText,
  timestampText,
  timestampZoneText,
  timeText,
} from "./values.ts";

/** The part of Arrow's field that is read here. */
export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly listSize?: number;
  readonly byteWidth?: number;
  readonly children?: readonly ArrowField[] | null;
}

/** The part of Arrow's column data that is read here. */
export interface ArrowData {
  readonly type: ArrowType;
  readonly length: number;
  readonly nullBitmap?: Uint8Array | null;
  readonly values?: ArrayLike<number> | BigInt64Array | BigUint64Array;
  readonly valueOffsets?: ArrayLike<number>;
  readonly typeIds?: ArrayLike<number>;
  readonly children: readonly ArrowData[];
}

export const ARROW = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
} as const;

export type DecodeText = (bytes: Uint8Array) => string;
type RowReader = (row: number) => Value;

/** True when the Arrow type leaves open what DuckDB's type is, so that `describe` must be asked. */
export function isAmbiguous(type: ArrowType): boolean {
  switch (type.typeId) {
    case ARROW.utf8:
    case ARROW.binary:
    case ARROW.time:
    case ARROW.dictionary:
    case ARROW.union:
      return true;
    case ARROW.decimal:
      return type.precision === 38 && type.scale === 0;
    default:
      return (type.children ?? []).some((child) => isAmbiguous(child.type));
  }
}

/** DuckDB's type as far as Arrow tells it, for statements that cannot be described (`explain`, `insert … returning`). */
export function duckTypeOf(field: ArrowField, names: TypeNames): DuckType {
  const { type } = field;
  const children = (type.children ?? []).map((child) => ({ name: child.name, type: duckTypeOf(child, names) }));
  const item = children[0]?.type ?? plainType("VARCHAR");
  const nested = (kind: string, text: string): DuckType => ({ text, kind, children, scale: 0, words: [] });
  switch (type.typeId) {
    case ARROW.int:
      return plainType(`${type.isSigned === false ? "U" : ""}${INTEGER_NAMES[type.bitWidth ?? 32] ?? "INTEGER"}`);
    case ARROW.float:
      return plainType(type.precision === 2 ? "DOUBLE" : "FLOAT");
    case ARROW.bool:
      return plainType("BOOLEAN");
    case ARROW.binary:
      return plainType(
        /"type_name":\s*"(\w+)"/.exec(field.metadata.get("ARROW:extension:metadata") ?? "")?.[1]?.toUpperCase() ??
          "BLOB",
      );
    case ARROW.fixedBinary:
      return plainType(type.byteWidth === 16 ? "UHUGEINT" : "BLOB");
    case ARROW.decimal:
      return { ...nested("DECIMAL", `DECIMAL(${type.precision},${type.scale})`), scale: type.scale ?? 0 };
    case ARROW.date:
      return plainType("DATE");
    case ARROW.time:
      return plainType("TIME");
    case ARROW.timestamp:
      return plainType(type.timezone ? "TIMESTAMP WITH TIME ZONE" : (TIMESTAMP_NAMES[type.unit ?? 2] ?? "TIMESTAMP"));
    case ARROW.interval:
      return plainType("INTERVAL");
    case ARROW.list:
      return nested("LIST", names.list(item.text));
    case ARROW.fixedList:
      return nested("ARRAY", names.array(item.text, type.listSize ?? 0));
    case ARROW.struct:
      return nested("STRUCT", names.struct(children.map((child) => [child.name, child.type.text])));
    case ARROW.union:
      return nested("UNION", names.union(children.map((child) => [child.name, child.type.text])));
    case ARROW.map: {
      const entry = item.children;
      const text = names.map(entry[0]?.type.text ?? "VARCHAR", entry[1]?.type.text ?? "VARCHAR");
      return { text, kind: "MAP", children: entry, scale: 0, words: [] };
    }
    default:
      return plainType("VARCHAR");
  }
}

/** Appends the first `count` rows of a column to `into`. */
export function readColumn(data: ArrowData, type: DuckType, count: number, decode: DecodeText, into: Value[]): void {
  const read = readerOf(data, type, decode);
  for (let row = 0; row < count; row++) into.push(read(row));
}

function readerOf(data: ArrowData, type: DuckType, decode: DecodeText): RowReader {
  const read = valueReader(data, type, decode);
  const bits = data.nullBitmap;
  if (!bits || bits.length === 0 || data.type.typeId === ARROW.union) return read;
  return (row) => (((bits[row >> 3] ?? 0) >> (row & 7)) & 1 ? read(row) : null);
}

function valueReader(data: ArrowData, type: DuckType, decode: DecodeText): RowReader {
  const numbers = data.values as ArrayLike<number>;
  const bigints = data.values as unknown as BigInt64Array;
  switch (data.type.typeId) {
    case ARROW.int:
    case ARROW.float:
      return (row) => numbers[row] ?? null;
    case ARROW.bool:
      return (row) => (((numbers[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
    case ARROW.utf8:
      return (row) => decode(bytesAt(data, row));
    case ARROW.binary:
      if (type.kind === "BIT") return (row) => bitText(bytesAt(data, row));
      if (type.kind === "BIGNUM") return (row) => bignum(bytesAt(data, row));
      return (row) => blobText(bytesAt(data, row));
    case ARROW.fixedBinary:
      return (row) => integer128(data.values as Uint8Array, row, false);
    case ARROW.decimal:
      if (type.kind === "HUGEINT") return (row) => integer128(bytesOf(data.values), row, true);
      return (row) => decimalText(integer128(bytesOf(data.values), row, true), data.type.scale ?? 0);
    case ARROW.date:
      return (row) => dateText(numbers[row] ?? 0);
    case ARROW.time:
      if (type.kind === "TIME WITH TIME ZONE")
        throw unreadable(type, "its offset is lost on the way out of the browser's database");
      return (row) => timeText(Number(bigints[row] ?? 0n));
    case ARROW.timestamp: {
      const text = data.type.timezone ? timestampZoneText : timestampText;
      if (data.type.unit === 3) return (row) => timestampNanosText(bigints[row] ?? 0n);
      const factor = data.type.unit === 0 ? 1_000_000n : data.type.unit === 1 ? 1000n : 1n;
      return factor === 1n ? (row) => text(bigints[row] ?? 0n) : (row) => text(scaled(bigints[row] ?? 0n, factor));
    }
    case ARROW.interval: {
      const view = viewOf(data.values);
      return (row) =>
        intervalText(
          view.getInt32(row * 16, true),
          view.getInt32(row * 16 + 4, true),
          view.getBigInt64(row * 16 + 8, true) / 1000n,
        );
    }
    case ARROW.dictionary:
      if (type.kind !== "ENUM") throw unreadable(type, "the words of its values do not come with the result");
      return (row) => type.words[numbers[row] ?? -1] ?? null;
    case ARROW.list:
    case ARROW.fixedList:
      return listReader(data, type, decode);
    case ARROW.struct:
      return structReader(data, type, decode);
    case ARROW.map: {
      const entries = data.children[0];
      if (!entries) return () => [];
      return listReader(
        data,
        { ...plainType("LIST"), children: [{ name: "", type: { ...plainType("STRUCT"), children: type.children } }] },
        decode,
      );
    }
    case ARROW.union: {
      const members = data.children.map((child, index) =>
        readerOf(child, type.children[index]?.type ?? plainType(""), decode),
      );
      const tags = data.typeIds ?? [];
      return (row) => members[tags[row] ?? 0]?.(row) ?? null;
    }
    case ARROW.null:
      return () => null;
    default:
      throw unreadable(type, "the workbench does not know how it is stored");
  }
}

function listReader(data: ArrowData, type: DuckType, decode: DecodeText): RowReader {
  const child = data.children[0];
  if (!child) return () => [];
  const item = readerOf(child, type.children[0]?.type ?? plainType(""), decode);
  const offsets = data.valueOffsets;
  const size = data.type.listSize ?? 0;
  return (row) => {
    const from = offsets ? (offsets[row] ?? 0) : row * size;
    const to = offsets ? (offsets[row + 1] ?? 0) : from + size;
    const items: Value[] = [];
    for (let index = from; index < to; index++) items.push(item(index));
    return items;
  };
}

function structReader(data: ArrowData, type: DuckType, decode: DecodeText): RowReader {
  const fields = data.children.map((child, index) => {
    const named = type.children[index];
    const name = named?.name ?? data.type.children?.[index]?.name ?? String(index);
    return [name, readerOf(child, named?.type ?? plainType(""), decode)] as const;
  });
  return (row) => Object.fromEntries(fields.map(([name, read]) => [name, read(row)]));
}

const INTEGER_NAMES: Record<number, string> = { 8: "TINYINT", 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT" };
const TIMESTAMP_NAMES: Record<number, string> = {
  0: "TIMESTAMP_S",
  1: "TIMESTAMP_MS",
  2: "TIMESTAMP",
  3: "TIMESTAMP_NS",
};
const INFINITE = 9_223_372_036_854_775_807n;

/** Seconds or milliseconds as microseconds; the two infinities are the same number in every unit. */
function scaled(value: bigint, factor: bigint): bigint {
  return value === INFINITE || value === -INFINITE ? value : value * factor;
}

function bytesAt(data: ArrowData, row: number): Uint8Array {
  const offsets = data.valueOffsets;
  return (data.values as Uint8Array).subarray(offsets?.[row] ?? 0, offsets?.[row + 1] ?? 0);
}

function bytesOf(values: unknown): Uint8Array {
  const view = values as Uint32Array;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function viewOf(values: unknown): DataView {
  const view = values as Uint32Array;
  return new DataView(view.buffer, view.byteOffset, view.byteLength);
}

function integer128(bytes: Uint8Array, row: number, signed: boolean): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + row * 16, 16);
  const low = view.getBigUint64(0, true);
  const high = signed ? view.getBigInt64(8, true) : view.getBigUint64(8, true);
  return (high << 64n) | low;
}

/** Three bytes of head (its top bit says positive), then the digits, most significant byte first, inverted when negative. */
function bignum(bytes: Uint8Array): bigint {
  const positive = ((bytes[0] ?? 0) & 0x80) !== 0;
  let magnitude = 0n;
  for (const byte of bytes.subarray(3)) magnitude = (magnitude << 8n) | BigInt(positive ? byte : byte ^ 0xff);
  return positive ? magnitude : -magnitude;
}

function unreadable(type: DuckType, reason: string): EngineError {
  return new EngineError("W003", `A value of type ${type.text} cannot be shown: ${reason}.`, {
    hint: "Cast the column to VARCHAR in the query.",
  });
}
