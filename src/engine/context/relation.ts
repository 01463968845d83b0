/**
 * A relation as templates hold it: prints as its quoted name, has dbt's attributes and methods, and passes `is mapping`.
 *
 * As in dbt, what `ref()` gives has no type: only a relation that was looked up in the warehouse (or made with one) knows whether
 * it is a table or a view.
 */
import { TemplateError } from "../jinja/error.ts";
import { HostFunction, HostObject, PyDict, Undefined } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { pyRepr, pyTruth, typeName } from "../jinja/python.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import type { RelationName } from "../warehouse/port.ts";
import { RecordObject } from "./record-object.ts";

export const RELATION_TYPES = [
  "table",
  "view",
  "cte",
  "materialized_view",
  "ephemeral",
  "external",
  "pointer_table",
  "function",
] as const;
export type RelationType = (typeof RELATION_TYPES)[number] | null;

export const PARTS = ["database", "schema", "identifier"] as const;
type Part = (typeof PARTS)[number];
type Path = Readonly<Record<Part, string | null>>;
/** Which parts of a name are quoted, or printed. */
export type Policy = Readonly<Record<Part, boolean>>;

export const ALL_PARTS: Policy = { database: true, schema: true, identifier: true };

interface Details {
  readonly path: Path;
  readonly type: RelationType;
  readonly include: Policy;
  readonly quote: Policy;
  /** The view of the information schema that is printed at the end; null for ordinary relations. */
  readonly view: string | null;
}

export class RelationObject extends HostObject {
  readonly typeName = "DuckDBRelation";
  readonly #details: Details;
  #text: string | null = null;

  constructor(details: Pick<Details, "path"> & Partial<Details>) {
    super();
    this.#details = { type: null, include: ALL_PARTS, quote: ALL_PARTS, view: null, ...details };
  }

  static of(name: RelationName, type: RelationType = null, quote: Policy = ALL_PARTS): RelationObject {
    return new RelationObject({
      path: { database: name.database, schema: name.schema, identifier: name.identifier },
      type,
      quote,
    });
  }

  /** The common table expression that stands for an ephemeral model. */
  static ephemeral(identifier: string): RelationObject {
    return new RelationObject({
      path: { database: null, schema: null, identifier: `__dbt__cte__${identifier}` },
      type: "cte",
      quote: { ...ALL_PARTS, identifier: false },
    });
  }

  get path(): Path {
    return this.#details.path;
  }

  get type(): RelationType {
    return this.#details.type;
  }

  /** The full name, for the warehouse port. */
  get name(): RelationName {
    const { database, schema, identifier } = this.path;
    return { database: database ?? "", schema: schema ?? "", identifier: identifier ?? "" };
  }

  /** Whether it names its database and schema; a temporary table does not. */
  get isQualified(): boolean {
    return PARTS.every((part) => this.path[part] !== null);
  }

  override get isMapping(): boolean {
    return true;
  }

  override equals(other: PyValue): boolean {
    return other instanceof RelationObject && other.hashText() === this.hashText();
  }

  override hashText(): string {
    const { path, type, include, quote, view } = this.#details;
    const parts = PARTS.map((part) => [path[part], include[part], quote[part]]);
    return JSON.stringify([parts, type, view]);
  }

  override toText(): string {
    return (this.#text ??= this.#print());
  }

  #print(): string {
    const { path, include, quote, view } = this.#details;
    let text = "";
    for (const part of PARTS) {
      const name = path[part];
      if (name !== null && include[part])
        text += (text === "" ? "" : ".") + (quote[part] ? quoteIdentifier(name) : name);
    }
    return view === null ? text : `${text}${text === "" ? "" : "."}${view}`;
  }

  override toRepr(): string {
    return `<${this.#details.view === null ? "DuckDBRelation" : "InformationSchema"} ${this.toText()}>`;
  }

  override getItem(key: PyValue): PyValue | undefined {
    return typeof key === "string" ? this.getAttribute(key) : undefined;
  }

  override getAttribute(name: string): PyValue | undefined {
    const { path, type, include, quote } = this.#details;
    switch (name) {
      case "database":
      case "schema":
      case "identifier":
        return path[name];
      case "name":
      case "table":
        return path.identifier;
      case "type":
        return type;
      case "path":
        return new RecordObject(
          "Path",
          PARTS,
          PARTS.map((part) => path[part]),
        );
      case "include_policy":
        return new RecordObject(
          "Policy",
          PARTS,
          PARTS.map((part) => include[part]),
        );
      case "quote_policy":
        return new RecordObject(
          "Policy",
          PARTS,
          PARTS.map((part) => quote[part]),
        );
      case "is_table":
      case "is_view":
      case "is_cte":
      case "is_materialized_view":
      case "is_function":
        return type === name.slice(3);
      case "is_pointer":
        return type === "pointer_table";
      case "quote_character":
        return '"';
      case "dbt_created":
      case "require_alias":
      case "can_be_renamed":
      case "can_be_replaced":
        return false;
      case "limit":
      case "external":
      case "catalog":
      case "event_time_filter":
        return null;
      case "information_schema_view":
        return this.#details.view ?? undefined;
      default: {
        const method = METHODS.get(name);
        return method && new HostFunction(name, (call) => method(this, call));
      }
    }
  }

  with(changes: Partial<Details>): RelationObject {
    return new RelationObject({ ...this.#details, ...changes });
  }

  /** `include(schema=false)`, `quote(identifier=false)`: what is given is changed, None leaves it. */
  withPolicy(which: "include" | "quote", call: CallArguments): RelationObject {
    return this.with({
      [which]: changedPolicy(this.#details[which], (part, index) => call.kwargs.get(part) ?? call.args[index]),
    });
  }

  withPath(value: (part: Part) => PyValue | undefined): RelationObject {
    const path = { ...this.path };
    for (const part of PARTS) {
      const given = value(part);
      if (given !== undefined) path[part] = pathPart(part, given);
    }
    return this.with({ path });
  }

  incorporate(call: CallArguments): RelationObject {
    const nested = (name: string) => {
      const value = call.kwargs.get(name);
      return (key: string): PyValue | undefined =>
        value instanceof PyDict ? value.get(key) : value instanceof HostObject ? value.getAttribute(key) : undefined;
    };
    const type = call.kwargs.get("type");
    return this.withPath(nested("path")).with({
      include: changedPolicy(this.#details.include, nested("include_policy")),
      quote: changedPolicy(this.#details.quote, nested("quote_policy")),
      ...(type === undefined ? {} : { type: relationType(type) }),
    });
  }

  informationSchema(view: PyValue | undefined): RelationObject {
    const { path, include, quote } = this.#details;
    return this.with({
      path: { database: path.database, schema: null, identifier: "INFORMATION_SCHEMA" },
      type: "view",
      include: { ...include, database: path.database !== null, schema: false, identifier: true },
      quote: { ...quote, identifier: false },
      view: typeof view === "string" ? view : null,
    });
  }

  /** Whether it has these parts. A part that differs only in its case is an error, since dbt will not guess. */
  matches(call: CallArguments): boolean {
    const searched = PARTS.flatMap((part, index) => {
      const value = call.kwargs.get(part) ?? call.args[index] ?? null;
      return typeof value === "string" ? [[part, value] as const] : [];
    });
    if (searched.length === 0)
      throw new TemplateError("CompilationError", "matches() was called without a name to match.");
    const exact = searched.every(([part, value]) => this.path[part] === value);
    if (!exact && searched.every(([part, value]) => this.path[part]?.toLowerCase() === value.toLowerCase())) {
      const wanted = searched.map(([, value]) => value).join(".");
      throw new TemplateError(
        "CompilationError",
        `The relation ${this.toText()} matches "${wanted}" only when upper and lower case are not told apart`,
      );
    }
    return exact;
  }
}

const METHODS: ReadonlyMap<string, (self: RelationObject, call: CallArguments) => PyValue> = new Map<
  string,
  (self: RelationObject, call: CallArguments) => PyValue
>([
  ["render", (self) => self.toText()],
  ["include", (self, call) => self.withPolicy("include", call)],
  ["quote", (self, call) => self.withPolicy("quote", call)],
  ["quoted", (_, call) => quoteIdentifier(String(call.args[0] ?? ""))],
  [
    "without_identifier",
    (self) => self.withPolicy("include", { args: [], kwargs: new Map([["identifier", false]]) }).withPath(noIdentifier),
  ],
  ["replace_path", (self, call) => self.withPath((part) => call.kwargs.get(part))],
  ["incorporate", (self, call) => self.incorporate(call)],
  ["matches", (self, call) => self.matches(call)],
  ["information_schema", (self, call) => self.informationSchema(call.args[0] ?? call.kwargs.get("view_name"))],
  ["information_schema_only", (self) => self.informationSchema(null)],
  [
    "get",
    (self, call) => {
      const key = call.args[0] ?? null;
      if (key === "metadata") return PyDict.from([["type", self.typeName]]);
      return (
        (typeof key === "string" ? self.getAttribute(key) : undefined) ??
        call.args[1] ??
        call.kwargs.get("default") ??
        null
      );
    },
  ],
]);

function noIdentifier(part: Part): PyValue | undefined {
  return part === "identifier" ? null : undefined;
}

function changedPolicy(policy: Policy, value: (part: Part, index: number) => PyValue | undefined): Policy {
  const changed = { ...policy };
  for (const [index, part] of PARTS.entries()) {
    const given = value(part, index);
    if (given !== undefined && given !== null && !(given instanceof Undefined)) changed[part] = pyTruth(given);
  }
  return changed;
}

/** A part of a path must be a text or None; Undefined would vanish from the name without a trace. */
export function pathPart(part: string, value: PyValue): string | null {
  if (value === null || typeof value === "string") return value;
  throw new TemplateError(
    "CompilationError",
    `The ${part} of a relation must be a text, not ${value instanceof Undefined ? `undefined (${value.hint})` : typeName(value)}`,
  );
}

export function relationType(value: PyValue | undefined): RelationType {
  if (value === undefined || value === null || value instanceof Undefined) return null;
  const known = RELATION_TYPES.find((type) => type === value);
  if (known !== undefined) return known;
  throw new TemplateError(
    "CompilationError",
    `${pyRepr(value)} is not a type of relation; types are ${RELATION_TYPES.join(", ")}`,
  );
}

/** Which parts of a rendered name (`"shop"."main".orders`) are quoted; all of them when there is none. */
export function quotePolicyOf(rendered: string | null): Policy {
  if (rendered === null || ALL_QUOTED.test(rendered)) return ALL_PARTS;
  const parts = rendered.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [];
  if (parts.length !== PARTS.length || parts.every((part) => part.startsWith('"'))) return ALL_PARTS;
  const [database = "", schema = "", identifier = ""] = parts;
  return {
    database: database.startsWith('"'),
    schema: schema.startsWith('"'),
    identifier: identifier.startsWith('"'),
  };
}

/** How nearly every name is written. */
const ALL_QUOTED = /^"[^"]*"\."[^"]*"\."[^"]*"$/;

/** The policy that `quoting:` asks for; parts that it leaves out are quoted, as DuckDB's are in dbt. */
export function quotePolicy(quoting: Readonly<Record<string, unknown>> | undefined): Policy {
  if (quoting === undefined) return ALL_PARTS;
  return changedPolicy(ALL_PARTS, (part) => (typeof quoting[part] === "boolean" ? quoting[part] : undefined));
}
