/**
 * Some of a table's rows: in goes a finished table and the places of rows, out comes a table of those.
 *
 * The largest tables have millions of rows and lose a few, so rows are handled in runs: neighbours that stay neighbours.
 */
import type { ColumnData, NumberColumn, TableData, TextColumn } from "./table.ts";

type Numbers = NumberColumn["values"];
type Texts = TextColumn["values"];
export type Values = Numbers | Texts;

/**
 * Only these rows, which are in ascending order. The numbers that stay move up in their own arrays: copies of the largest tables, made
 * for a few lost rows, took a tenth of the time. The table that was given is not to be read any more.
 */
export function keepRows(table: TableData, rows: Int32Array): TableData {
  const runs = runsOf(rows, table.rowCount);
  return { ...table, rowCount: rows.length, columns: table.columns.map((column) => keepValues(column, runs)) };
}

function keepValues(column: ColumnData, runs: Runs): ColumnData {
  const { data } = column;
  if (data.kind === "text") return pickValues(column, runs, []);
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

/**
 * The rows at these places, in this order. Places from `rowCount` on are those of rows that come to the table: `added` gives their values
 * of a column.
 */
export function pickRows(table: TableData, rows: Int32Array, added: (column: string) => Values = () => []): TableData {
  const runs = runsOf(rows, table.rowCount);
  return {
    ...table,
    rowCount: rows.length,
    columns: table.columns.map((column) => pickValues(column, runs, added(column.name))),
  };
}

/** Neighbours that stay neighbours: nearly all rows of nearly every table, and whole stretches are copied at once. */
interface Runs {
  readonly rows: number;
  /** First row and length of each run, one after the other. */
  readonly bounds: Int32Array;
}

/** A run ends before `border` as well. */
function runsOf(rows: Int32Array, border: number): Runs {
  const isNext = (index: number): boolean =>
    index > 0 && rows[index] === (rows[index - 1] ?? 0) + 1 && rows[index] !== border;
  let count = 0;
  for (let index = 0; index < rows.length; index += 1) if (!isNext(index)) count += 1;
  const bounds = new Int32Array(count * 2);
  let at = -2;
  for (let index = 0; index < rows.length; index += 1) {
    if (!isNext(index)) {
      at += 2;
      bounds[at] = rows[index] ?? 0;
    }
    bounds[at + 1] = (bounds[at + 1] ?? 0) + 1;
  }
  return { rows: rows.length, bounds };
}

function pickValues(column: ColumnData, runs: Runs, added: Values): ColumnData {
  const { data } = column;
  return data.kind === "text"
    ? { ...column, data: { kind: "text", values: pickTexts(data.values, runs, added as Texts) } }
    : { ...column, data: { kind: "number", values: pickNumbers(data.values, runs, added as Numbers) } };
}

function pickTexts(own: Texts, { rows, bounds }: Runs, added: Texts): Texts {
  const picked = new Array<string | null>(rows);
  let at = 0;
  for (let run = 0; run < bounds.length; run += 2) {
    const first = bounds[run] ?? 0;
    const end = first + (bounds[run + 1] ?? 0);
    const isOwn = first < own.length;
    const from = isOwn ? own : added;
    const back = isOwn ? 0 : own.length;
    for (let row = first - back; row < end - back; row += 1, at += 1) picked[at] = from[row] ?? null;
  }
  return picked;
}

/** Shorter runs are copied value by value: a call takes longer than they do. */
const LONG_RUN = 12;

function pickNumbers(own: Numbers, { rows, bounds }: Runs, added: Numbers): Numbers {
  const values = own instanceof Int32Array ? new Int32Array(rows) : new Float64Array(rows);
  let at = 0;
  for (let run = 0; run < bounds.length; run += 2) {
    const place = bounds[run] ?? 0;
    const length = bounds[run + 1] ?? 0;
    const isOwn = place < own.length;
    const from = isOwn ? own : added;
    const first = isOwn ? place : place - own.length;
    if (length >= LONG_RUN) values.set(from.subarray(first, first + length), at);
    else for (let step = 0; step < length; step += 1) values[at + step] = from[first + step] ?? 0;
    at += length;
  }
  return values;
}
