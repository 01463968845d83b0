/** What kind of thing a column holds, from DuckDB's name of its type, and how one value of it reads. */
import type { Column, Value } from "../../engine/core/table.ts";

export type ValueKind = "number" | "text" | "date" | "time" | "boolean" | "nested";

export function kindOf(column: Column): ValueKind {
  const type = column.type.toUpperCase();
  if (/\[\d*\]$|^(STRUCT|MAP|UNION|LIST)\b/.test(type)) return "nested";
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INT(EGER|\d*)|DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL)\b/.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP/.test(type)) return "time";
  return "text";
}

/** True for numbers that name something and are not amounts: they are not grouped, summed or drawn. */
export function isIdentifier(column: Column): boolean {
  return /(^|_)(id|key|code|number|no|year)$/i.test(column.name);
}

/** The whole value as text, exactly as the database said it. NULL is null here: whoever shows it must tell it apart from ''. */
export function exactText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === "object")
    return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  return String(value);
}

/** Digits behind the point that the grid shows of a DOUBLE; copying and exporting give all of them. */
const SHOWN_DIGITS = 6;
const double = new Intl.NumberFormat("en-US", { maximumFractionDigits: SHOWN_DIGITS });
const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 20 });

/** The value as the grid shows it: numbers in groups of three, long doubles cut. */
export function shownText(value: Value, column: Column): string | null {
  const exact = exactText(value);
  if (exact === null || kindOf(column) !== "number" || isIdentifier(column)) return exact;
  if (typeof value === "bigint") return grouped.format(value);
  if (typeof value === "number") return Number.isFinite(value) ? shortNumber(value) : exact;
  const decimal = /^(-?)(\d+)(\.\d+)?$/.exec(exact);
  return decimal ? `${decimal[1]}${grouped.format(BigInt(decimal[2]!))}${decimal[3] ?? ""}` : exact;
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  return value !== 0 && (size < 10 ** -SHOWN_DIGITS || size >= 1e15)
    ? value.toPrecision(SHOWN_DIGITS)
    : double.format(value);
}

/** For drawing and averaging, where a rounded number is good enough; null for what is not a number. */
export function toNumber(value: Value): number | null {
  if (value === null || typeof value === "object" || typeof value === "boolean") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
