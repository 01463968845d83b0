/**
 * Builds a table column by column: typed arrays for numbers, plain arrays for text.
 *
 * In go rows in key order, out comes a `TableData` that the Parquet writer, the browser and the content hash read alike. NULL is
 * a reserved number in numeric columns (`NULL_NUMBER`), so that no second array of flags is needed.
 */
import type { ColumnType } from "./schema/columns.ts";
import type { RowOf, TableSchema } from "./schema/table-schema.ts";

/** Stands for NULL in numeric columns; no date, time or amount of the world comes near it. */
export const NULL_NUMBER = -2147483648;

export type NumberColumn = { readonly kind: "number"; readonly values: Int32Array | Float64Array };
export type TextColumn = { readonly kind: "text"; readonly values: readonly (string | null)[] };

export interface ColumnData {
  readonly name: string;
  readonly type: ColumnType;
  readonly data: NumberColumn | TextColumn;
}

export interface TableData {
  readonly schema: TableSchema;
  readonly rowCount: number;
  readonly columns: readonly ColumnData[];
}

interface Growing {
  readonly name: string;
  readonly type: ColumnType;
  readonly isText: boolean;
  numbers: Int32Array | Float64Array;
  readonly texts: (string | null)[];
}

function isText(type: ColumnType): boolean {
  return type === "VARCHAR";
}

/** 32 bits hold everything but money in BIGINT, times and DECIMAL. */
function emptyNumbers(type: ColumnType, size: number): Int32Array | Float64Array {
  const narrow = type === "INTEGER" || type === "SMALLINT" || type === "DATE" || type === "BOOLEAN";
  return narrow ? new Int32Array(size) : new Float64Array(size);
}

export class TableBuilder<S extends TableSchema> {
  readonly #schema: S;
  readonly #columns: readonly Growing[];
  #rows = 0;
  #capacity: number;

  constructor(schema: S, expectedRows = 1024) {
    this.#schema = schema;
    this.#capacity = expectedRows;
    this.#columns = Object.entries(schema.columns).map(([name, { type }]) => ({
      name,
      type,
      isText: isText(type),
      numbers: isText(type) ? new Int32Array(0) : emptyNumbers(type, expectedRows),
      texts: [],
    }));
  }

  add(row: RowOf<S>): void {
    if (this.#rows === this.#capacity) this.#grow();
    const values: Readonly<Record<string, string | number | boolean | null>> = row;
    const columns = this.#columns;
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index]!;
      const value = values[column.name];
      if (value === undefined) throw this.#missing(column.name);
      if (column.isText) column.texts.push(value as string | null);
      else if (typeof value === "number") column.numbers[this.#rows] = value;
      else column.numbers[this.#rows] = value === null ? NULL_NUMBER : Number(value);
    }
    this.#rows += 1;
  }

  /**
   * The numbers of a column, for writers of millions of rows: make room with `reserve`, write to `column(name)` at the row's
   * place, and say with `advance` how many rows were written. Ask again after every `reserve`; the arrays may have moved.
   */
  column(name: keyof S["columns"] & string): Int32Array | Float64Array {
    const found = this.#columns.find((column) => column.name === name);
    if (found === undefined || isText(found.type)) throw new TypeError(`"${name}" is not a column of numbers.`);
    return found.numbers;
  }

  /** The index of the next row, with room for at least `rows` more. */
  reserve(rows: number): number {
    while (this.#capacity < this.#rows + rows) this.#grow();
    return this.#rows;
  }

  advance(rows: number): void {
    this.#rows += rows;
  }

  finish(): TableData {
    return {
      schema: this.#schema,
      rowCount: this.#rows,
      columns: this.#columns.map(({ name, type, numbers, texts }) => ({
        name,
        type,
        data: isText(type)
          ? { kind: "text", values: texts }
          : { kind: "number", values: numbers.subarray(0, this.#rows) },
      })),
    };
  }

  #missing(column: string): TypeError {
    return new TypeError(`Column "${column}" of "${this.#schema.table}" was not given.`);
  }

  #grow(): void {
    this.#capacity *= 2;
    for (const column of this.#columns) {
      if (isText(column.type)) continue;
      const larger = emptyNumbers(column.type, this.#capacity);
      larger.set(column.numbers);
      column.numbers = larger;
    }
  }
}

/** The rows of a small table as records of held values (dates as day numbers, and so on). */
export function records(table: TableData): Record<string, string | number | null>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      table.columns.map(({ name, data }) => {
        const value = data.values[row];
        return [name, value === undefined || value === NULL_NUMBER ? null : value];
      }),
    ),
  );
}
