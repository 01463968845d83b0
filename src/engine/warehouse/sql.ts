/** Quoting of names and values for DuckDB. */
import type { RelationName } from "./port.ts";

/** `he said "hi"` -> `"he said ""hi"""`. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `it's` -> `'it''s'`. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `"strata"."main"."orders"`, quoted as dbt's DuckDB relations are. */
export function renderRelation(relation: RelationName): string {
  return [relation.database, relation.schema, relation.identifier].map(quoteIdentifier).join(".");
}
