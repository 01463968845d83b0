/** The functions that every template has: `range`, `dict`, `namespace`, `cycler`, `joiner`. */
import { bindBuiltin, bindFunction } from "./arguments.ts";
import { pairsOf } from "./collection-methods.ts";
import { PyRange } from "./collections.ts";
import { TemplateError } from "./error.ts";
import { pyRepr, pyStr, typeName } from "./python.ts";
import { HostFunction, HostObject, PyDict } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

/** Jinja2's sandbox, which dbt uses, refuses longer ones. */
const MAX_RANGE = 100_000;

class Namespace extends HostObject {
  readonly typeName = "Namespace";
  override get qualifiedName(): string {
    return "jinja2.utils.Namespace";
  }
  readonly #values = new PyDict();
  constructor(pairs: Iterable<readonly [PyValue, PyValue]>) {
    super();
    for (const [key, value] of pairs) this.#values.set(key, value);
  }
  override getAttribute(name: string): PyValue | undefined {
    return this.#values.get(name);
  }
  override assign(name: string, value: PyValue): void {
    this.#values.set(name, value);
  }
  toText(): string {
    return `<Namespace ${pyRepr(this.#values)}>`;
  }
}

class Cycler extends HostObject {
  readonly typeName = "Cycler";
  override get qualifiedName(): string {
    return "jinja2.utils.Cycler";
  }
  readonly #items: readonly PyValue[];
  #position = 0;
  constructor(items: readonly PyValue[]) {
    super();
    if (items.length === 0) throw new TemplateError("RuntimeError", "at least one item has to be provided");
    this.#items = items;
  }
  #current(): PyValue {
    return this.#items[this.#position] ?? null;
  }
  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "current":
        return this.#current();
      case "items":
        return [...this.#items];
      case "pos":
        return BigInt(this.#position);
      case "next":
        return new HostFunction("next", () => {
          const value = this.#current();
          this.#position = (this.#position + 1) % this.#items.length;
          return value;
        });
      case "reset":
        return new HostFunction("reset", () => {
          this.#position = 0;
          return null;
        });
      default:
        return undefined;
    }
  }
  toText(): string {
    return "<jinja2.utils.Cycler object>";
  }
}

class Joiner extends HostObject {
  readonly typeName = "Joiner";
  override get qualifiedName(): string {
    return "jinja2.utils.Joiner";
  }
  readonly #separator: string;
  #used = false;
  constructor(separator: string) {
    super();
    this.#separator = separator;
  }
  override call(): PyValue {
    if (this.#used) return this.#separator;
    this.#used = true;
    return "";
  }
  toText(): string {
    return "<jinja2.utils.Joiner object>";
  }
}

/** A type that makes values when it is called. */
class TypeObject extends HostObject {
  readonly typeName = "type";
  readonly #name: string;
  override readonly call: (call: CallArguments) => PyValue;
  constructor(name: string, call: (call: CallArguments) => PyValue) {
    super();
    this.#name = name;
    this.call = call;
  }
  toText(): string {
    return `<class '${this.#name}'>`;
  }
}

function makeRange(call: CallArguments): PyRange {
  for (const key of call.kwargs.keys())
    throw new TemplateError("TypeError", `safe_range() got an unexpected keyword argument '${key}'`);
  const values = bindBuiltin("range", call, 1, 3).map((value = null) => {
    if (typeof value === "bigint") return value;
    if (typeof value === "boolean") return BigInt(value);
    throw new TemplateError("TypeError", `'${typeName(value)}' object cannot be interpreted as an integer`);
  });
  const [first = 0n, second, step = 1n] = values;
  const range = second === undefined ? new PyRange(0n, first, 1n) : new PyRange(first, second, step);
  if (range.length() > MAX_RANGE) {
    throw new TemplateError(
      "OverflowError",
      `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`,
    );
  }
  return range;
}

function makeDict(call: CallArguments): PyDict {
  const [source] = bindBuiltin("dict", { args: call.args, kwargs: new Map() }, 0, 1);
  return PyDict.from([...(source === undefined ? [] : pairsOf(source)), ...call.kwargs]);
}

function makeNamespace(call: CallArguments): Namespace {
  const [source] = bindBuiltin("dict", { args: call.args, kwargs: new Map() }, 0, 1);
  return new Namespace([...(source === undefined ? [] : pairsOf(source)), ...call.kwargs]);
}

export const GLOBALS: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
  ["range", new HostFunction("range", makeRange)],
  ["dict", new TypeObject("dict", makeDict)],
  ["namespace", new TypeObject("jinja2.utils.Namespace", makeNamespace)],
  ["cycler", new TypeObject("jinja2.utils.Cycler", (call) => new Cycler(call.args))],
  [
    "joiner",
    new TypeObject(
      "jinja2.utils.Joiner",
      (call) => new Joiner(pyStr(bindFunction("Joiner.__init__", ["sep?"], call, 1)[0] ?? ", ")),
    ),
  ],
]);
