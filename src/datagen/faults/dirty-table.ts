/**
 * A finished table that a fault may change: values replaced, rows repeated, rows lost. Each change is noted for the manifest.
 *
 * The clean table stays as it is until the end; columns are copied when they are first written to. Rows keep their places while
 * faults are at work and are sorted by key at the end, so a fault never sees another one's repeated rows.
 */
import { keepRows, pickRows, type Values } from "../picked-rows.ts";
import { NULL_NUMBER, type ColumnData, type TableData } from "../table.ts";

export type Value = string | number | null;

/** What a fault did to a column of a table: as many lines of the fault manifest as there are rows. */
export interface PlantedFault {
  readonly fault: string;
  readonly table: string;
  /** Null when the row as a whole is concerned. */
  readonly column: string | null;
  /** Of each row the key's values joined by "|", as they are in the faulty table. */
  readonly rowKeys: readonly string[];
}

interface Changes {
  readonly fault: string;
  readonly column: string | null;
  /** Values were replaced; if a later fault happens to restore one, nothing is wrong after all. */
  readonly replaced: boolean;
  readonly rows: number[];
}

export class DirtyTable {
  readonly name: string;
  readonly #clean: TableData;
  readonly #columns = new Map<string, ColumnData>();
  readonly #written = new Map<string, (string | null)[] | Int32Array | Float64Array>();
  /** The clean row behind each added row, and the values in which it differs. */
  readonly #added: { readonly from: number; readonly values: Readonly<Record<string, Value>> }[] = [];
  /** Columns of which an added row has a value of its own. */
  readonly #ownColumns = new Set<string>();
  readonly #lost = new Set<number>();
  readonly #changes = new Map<string, Changes>();
  readonly #key: readonly Values[];

  constructor(name: string, clean: TableData) {
    this.name = name;
    this.#clean = clean;
    for (const column of clean.columns) this.#columns.set(column.name, column);
    this.#key = clean.schema.key.map((column) => this.#columns.get(column)?.data.values ?? []);
  }

  /** Rows of the clean table; the rows to choose from. */
  get rowCount(): number {
    return this.#clean.rowCount;
  }

  /** The clean numbers of a column, to look through many rows; nothing when the column holds text. */
  numbers(column: string): Int32Array | Float64Array {
    const values = this.#columns.get(column)?.data.values;
    return values instanceof Int32Array || values instanceof Float64Array ? values : new Int32Array(0);
  }

  /** The columns of the key where all of them are numbers, as they were before any fault; null where one is text. */
  get numberKey(): readonly (Int32Array | Float64Array)[] | null {
    const key = this.#key.filter((values) => values instanceof Int32Array || values instanceof Float64Array);
    return key.length === this.#key.length ? key : null;
  }

  /** The values of the key joined by "|", as they were before any fault. */
  keyOf(row: number): string {
    if (this.#key.length === 1) return String(this.#key[0]?.[row] ?? "");
    return this.#key.map((values) => String(values[row] ?? "")).join("|");
  }

  hasColumn(column: string): boolean {
    return this.#columns.has(column);
  }

  number(row: number, column: string): number | null {
    const value = this.#values(column)[row];
    return typeof value === "number" && value !== NULL_NUMBER ? value : null;
  }

  text(row: number, column: string): string | null {
    const value = this.#values(column)[row];
    return typeof value === "string" ? value : null;
  }

  /** Replaces a value and notes it, unless it was so already. */
  set(fault: string, row: number, column: string, value: Value): void {
    if (this.#replace(row, column, value)) this.#note(fault, row, column, true);
  }

  /** Replaces a value that belongs to a change noted elsewhere, such as the load time of a late row. */
  alsoSet(row: number, column: string, value: Value): void {
    this.#replace(row, column, value);
  }

  /** The row comes once more, with the same key or another one. The added row is what is noted. */
  repeat(fault: string, row: number, values: Readonly<Record<string, Value>>): void {
    this.#added.push({ from: row, values });
    for (const column in values) this.#ownColumns.add(column);
    this.#note(fault, this.rowCount + this.#added.length - 1, null, false);
  }

  /** The row never arrives. */
  lose(fault: string, row: number): void {
    if (this.#lost.has(row)) return;
    this.#lost.add(row);
    this.note(fault, row, null);
  }

  /** Says that a row is concerned by a fault that lies in the world itself, such as an amount in another currency. */
  note(fault: string, row: number, column: string | null): void {
    this.#note(fault, row, column, false);
  }

  /** The faulty table, which takes the place of the clean one, and what was planted in it; the latter only when somebody wants the list. */
  finish(listed: boolean): { readonly table: TableData; readonly planted: readonly PlantedFault[] } {
    if (this.#changes.size === 0) return { table: this.#clean, planted: [] };
    const keys = this.#clean.schema.key.map((column) => this.#grown(column));
    const planted = listed ? this.#planted(keys) : [];
    const columns = this.#clean.columns.map((column): ColumnData => {
      const values = this.#written.get(column.name);
      return values === undefined ? column : ({ ...column, data: { ...column.data, values } } as ColumnData);
    });
    const table = { ...this.#clean, columns };
    if (this.#added.length === 0 && this.#lost.size === 0) return { table, planted };
    const kept = this.#keptRows(keys);
    if (this.#added.length === 0) return { table: keepRows(table, kept), planted };
    return { table: pickRows(table, kept, (column) => this.#addedValues(column)), planted };
  }

  #note(fault: string, row: number, column: string | null, replaced: boolean): void {
    const place = `${fault} ${column ?? ""} ${replaced ? "=" : ""}`;
    const known = this.#changes.get(place);
    if (known === undefined) this.#changes.set(place, { fault, column, replaced, rows: [row] });
    else known.rows.push(row);
  }

  #planted(keys: readonly Values[]): PlantedFault[] {
    const keyOf = (row: number): string => {
      let key = String(keys[0]?.[row] ?? "");
      for (let index = 1; index < keys.length; index += 1) key += `|${String(keys[index]?.[row] ?? "")}`;
      return key;
    };
    return [...this.#changes.values()].map((changes) => ({
      fault: changes.fault,
      table: this.name,
      column: changes.column,
      rowKeys: this.#standing(changes).map(keyOf),
    }));
  }

  #standing({ column, replaced, rows }: Changes): readonly number[] {
    if (!replaced || column === null) return rows;
    const now = this.#values(column);
    const then = this.#columns.get(column)?.data.values;
    return rows.filter((row) => now[row] !== then?.[row]);
  }

  /** The rows that are not lost, in order of the key; rows that were added come after others of the same key. */
  #keptRows(keys: readonly Values[]): Int32Array {
    const places = new Int32Array(this.rowCount);
    let count = 0;
    for (let row = 0; row < this.rowCount; row += 1) {
      if (this.#lost.has(row)) continue;
      places[count] = row;
      count += 1;
    }
    const kept = places.subarray(0, count);
    const added: number[] = [];
    for (let row = this.rowCount; row < this.rowCount + this.#added.length; row += 1)
      if (!this.#lost.has(row)) added.push(row);
    if (added.length === 0) return kept;
    const compare = (a: number, b: number): number => compareKeys(keys, a, b) || a - b;
    // A clean table is in order; a fault that has changed its key may have broken that.
    if (this.#clean.schema.key.some((column) => this.#written.has(column))) kept.sort(compare);
    added.sort(compare);
    const rows = new Int32Array(kept.length + added.length);
    let next = 0;
    let at = 0;
    for (const row of kept) {
      for (let late = added[next]; late !== undefined && compareKeys(keys, late, row) < 0; late = added[next]) {
        rows[at] = late;
        at += 1;
        next += 1;
      }
      rows[at] = row;
      at += 1;
    }
    rows.set(added.slice(next), at);
    return rows;
  }

  #values(column: string): Values {
    const values = this.#written.get(column) ?? this.#columns.get(column)?.data.values;
    if (values === undefined) throw new RangeError(`"${this.name}" has no column "${column}".`);
    return values;
  }

  #replace(row: number, column: string, value: Value): boolean {
    const held = value ?? (this.#columns.get(column)?.data.kind === "text" ? null : NULL_NUMBER);
    if (this.#values(column)[row] === held) return false;
    let values = this.#written.get(column);
    if (values === undefined) {
      values = this.#values(column).slice();
      this.#written.set(column, values);
    }
    (values as (string | number | null)[])[row] = held;
    return true;
  }

  /** A column as it is now, with the added rows at its end. */
  #grown(column: string): Values {
    const values = this.#values(column);
    if (this.#added.length === 0) return values;
    const added = this.#addedValues(column);
    if (isTexts(values)) return values.concat(added as readonly (string | null)[]);
    const larger =
      values instanceof Int32Array
        ? new Int32Array(values.length + added.length)
        : new Float64Array(values.length + added.length);
    larger.set(values);
    larger.set(added as Int32Array | Float64Array, values.length);
    return larger;
  }

  /** What the added rows have in a column: the value of the row behind them, or one of their own. */
  #addedValues(column: string): Values {
    const values = this.#values(column);
    // Added rows bring few values of their own, always of the same columns.
    const isOwn = this.#ownColumns.has(column);
    if (isTexts(values))
      return this.#added.map(({ from, values: own }) =>
        isOwn && column in own ? textOf(own[column]) : (values[from] ?? null),
      );
    const added =
      values instanceof Int32Array ? new Int32Array(this.#added.length) : new Float64Array(this.#added.length);
    for (const [at, { from, values: own }] of this.#added.entries()) {
      const value = isOwn && column in own ? own[column] : values[from];
      added[at] = typeof value === "number" ? value : NULL_NUMBER;
    }
    return added;
  }
}

function isTexts(values: Values): values is readonly (string | null)[] {
  return Array.isArray(values);
}

function textOf(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function compareKeys(keys: readonly Values[], a: number, b: number): number {
  for (const values of keys) {
    const left = values[a] ?? "";
    const right = values[b] ?? "";
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
