/** The rows of a comparison by key: which keys are doubled, missing or unasked for, and which cells differ under the same key. */
import { cellText, cellsEqual, displayValue } from "./cell.ts";
import type { Tolerance } from "./cell.ts";
import type { Comparison } from "./compare.ts";
import type { Column, Table } from "../engine/core/table.ts";

export interface KeyedRows {
  /** Positions of the key among the compared columns. */
  readonly positions: readonly number[];
  /** Keys in order of first appearance, expected ones first. */
  readonly keys: readonly KeyRows[];
  readonly doubled: readonly KeyRows[];
  readonly missing: readonly KeyRows[];
  readonly unasked: readonly KeyRows[];
  /** Keys with as many rows on both sides, of which some differ. */
  readonly different: readonly KeyRows[];
}

export interface KeyRows {
  /** As a person reads it: `customer_id c_00087`, or `customer_id 7, day 2025-01-31`. */
  readonly label: string;
  /** The key's values as text, in the order of the key's columns. */
  readonly values: readonly string[];
  readonly yours: readonly number[];
  readonly expected: readonly number[];
}

/** `key` names columns of the contract; with none, a whole row is its own key. */
export function keyRows(comparison: Comparison, expected: Table, yours: Table, key: readonly string[]): KeyedRows {
  const positions = comparison.pairs.flatMap((pair, index) =>
    key.length === 0 || key.some((name) => name.toLowerCase() === pair.name.toLowerCase()) ? [index] : [],
  );
  const found = new Map<string, { label: string; values: readonly string[]; yours: number[]; expected: number[] }>();
  const add = (side: "yours" | "expected", table: Table): void => {
    comparison[side].forEach((row, number) => {
      const text = positions.map((position) => cellText(row[position] ?? { kind: "null" })).join("\u0002");
      const entry = found.get(text) ?? {
        ...namesOf(comparison, positions, side, table, number),
        yours: [],
        expected: [],
      };
      entry[side].push(number);
      found.set(text, entry);
    });
  };
  add("expected", expected);
  add("yours", yours);
  const keys = [...found.values()];
  const unmatchedYours = new Set(comparison.unmatchedYours);
  return {
    positions,
    keys,
    doubled: keys.filter((entry) => entry.expected.length > 0 && entry.yours.length > entry.expected.length),
    missing: keys.filter((entry) => entry.yours.length < entry.expected.length),
    unasked: keys.filter((entry) => entry.expected.length === 0),
    different: keys.filter(
      (entry) => entry.yours.length === entry.expected.length && entry.yours.some((row) => unmatchedYours.has(row)),
    ),
  };
}

/** The values of the key as text, of both sides; without the work of telling their rows apart. */
export function keyValues(
  { pairs }: Comparison,
  expected: Table,
  yours: Table,
  key: readonly string[],
): ReadonlySet<string> {
  const names = new Set(key.map((name) => name.toLowerCase()));
  const values = new Set<string>();
  for (const pair of pairs) {
    if (names.size > 0 && !names.has(pair.name.toLowerCase())) continue;
    for (const column of [expected.data[pair.expected], yours.data[pair.yours]])
      for (const value of column ?? []) values.add(displayValue(value) ?? "NULL");
  }
  return values;
}

export interface Difference {
  readonly columns: readonly Column[];
  readonly rows: readonly {
    readonly side: "yours" | "expected";
    readonly cells: readonly (string | null)[];
    readonly wrong: readonly number[];
  }[];
}

const KEYS_SHOWN = 5;
const ROWS_SHOWN_PER_KEY = 3;

/** The rows of the first few differing keys, yours above expected. Null when no row differs. */
export function differenceOf(
  comparison: Comparison,
  keyed: KeyedRows,
  yours: Table,
  expected: Table,
  tolerance: Tolerance,
): Difference | null {
  const differing = new Set([...keyed.doubled, ...keyed.missing, ...keyed.unasked, ...keyed.different]);
  const shown = keyed.keys.filter((entry) => differing.has(entry)).slice(0, KEYS_SHOWN);
  if (shown.length === 0) return null;
  const rows = shown.flatMap((entry) => {
    const mine = entry.yours.slice(0, ROWS_SHOWN_PER_KEY);
    const theirs = entry.expected.slice(0, ROWS_SHOWN_PER_KEY);
    return [
      ...mine.map((row, index) => ({
        side: "yours" as const,
        cells: cellsOf(
          yours,
          row,
          comparison.pairs.map((pair) => pair.yours),
        ),
        wrong: wrongCells(comparison, keyed, row, theirs[Math.min(index, theirs.length - 1)], tolerance),
      })),
      ...theirs.map((row) => ({
        side: "expected" as const,
        cells: cellsOf(
          expected,
          row,
          comparison.pairs.map((pair) => pair.expected),
        ),
        wrong: [],
      })),
    ];
  });
  const columns = comparison.pairs.map((pair) => expected.columns[pair.expected] ?? { name: pair.name, type: "" });
  return { columns, rows };
}

/**
 * Positions of the cells that differ from the expected row; all of them when no row is expected. A row that is right but one too
 * many has no wrong cell: then the key is marked, because that is what stands there twice.
 */
function wrongCells(
  comparison: Comparison,
  keyed: KeyedRows,
  yours: number,
  expected: number | undefined,
  tolerance: Tolerance,
): readonly number[] {
  const positions = [...comparison.pairs.keys()];
  if (expected === undefined) return positions;
  const wrong = positions.filter((position) => {
    const [left, right] = [comparison.yours[yours]?.[position], comparison.expected[expected]?.[position]];
    return left === undefined || right === undefined || !cellsEqual(left, right, tolerance);
  });
  return wrong.length === 0 && comparison.unmatchedYours.includes(yours) ? keyed.positions : wrong;
}

function cellsOf(table: Table, row: number, columns: readonly number[]): readonly (string | null)[] {
  return columns.map((column) => displayValue(table.data[column]?.[row] ?? null));
}

function namesOf(
  comparison: Comparison,
  positions: readonly number[],
  side: "yours" | "expected",
  table: Table,
  row: number,
): { label: string; values: readonly string[] } {
  const pairs = positions.flatMap((position) => comparison.pairs[position] ?? []);
  const values = pairs.map((pair) => displayValue(table.data[pair[side]]?.[row] ?? null) ?? "NULL");
  return { label: pairs.map((pair, index) => `${pair.name} ${values[index] ?? ""}`).join(", "), values };
}
