/** `adapter`: dispatch, and questions about what is in the warehouse. */
import { EngineError } from "../core/errors.ts";
import type { RelationName } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { HostFunction, HostObject } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { ResultColumn } from "./agate.ts";
import { argument, textArgument } from "./environment.ts";
import type { MacroDefinition, MacroRegistry } from "./macro-registry.ts";
import { RelationObject } from "./relation.ts";
import type { Answers } from "./warehouse-requests.ts";

export interface AdapterSource {
  readonly registry: MacroRegistry;
  readonly packageName: string;
  /** Null while parsing: then nothing is asked and every answer is empty. */
  readonly answers: Answers | null;
  macro(definition: MacroDefinition): PyValue;
}

export class AdapterObject extends HostObject {
  readonly typeName = "DuckDBAdapter";
  readonly #source: AdapterSource;

  constructor(source: AdapterSource) {
    super();
    this.#source = source;
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "dispatch":
        return new HostFunction(name, (call) => this.#dispatch(call));
      case "get_relation":
        return new HostFunction(name, (call) => this.#getRelation(call));
      case "get_columns_in_relation":
        return new HostFunction(name, (call) => this.#getColumns(call));
      case "quote":
        return new HostFunction(name, (call) => quoteIdentifier(textArgument(call, 0, "identifier", name)));
      case "type":
        return new HostFunction(name, () => "duckdb");
      default:
        return undefined;
    }
  }

  toText(): string {
    return "<DuckDBAdapter>";
  }

  #dispatch(call: CallArguments): PyValue {
    const name = textArgument(call, 0, "macro_name", "dispatch");
    const namespace = argument(call, 1, "macro_namespace");
    const { registry, packageName } = this.#source;
    const { found, tried } = registry.dispatch(name, typeof namespace === "string" ? namespace : null, packageName);
    if (found) return this.#source.macro(found);
    throw new EngineError("R003", `No macro named "${name}" was found to dispatch to.`, {
      hint: `Searched for: ${tried.map((candidate) => `"${candidate}"`).join(", ")}.`,
    });
  }

  #getRelation(call: CallArguments): PyValue {
    const relation: RelationName = {
      database: textArgument(call, 0, "database", "get_relation"),
      schema: textArgument(call, 1, "schema", "get_relation"),
      identifier: textArgument(call, 2, "identifier", "get_relation"),
    };
    const answer = this.#source.answers?.take({ kind: "relation-type", relation });
    return answer?.kind === "relation-type" && answer.type !== null ? RelationObject.of(relation, answer.type) : null;
  }

  #getColumns(call: CallArguments): PyValue {
    const relation = argument(call, 0, "relation");
    if (!(relation instanceof RelationObject) || this.#source.answers === null) return [];
    const answer = this.#source.answers.take({ kind: "columns", relation: relation.name });
    return answer.kind === "columns" ? answer.columns.map((column) => new ResultColumn(column, [])) : [];
  }
}
