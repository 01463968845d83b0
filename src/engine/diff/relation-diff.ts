/**
 * What differs between two relations: the one of the last build and the one of now. Warehouse and names in, counts out.
 *
 * Rows are found again by the key of the model. Where there is none that is unique on both sides, whole rows are compared as a heap:
 * then nothing is "changed", a row goes and another comes, and `key_trouble` says why. A sum of hashes tells "same result" without
 * comparing a single row, and what was summed up of the old side is kept by the caller, since the old side does not move.
 *
 * Fractions are compared to twelve digits: a sum of floating point numbers depends on the order in which they were added.
 */
import type { CancelSignal } from "../core/signal.ts";
import type { Column } from "../core/table.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import type { KeyChoice } from "./diff-key.ts";
import { columnCountsSql, heapCountsSql, keyedCountsSql, sumSql } from "./diff-sql.ts";
import { sharedColumns, type SharedColumn } from "./shared-columns.ts";

/** Of one side: how many rows, and the sum of their hashes. */
export interface RelationSum {
  readonly rows: number;
  readonly hash: string;
  /** Rows that share their key with another one, NULL being a value like others; 0 where no key was asked for. */
  readonly repeats: number;
}

export interface RelationDiff {
  readonly rows_before: number;
  readonly rows_after: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
  /** What finds a row again; null when whole rows are compared. */
  readonly key: KeyChoice | null;
  /** Why a key was not used: its columns repeat, or are gone. */
  readonly key_trouble: KeyTrouble | null;
  readonly columns: ColumnsDiff;
  /** True when nothing differs, so that what reads it need not be built. */
  readonly same: boolean;
}

export interface KeyTrouble {
  readonly columns: readonly string[];
  readonly kind: "repeats before" | "repeats now" | "missing";
  /** Rows that share their key with another one; 0 for a missing column. */
  readonly rows: number;
}

export interface ColumnsDiff {
  readonly added: readonly Column[];
  readonly removed: readonly Column[];
  readonly retyped: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** The same columns in another order: what reads them by place reads something else. */
  readonly reordered: boolean;
  /** Rows whose value differs, most first; only of rows that are on both sides. */
  readonly values: readonly { readonly name: string; readonly rows: number }[];
}

export interface Side {
  readonly relation: RelationName;
  readonly columns: readonly Column[];
}

export interface DiffOptions {
  /** Keys worth a try, the best first. */
  readonly keys: readonly KeyChoice[];
  readonly signal?: CancelSignal;
  /** Sums of the old side by the text of their question. */
  readonly known?: Map<string, RelationSum>;
}

/** Rows above which values are compared in groups of columns, so that both sides need not stand in memory side by side. */
const WIDE_ROWS = 200_000;
const COLUMNS_AT_ONCE = 8;

export async function diffRelations(
  warehouse: Warehouse,
  before: Side,
  after: Side,
  options: DiffOptions,
): Promise<RelationDiff> {
  const ask = options.signal === undefined ? {} : { signal: options.signal };
  const shared = sharedColumns(before.columns, after.columns);
  const schema = schemaDiff(before.columns, after.columns, shared);
  const asksBefore = (key: readonly string[] | null): Promise<RelationSum> => {
    const sql = sumSql(before.relation, shared, "before", key);
    const known = options.known?.get(sql);
    return known === undefined ? readSum(warehouse, sql, ask, options.known) : Promise.resolve(known);
  };
  const asksAfter = (key: readonly string[] | null): Promise<RelationSum> =>
    readSum(warehouse, sumSql(after.relation, shared, "after", key), ask);

  let key: KeyChoice | null = null;
  let trouble: KeyTrouble | null = null;
  let was: RelationSum | null = null;
  let is: RelationSum | null = null;
  const missing = options.keys.find(({ columns }) => !columns.every((name) => isShared(shared, name)));
  for (const candidate of options.keys) {
    if (!candidate.columns.every((name) => isShared(shared, name))) continue;
    const columns = candidate.columns;
    is = await asksAfter(columns);
    was = await asksBefore(columns);
    if (is.repeats === 0 && was.repeats === 0) {
      key = candidate;
      trouble = null;
      break;
    }
    trouble ??= {
      columns,
      kind: was.repeats > 0 ? "repeats before" : "repeats now",
      rows: was.repeats > 0 ? was.repeats : is.repeats,
    };
    if (sameRows(was, is)) break;
  }
  is ??= await asksAfter(null);
  was ??= await asksBefore(null);
  if (key === null && trouble === null && missing) trouble = { columns: missing.columns, kind: "missing", rows: 0 };
  const facts = { rows_before: was.rows, rows_after: is.rows, key, key_trouble: trouble };
  if (sameRows(was, is))
    return {
      ...facts,
      added: 0,
      removed: 0,
      changed: 0,
      unchanged: is.rows,
      columns: { ...schema, values: [] },
      same: unchangedSchema(schema),
    };
  const pair = { before: before.relation, after: after.relation, shared };
  const counts = await warehouse.query(key === null ? heapCountsSql(pair) : keyedCountsSql(pair, key.columns), {
    limit: 1,
    ...ask,
  });
  const [added = 0, removed = 0, changed = 0] = counts.data.map((cells) => Number(cells[0] ?? 0));
  const values = key === null || changed === 0 ? [] : await valueCounts(warehouse, pair, key.columns, is.rows, ask);
  return {
    ...facts,
    added,
    removed,
    changed,
    unchanged: is.rows - added - changed,
    columns: { ...schema, values },
    same: added === 0 && removed === 0 && changed === 0 && unchangedSchema(schema),
  };
}

function isShared(shared: readonly SharedColumn[], name: string): boolean {
  return shared.some((column) => column.name.toLowerCase() === name.toLowerCase());
}

function sameRows(was: RelationSum, is: RelationSum): boolean {
  return was.rows === is.rows && was.hash === is.hash;
}

function unchangedSchema({ added, removed, retyped, reordered }: Omit<ColumnsDiff, "values">): boolean {
  return added.length === 0 && removed.length === 0 && retyped.length === 0 && !reordered;
}

async function readSum(
  warehouse: Warehouse,
  sql: string,
  ask: { readonly signal?: CancelSignal },
  keep?: Map<string, RelationSum>,
): Promise<RelationSum> {
  const table = await warehouse.query(sql, { limit: 1, ...ask });
  const [rows, hash, keys] = table.data.map((cells) => cells[0] ?? null);
  const sum = {
    rows: Number(rows ?? 0),
    hash: String(hash ?? ""),
    repeats: keys === null || keys === undefined ? 0 : Number(rows ?? 0) - Number(keys),
  };
  keep?.set(sql, sum);
  return sum;
}

async function valueCounts(
  warehouse: Warehouse,
  pair: Parameters<typeof columnCountsSql>[0],
  key: readonly string[],
  rows: number,
  ask: { readonly signal?: CancelSignal },
): Promise<ColumnsDiff["values"]> {
  const keys = new Set(key.map((name) => name.toLowerCase()));
  const columns = pair.shared.filter(({ name }) => !keys.has(name.toLowerCase()));
  const size = rows > WIDE_ROWS ? COLUMNS_AT_ONCE : Math.max(1, columns.length);
  const found: { name: string; rows: number }[] = [];
  for (let from = 0; from < columns.length; from += size) {
    const group = columns.slice(from, from + size);
    const table = await warehouse.query(columnCountsSql(pair, key, group), { limit: 1, ...ask });
    for (const [index, { name }] of group.entries()) {
      const differing = Number(table.data[index]?.[0] ?? 0);
      if (differing > 0) found.push({ name, rows: differing });
    }
  }
  return found.sort((a, b) => b.rows - a.rows);
}

function schemaDiff(
  before: readonly Column[],
  after: readonly Column[],
  shared: readonly SharedColumn[],
): Omit<ColumnsDiff, "values"> {
  const isNamed = (columns: readonly Column[], name: string): boolean =>
    columns.some((column) => column.name.toLowerCase() === name.toLowerCase());
  const order = (columns: readonly Column[], others: readonly Column[]): string =>
    columns.flatMap(({ name }) => (isNamed(others, name) ? [name.toLowerCase()] : [])).join("\n");
  return {
    added: after.filter(({ name }) => !isNamed(before, name)),
    removed: before.filter(({ name }) => !isNamed(after, name)),
    retyped: shared.flatMap(({ name, typeBefore, typeAfter }) =>
      typeBefore === typeAfter ? [] : [{ name, before: typeBefore, after: typeAfter }],
    ),
    reordered: order(before, after) !== order(after, before),
  };
}
