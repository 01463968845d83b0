/**
 * A relation as templates hold it: prints as its quoted name, has dbt's attributes and methods, and passes `is mapping`.
 */
import { HostFunction, HostObject, PyTuple } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { pyTruth } from "../jinja/python.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import type { RelationName } from "../warehouse/port.ts";

export type RelationType = "table" | "view" | "cte" | "external" | null;

const PARTS = ["database", "schema", "identifier"] as const;
type Part = (typeof PARTS)[number];

export class RelationObject extends HostObject {
  readonly typeName = "DuckDBRelation";
  readonly path: Readonly<Record<Part, string | null>>;
  readonly type: RelationType;
  readonly #include: Readonly<Record<Part, boolean>>;
  readonly #quote: Readonly<Record<Part, boolean>>;

  constructor(
    path: Readonly<Record<Part, string | null>>,
    options: {
      type?: RelationType;
      include?: Readonly<Record<Part, boolean>>;
      quote?: Readonly<Record<Part, boolean>>;
    } = {},
  ) {
    super();
    this.path = path;
    this.type = options.type ?? null;
    this.#include = options.include ?? { database: true, schema: true, identifier: true };
    this.#quote = options.quote ?? { database: true, schema: true, identifier: true };
  }

  static of(name: RelationName, type: RelationType = null): RelationObject {
    return new RelationObject({ database: name.database, schema: name.schema, identifier: name.identifier }, { type });
  }

  /** The full name, for the warehouse port. */
  get name(): RelationName {
    return {
      database: this.path.database ?? "",
      schema: this.path.schema ?? "",
      identifier: this.path.identifier ?? "",
    };
  }

  override get isMapping(): boolean {
    return true;
  }

  override equals(other: PyValue): boolean {
    return other instanceof RelationObject && other.toText() === this.toText() && other.type === this.type;
  }

  override toText(): string {
    return PARTS.filter((part) => this.#include[part] && this.path[part] !== null)
      .map((part) => (this.#quote[part] ? quoteIdentifier(this.path[part] ?? "") : (this.path[part] ?? "")))
      .join(".");
  }

  override toRepr(): string {
    return `<DuckDBRelation ${this.toText()}>`;
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.getAttribute(key) : undefined;
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "database":
      case "schema":
      case "identifier":
        return this.path[name];
      case "name":
      case "table":
        return this.path.identifier;
      case "type":
        return this.type;
      case "is_table":
      case "is_view":
      case "is_cte":
        return this.type === name.slice(3);
      case "render":
        return new HostFunction(name, () => this.toText());
      case "include":
        return new HostFunction(name, (call) => this.#with({ include: this.#flags(this.#include, call) }));
      case "quote":
        return new HostFunction(name, (call) => this.#with({ quote: this.#flags(this.#quote, call) }));
      case "without_identifier":
        return new HostFunction(name, () => this.#with({ include: { ...this.#include, identifier: false } }));
      case "incorporate":
        return new HostFunction(name, (call) => this.#incorporate(call));
      default:
        return undefined;
    }
  }

  #with(changes: {
    include?: Record<Part, boolean>;
    quote?: Record<Part, boolean>;
    type?: RelationType;
  }): RelationObject {
    return new RelationObject(this.path, { type: this.type, include: this.#include, quote: this.#quote, ...changes });
  }

  #flags(current: Readonly<Record<Part, boolean>>, call: CallArguments): Record<Part, boolean> {
    return Object.fromEntries(
      PARTS.map((part, index) => {
        const value = call.kwargs.get(part) ?? call.args[index];
        return [part, value === undefined || value === null ? current[part] : pyTruth(value)];
      }),
    ) as Record<Part, boolean>;
  }

  #incorporate(call: CallArguments): RelationObject {
    const type = call.kwargs.get("type");
    const path = call.kwargs.get("path");
    const changed = { ...this.path };
    if (path instanceof HostObject || path instanceof PyTuple || path === undefined) {
      return new RelationObject(changed, { type: typeof type === "string" ? (type as RelationType) : this.type });
    }
    for (const part of PARTS) {
      const value = call.kwargs.get(part);
      if (typeof value === "string") changed[part] = value;
    }
    return new RelationObject(changed, { type: typeof type === "string" ? (type as RelationType) : this.type });
  }
}

/** `api.Relation.create(database=…, schema=…, identifier=…, type=…)`. */
export function createRelation(call: CallArguments): RelationObject {
  const part = (name: string, index: number): string | null => {
    const value = call.kwargs.get(name) ?? call.args[index];
    return typeof value === "string" ? value : null;
  };
  const type = call.kwargs.get("type");
  return new RelationObject(
    { database: part("database", 0), schema: part("schema", 1), identifier: part("identifier", 2) },
    { type: typeof type === "string" ? (type as RelationType) : null },
  );
}
