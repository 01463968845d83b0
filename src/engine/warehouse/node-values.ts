/**
 * Values of the native package -> plain data, one reader per column, chosen once by the column's type.
 */
import {
  DuckDBTypeId,
  type DuckDBArrayValue,
  type DuckDBBitValue,
  type DuckDBBlobValue,
  type DuckDBDateValue,
  type DuckDBDecimalValue,
  type DuckDBIntervalValue,
  type DuckDBListValue,
  type DuckDBMapValue,
  type DuckDBStructValue,
  type DuckDBTimeTZValue,
  type DuckDBTimeValue,
  type DuckDBTimestampMillisecondsValue,
  type DuckDBTimestampNanosecondsValue,
  type DuckDBTimestampSecondsValue,
  type DuckDBTimestampTZValue,
  type DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBUnionValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Value } from "../core/table.ts";
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
  timeZoneText,
} from "./values.ts";

export interface NodeColumn {
  readonly type: string;
  readonly read: (value: DuckDBValue) => Value;
}

export function nodeColumn(type: DuckDBType, names: TypeNames): NodeColumn {
  const read = readerOf(type, names);
  return { type: typeName(type, names), read: (value) => (value === null ? null : read(value)) };
}

function readerOf(type: DuckDBType, names: TypeNames): (value: DuckDBValue) => Value {
  switch (type.typeId) {
    case DuckDBTypeId.DECIMAL: {
      const { scale } = type;
      return (value) => decimalText((value as DuckDBDecimalValue).value, scale);
    }
    case DuckDBTypeId.DATE:
      return (value) => dateText((value as DuckDBDateValue).days);
    case DuckDBTypeId.TIMESTAMP:
      return (value) => timestampText((value as DuckDBTimestampValue).micros);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return (value) => timestampZoneText((value as DuckDBTimestampTZValue).micros);
    case DuckDBTypeId.TIMESTAMP_S:
      return (value) => timestampText((value as DuckDBTimestampSecondsValue).seconds * 1_000_000n);
    case DuckDBTypeId.TIMESTAMP_MS:
      return (value) => timestampText((value as DuckDBTimestampMillisecondsValue).millis * 1000n);
    case DuckDBTypeId.TIMESTAMP_NS:
      return (value) => timestampNanosText((value as DuckDBTimestampNanosecondsValue).nanos);
    case DuckDBTypeId.TIME:
      return (value) => timeText(Number((value as DuckDBTimeValue).micros));
    case DuckDBTypeId.TIME_TZ:
      return (value) => timeZoneText(Number((value as DuckDBTimeTZValue).micros), (value as DuckDBTimeTZValue).offset);
    case DuckDBTypeId.INTERVAL:
      return (value) => {
        const { months, days, micros } = value as DuckDBIntervalValue;
        return intervalText(months, days, micros);
      };
    case DuckDBTypeId.BLOB:
      return (value) => blobText((value as DuckDBBlobValue).bytes);
    case DuckDBTypeId.BIT:
      return (value) => bitText((value as DuckDBBitValue).data);
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY: {
      const item = nodeColumn(type.valueType, names).read;
      return (value) => (value as DuckDBListValue | DuckDBArrayValue).items.map(item);
    }
    case DuckDBTypeId.STRUCT: {
      const fields = type.entryNames.map((name, index) => [name, fieldReader(type.entryTypes[index], names)] as const);
      return (value) => {
        const { entries } = value as DuckDBStructValue;
        return Object.fromEntries(fields.map(([name, read]) => [name, read(entries[name] ?? null)]));
      };
    }
    case DuckDBTypeId.MAP: {
      const key = nodeColumn(type.keyType, names).read;
      const item = nodeColumn(type.valueType, names).read;
      return (value) =>
        (value as DuckDBMapValue).entries.map((entry) => ({ key: key(entry.key), value: item(entry.value) }));
    }
    case DuckDBTypeId.UNION: {
      const members = new Map(type.memberTags.map((tag, index) => [tag, fieldReader(type.memberTypes[index], names)]));
      return (value) => {
        const union = value as DuckDBUnionValue;
        return members.get(union.tag)?.(union.value) ?? null;
      };
    }
    default:
      return (value) => (typeof value === "object" ? String(value) : value);
  }
}

function fieldReader(type: DuckDBType | undefined, names: TypeNames): (value: DuckDBValue) => Value {
  return type ? nodeColumn(type, names).read : () => null;
}

function typeName(type: DuckDBType, names: TypeNames): string {
  // A type with an alias is one that an extension named, for example JSON.
  if (type.alias !== undefined) return type.alias;
  switch (type.typeId) {
    case DuckDBTypeId.LIST:
      return names.list(typeName(type.valueType, names));
    case DuckDBTypeId.ARRAY:
      return names.array(typeName(type.valueType, names), type.length);
    case DuckDBTypeId.MAP:
      return names.map(typeName(type.keyType, names), typeName(type.valueType, names));
    case DuckDBTypeId.STRUCT:
      return names.struct(type.entryNames.map((name, index) => [name, memberName(type.entryTypes[index], names)]));
    case DuckDBTypeId.UNION:
      return names.union(type.memberTags.map((name, index) => [name, memberName(type.memberTypes[index], names)]));
    case DuckDBTypeId.ENUM:
      return names.enum(type.values);
    default:
      return type.toString();
  }
}

function memberName(type: DuckDBType | undefined, names: TypeNames): string {
  return type ? typeName(type, names) : "NULL";
}
