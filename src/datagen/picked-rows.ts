/**
 * Some of a table's rows: in goes a finished table and the places of rows, out comes a table of those.
 *
 * The largest tables have millions of rows and lose a few, so rows are handled in runs: neighbours that stay neighbours.
 */
import type { ColumnData, TableData } from "./table.ts";

/**
 * Only these rows, which are in ascending order. The numbers that stay move up in their own arrays: copies of the largest tables, made
 * for a few lost rows, took a tenth of the time. The table that was given is not to be read any more.
 */
export function keepRows(table: TableData, rows: Int32Array): TableData {
  const runs = runsOf(rows);
  return { ...table, rowCount: rows.length, columns: table.columns.map((column) => keepValues(column, runs)) };
}

function keepValues(column: ColumnData, runs: Runs): ColumnData {
  const { data } = column;
  if (data.kind === "text") return pickValues(column, runs);
  const { bounds, rows } = runs;
  let at = 0;
  for (let run = 0; run < bounds.length; run += 2) {
    const first = bounds[run] ?? 0;
    const length = bounds[run + 1] ?? 0;
    if (at !== first) data.values.copyWithin(at, first, first + length);
    at += length;
  }
  return { ...column, data: { kind: "number", values: data.values.subarray(0, rows) } };
}

/** The rows at these places, in this order. */
export function pickRows(table: TableData, rows: Int32Array): TableData {
  const runs = runsOf(rows);
  return { ...table, rowCount: rows.length, columns: table.columns.map((column) => pickValues(column, runs)) };
}

/** Neighbours that stay neighbours: nearly all rows of nearly every table, and whole stretches are copied at once. */
interface Runs {
  readonly rows: number;
  /** First row and length of each run, one after the other. */
  readonly bounds: Int32Array;
}

function runsOf(rows: Int32Array): Runs {
  let count = 0;
  for (let index = 0; index < rows.length; index += 1)
    if (index === 0 || rows[index] !== (rows[index - 1] ?? 0) + 1) count += 1;
  const bounds = new Int32Array(count * 2);
  let at = -2;
  for (let index = 0; index < rows.length; index += 1) {
    if (index === 0 || rows[index] !== (rows[index - 1] ?? 0) + 1) {
      at += 2;
      bounds[at] = rows[index] ?? 0;
    }
    bounds[at + 1] = (bounds[at + 1] ?? 0) + 1;
  }
  return { rows: rows.length, bounds };
}

function pickValues(column: ColumnData, runs: Runs): ColumnData {
  const { data } = column;
  return data.kind === "text"
    ? { ...column, data: { kind: "text", values: pickTexts(data.values, runs) } }
    : { ...column, data: { kind: "number", values: pickNumbers(data.values, runs) } };
}

function pickTexts(from: readonly (string | null)[], { bounds }: Runs): readonly (string | null)[] {
  const picked: (string | null)[] = [];
  for (let run = 0; run < bounds.length; run += 2) {
    const first = bounds[run] ?? 0;
    const end = first + (bounds[run + 1] ?? 0);
    for (let row = first; row < end; row += 1) picked.push(from[row] ?? null);
  }
  return picked;
}

/** Shorter runs are copied value by value: a call takes longer than they do. */
const LONG_RUN = 12;

function pickNumbers(from: Int32Array | Float64Array, { rows, bounds }: Runs): Int32Array | Float64Array {
  const values = from instanceof Int32Array ? new Int32Array(rows) : new Float64Array(rows);
  let at = 0;
  for (let run = 0; run < bounds.length; run += 2) {
    const first = bounds[run] ?? 0;
    const length = bounds[run + 1] ?? 0;
    if (length >= LONG_RUN) values.set(from.subarray(first, first + length), at);
    else for (let step = 0; step < length; step += 1) values[at + step] = from[first + step] ?? 0;
    at += length;
  }
  return values;
}
