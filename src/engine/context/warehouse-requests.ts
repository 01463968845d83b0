/** The questions that templates put to the warehouse while they render, and how each is answered. */
import { EngineError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table } from "../core/table.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import { quoteLiteral, renderRelation } from "../warehouse/sql.ts";

export type WarehouseRequest =
  /** Rows of the last statement of a text; all statements of the text are run. */
  | { readonly kind: "query"; readonly sql: string }
  /** Statements whose results are of no interest. */
  | { readonly kind: "execute"; readonly sql: string }
  /** Columns of a relation; none when it does not exist. `name` is null for what has no schema: temporary tables. */
  | { readonly kind: "columns"; readonly name: RelationName | null; readonly rendered: string }
  /** A relation as it is stored, looked for without regard to case. */
  | { readonly kind: "relation"; readonly relation: RelationName }
  | { readonly kind: "relations"; readonly database: string; readonly schema: string }
  | { readonly kind: "schemas"; readonly database: string | null };

export interface StoredRelation {
  readonly schema: string;
  readonly identifier: string;
  readonly type: "table" | "view";
}

interface Answers {
  readonly query: Table;
  readonly execute: null;
  readonly columns: readonly Column[];
  readonly relation: StoredRelation | null;
  readonly relations: readonly StoredRelation[];
  readonly schemas: readonly string[];
}

export type AnswerOf<R extends WarehouseRequest> = Answers[R["kind"]];

export async function ask(
  request: WarehouseRequest,
  warehouse: Warehouse,
  signal?: CancelSignal,
): Promise<Answers[keyof Answers]> {
  const options = signal === undefined ? {} : { signal };
  const rows = (sql: string): Promise<Table> => warehouse.query(sql, { ...options, limit: Infinity });
  switch (request.kind) {
    case "query":
      return await rows(request.sql);
    case "execute":
      await warehouse.execute(request.sql, options);
      return null;
    case "columns":
      return await columnsOf(request, warehouse, rows);
    case "relation": {
      const { database, schema, identifier } = request.relation;
      const found = await rows(
        `${STORED} where lower(table_catalog) = lower(${quoteLiteral(database)}) and lower(table_schema) = ` +
          `lower(${quoteLiteral(schema)}) and lower(table_name) = lower(${quoteLiteral(identifier)})`,
      );
      return stored(found)[0] ?? null;
    }
    case "relations":
      return stored(
        await rows(
          `${STORED} where lower(table_catalog) = lower(${quoteLiteral(request.database)}) ` +
            `and lower(table_schema) = lower(${quoteLiteral(request.schema)})`,
        ),
      );
    case "schemas": {
      const where =
        request.database === null ? "" : ` where lower(catalog_name) = lower(${quoteLiteral(request.database)})`;
      const found = await rows(`select schema_name from system.information_schema.schemata${where}`);
      return (found.data[0] ?? []).map(String);
    }
  }
}

/** Names a request: two that ask the same have the same text. */
export function requestText(request: WarehouseRequest): string {
  switch (request.kind) {
    case "query":
    case "execute":
      return `${request.kind}: ${request.sql}`;
    case "columns":
      return `columns of ${request.rendered}`;
    case "relation":
      return `relation ${renderRelation(request.relation)}`;
    case "relations":
      return `relations in ${request.database}.${request.schema}`;
    case "schemas":
      return `schemas in ${request.database ?? "all databases"}`;
  }
}

const STORED = "select table_schema, table_name, table_type from information_schema.tables";

function stored(table: Table): StoredRelation[] {
  const [schemas = [], names = [], types = []] = table.data;
  return names.map((name, row) => ({
    schema: String(schemas[row]),
    identifier: String(name),
    type: types[row] === "VIEW" ? "view" : "table",
  }));
}

async function columnsOf(
  request: Extract<WarehouseRequest, { kind: "columns" }>,
  warehouse: Warehouse,
  rows: (sql: string) => Promise<Table>,
): Promise<readonly Column[]> {
  if (request.name !== null) return (await warehouse.describe(request.name)) ?? [];
  try {
    const { data } = await rows(`select column_name, column_type from (describe ${request.rendered})`);
    return (data[0] ?? []).map((name, row) => ({ name: String(name), type: String(data[1]?.[row] ?? "") }));
  } catch (error) {
    if (error instanceof EngineError && /does not exist/i.test(error.message)) return [];
    throw error;
  }
}
