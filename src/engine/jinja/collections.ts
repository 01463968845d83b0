/**
 * Python's lesser collections: views of a dict, ranges, and iterators that can be walked once.
 */
import { spend } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { pyEquals, pyIterate, pyRepr } from "./python.ts";
import { HostObject, PySet, PyTuple, UnhashableKey } from "./values.ts";
import type { PyDict, PyValue } from "./values.ts";

/** `d.keys()`, `d.values()`, `d.items()`: shows the dict as it is now, not as it was. */
export class DictView extends HostObject {
  readonly #dict: PyDict;
  readonly #kind: "keys" | "values" | "items";
  constructor(dict: PyDict, kind: "keys" | "values" | "items") {
    super();
    this.#dict = dict;
    this.#kind = kind;
  }
  get typeName(): string {
    return `dict_${this.#kind}`;
  }
  #values(): PyValue[] {
    if (this.#kind === "keys") return this.#dict.keys();
    if (this.#kind === "values") return this.#dict.values();
    return this.#dict.entries().map((entry) => new PyTuple(entry));
  }
  override *iterate(): Iterable<PyValue> {
    const { size } = this.#dict;
    for (const value of this.#values()) {
      yield value;
      if (this.#dict.size !== size) throw new TemplateError("RuntimeError", "dictionary changed size during iteration");
    }
  }
  override length(): number {
    return this.#dict.size;
  }
  override equals(other: PyValue): boolean {
    if (this === other) return true;
    if (!(other instanceof DictView) || this.#kind === "values" || other.length() !== this.length()) return false;
    const values = other.#values();
    return this.#values().every((value) => values.some((candidate) => pyEquals(value, candidate)));
  }
  override hashText(): string {
    throw new UnhashableKey(this.typeName);
  }
  /** Keys and items are sets, too: `a.keys() - b.keys()`. */
  override operate(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    if (operator !== "-" || this.#kind === "values") return undefined;
    const own = new PySet(this.#values());
    const others = new PySet(pyIterate(other));
    const [left, right] = reflected ? [others, own] : [own, others];
    return new PySet(left.items().filter((item) => !right.has(item)));
  }
  toText(): string {
    return `${this.typeName}(${pyRepr(this.#values())})`;
  }
}

/** `range(start, stop, step)` */
export class PyRange extends HostObject {
  readonly typeName = "range";
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  constructor(start: bigint, stop: bigint, step: bigint) {
    super();
    if (step === 0n) throw new TemplateError("ValueError", "range() arg 3 must not be zero");
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
  override length(): number {
    const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
    const step = this.step > 0n ? this.step : -this.step;
    return span <= 0n ? 0 : Number((span + step - 1n) / step);
  }
  override *iterate(): Iterable<PyValue> {
    for (let value = this.start; this.step > 0n ? value < this.stop : value > this.stop; value += this.step)
      yield value;
  }
  override getItem(position: PyValue): PyValue | undefined {
    if (typeof position !== "bigint" && typeof position !== "boolean") return undefined;
    const key = BigInt(position);
    const index = key < 0n ? key + BigInt(this.length()) : key;
    return index < 0n || index >= BigInt(this.length()) ? undefined : this.start + index * this.step;
  }
  override getAttribute(name: string): PyValue | undefined {
    return name === "start" || name === "stop" || name === "step" ? this[name] : undefined;
  }
  slice(from: number, to: number, step: number): PyRange {
    return new PyRange(
      this.start + BigInt(from) * this.step,
      this.start + BigInt(to) * this.step,
      this.step * BigInt(step),
    );
  }
  override hashText(): string {
    const length = this.length();
    return `range ${length} ${length > 0 ? this.start : ""} ${length > 1 ? this.step : ""}`;
  }
  override equals(other: PyValue): boolean {
    if (!(other instanceof PyRange) || other.length() !== this.length()) return false;
    return this.length() === 0 || (this.start === other.start && (this.length() === 1 || this.step === other.step));
  }
  toText(): string {
    return this.step === 1n ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }
}

/** A generator or iterator: what `map`, `select` and the like give. Walking it again goes on where the last walk stopped. */
export class PyIterator extends HostObject {
  readonly typeName: string;
  readonly #name: string;
  readonly #iterator: Iterator<PyValue>;
  constructor(name: string, values: Iterable<PyValue>, type = "generator") {
    super();
    this.#name = name;
    this.typeName = type;
    this.#iterator = values[Symbol.iterator]();
  }
  override iterate(): Iterable<PyValue> {
    const next = () => {
      spend(1);
      return this.#iterator.next();
    };
    // No `return`: leaving a loop early must not end the iterator.
    return { [Symbol.iterator]: () => ({ next }) };
  }
  toText(): string {
    return this.typeName === "generator" ? `<generator object ${this.#name}>` : `<${this.typeName} object>`;
  }
}

/** A method that was taken from its object without a call: `{% set add = list.append %}`. */
export class BoundMethod extends HostObject {
  readonly typeName = "builtin_function_or_method";
  readonly #name: string;
  readonly #owner: string;
  override readonly call: NonNullable<HostObject["call"]>;
  constructor(name: string, owner: string, call: NonNullable<HostObject["call"]>) {
    super();
    this.#name = name;
    this.#owner = owner;
    this.call = call;
  }
  toText(): string {
    return `<built-in method ${this.#name} of ${this.#owner} object>`;
  }
}
