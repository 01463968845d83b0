/** agate's sequences: the rows and columns of a table, one row, one column. */
import { bindFunction } from "../jinja/arguments.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyCompare, pyEquals, pyRepr } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict, PyTuple } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

export type AgateType = "Integer" | "Number" | "Boolean" | "Date" | "DateTime" | "Text";

export interface AgateColumn {
  readonly name: string;
  readonly type: AgateType;
}

/** agate's sequence whose values may have keys: the rows and columns of a table, a row, a column. */
export class MappedSequence extends HostObject {
  readonly typeName: string;
  readonly values: readonly PyValue[];
  readonly keys: readonly string[] | null;

  constructor(typeName: string, values: readonly PyValue[], keys: readonly string[] | null) {
    super();
    this.typeName = typeName;
    this.values = values;
    this.keys = keys;
  }

  override getItem(key: PyValue): PyValue | undefined {
    if (typeof key === "bigint") return this.values.at(Number(key));
    const index = typeof key === "string" ? (this.keys?.indexOf(key) ?? -1) : -1;
    return index < 0 ? undefined : this.values[index];
  }

  override getAttribute(name: string): PyValue | undefined {
    const pairs = (): [PyValue, PyValue][] => (this.keys ?? []).map((key, index) => [key, this.values[index] ?? null]);
    switch (name) {
      case "values":
        return new HostFunction(name, () => new PyTuple(this.values));
      case "keys":
        return new HostFunction(name, () => (this.keys === null ? null : new PyTuple(this.keys)));
      case "items":
        return new HostFunction(name, () => new PyTuple(pairs().map((pair) => new PyTuple(pair))));
      case "dict":
        return new HostFunction(name, () => PyDict.from(pairs()));
      case "get":
        return new HostFunction(name, (call) => {
          const [key = null, fallback = null] = bindFunction(name, ["key", "default?"], call);
          const index = typeof key === "string" ? (this.keys?.indexOf(key) ?? -1) : -1;
          return index < 0 ? fallback : (this.values[index] ?? null);
        });
      default:
        return undefined;
    }
  }

  override iterate(): Iterable<PyValue> {
    return this.values;
  }

  override items(): readonly PyValue[] {
    return this.values;
  }

  override length(): number {
    return this.values.length;
  }

  override equals(other: PyValue): boolean {
    const items =
      other instanceof MappedSequence
        ? other.values
        : other instanceof PyTuple
          ? other.items
          : Array.isArray(other)
            ? other
            : null;
    return (
      items !== null &&
      items.length === this.values.length &&
      items.every((item, index) => pyEquals(item, this.values[index] ?? null))
    );
  }

  override hashText(): string {
    throw new TemplateError("TypeError", `unhashable type: '${this.typeName}'`);
  }

  toText(): string {
    const sample = this.values.slice(0, 5).map(pyRepr).join(", ");
    return `<agate.${this.typeName}: (${sample}${this.values.length > 5 ? ", ..." : ""})>`;
  }
}

export class Row extends MappedSequence {
  constructor(values: readonly PyValue[], names: readonly string[]) {
    super("Row", values, names);
  }
}

export class Column extends MappedSequence {
  readonly #column: AgateColumn;
  readonly #index: number;

  constructor(column: AgateColumn, index: number, values: readonly PyValue[]) {
    super("Column", values, null);
    this.#column = column;
    this.#index = index;
  }

  override getAttribute(name: string): PyValue | undefined {
    const filled = (): PyValue[] => this.values.filter((value) => value !== null);
    const sorted = (values: readonly PyValue[]): PyValue[] => [...values].sort(nullsLast);
    switch (name) {
      case "name":
        return this.#column.name;
      case "index":
        return BigInt(this.#index);
      case "data_type":
        return new DataType(this.#column.type);
      case "values_distinct":
        return new HostFunction(name, () => new PyTuple(distinct(this.values)));
      case "values_without_nulls":
        return new HostFunction(name, () => new PyTuple(filled()));
      case "values_sorted":
        return new HostFunction(name, () => sorted(this.values));
      case "values_without_nulls_sorted":
        return new HostFunction(name, () => sorted(filled()));
      default:
        return super.getAttribute(name);
    }
  }
}

export class DataType extends HostObject {
  readonly typeName: AgateType;
  constructor(type: AgateType) {
    super();
    this.typeName = type;
  }
  toText(): string {
    return `<agate.${this.typeName} object>`;
  }
}

function distinct(values: readonly PyValue[]): PyValue[] {
  const seen = new PyDict();
  return values.filter((value) => {
    if (seen.has(value)) return false;
    seen.set(value, null);
    return true;
  });
}

/** None sorts behind everything else. */
export function nullsLast(a: PyValue, b: PyValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return pyCompare(a, b);
}
