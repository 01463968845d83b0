/**
 * Expected and actual rows -> the table of differences that dbt prints under a failed unit test; null when they are the same rows.
 *
 * `→` marks a row that differs (expected→actual in the cell), `+++` one that came unasked, `---` one that is missing. One row of
 * context stands around each change, and `...` for what is left out. The order of rows means nothing.
 */
import type { Table, Value } from "../core/table.ts";

type Row = readonly Value[];

export interface Sides {
  readonly columns: readonly string[];
  readonly expected: readonly Row[];
  readonly actual: readonly Row[];
}

/** Splits the answer of a unit test's query by its last column, "actual" or "expected". */
export function splitSides(table: Table): Sides {
  const width = table.columns.length - 1;
  const columns = table.columns.slice(0, width).map((column) => column.name.toLowerCase());
  const sides: { expected: Row[]; actual: Row[] } = { expected: [], actual: [] };
  for (let row = 0; row < table.rowCount; row += 1) {
    const cells = Array.from({ length: width }, (_, index) => table.data[index]?.[row] ?? null);
    sides[table.data[width]?.[row] === "expected" ? "expected" : "actual"].push(cells);
  }
  return { columns, ...sides };
}

interface Line {
  readonly tag: "" | "→" | "+++" | "---" | "...";
  readonly cells: readonly string[];
}

export function renderDifference(sides: Sides): string | null {
  const expected = [...sides.expected].sort(compareRows);
  const actual = [...sides.actual].sort(compareRows);
  const pairs = pairRows(expected, actual);
  if (pairs.every(([before, after]) => before !== null && after !== null && sameRow(before, after))) return null;
  const lines = withContext(pairs.map(([before, after]) => lineOf(before, after)));
  return layOut([{ tag: "@@", cells: sides.columns }, ...lines]);
}

type Pair = readonly [expected: Row | null, actual: Row | null];

/** Equal rows belong together; of the others, those that share most cells. What stays alone follows: actual rows in their order. */
function pairRows(expected: readonly Row[], actual: readonly Row[]): Pair[] {
  const partner = new Map<Row, Row>();
  const waiting = new Map<string, Row[]>();
  for (const row of expected) {
    const same = waiting.get(keyOf(row));
    if (same) same.push(row);
    else waiting.set(keyOf(row), [row]);
  }
  for (const row of actual) {
    const same = waiting.get(keyOf(row))?.shift();
    if (same) partner.set(row, same);
  }
  const taken = new Set(partner.values());
  const openActual = actual.filter((row) => !partner.has(row));
  const openExpected = expected.filter((row) => !taken.has(row));
  const likely = openActual
    .flatMap((after) => openExpected.map((before) => ({ before, after, shared: sharedCells(before, after) })))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
  for (const { before, after } of likely) {
    if (partner.has(after) || taken.has(before)) continue;
    partner.set(after, before);
    taken.add(before);
  }
  return [
    ...actual.map((row): Pair => [partner.get(row) ?? null, row]),
    ...expected.filter((row) => !taken.has(row)).map((row): Pair => [row, null]),
  ];
}

function sharedCells(before: Row, after: Row): number {
  return before.filter((cell, index) => cell !== null && textOf(cell) === textOf(after[index] ?? null)).length;
}

function lineOf(before: Row | null, after: Row | null): Line {
  if (before === null) return { tag: "+++", cells: (after ?? []).map(textOf) };
  if (after === null) return { tag: "---", cells: before.map(textOf) };
  if (sameRow(before, after)) return { tag: "", cells: after.map(textOf) };
  return {
    tag: "→",
    cells: before.map((cell, index) => {
      const [from, to] = [textOf(cell), textOf(after[index] ?? null)];
      return from === to ? from : `${from}→${to}`;
    }),
  };
}

function withContext(lines: readonly Line[]): Line[] {
  const shown = lines.map((_, index) => [index - 1, index, index + 1].some((near) => (lines[near]?.tag ?? "") !== ""));
  const kept: Line[] = [];
  for (const [index, line] of lines.entries()) {
    if (shown[index]) kept.push(line);
    else if (kept.at(-1)?.tag !== "...") kept.push({ tag: "...", cells: line.cells.map(() => "...") });
  }
  return kept;
}

function layOut(lines: readonly { tag: string; cells: readonly string[] }[]): string {
  const rows = lines.map((line) => [line.tag, ...line.cells]);
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join(",")}\n`,
    )
    .join("");
}

function sameRow(a: Row, b: Row): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(row: Row): string {
  return JSON.stringify(row.map((cell) => (cell === null ? null : textOf(cell))));
}

function textOf(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object")
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item));
  return String(value);
}

/** Nulls last; numbers by size, even when they are kept as text. */
function compareRows(a: Row, b: Row): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null;
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      continue;
    }
    const [x, y] = [textOf(left), textOf(right)];
    if (x === y) continue;
    const [first, second] = [Number(x), Number(y)];
    const numeric = x.trim() !== "" && y.trim() !== "" && !Number.isNaN(first) && !Number.isNaN(second);
    if (numeric && first !== second) return first - second;
    return x < y ? -1 : 1;
  }
  return 0;
}
