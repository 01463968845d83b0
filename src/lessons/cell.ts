/**
 * One value of a result in the form that comparing needs. Types count by family: whole numbers, decimals and doubles are all
 * numbers; a date is a timestamp at midnight; text is exact. NULL equals NULL here, and nothing else.
 */
import type { Value } from "../engine/core/table.ts";

export type Family = "number" | "time" | "text" | "boolean" | "nested" | "other";

export type Cell =
  | { readonly kind: "null" }
  /** `whole` is set when the type holds whole numbers only; those are compared exactly. */
  | { readonly kind: "number"; readonly value: number; readonly whole: bigint | null }
  | { readonly kind: "exact"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Cell[] };

export interface Tolerance {
  readonly abs: number;
  readonly rel: number;
}

export const DEFAULT_TOLERANCE: Tolerance = { abs: 1e-6, rel: 1e-9 };

const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INT\d*)$/i;
const FRACTION = /^(DECIMAL.*|NUMERIC.*|DOUBLE|FLOAT|REAL)$/i;

export function familyOf(type: string): Family {
  if (/\[\d*\]$|^(STRUCT|MAP|UNION|LIST)\b/i.test(type)) return "nested";
  if (WHOLE.test(type) || FRACTION.test(type)) return "number";
  if (/^(DATE|TIMESTAMP.*|DATETIME)$/i.test(type)) return "time";
  if (/^(VARCHAR|TEXT|CHAR.*|STRING|ENUM.*|UUID)$/i.test(type)) return "text";
  return /^BOOL/i.test(type) ? "boolean" : "other";
}

/** Families whose values may be equal: themselves, and booleans with the numbers 0 and 1. */
export function familiesMeet(left: Family, right: Family): boolean {
  return left === right || (left === "boolean" && right === "number") || (left === "number" && right === "boolean");
}

/** Types whose values are compared exactly; a boolean beside numbers is 0 or 1. */
export function isWholeType(type: string): boolean {
  return WHOLE.test(type) || familyOf(type) === "boolean";
}

/**
 * Reads the values of one column; what the type says is decided once and not per value. `as` is the family of the other side:
 * a boolean beside numbers is read as 1 or 0.
 */
export function cellReader(type: string, as: Family = familyOf(type)): (value: Value) => Cell {
  const family = familyOf(type);
  const whole = WHOLE.test(type);
  return (value) => {
    if (value === null) return NULL_CELL;
    if (typeof value === "bigint") return { kind: "number", value: Number(value), whole: value };
    if (typeof value === "number")
      return { kind: "number", value, whole: whole && Number.isInteger(value) ? BigInt(value) : null };
    if (typeof value !== "string") return toCell(value, type, as);
    if (family === "number") return { kind: "number", value: Number(value), whole: whole ? BigInt(value) : null };
    return { kind: "exact", text: family === "time" ? withoutMidnight(value) : value };
  };
}

const NULL_CELL: Cell = { kind: "null" };

function withoutMidnight(text: string): string {
  return text.replace(/[ T]00:00:00(\.0+)?$/, "");
}

function toCell(value: Value, type: string, as: Family = familyOf(type)): Cell {
  if (value === null) return NULL_CELL;
  if (Array.isArray(value)) {
    const itemType = type.replace(/\[\d*\]$/, "");
    return { kind: "list", items: value.map((item: Value) => toCell(item, itemType)) };
  }
  if (typeof value === "object") return structCell(value as Readonly<Record<string, Value>>, type);
  if (typeof value === "boolean") {
    return as === "number"
      ? { kind: "number", value: Number(value), whole: BigInt(value) }
      : { kind: "exact", text: String(value) };
  }
  return cellReader(type, as)(value);
}

export function cellsEqual(left: Cell, right: Cell, tolerance: Tolerance): boolean {
  if (left.kind === "null" || right.kind === "null") return left.kind === right.kind;
  if (left.kind === "number" && right.kind === "number") {
    if (left.whole !== null && right.whole !== null) return left.whole === right.whole;
    return numbersEqual(left.value, right.value, tolerance);
  }
  if (left.kind === "list" && right.kind === "list") {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => {
        const other = right.items[index];
        return other !== undefined && cellsEqual(item, other, tolerance);
      })
    );
  }
  return left.kind === "exact" && right.kind === "exact" && left.text === right.text;
}

export function numbersEqual(left: number, right: number, tolerance: Tolerance): boolean {
  if (Object.is(left, right) || left === right) return true;
  // The tolerance grows with the numbers: next to infinity it would let everything pass.
  if (!Number.isFinite(left) || !Number.isFinite(right)) return false;
  const bound = Math.max(tolerance.abs, tolerance.rel * Math.max(Math.abs(left), Math.abs(right)));
  return Math.abs(left - right) <= bound;
}

/** A total order for sorting; NULL last, as DuckDB sorts. */
export function compareCells(left: Cell, right: Cell): number {
  if (left.kind === "null" || right.kind === "null")
    return Number(left.kind === "null") - Number(right.kind === "null");
  if (left.kind === "number" && right.kind === "number") {
    if (left.whole !== null && right.whole !== null)
      return left.whole < right.whole ? -1 : Number(left.whole > right.whole);
    return left.value < right.value ? -1 : Number(left.value > right.value);
  }
  const [a, b] = [cellText(left), cellText(right)];
  return a < b ? -1 : Number(a > b);
}

/** A text that is equal for cells that are exactly equal; used as a key, never shown. */
export function cellText(cell: Cell): string {
  if (cell.kind === "null") return "\u0000";
  if (cell.kind === "number") return `n${cell.whole ?? cell.value}`;
  return cell.kind === "exact" ? `t${cell.text}` : `[${cell.items.map(cellText).join("\u0001")}]`;
}

/** What a person reads in a difference; null for NULL. */
export function displayValue(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === "object")
    return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
  return String(value);
}

/** Fields of a struct are matched by name, so their order does not count. */
function structCell(record: Readonly<Record<string, Value>>, type: string): Cell {
  const types = structFieldTypes(type);
  const names = Object.keys(record).sort();
  const items = names.flatMap((name): Cell[] => [
    { kind: "exact", text: name.toLowerCase() },
    toCell(record[name] ?? null, types.get(name.toLowerCase()) ?? guessType(record[name] ?? null)),
  ]);
  return { kind: "list", items };
}

/** `STRUCT(a INTEGER, b DECIMAL(4,1)[])` -> a: INTEGER, b: DECIMAL(4,1)[]. */
function structFieldTypes(type: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const inner = /^STRUCT\s*\(([\s\S]*)\)$/i.exec(type)?.[1];
  if (inner === undefined) return fields;
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= inner.length; at += 1) {
    const character = inner[at];
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (at < inner.length && !(character === "," && depth === 0)) continue;
    const field = /^\s*(?:"([^"]+)"|(\S+))\s+([\s\S]+?)\s*$/.exec(inner.slice(from, at));
    if (field?.[3] !== undefined) fields.set((field[1] ?? field[2] ?? "").toLowerCase(), field[3]);
    from = at + 1;
  }
  return fields;
}

function guessType(value: Value): string {
  if (typeof value === "bigint") return "BIGINT";
  if (typeof value === "number") return "DOUBLE";
  return typeof value === "boolean" ? "BOOLEAN" : "VARCHAR";
}
