/**
 * What templates ask of the warehouse while they render.
 *
 * Rendering is synchronous and the warehouse is not. So a host function looks the answer up; when it is not there yet it throws a
 * `PendingRequest`, the caller of the renderer fetches the answer, puts it into `Answers`, and renders again from the start.
 */
import { Suspend } from "../jinja/signals.ts";
import type { Column, Table } from "../core/table.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import { quoteLiteral, renderRelation } from "../warehouse/sql.ts";

export type WarehouseRequest =
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "columns"; readonly relation: RelationName }
  | { readonly kind: "relation-type"; readonly relation: RelationName };

export type Answer =
  | { readonly kind: "query"; readonly table: Table }
  | { readonly kind: "columns"; readonly columns: readonly Column[] }
  | { readonly kind: "relation-type"; readonly type: "table" | "view" | null };

export class PendingRequest extends Suspend {
  readonly request: WarehouseRequest;
  constructor(request: WarehouseRequest) {
    super(requestKey(request));
    this.request = request;
  }
}

/** Answers of one node's rendering; thrown away afterwards, since the warehouse changes between nodes. */
export class Answers {
  readonly #known = new Map<string, Answer>();

  /** The answer, or a suspension until there is one. */
  take(request: WarehouseRequest): Answer {
    const answer = this.#known.get(requestKey(request));
    if (answer === undefined) throw new PendingRequest(request);
    return answer;
  }

  async fetch(request: WarehouseRequest, warehouse: Warehouse, signal?: CancelSignal): Promise<void> {
    this.#known.set(requestKey(request), await ask(request, warehouse, signal));
  }
}

async function ask(request: WarehouseRequest, warehouse: Warehouse, signal?: CancelSignal): Promise<Answer> {
  const options = signal === undefined ? {} : { signal };
  switch (request.kind) {
    case "query":
      return { kind: "query", table: await warehouse.query(request.sql, { ...options, limit: Infinity }) };
    case "columns":
      return { kind: "columns", columns: (await warehouse.describe(request.relation)) ?? [] };
    case "relation-type":
      return { kind: "relation-type", type: await relationType(warehouse, request.relation, signal) };
  }
}

/** Whether a relation exists, and as what. */
export async function relationType(
  warehouse: Warehouse,
  relation: RelationName,
  signal?: CancelSignal,
): Promise<"table" | "view" | null> {
  const { database, schema, identifier } = relation;
  const table = await warehouse.query(
    `select table_type from information_schema.tables where lower(table_catalog) = lower(${quoteLiteral(database)}) ` +
      `and lower(table_schema) = lower(${quoteLiteral(schema)}) and lower(table_name) = lower(${quoteLiteral(identifier)})`,
    signal === undefined ? {} : { signal },
  );
  const type = table.data[0]?.[0];
  return type === undefined ? null : type === "VIEW" ? "view" : "table";
}

function requestKey(request: WarehouseRequest): string {
  return request.kind === "query" ? `query ${request.sql}` : `${request.kind} ${renderRelation(request.relation)}`;
}
