/** `api.Relation` and `api.Column`: dbt's classes for names of relations and for columns. */
import { TemplateError } from "../jinja/error.ts";
import { pyStr } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { ColumnObject, columnFunction } from "./column.ts";
import { Namespace } from "./modules/class-object.ts";
import { RecordObject } from "./record-object.ts";
import { ALL_PARTS, PARTS, RelationObject, pathPart, relationType } from "./relation.ts";
import type { Policy, RELATION_TYPES } from "./relation.ts";

/** `quoting` is the project's. */
export function apiObject(quoting: Policy): PyValue {
  const relation = new RelationClass(quoting);
  return new Namespace(["Relation", "Column"], (name) =>
    name === "Relation" ? relation : name === "Column" ? COLUMN_CLASS : undefined,
  );
}

const NAMED_TYPES: Readonly<Record<string, (typeof RELATION_TYPES)[number]>> = {
  Table: "table",
  View: "view",
  CTE: "cte",
  MaterializedView: "materialized_view",
  External: "external",
  PointerTable: "pointer_table",
  Function: "function",
};

class RelationClass extends HostObject {
  readonly typeName = "RelationProxy";
  readonly #quoting: Policy;

  constructor(quoting: Policy) {
    super();
    this.#quoting = quoting;
  }

  override getAttribute(name: string): PyValue | undefined {
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    const type = NAMED_TYPES[name];
    if (type !== undefined) return type;
    switch (name) {
      case "create":
        return fn((call) => createRelation(call, this.#quoting));
      case "create_from":
        return fn((call) => relationOfNode(call.args[1] ?? null, this.#quoting));
      case "create_ephemeral_from":
        return fn((call) => RelationObject.ephemeral(nameOfNode(call.args[0] ?? null)));
      case "add_ephemeral_prefix":
        return fn((call) => `__dbt__cte__${pyStr(call.args[0] ?? null)}`);
      case "get_default_quote_policy":
      case "get_default_include_policy":
        return fn(
          () =>
            new RecordObject(
              "Policy",
              PARTS,
              PARTS.map((part) => ALL_PARTS[part]),
            ),
        );
      case "get_relation_type":
        return fn((call) => relationType(call.args[0] ?? null));
      case "scd_args":
        return fn((call) => {
          const [key = null, updatedAt = null] = call.args;
          return [...(Array.isArray(key) ? key : [key]), updatedAt];
        });
      default:
        return undefined;
    }
  }

  toText(): string {
    return "<RelationProxy>";
  }
}

/** `api.Relation.create(database=…, schema=…, identifier=…, type=…, quote_policy=…)`. */
export function createRelation(call: CallArguments, quoting: Policy = ALL_PARTS): RelationObject {
  const part = (index: number): string | null => {
    const name = PARTS[index] ?? "identifier";
    return pathPart(name, call.kwargs.get(name) ?? call.args[index] ?? null);
  };
  const policies = new Map([...call.kwargs].filter(([name]) => name === "quote_policy" || name === "include_policy"));
  const plain = new RelationObject({
    path: { database: part(0), schema: part(1), identifier: part(2) },
    type: relationType(call.kwargs.get("type") ?? call.args[3]),
    quote: quoting,
  });
  return policies.size === 0 ? plain : plain.incorporate({ args: [], kwargs: policies });
}

function relationOfNode(node: PyValue, quoting: Policy): RelationObject {
  if (!(node instanceof PyDict))
    throw new TemplateError("TypeError", "create_from() takes the config and a node, for example model");
  const text = (name: string): string | null => pathPart(name, node.get(name) ?? null);
  const path = { database: text("database"), schema: text("schema"), identifier: nameOfNode(node) };
  return new RelationObject({ path, quote: quoting });
}

function nameOfNode(node: PyValue): string {
  const value =
    node instanceof PyDict ? (node.get("identifier") ?? node.get("alias") ?? node.get("name") ?? null) : null;
  if (typeof value === "string") return value;
  throw new TemplateError("TypeError", "a node with a name is needed here");
}

class ColumnClass extends HostObject {
  readonly typeName = "type";
  override call(call: CallArguments): PyValue {
    return ColumnObject.from(call);
  }
  override getAttribute(name: string): PyValue | undefined {
    return columnFunction(name);
  }
  toText(): string {
    return "<class 'dbt.adapters.duckdb.column.DuckDBColumn'>";
  }
}

const COLUMN_CLASS = new ColumnClass();
