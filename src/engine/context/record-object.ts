/** A small object with named fields, as Python's dataclasses are: `Path(database='d', schema='s', identifier='i')`. */
import { pyEquals, pyRepr } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

export class RecordObject extends HostObject {
  readonly typeName: string;
  readonly #fields: ReadonlyMap<string, PyValue>;
  readonly #text: string | null;

  /** `text` is what it prints as; by default its fields, as its repr does. */
  constructor(typeName: string, names: readonly string[], values: readonly PyValue[], text: string | null = null) {
    super();
    this.typeName = typeName;
    this.#fields = new Map(names.map((name, index) => [name, values[index] ?? null]));
    this.#text = text;
  }

  override getAttribute(name: string): PyValue | undefined {
    const value = this.#fields.get(name);
    if (value !== undefined) return value;
    if (name !== "to_dict") return undefined;
    return new HostFunction(name, () => PyDict.from(this.#fields));
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.#fields.get(key) : undefined;
  }

  override equals(other: PyValue): boolean {
    return (
      other instanceof RecordObject &&
      other.typeName === this.typeName &&
      [...this.#fields].every(([name, value]) => pyEquals(value, other.#fields.get(name) ?? null))
    );
  }

  override hashText(): string {
    return this.toRepr();
  }

  toText(): string {
    return this.#text ?? this.toRepr();
  }

  override toRepr(): string {
    return `${this.typeName}(${[...this.#fields].map(([name, value]) => `${name}=${pyRepr(value)}`).join(", ")})`;
  }
}
