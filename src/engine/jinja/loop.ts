/**
 * `loop` inside `{% for %}`. Like Jinja2's it looks one item ahead only when it is asked for `last` or `nextitem`, so that a loop
 * over something that is still growing sees what its body adds.
 */
import { bindBuiltin } from "./arguments.ts";
import { TemplateError } from "./error.ts";
import { lengthOf, pyEquals } from "./python.ts";
import { HostFunction, HostObject, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

/** Renders the loop again over other items, one level deeper. */
export type Recurse = (items: PyValue, depth: number) => PyValue;

export class LoopContext extends HostObject {
  readonly typeName = "LoopContext";
  override get qualifiedName(): string {
    return "jinja2.runtime.LoopContext";
  }
  readonly #iterable: PyValue | null;
  readonly #recurse: Recurse | null;
  readonly #depth0: number;
  #iterator: Iterator<PyValue>;
  #index0 = -1;
  #length: number | null = null;
  #after: IteratorResult<PyValue> | null = null;
  #current: PyValue | undefined;
  #before: PyValue | undefined;
  #lastChanged: PyValue | undefined;

  /** `iterable` is null for a filtered loop, whose length is not known beforehand. */
  constructor(iterable: PyValue | null, items: Iterable<PyValue>, recurse: Recurse | null, depth0: number) {
    super();
    this.#iterable = iterable;
    this.#iterator = items[Symbol.iterator]();
    this.#recurse = recurse;
    this.#depth0 = depth0;
  }

  /** The next item, or undefined at the end. */
  next(): { value: PyValue } | undefined {
    const result = this.#after ?? this.#iterator.next();
    this.#after = null;
    if (result.done === true) return undefined;
    this.#index0 += 1;
    this.#before = this.#current;
    this.#current = result.value;
    return { value: result.value };
  }

  #peek(): IteratorResult<PyValue> {
    return (this.#after ??= this.#iterator.next());
  }

  #count(): number {
    if (this.#length !== null) return this.#length;
    const known = this.#iterable === null ? undefined : lengthOf(this.#iterable);
    if (known !== undefined) return (this.#length = known);
    const ahead = this.#after !== null && this.#after.done !== true ? 1 : 0;
    const rest = [...{ [Symbol.iterator]: () => this.#iterator }];
    this.#iterator = rest[Symbol.iterator]();
    return (this.#length = rest.length + this.#index0 + 1 + ahead);
  }

  override length(): number {
    return this.#count();
  }

  /** Walking the loop itself takes its rounds away from it. */
  override *iterate(): Iterable<PyValue> {
    for (let item = this.next(); item !== undefined; item = this.next()) yield new PyTuple([item.value, this]);
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "index":
        return BigInt(this.#index0 + 1);
      case "index0":
        return BigInt(this.#index0);
      case "revindex":
        return BigInt(this.#count() - this.#index0);
      case "revindex0":
        return BigInt(this.#count() - this.#index0 - 1);
      case "first":
        return this.#index0 === 0;
      case "last":
        return this.#peek().done === true;
      case "length":
        return BigInt(this.#count());
      case "depth":
        return BigInt(this.#depth0 + 1);
      case "depth0":
        return BigInt(this.#depth0);
      case "previtem":
        return this.#index0 === 0 || this.#before === undefined
          ? new Undefined("there is no previous item")
          : this.#before;
      case "nextitem": {
        const next = this.#peek();
        return next.done === true ? new Undefined("there is no next item") : next.value;
      }
      case "cycle":
        return new HostFunction("cycle", ({ args }) => {
          const value = args[this.#index0 % args.length];
          if (value === undefined) throw new TemplateError("TypeError", "no items for cycling given");
          return value;
        });
      case "changed":
        return new HostFunction("changed", ({ args }) => {
          const value = new PyTuple(args);
          if (this.#lastChanged !== undefined && pyEquals(this.#lastChanged, value)) return false;
          this.#lastChanged = value;
          return true;
        });
      default:
        return undefined;
    }
  }

  override call(call: CallArguments): PyValue {
    const [items = null] = bindBuiltin("loop", call, 1, 1);
    if (this.#recurse === null)
      throw new TemplateError("TypeError", "The loop must have the 'recursive' marker to be called recursively.");
    return this.#recurse(items, this.#depth0 + 1);
  }

  toText(): string {
    return `<LoopContext ${this.#index0 + 1}/${this.#count()}>`;
  }
}
