/**
 * Values of the warehouse -> what dbt's result tables hold: whole numbers are ints, all other numbers Decimals, dates and
 * timestamps Python's own, lists, structs and maps their JSON text, everything else text.
 */
import type { Value } from "../core/table.ts";
import { floatText } from "../jinja/numbers.ts";
import { toJsonText } from "../jinja/json-text.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { DecimalObject } from "./decimal.ts";
import { DateObject, parseIso } from "./modules/datetime.ts";
import { TimeDelta } from "./modules/timedelta.ts";

export type Convert = (value: Value) => PyValue;

/** How the values of a column of this DuckDB type are converted. */
export function converterOf(type: string): Convert {
  if (/^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/.test(type)) return (value) => BigInt(value as number | bigint);
  if (/^DECIMAL/.test(type)) return (value) => decimalOf(String(value));
  if (type === "DOUBLE" || type === "FLOAT") return (value) => floatValue(value as number);
  if (type === "BOOLEAN") return (value) => value as boolean;
  if (type === "DATE") return (value) => dateOrText(String(value), (text) => new DateObject(parseIso(text).days));
  if (/^TIMESTAMP/.test(type)) return (value) => dateOrText(String(value), parseIso);
  if (type === "INTERVAL") return (value) => intervalText(String(value));
  if (type === "BLOB") return (value) => bytesText(String(value));
  return (value) =>
    typeof value === "object" && value !== null ? toJsonText(plain(value, type), false) : textOrNumber(value);
}

function textOrNumber(value: Value): PyValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  return value as string | boolean | bigint | null;
}

function decimalOf(text: string): PyValue {
  return DecimalObject.parse(text) ?? text;
}

function floatValue(value: number): PyValue {
  return Number.isFinite(value) ? decimalOf(floatText(value)) : value;
}

/** Dates before our era and infinite ones have no counterpart in Python; they stay text. */
function dateOrText(text: string, read: (text: string) => PyValue): PyValue {
  return /^\d{4}-\d\d-\d\d(?: [\d:.]+(?:[+-][\d:]+)?)?$/.test(text) ? read(text) : text;
}

function plain(value: Value, type: string): PyValue {
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    if (/^MAP\(/i.test(type))
      return PyDict.from(
        items.map((entry) => {
          const { key, value: item } = entry as { readonly key: Value; readonly value: Value };
          return [plain(key, ""), plain(item, "")] as const;
        }),
      );
    return items.map((item) => plain(item, type.replace(/\[\d*\]$/, "")));
  }
  if (typeof value === "object" && value !== null)
    return PyDict.from(Object.entries(value as Record<string, Value>).map(([key, item]) => [key, plain(item, "")]));
  if (typeof value === "number" && !/DOUBLE|FLOAT/.test(type)) return Number.isInteger(value) ? BigInt(value) : value;
  return value;
}

/** `1 year 2 months 3 days 04:05:06.5` as Python's timedelta prints it; months count 30 days, years 12 months. */
function intervalText(text: string): string {
  let days = 0;
  let micros = 0;
  for (const [, count, unit] of text.matchAll(/(-?\d+) (year|month|day)s?/g))
    days += Number(count) * (unit === "year" ? 360 : unit === "month" ? 30 : 1);
  const clock = /(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text);
  if (clock) {
    const [, sign, hours, minutes, seconds, fraction = ""] = clock;
    const whole = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000;
    micros = (whole + Number(fraction.padEnd(6, "0"))) * (sign === "-" ? -1 : 1);
  }
  return new TimeDelta(days, micros).toText();
}

/** DuckDB's `\x41B` as Python's `b'AB'`. */
function bytesText(text: string): string {
  const bytes = text.replaceAll(/\\x([0-9A-F]{2})/g, (_, code: string) => {
    const byte = parseInt(code, 16);
    if (byte === 9 || byte === 10 || byte === 13) return byte === 9 ? "\\t" : byte === 10 ? "\\n" : "\\r";
    if (byte === 39 || byte === 92) return `\\${String.fromCharCode(byte)}`;
    return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${code.toLowerCase()}`;
  });
  return `b'${bytes}'`;
}
