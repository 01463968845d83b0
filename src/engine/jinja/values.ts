/**
 * Python's values as templates see them.
 *
 * None is `null`, int is `bigint`, float is `number` (so `1` and `1.0` stay apart), str is `string`, list is a JavaScript array
 * (mutable, shared by reference, as in Python). Tuples, dicts, sets, undefined, functions and host objects are classes below.
 */
import { checkLength, spend } from "./budget.ts";
import { TemplateError } from "./error.ts";

export type PyValue =
  null | boolean | bigint | number | string | PyValue[] | PyTuple | PyDict | PySet | Undefined | HostObject;

/** Arguments of a call: positional, then by keyword. */
export interface CallArguments {
  readonly args: readonly PyValue[];
  readonly kwargs: ReadonlyMap<string, PyValue>;
}

export class PyTuple {
  readonly items: readonly PyValue[];
  constructor(items: readonly PyValue[]) {
    this.items = items;
  }
}

/** A tuple whose items have names too, for example a group of `groupby`: `(grouper, list)`. */
export class PyNamedTuple extends PyTuple {
  readonly names: readonly string[];
  constructor(names: readonly string[], items: readonly PyValue[]) {
    super(items);
    this.names = names;
  }
}

/** A missing name or attribute: empty as text, false as a condition, an error on attribute access and on call. */
export class Undefined {
  /** What was looked for, for the message: `'x' is undefined`, `'dict object' has no attribute 'x'`. */
  readonly hint: string;
  /** While dbt parses, attributes, items and calls of what is undefined in a model's own text are undefined again, and no error. */
  readonly lenient: boolean;
  constructor(hint: string, lenient = false) {
    this.hint = hint;
    this.lenient = lenient;
  }
}

/**
 * Something that the host lends to templates: a relation, a column, `adapter`, `target`, a macro, a module.
 * Override what the object supports; the defaults raise Python's own errors.
 */
export abstract class HostObject {
  /** Python's name of the type, for messages and repr. */
  abstract readonly typeName: string;
  /** The type's name with its module, where Jinja2 has it in messages: `'jinja2.utils.Namespace object' has no attribute 'x'`. */
  get qualifiedName(): string {
    return this.typeName;
  }
  /** `value.name`; return undefined (JavaScript's) when there is no such attribute. */
  getAttribute(_name: string): PyValue | undefined {
    return undefined;
  }
  /** `value[key]`; return undefined when there is no such item. */
  getItem(_key: PyValue): PyValue | undefined {
    return undefined;
  }
  /** `value(...)`; undefined when the object cannot be called. */
  call?(call: CallArguments): PyValue;
  /** What iterating yields; undefined when the object cannot be iterated. */
  iterate?(): Iterable<PyValue>;
  /** `len(value)`; also truth when `isTrue` is not overridden. */
  length?(): number;
  isTrue(): boolean {
    return this.length === undefined ? true : this.length() > 0;
  }
  /** Passes `is mapping`. */
  get isMapping(): boolean {
    return false;
  }
  equals(other: PyValue): boolean {
    return this === other;
  }
  /** Equal objects must give equal text here when `equals` is overridden; null keeps them apart by identity. */
  hashText(): string | null {
    return null;
  }
  /** `{% set value.name = … %}`; only namespaces have it. */
  assign?(name: string, value: PyValue): void;
  /** `this + other` and the like; `reflected` means `other + this`. Return undefined (JavaScript's) when the object has no such operator. */
  operate?(operator: string, other: PyValue, reflected: boolean): PyValue | undefined;
  /** Negative, zero or positive as this sorts before, with or after `other`; undefined when the two have no order. */
  compare?(other: PyValue): number | undefined;
  /** What `value[1:3]` takes a part of; the part is a tuple. */
  items?(): readonly PyValue[];
  /** `item in value`; without it, what iterating yields is compared. */
  contains?(item: PyValue): boolean;
  /** `-value`, `+value`, `value | abs`. */
  unary?(operator: "-" | "+" | "abs"): PyValue;
  /** `value | round(places)`. */
  round?(places: number): PyValue;
  /** float(value), for what counts as a number: it passes `is number` and fits `'%.2f'`. */
  toFloat?(): number;
  /** `'{:%Y}'.format(value)`: the text for a format specification that is not empty. */
  format?(specification: string): string;
  /** Text in output: Python's str(). */
  abstract toText(): string;
  /** Text inside lists and dicts: Python's repr(). */
  toRepr(): string {
    return this.toText();
  }
}

/** A function of the host, for example `ref`. */
export class HostFunction extends HostObject {
  readonly typeName = "function";
  readonly name: string;
  readonly #body: (call: CallArguments) => PyValue;
  constructor(name: string, body: (call: CallArguments) => PyValue) {
    super();
    this.name = name;
    this.#body = body;
  }
  override call(call: CallArguments): PyValue {
    return this.#body(call);
  }
  toText(): string {
    return `<function ${this.name}>`;
  }
}

/** Python's dict: insertion order, keys by Python equality (`1`, `1.0` and `True` are one key; tuples are keys by content). */
export class PyDict {
  /** A pair is never changed, so that it can be handed out. */
  readonly #entries = new Map<string, readonly [PyValue, PyValue]>();

  static from(pairs: Iterable<readonly [PyValue, PyValue]>): PyDict {
    const dict = new PyDict();
    for (const [key, value] of pairs) dict.set(key, value);
    return dict;
  }
  get size(): number {
    return this.#entries.size;
  }
  get(key: PyValue): PyValue | undefined {
    return this.#entries.get(hashKey(key))?.[1];
  }
  has(key: PyValue): boolean {
    return this.#entries.has(hashKey(key));
  }
  set(key: PyValue, value: PyValue): void {
    const hash = hashKey(key);
    const old = this.#entries.get(hash);
    this.#entries.set(hash, [old === undefined ? key : old[0], value]);
  }
  delete(key: PyValue): boolean {
    return this.#entries.delete(hashKey(key));
  }
  clear(): void {
    this.#entries.clear();
  }
  keys(): PyValue[] {
    return [...this.#entries.values()].map(([key]) => key);
  }
  values(): PyValue[] {
    return [...this.#entries.values()].map(([, value]) => value);
  }
  entries(): (readonly [PyValue, PyValue])[] {
    return [...this.#entries.values()];
  }
}

/** Python's set, in insertion order (Python's own order is arbitrary; ours is stable). */
export class PySet {
  readonly #dict = new PyDict();
  constructor(items: Iterable<PyValue> = []) {
    for (const item of items) this.add(item);
  }
  get size(): number {
    return this.#dict.size;
  }
  has(item: PyValue): boolean {
    return this.#dict.has(item);
  }
  add(item: PyValue): void {
    if (!this.#dict.has(item)) this.#dict.set(item, null);
  }
  delete(item: PyValue): boolean {
    return this.#dict.delete(item);
  }
  items(): PyValue[] {
    return this.#dict.keys();
  }
}

/** Thrown for keys that Python cannot hash. */
export class UnhashableKey extends TemplateError {
  constructor(typeName: string) {
    super("TypeError", `unhashable type: '${typeName}'`);
  }
}

/** Nearly every key is a text, which stands for itself; what else there is starts with a sign that no name has. */
function hashKey(key: PyValue): string {
  if (typeof key === "string") return key.startsWith("\0") ? `\0s${key}` : key;
  if (key === null) return "\0n";
  if (typeof key === "boolean") return key ? "\0i1" : "\0i0";
  if (typeof key === "bigint") return `\0i${key}`;
  if (typeof key === "number") return Number.isInteger(key) ? `\0i${BigInt(key)}` : `\0f${key}`;
  if (key instanceof PyTuple) {
    spend(2);
    const hashes = key.items.map(hashKey);
    checkLength(hashes.reduce((length, hash) => length + hash.length, 0));
    return `\0(${hashes.map((hash) => `${hash.length}:${hash}`).join("")})`;
  }
  if (key instanceof Undefined) return "\0u";
  if (key instanceof HostObject) {
    const text = key.hashText();
    return text === null ? `\0o${identity(key)}` : `\0h${text}`;
  }
  throw new UnhashableKey(Array.isArray(key) ? "list" : key instanceof PyDict ? "dict" : "set");
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identity(object: object): number {
  let id = identities.get(object);
  if (id === undefined) identities.set(object, (id = ++lastIdentity));
  return id;
}
