/** A Python class as templates hold it: called it makes a value, and it has class methods and constants. */
import { HostFunction, HostObject } from "../../jinja/values.ts";
import type { CallArguments, PyValue } from "../../jinja/values.ts";

export type Method = (call: CallArguments) => PyValue;

export class ClassObject extends HostObject {
  readonly typeName = "type";
  readonly #name: string;
  readonly #members: Readonly<Record<string, Method | { readonly value: () => PyValue }>>;
  override readonly call: Method;

  /** `name` with its module, as Python prints it. */
  constructor(
    name: string,
    make: Method,
    members: Readonly<Record<string, Method | { readonly value: () => PyValue }>> = {},
  ) {
    super();
    this.#name = name;
    this.call = make;
    this.#members = members;
  }

  override getAttribute(name: string): PyValue | undefined {
    const member = Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
    if (member === undefined) return name === "__name__" ? (this.#name.split(".").at(-1) ?? "") : undefined;
    return typeof member === "function" ? new HostFunction(name, member) : member.value();
  }

  toText(): string {
    return `<class '${this.#name}'>`;
  }
}

/** A module, or another bag of names: `modules.datetime`, `exceptions`. Members are made when they are asked for. */
export class Namespace extends HostObject {
  readonly typeName = "dict";
  readonly #names: readonly string[];
  readonly #member: (name: string) => PyValue | undefined;

  constructor(names: readonly string[], member: (name: string) => PyValue | undefined) {
    super();
    this.#names = names;
    this.#member = member;
  }

  override get isMapping(): boolean {
    return true;
  }

  override getAttribute(name: string): PyValue | undefined {
    const found = this.#member(name);
    if (found !== undefined) return found;
    switch (name) {
      case "keys":
        return new HostFunction(name, () => [...this.#names]);
      case "values":
        return new HostFunction(name, () => this.#names.map((member) => this.#member(member) ?? null));
      case "get":
        return new HostFunction(name, ({ args, kwargs }) => {
          const [key, fallback = kwargs.get("default") ?? null] = args;
          return (typeof key === "string" ? this.#member(key) : undefined) ?? fallback;
        });
      default:
        return undefined;
    }
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.#member(key) : undefined;
  }

  override contains(item: PyValue): boolean {
    return typeof item === "string" && this.#member(item) !== undefined;
  }

  override iterate(): Iterable<PyValue> {
    return this.#names;
  }

  override length(): number {
    return this.#names.length;
  }

  toText(): string {
    return `{${this.#names.map((name) => `'${name}': …`).join(", ")}}`;
  }
}
