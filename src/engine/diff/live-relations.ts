/**
 * Where the relations of a trial stand: beside the real ones, in a schema of the same name with a suffix.
 */
import type { ManifestNode } from "../core/manifest.ts";
import type { RelationName, Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier, quoteLiteral, renderRelation } from "../warehouse/sql.ts";

export const LIVE_SUFFIX = "__live";

export function relationOf(node: ManifestNode): RelationName {
  return { database: node.database, schema: node.schema, identifier: node.alias };
}

export function liveRelationOf(node: ManifestNode): RelationName {
  return { ...relationOf(node), schema: `${node.schema}${LIVE_SUFFIX}` };
}

export async function dropRelation(warehouse: Warehouse, relation: RelationName): Promise<void> {
  const is = (column: string, name: string): string => `lower(${column}) = lower(${quoteLiteral(name)})`;
  const found = await warehouse.query(
    `select table_type from information_schema.tables where ${is("table_catalog", relation.database)} and ` +
      `${is("table_schema", relation.schema)} and ${is("table_name", relation.identifier)}`,
    { limit: 1 },
  );
  const type = found.data[0]?.[0];
  if (type !== undefined)
    await warehouse.execute(`drop ${type === "VIEW" ? "view" : "table"} if exists ${renderRelation(relation)}`);
}

/** Drops the schemas that ripples build in, whoever made them. */
export async function dropLiveSchemas(
  warehouse: Warehouse,
  schemas: Iterable<{ database: string; schema: string }>,
): Promise<void> {
  const names = new Set(
    [...schemas].map(
      ({ database, schema }) => `${quoteIdentifier(database)}.${quoteIdentifier(`${schema}${LIVE_SUFFIX}`)}`,
    ),
  );
  for (const name of names) await warehouse.execute(`drop schema if exists ${name} cascade`);
}
