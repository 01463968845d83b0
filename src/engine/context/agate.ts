/** Query results as templates see them: rows by position or name, columns with `values()`. */
import { HostFunction, HostObject, PyDict, PyTuple } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import type { Column, Table, Value } from "../core/table.ts";

export class ResultTable extends HostObject {
  readonly typeName = "Table";
  readonly rows: readonly ResultRow[];
  readonly #columns: readonly ResultColumn[];

  constructor(table: Table) {
    super();
    const values = table.columns.map((column, index) =>
      (table.data[index] ?? []).map((value) => toPython(value, column.type)),
    );
    this.#columns = table.columns.map((column, index) => new ResultColumn(column, values[index] ?? []));
    const names = table.columns.map((column) => column.name);
    this.rows = Array.from(
      { length: table.rowCount },
      (_, row) =>
        new ResultRow(
          names,
          values.map((column) => column[row] ?? null),
        ),
    );
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "rows") return [...this.rows];
    if (name === "columns") return [...this.#columns];
    if (name === "column_names") return new PyTuple(this.#columns.map((column) => column.name));
    if (name === "print_table") return new HostFunction(name, () => "");
    return undefined;
  }

  override iterate(): Iterable<PyValue> {
    return this.rows;
  }

  override length(): number {
    return this.rows.length;
  }

  // An agate table without rows is true, as any Python object is; `{% if results %}` asks whether a query ran.
  override isTrue(): boolean {
    return true;
  }

  override toText(): string {
    return `<agate.Table ${this.rows.length} rows>`;
  }
}

export class ResultColumn extends HostObject {
  readonly typeName = "Column";
  readonly name: string;
  readonly #type: string;
  readonly #values: readonly PyValue[];

  constructor(column: Column, values: readonly PyValue[]) {
    super();
    this.name = column.name;
    this.#type = column.type;
    this.#values = values;
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "name" || name === "column") return this.name;
    if (name === "dtype" || name === "data_type") return this.#type;
    if (name === "quoted") return `"${this.name.replaceAll('"', '""')}"`;
    if (name === "values") return new HostFunction(name, () => new PyTuple(this.#values));
    if (name === "is_string") return new HostFunction(name, () => /^(varchar|text|char)/i.test(this.#type));
    if (name === "is_numeric") return new HostFunction(name, () => /^(decimal|numeric)/i.test(this.#type));
    if (name === "is_integer") return new HostFunction(name, () => /int$/i.test(this.#type));
    if (name === "is_float") return new HostFunction(name, () => /^(double|float|real)/i.test(this.#type));
    if (name === "is_number")
      return new HostFunction(name, () => /^(decimal|numeric|double|float|real)|int$/i.test(this.#type));
    return undefined;
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "bigint" ? this.#values.at(Number(key)) : undefined;
  }

  override iterate(): Iterable<PyValue> {
    return this.#values;
  }

  override toText(): string {
    return `<Column ${this.name} (${this.#type})>`;
  }
}

class ResultRow extends HostObject {
  readonly typeName = "Row";
  readonly #names: readonly string[];
  readonly #values: readonly PyValue[];

  constructor(names: readonly string[], values: readonly PyValue[]) {
    super();
    this.#names = names;
    this.#values = values;
  }

  override getItem(key: PyValue): PyValue | undefined {
    if (typeof key === "bigint") return this.#values.at(Number(key));
    const index =
      typeof key === "string" ? this.#names.findIndex((name) => name.toLowerCase() === key.toLowerCase()) : -1;
    return index === -1 ? undefined : this.#values[index];
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "values") return new HostFunction(name, () => new PyTuple(this.#values));
    if (name === "keys") return new HostFunction(name, () => [...this.#names]);
    if (name === "dict")
      return new HostFunction(name, () =>
        PyDict.from(this.#names.map((key, index) => [key, this.#values[index] ?? null])),
      );
    return this.getItem(name);
  }

  override iterate(): Iterable<PyValue> {
    return this.#values;
  }

  override length(): number {
    return this.#values.length;
  }

  override toText(): string {
    return `<agate.Row>`;
  }
}

/** Whole numbers become Python's int; decimals with a fraction become float. */
function toPython(value: Value, type: string): PyValue {
  if (value === null || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "number") return /int/i.test(type) ? BigInt(value) : value;
  if (typeof value === "string") {
    if (!/^decimal/i.test(type)) return value;
    return value.includes(".") ? Number(value) : BigInt(value);
  }
  if (Array.isArray(value)) return value.map((item) => toPython(item as Value, ""));
  return PyDict.from(Object.entries(value as Record<string, Value>).map(([key, item]) => [key, toPython(item, "")]));
}
