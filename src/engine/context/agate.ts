/** Results of queries as templates see them: agate's tables, with rows and columns by position or by name. */
import { bindFunction } from "../jinja/arguments.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyIterate, pyRepr, pyStr, pyTruth, toIndex, typeName } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict, PyTuple } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import type { Table } from "../core/table.ts";
import { Column, DataType, MappedSequence, Row, nullsLast } from "./agate-sequences.ts";
import type { AgateColumn, AgateType } from "./agate-sequences.ts";
import { DecimalObject } from "./decimal.ts";
import { loadedModule } from "./modules/on-demand.ts";
import { tableText } from "./table-text.ts";

/** Where `print_table` and the like write. */
export type Print = (text: string) => void;

export class ResultTable extends HostObject {
  readonly typeName = "Table";
  readonly columns: readonly AgateColumn[];
  readonly rows: readonly (readonly PyValue[])[];
  readonly #print: Print;
  #rowObjects: Row[] | null = null;

  constructor(columns: readonly AgateColumn[], rows: readonly (readonly PyValue[])[], print: Print) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#print = print;
  }

  static from(table: Table, print: Print): ResultTable {
    const { converterOf } = loadedModule("datetime");
    const data = table.columns.map((column, index) => {
      const convert = converterOf(column.type);
      return (table.data[index] ?? []).map((value) => (value === null ? null : convert(value)));
    });
    const columns = uniqueNames(table.columns.map(({ name }) => name)).map((name, index) => ({
      name,
      type: typeOf(data[index] ?? []),
    }));
    const rows = Array.from({ length: table.rowCount }, (_, row) => data.map((column) => column[row] ?? null));
    return new ResultTable(columns, rows, print);
  }

  #derive(columns: readonly AgateColumn[], rows: readonly (readonly PyValue[])[]): ResultTable {
    return new ResultTable(columns, rows, this.#print);
  }

  get names(): readonly string[] {
    return this.columns.map((column) => column.name);
  }

  get rowObjects(): readonly Row[] {
    const { names } = this;
    return (this.#rowObjects ??= this.rows.map((values) => new Row(values, names)));
  }

  columnValues(index: number): PyValue[] {
    return this.rows.map((row) => row[index] ?? null);
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "rows":
        return new MappedSequence("MappedSequence", this.rowObjects, null);
      case "columns":
        return new MappedSequence(
          "MappedSequence",
          this.columns.map((column, index) => new Column(column, index, this.columnValues(index))),
          this.names,
        );
      case "column_names":
        return new PyTuple(this.names);
      case "column_types":
        return new PyTuple(this.columns.map(({ type }) => new DataType(type)));
      case "row_names":
        return null;
      default: {
        const method = TABLE_METHODS.get(name);
        return method && new HostFunction(name, (call) => method(this, call));
      }
    }
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "bigint" ? this.rowObjects.at(Number(key)) : undefined;
  }

  override items(): readonly PyValue[] {
    return this.rowObjects;
  }

  override iterate(): Iterable<PyValue> {
    return this.rowObjects;
  }

  override length(): number {
    return this.rows.length;
  }

  toText(): string {
    const width = Math.max(6, ...this.names.map((name) => name.length));
    const types = Math.max(9, ...this.columns.map(({ type }) => type.length));
    const line = (name: string, type: string): string => `| ${name.padEnd(width)} | ${type.padEnd(types)} |\n`;
    const head = line("column", "data_type") + line("-".repeat(width), "-".repeat(types));
    return head + this.columns.map(({ name, type }) => line(name, type)).join("");
  }

  override toRepr(): string {
    return "<agate.table.Table object>";
  }

  print(text: string): null {
    this.#print(text);
    return null;
  }

  indexOf(key: PyValue): number {
    const index = typeof key === "bigint" ? Number(key) : this.names.indexOf(pyStr(key));
    if (index < 0 || index >= this.columns.length) throw new TemplateError("KeyError", pyRepr(key));
    return index;
  }

  pick(indexes: readonly number[]): ResultTable {
    return this.#derive(
      indexes.flatMap((index) => this.columns[index] ?? []),
      this.rows.map((row) => indexes.map((index) => row[index] ?? null)),
    );
  }

  keep(rows: readonly (readonly PyValue[])[]): ResultTable {
    return this.#derive(this.columns, rows);
  }

  /** The columns of one type with other values and another type. */
  mapColumns(from: AgateType, to: AgateType, convert: (value: PyValue) => PyValue): ResultTable {
    const changes = this.columns.map(({ type }) => type === from);
    return this.#derive(
      this.columns.map(({ name, type }) => ({ name, type: type === from ? to : type })),
      this.rows.map((row) => row.map((value, index) => (changes[index] ? convert(value) : value))),
    );
  }

  rename(names: readonly string[]): ResultTable {
    return this.#derive(
      this.columns.map(({ name, type }, index) => ({ name: names[index] ?? name, type })),
      this.rows,
    );
  }
}

function typeOf(values: readonly PyValue[]): AgateType {
  const first = values.find((value) => value !== null);
  if (first === undefined || typeof first === "bigint") return "Integer";
  if (first instanceof DecimalObject || typeof first === "number") return "Number";
  if (typeof first === "boolean") return "Boolean";
  const name = typeName(first);
  if (name === "datetime.datetime") return "DateTime";
  return name === "datetime.date" ? "Date" : "Text";
}

/** As dbt does it: the second `id` is `id_2`. */
function uniqueNames(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

function keysOf(table: ResultTable, keys: PyValue): number[] {
  if (typeof keys === "string" || typeof keys === "bigint") return [table.indexOf(keys)];
  return [...pyIterate(keys)].map((key) => table.indexOf(key));
}

/** A column's name or a function of a row, as a function of a row. */
function rowKey(table: ResultTable, key: PyValue): (row: number) => PyValue {
  if (key instanceof HostObject && key.call !== undefined)
    return (row) => key.call?.({ args: [table.rowObjects[row] ?? null], kwargs: new Map() }) ?? null;
  const indexes = keysOf(table, key);
  const cells = (row: number): PyValue[] => indexes.map((index) => table.rows[row]?.[index] ?? null);
  return indexes.length === 1 && typeof key === "string"
    ? (row) => cells(row)[0] ?? null
    : (row) => new PyTuple(cells(row));
}

function passing(table: ResultTable, test: PyValue): number[] {
  const key = rowKey(table, test);
  return table.rows.flatMap((_, row) => (pyTruth(key(row)) ? [row] : []));
}

function rowsAt(table: ResultTable, rows: readonly number[]): ResultTable {
  return table.keep(rows.flatMap((row) => (table.rows[row] ? [table.rows[row]] : [])));
}

type TableMethod = (table: ResultTable, call: CallArguments) => PyValue;

const TABLE_METHODS: ReadonlyMap<string, TableMethod> = new Map<string, TableMethod>([
  ["select", (table, call) => table.pick(keysOf(table, bindFunction("select", ["key"], call)[0] ?? null))],
  [
    "exclude",
    (table, call) => {
      const left = new Set(keysOf(table, bindFunction("exclude", ["key"], call)[0] ?? null));
      return table.pick(table.columns.flatMap((_, index) => (left.has(index) ? [] : [index])));
    },
  ],
  [
    "rename",
    (table, call) => {
      const [names = null] = bindFunction(
        "rename",
        ["column_names?", "row_names?", "slug_columns?", "slug_rows?"],
        call,
      );
      if (names instanceof PyDict) return table.rename(table.names.map((name) => pyStr(names.get(name) ?? name)));
      return table.rename(names === null ? table.names : [...pyIterate(names)].map(pyStr));
    },
  ],
  ["where", (table, call) => rowsAt(table, passing(table, bindFunction("where", ["test"], call)[0] ?? null))],
  [
    "find",
    (table, call) => {
      const [row] = passing(table, bindFunction("find", ["test"], call)[0] ?? null);
      return row === undefined ? null : (table.rowObjects[row] ?? null);
    },
  ],
  [
    "limit",
    (table, call) => {
      const [first = null, stop, step = 1n] = bindFunction("limit", ["start_or_stop?", "stop?", "step?"], call);
      const [from, to] = stop === undefined || stop === null ? [0, first] : [first === null ? 0 : toIndex(first), stop];
      const rows = table.rows.slice(from, to === null ? undefined : toIndex(to));
      const by = step === null ? 1 : toIndex(step);
      return table.keep(rows.filter((_, index) => index % by === 0));
    },
  ],
  [
    "order_by",
    (table, call) => {
      const [key = null, reverse = false] = bindFunction("order_by", ["key", "reverse?"], call);
      const keyOf = rowKey(table, key);
      const order = table.rows.map((_, row) => ({ row, key: keyOf(row) })).sort((a, b) => nullsLast(a.key, b.key));
      if (pyTruth(reverse)) order.reverse();
      return rowsAt(
        table,
        order.map(({ row }) => row),
      );
    },
  ],
  [
    "distinct",
    (table, call) => {
      const [key = null] = bindFunction("distinct", ["key?"], call);
      const keyOf = key === null ? (row: number) => new PyTuple(table.rows[row] ?? []) : rowKey(table, key);
      const seen = new PyDict();
      return rowsAt(
        table,
        table.rows.flatMap((_, row) => {
          const value = keyOf(row);
          if (seen.has(value)) return [];
          seen.set(value, null);
          return [row];
        }),
      );
    },
  ],
  [
    "group_by",
    (table, call) => {
      const [key = null] = bindFunction("group_by", ["key", "key_name?", "key_type?"], call);
      const keyOf = rowKey(table, key);
      const groups = new Map<string, number[]>();
      for (const row of table.rows.keys()) {
        const name = pyStr(keyOf(row));
        groups.set(name, [...(groups.get(name) ?? []), row]);
      }
      return new MappedSequence(
        "TableSet",
        [...groups.values()].map((rows) => rowsAt(table, rows)),
        [...groups.keys()],
      );
    },
  ],
  ["print_table", (table, call) => table.print(tableText(table, call))],
  ["print_structure", (table) => table.print(table.toText())],
  ["print_csv", (table) => table.print(csvText(table))],
  ["print_json", (table) => table.print(jsonText(table))],
]);

function csvText(table: ResultTable): string {
  const cell = (value: PyValue): string => {
    const text = value === null ? "" : pyStr(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.names, ...table.rows].map((row) => row.map(cell).join(",")).join("\n");
}

function jsonText(table: ResultTable): string {
  const cell = (value: PyValue): unknown =>
    value === null || typeof value === "boolean" || typeof value === "string"
      ? value
      : typeof value === "bigint"
        ? Number(value)
        : value instanceof DecimalObject
          ? value.toFloat()
          : pyStr(value);
  return JSON.stringify(
    table.rows.map((row) => Object.fromEntries(table.names.map((name, index) => [name, cell(row[index] ?? null)]))),
  );
}
