/**
 * A finished table that a fault may change: values replaced, rows repeated, rows lost. Each change is noted for the manifest.
 *
 * The clean table stays as it is; columns are copied when they are first written to. Rows keep their places while faults are at
 * work and are sorted by key at the end, so a fault never sees another one's repeated rows.
 */
import { pickRows } from "../arrived.ts";
import { NULL_NUMBER, type ColumnData, type TableData } from "../table.ts";

export type Value = string | number | null;

/** One line of the fault manifest. */
export interface PlantedFault {
  readonly fault: string;
  readonly table: string;
  /** The key's values joined by "|", as they are in the faulty table. */
  readonly rowKey: string;
  /** Null when the row as a whole is concerned. */
  readonly column: string | null;
}

interface Change {
  readonly fault: string;
  readonly row: number;
  readonly column: string | null;
  /** A value was replaced; if a later fault happens to restore it, nothing is wrong after all. */
  readonly replaced: boolean;
}

export class DirtyTable {
  readonly name: string;
  readonly #clean: TableData;
  readonly #columns = new Map<string, ColumnData>();
  readonly #written = new Map<string, (string | null)[] | Int32Array | Float64Array>();
  /** The clean row behind each added row, and the values in which it differs. */
  readonly #added: { readonly from: number; readonly values: Readonly<Record<string, Value>> }[] = [];
  readonly #lost = new Set<number>();
  readonly #changes: Change[] = [];
  readonly #key: readonly ColumnData["data"]["values"][];

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
    if (this.#replace(row, column, value)) this.#changes.push({ fault, row, column, replaced: true });
  }

  /** Replaces a value that belongs to a change noted elsewhere, such as the load time of a late row. */
  alsoSet(row: number, column: string, value: Value): void {
    this.#replace(row, column, value);
  }

  /** The row comes once more, with the same key or another one. The added row is what is noted. */
  repeat(fault: string, row: number, values: Readonly<Record<string, Value>>): void {
    this.#added.push({ from: row, values });
    this.#changes.push({ fault, row: this.rowCount + this.#added.length - 1, column: null, replaced: false });
  }

  /** The row never arrives. */
  lose(fault: string, row: number): void {
    if (this.#lost.has(row)) return;
    this.#lost.add(row);
    this.note(fault, row, null);
  }

  /** Says that a row is concerned by a fault that lies in the world itself, such as an amount in another currency. */
  note(fault: string, row: number, column: string | null): void {
    this.#changes.push({ fault, row, column, replaced: false });
  }

  finish(): { readonly table: TableData; readonly planted: readonly PlantedFault[] } {
    if (this.#changes.length === 0) return { table: this.#clean, planted: [] };
    const grown = this.#grown();
    const keys = grown.schema.key.map((name) => grown.columns.find((column) => column.name === name));
    const keyOf = (row: number): string => keys.map((column) => String(column?.data.values[row] ?? "")).join("|");
    const planted = this.#changes
      .filter((change) => this.#stands(change))
      .map(({ fault, row, column }) => ({
        fault,
        table: this.name,
        rowKey: keyOf(row),
        column,
      }));
    if (this.#added.length === 0 && this.#lost.size === 0) return { table: grown, planted };
    const kept: number[] = [];
    for (let row = 0; row < grown.rowCount; row += 1) if (!this.#lost.has(row)) kept.push(row);
    if (this.#added.length > 0) kept.sort((a, b) => compareKeys(keys, a, b) || a - b);
    return { table: pickRows(grown, Int32Array.from(kept)), planted };
  }

  #stands({ row, column, replaced }: Change): boolean {
    if (!replaced || column === null) return true;
    return this.#values(column)[row] !== this.#columns.get(column)?.data.values[row];
  }

  #values(column: string): readonly (string | null)[] | Int32Array | Float64Array {
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

  /** The table with written columns and added rows at its end. */
  #grown(): TableData {
    const size = this.rowCount + this.#added.length;
    const columns = this.#clean.columns.map((column): ColumnData => {
      const values = this.#values(column.name);
      if (column.data.kind === "text") {
        const texts = values as readonly (string | null)[];
        const added = this.#added.map(({ from, values: own }) =>
          textOf(column.name in own ? own[column.name] : texts[from]),
        );
        return { ...column, data: { kind: "text", values: added.length === 0 ? texts : [...texts, ...added] } };
      }
      const numbers = values as Int32Array | Float64Array;
      const larger = numbers instanceof Int32Array ? new Int32Array(size) : new Float64Array(size);
      larger.set(numbers);
      this.#added.forEach(({ from, values: own }, index) => {
        const value = column.name in own ? own[column.name] : numbers[from];
        larger[this.rowCount + index] = typeof value === "number" ? value : NULL_NUMBER;
      });
      return { ...column, data: { kind: "number", values: larger } };
    });
    return { ...this.#clean, rowCount: size, columns };
  }
}

function textOf(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function compareKeys(keys: readonly (ColumnData | undefined)[], a: number, b: number): number {
  for (const column of keys) {
    const left = column?.data.values[a] ?? "";
    const right = column?.data.values[b] ?? "";
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
