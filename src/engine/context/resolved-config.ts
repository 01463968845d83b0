/** `config` while compiling: calling it says nothing more; `get` and `require` read what was merged. */
import { EngineError } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { bindFunction } from "../jinja/arguments.ts";
import { fromJson } from "../jinja/convert.ts";
import { pyRepr, pyStr, pyTruth } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";

export class ResolvedConfig extends HostObject {
  readonly typeName = "RuntimeConfigObject";
  readonly #node: ManifestNode;

  constructor(node: ManifestNode) {
    super();
    this.#node = node;
  }

  override call(): PyValue {
    return "";
  }

  override getAttribute(name: string): PyValue | undefined {
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    switch (name) {
      case "get":
        return fn((call) => this.#get(name, call, this.#node.config));
      case "require":
        return fn((call) => this.#require(name, call, this.#node.config));
      case "meta_get":
        return fn((call) => this.#get(name, call, this.#meta));
      case "meta_require":
        return fn((call) => this.#require(name, call, this.#meta));
      case "set":
        return fn(() => "");
      case "persist_relation_docs":
        return fn(() => this.#persists("relation"));
      case "persist_column_docs":
        return fn(() => this.#persists("columns"));
      case "model":
        return undefined;
      default:
        return this.#value(name, this.#node.config);
    }
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.#value(key, this.#node.config) : undefined;
  }

  get #meta(): Readonly<Record<string, unknown>> {
    return { ...this.#node.meta, ...this.#node.config.meta };
  }

  #get(fn: string, call: CallArguments, values: Readonly<Record<string, unknown>>): PyValue {
    const [name = null, fallback = null, validator = null] = bindFunction(fn, ["name", "default?", "validator?"], call);
    const value = this.#value(pyStr(name), values);
    const found = value === undefined || value === null ? fallback : value;
    if (fallback !== null) validate(validator, found);
    return found;
  }

  #require(fn: string, call: CallArguments, values: Readonly<Record<string, unknown>>): PyValue {
    const [name = null, validator = null] = bindFunction(fn, ["name", "validator?"], call);
    const key = pyStr(name);
    const value = this.#value(key, values);
    if (value === undefined) {
      throw new EngineError("P003", `"${this.#node.name}" lacks the config "${key}", which a macro needs.`, {
        hint: `Set it with config(${key}=…).`,
      });
    }
    validate(validator, value);
    return value;
  }

  #value(name: string, values: Readonly<Record<string, unknown>>): PyValue | undefined {
    const value = values[name] ?? values[OTHER_SPELLING[name] ?? ""];
    return value === undefined ? undefined : fromJson(value as never);
  }

  #persists(part: string): boolean {
    const given = this.#value("persist_docs", this.#node.config) ?? new PyDict();
    if (given === null) return false;
    if (given instanceof PyDict) return pyTruth(given.get(part) ?? false);
    throw new EngineError("P003", `"${this.#node.name}" has persist_docs ${pyRepr(given)}, which is no mapping.`, {
      hint: "Write persist_docs={'relation': true, 'columns': true}.",
    });
  }

  toText(): string {
    return "<config>";
  }
}

/** dbt keeps hooks under names with a minus. */
const OTHER_SPELLING: Readonly<Record<string, string>> = {
  "pre-hook": "pre_hook",
  "post-hook": "post_hook",
  pre_hook: "pre-hook",
  post_hook: "post-hook",
};

function validate(validator: PyValue, value: PyValue): void {
  if (validator instanceof HostObject) validator.call?.({ args: [value], kwargs: new Map() });
}
