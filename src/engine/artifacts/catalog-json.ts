/**
 * What the warehouse holds -> catalog.json in dbt's schema v1: each relation of the project with its columns as they really are.
 *
 * One query for all of it; relations that belong to no node are left out.
 */
import type { ManifestNode } from "../core/manifest.ts";
import type { Table, Value } from "../core/table.ts";
import { artifactMetadata } from "./metadata.ts";
import type { Invocation } from "./metadata.ts";

export interface CatalogColumn {
  readonly database: string;
  readonly schema: string;
  readonly relation: string;
  readonly relationType: "BASE TABLE" | "VIEW";
  readonly relationComment: string | null;
  readonly name: string;
  /** From 1. */
  readonly index: number;
  readonly type: string;
  readonly comment: string | null;
}

/** Where tables can be asked for; the warehouse port is one. */
interface Asked {
  query(sql: string, options: { limit: number }): Promise<Table>;
}

const CATALOG_SQL = `with relations as (
    select database_name, schema_name, table_name as relation_name, 'BASE TABLE' as relation_type, comment
    from duckdb_tables()
    union all
    select database_name, schema_name, view_name, 'VIEW', comment
    from duckdb_views()
    where not internal
)

select
    relations.database_name,
    relations.schema_name,
    relations.relation_name,
    relations.relation_type,
    relations.comment as relation_comment,
    columns.column_name,
    columns.column_index,
    columns.data_type,
    columns.comment as column_comment

from relations
inner join duckdb_columns() as columns
    on columns.database_name = relations.database_name
    and columns.schema_name = relations.schema_name
    and columns.table_name = relations.relation_name
order by relations.schema_name, relations.relation_name, columns.column_index`;

export async function readCatalog(warehouse: Asked, nodes: readonly ManifestNode[]): Promise<readonly CatalogColumn[]> {
  if (nodes.length === 0) return [];
  const table = await warehouse.query(CATALOG_SQL, { limit: Infinity });
  const text = (value: Value | undefined): string => String(value);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const cell = (column: number): Value => table.data[column]?.[row] ?? null;
    const comment = (column: number): string | null => (cell(column) === null ? null : text(cell(column)));
    return {
      database: text(cell(0)),
      schema: text(cell(1)),
      relation: text(cell(2)),
      relationType: text(cell(3)) === "VIEW" ? ("VIEW" as const) : ("BASE TABLE" as const),
      relationComment: comment(4),
      name: text(cell(5)),
      index: Number(cell(6)),
      type: text(cell(7)),
      comment: comment(8),
    };
  });
}

export function catalogJson(
  columns: readonly CatalogColumn[],
  nodes: readonly ManifestNode[],
  invocation: Invocation,
  errors: readonly string[] = [],
): string {
  const relations = new Map<string, CatalogColumn[]>();
  for (const column of columns) {
    const key = keyOf(column.database, column.schema, column.relation);
    const known = relations.get(key);
    if (known) known.push(column);
    else relations.set(key, [column]);
  }
  const found = { nodes: {} as Record<string, unknown>, sources: {} as Record<string, unknown> };
  for (const node of nodes) {
    if (node.relation_name === null) continue;
    const source = node.resource_type === "source";
    const relation = relations.get(
      keyOf(node.database, node.schema, source ? (node.identifier ?? node.alias) : node.alias),
    );
    if (relation) found[source ? "sources" : "nodes"][node.unique_id] = relationJson(node.unique_id, relation);
  }
  return JSON.stringify({
    metadata: artifactMetadata("catalog", 1, invocation),
    ...found,
    errors: errors.length === 0 ? null : errors,
  });
}

export function emptyCatalogJson(invocation: Invocation): string {
  return catalogJson([], [], invocation);
}

function relationJson(id: string, columns: readonly CatalogColumn[]): Record<string, unknown> {
  const [first] = columns;
  return {
    metadata: {
      type: first?.relationType ?? "BASE TABLE",
      schema: first?.schema ?? "",
      name: first?.relation ?? "",
      database: first?.database ?? null,
      comment: first?.relationComment ?? null,
      owner: null,
    },
    columns: Object.fromEntries(
      columns.map(({ name, type, index, comment }) => [name, { type, index, name, comment }]),
    ),
    stats: {
      has_stats: {
        id: "has_stats",
        label: "Has Stats?",
        value: false,
        include: false,
        description: "Indicates whether there are statistics for this table",
      },
    },
    unique_id: id,
  };
}

function keyOf(database: string, schema: string, relation: string): string {
  return JSON.stringify([database, schema, relation]).toLowerCase();
}
