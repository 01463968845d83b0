/**
 * Two results -> are they the same, and if not, where not.
 *
 * Columns are paired first (by name, position, or by what they hold), then rows are compared as multisets, then the order if the
 * task demands one. The tables are whole results: a truncated one must be refused before.
 */
import {
  DEFAULT_TOLERANCE,
  cellReader,
  cellText,
  cellsEqual,
  compareCells,
  familiesMeet,
  familyOf,
  isWholeType,
} from "./cell.ts";
import type { Cell, Tolerance } from "./cell.ts";
import { matchPairs } from "./match.ts";
import type { Table } from "../engine/core/table.ts";

export type OrderRule =
  | { readonly kind: "any" }
  | { readonly kind: "exact" }
  | { readonly kind: "by"; readonly keys: readonly { readonly column: string; readonly descending: boolean }[] };

export interface CompareRules {
  readonly match: "name" | "position" | "infer";
  readonly tolerance: Tolerance;
  readonly extraColumns: "allow" | "refuse";
  readonly order: OrderRule;
}

export const DEFAULT_RULES: CompareRules = {
  match: "name",
  tolerance: DEFAULT_TOLERANCE,
  extraColumns: "allow",
  order: { kind: "any" },
};

export interface ColumnPair {
  /** The expected name. */
  readonly name: string;
  readonly yours: number;
  readonly expected: number;
}

export interface Comparison {
  readonly equal: boolean;
  /** With which numbers were compared. */
  readonly tolerance: Tolerance;
  readonly pairs: readonly ColumnPair[];
  /** Expected names that the answer lacks. */
  readonly missing: readonly string[];
  /** Names in the answer that were not asked for. */
  readonly extra: readonly string[];
  /** Pairs whose types can never be equal, such as text beside a number. */
  readonly wrongTypes: readonly ColumnPair[];
  /** Rows of the answer, cell by cell in the order of `pairs`. */
  readonly yours: readonly (readonly Cell[])[];
  readonly expected: readonly (readonly Cell[])[];
  /** Row numbers without a partner on the other side. */
  readonly unmatchedYours: readonly number[];
  readonly unmatchedExpected: readonly number[];
  /** Null when the rows differ already or no order is demanded. */
  readonly ordered: boolean | null;
  /** Accepted, but worth a word. */
  readonly notes: readonly string[];
}

export function compareTables(yours: Table, expected: Table, rules: CompareRules = DEFAULT_RULES): Comparison {
  const pairs = pairColumns(yours, expected, rules);
  const paired = new Set(pairs.map((pair) => pair.expected));
  const used = new Set(pairs.map((pair) => pair.yours));
  const missing = expected.columns.filter((_, index) => !paired.has(index)).map((column) => column.name);
  const extra = yours.columns.filter((_, index) => !used.has(index)).map((column) => column.name);
  const wrongTypes = pairs.filter(
    (pair) => !familiesMeet(familyAt(yours, pair.yours), familyAt(expected, pair.expected)),
  );

  const yourRows = rowsOf(
    yours,
    pairs.map((pair) => [pair.yours, familyAt(expected, pair.expected)]),
  );
  const expectedRows = rowsOf(
    expected,
    pairs.map((pair) => [pair.expected, familyAt(yours, pair.yours)]),
  );
  const inexact = pairs.map(
    (pair) => !isWholeType(typeAt(yours, pair.yours)) || !isWholeType(typeAt(expected, pair.expected)),
  );
  const rows =
    rules.order.kind === "exact"
      ? matchSideBySide(yourRows, expectedRows, rules.tolerance)
      : matchMultisets(yourRows, expectedRows, inexact, rules.tolerance);
  const rowsEqual = rows.unmatchedYours.length === 0 && rows.unmatchedExpected.length === 0;
  // Under `exact`, rows in the wrong places look like wrong values: ask the multisets, so that the finding is "order".
  const onlyMoved =
    rules.order.kind === "exact" && !rowsEqual && isSameMultiset(yourRows, expectedRows, inexact, rules.tolerance);
  const ordered =
    rules.order.kind === "any" || (!rowsEqual && !onlyMoved)
      ? null
      : rules.order.kind === "exact"
        ? rowsEqual
        : isOrderedBy(yourRows, pairs, rules.order.keys);

  const columnsFit =
    missing.length === 0 && wrongTypes.length === 0 && (extra.length === 0 || rules.extraColumns === "allow");
  return {
    equal: columnsFit && rowsEqual && ordered !== false,
    tolerance: rules.tolerance,
    pairs,
    missing,
    extra,
    wrongTypes,
    yours: yourRows,
    expected: expectedRows,
    unmatchedYours: onlyMoved ? [] : rows.unmatchedYours,
    unmatchedExpected: onlyMoved ? [] : rows.unmatchedExpected,
    ordered,
    notes: notesOn(yours, expected, pairs, extra),
  };
}

function pairColumns(yours: Table, expected: Table, rules: CompareRules): readonly ColumnPair[] {
  if (rules.match === "infer") {
    const inferred = inferColumns(yours, expected, rules.tolerance);
    if (inferred !== null) return inferred;
  }
  if (rules.match === "position") {
    const count = Math.min(yours.columns.length, expected.columns.length);
    return expected.columns
      .slice(0, count)
      .map((column, index) => ({ name: column.name, yours: index, expected: index }));
  }
  const taken = new Set<number>();
  return expected.columns.flatMap((column, index) => {
    const found = yours.columns.findIndex(
      (other, position) => !taken.has(position) && other.name.toLowerCase() === column.name.toLowerCase(),
    );
    if (found < 0) return [];
    taken.add(found);
    return [{ name: column.name, yours: found, expected: index }];
  });
}

/** Pairs columns that hold the same values, whatever their names; null when some expected column has no partner. */
function inferColumns(yours: Table, expected: Table, tolerance: Tolerance): readonly ColumnPair[] | null {
  const choices = expected.columns.map((column, index) => {
    const alike = yours.columns.flatMap((_, position) =>
      columnsAlike(yours, position, expected, index, tolerance) ? [position] : [],
    );
    const rank = (position: number): number => {
      if (yours.columns[position]?.name.toLowerCase() === column.name.toLowerCase()) return 0;
      return position === index ? 1 : 2;
    };
    return alike.sort((a, b) => rank(a) - rank(b) || a - b);
  });
  const partners = matchPairs(choices, yours.columns.length);
  const pairs = expected.columns.flatMap((column, index) => {
    const partner = partners[index] ?? null;
    return partner === null ? [] : [{ name: column.name, yours: partner, expected: index }];
  });
  return pairs.length === expected.columns.length ? pairs : null;
}

function columnsAlike(yours: Table, position: number, expected: Table, index: number, tolerance: Tolerance): boolean {
  if (!familiesMeet(familyAt(yours, position), familyAt(expected, index)) || yours.rowCount !== expected.rowCount)
    return false;
  const left = rowsOf(yours, [[position, familyAt(expected, index)]])
    .map((row) => row[0])
    .sort(byCell);
  const right = rowsOf(expected, [[index, familyAt(yours, position)]])
    .map((row) => row[0])
    .sort(byCell);
  return left.every((cell, row) => {
    const other = right[row];
    return cell !== undefined && other !== undefined && cellsEqual(cell, other, tolerance);
  });
}

function byCell(left: Cell | undefined, right: Cell | undefined): number {
  return left === undefined || right === undefined ? 0 : compareCells(left, right);
}

interface Unmatched {
  readonly unmatchedYours: readonly number[];
  readonly unmatchedExpected: readonly number[];
}

function matchSideBySide(
  yours: readonly (readonly Cell[])[],
  expected: readonly (readonly Cell[])[],
  tolerance: Tolerance,
): Unmatched {
  const differs = (row: number): boolean => {
    const [left, right] = [yours[row], expected[row]];
    return left === undefined || right === undefined || !rowsEqual(left, right, tolerance);
  };
  return { unmatchedYours: [...yours.keys()].filter(differs), unmatchedExpected: [...expected.keys()].filter(differs) };
}

/** Duplicates count. Rows are grouped by their exact cells; inside a group the inexact numbers decide, within the tolerance. */
function matchMultisets(
  yours: readonly (readonly Cell[])[],
  expected: readonly (readonly Cell[])[],
  inexact: readonly boolean[],
  tolerance: Tolerance,
): Unmatched {
  const groups = new Map<string, { yours: number[]; expected: number[] }>();
  const add = (side: "yours" | "expected", row: readonly Cell[], number: number): void => {
    const key = row
      .map((cell, index) => (inexact[index] && cell.kind === "number" ? "n" : cellText(cell)))
      .join("\u0002");
    const group = groups.get(key) ?? { yours: [], expected: [] };
    group[side].push(number);
    groups.set(key, group);
  };
  yours.forEach((row, number) => add("yours", row, number));
  expected.forEach((row, number) => add("expected", row, number));

  const unmatchedYours: number[] = [];
  const unmatchedExpected: number[] = [];
  for (const group of groups.values()) {
    const partners = matchGroup(group.yours, group.expected, yours, expected, tolerance);
    const taken = new Set(partners);
    unmatchedYours.push(...group.yours.filter((_, index) => (partners[index] ?? null) === null));
    unmatchedExpected.push(...group.expected.filter((_, index) => !taken.has(index)));
  }
  return {
    unmatchedYours: unmatchedYours.sort((a, b) => a - b),
    unmatchedExpected: unmatchedExpected.sort((a, b) => a - b),
  };
}

function matchGroup(
  left: number[],
  right: number[],
  yours: readonly (readonly Cell[])[],
  expected: readonly (readonly Cell[])[],
  tolerance: Tolerance,
): readonly (number | null)[] {
  const equal = (a: number | undefined, b: number | undefined): boolean => {
    const [first, second] = [yours[a ?? -1], expected[b ?? -1]];
    return first !== undefined && second !== undefined && rowsEqual(first, second, tolerance);
  };
  left.sort((a, b) => compareRows(yours[a], yours[b]));
  right.sort((a, b) => compareRows(expected[a], expected[b]));
  if (left.length === right.length && left.every((row, index) => equal(row, right[index])))
    return left.map((_, index) => index);
  if (left.length * right.length <= 200 * 200) {
    const choices = left.map((row) => right.flatMap((other, index) => (equal(row, other) ? [index] : [])));
    return matchPairs(choices, right.length);
  }
  // Too many rows that differ only in their numbers for a matching: walk both sorted sides once.
  const partners: (number | null)[] = left.map(() => null);
  for (let a = 0, b = 0; a < left.length && b < right.length;) {
    if (equal(left[a], right[b])) partners[a++] = b++;
    else if (compareRows(yours[left[a] ?? -1], expected[right[b] ?? -1]) < 0) a += 1;
    else b += 1;
  }
  return partners;
}

function isSameMultiset(
  yours: readonly (readonly Cell[])[],
  expected: readonly (readonly Cell[])[],
  inexact: readonly boolean[],
  tolerance: Tolerance,
): boolean {
  const rows = matchMultisets(yours, expected, inexact, tolerance);
  return rows.unmatchedYours.length === 0 && rows.unmatchedExpected.length === 0;
}

function rowsEqual(left: readonly Cell[], right: readonly Cell[], tolerance: Tolerance): boolean {
  return left.every((cell, index) => {
    const other = right[index];
    return other !== undefined && cellsEqual(cell, other, tolerance);
  });
}

function compareRows(left: readonly Cell[] | undefined, right: readonly Cell[] | undefined): number {
  for (const [index, cell] of (left ?? []).entries()) {
    const difference = byCell(cell, right?.[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Rows may tie freely; they may only never go down under the keys. */
function isOrderedBy(
  rows: readonly (readonly Cell[])[],
  pairs: readonly ColumnPair[],
  keys: readonly { readonly column: string; readonly descending: boolean }[],
): boolean {
  const columns = keys.map((key) => ({
    index: pairs.findIndex((pair) => pair.name.toLowerCase() === key.column.toLowerCase()),
    descending: key.descending,
  }));
  return rows.every((row, number) => {
    const next = rows[number + 1];
    if (next === undefined) return true;
    for (const column of columns) {
      const [a, b] = [row[column.index], next[column.index]];
      if (a === undefined || b === undefined) continue;
      // NULL stands last in either direction, as DuckDB puts it.
      const nulls = Number(a.kind === "null") - Number(b.kind === "null");
      const difference = nulls !== 0 ? nulls : compareCells(a, b) * (column.descending ? -1 : 1);
      if (difference !== 0) return difference < 0;
    }
    return true;
  });
}

function notesOn(
  yours: Table,
  expected: Table,
  pairs: readonly ColumnPair[],
  extra: readonly string[],
): readonly string[] {
  const notes: string[] = [];
  if (extra.length > 0) notes.push(`the columns ${extra.join(", ")} were not asked for`);
  for (const pair of pairs) {
    const [mine, theirs] = [yours.columns[pair.yours]?.type ?? "", expected.columns[pair.expected]?.type ?? ""];
    const families = [familyOf(mine), familyOf(theirs)];
    const midnight = families[0] === "time" && families[1] === "time" && (mine === "DATE") !== (theirs === "DATE");
    if (midnight) notes.push(`${pair.name} is ${mine} where ${theirs} is meant`);
    if (families.includes("boolean") && families.includes("number"))
      notes.push(`${pair.name} is ${mine} where ${theirs} is meant`);
  }
  return notes;
}

function familyAt(table: Table, column: number): ReturnType<typeof familyOf> {
  return familyOf(typeAt(table, column));
}

function typeAt(table: Table, column: number): string {
  return table.columns[column]?.type ?? "";
}

function rowsOf(table: Table, columns: readonly (readonly [number, ReturnType<typeof familyOf>])[]): Cell[][] {
  const readers = columns.map(([column, as]) => ({
    values: table.data[column] ?? [],
    read: cellReader(typeAt(table, column), as),
  }));
  return Array.from({ length: table.rowCount }, (_, row) =>
    readers.map(({ values, read }) => read(values[row] ?? null)),
  );
}
