/**
 * The relations that a database holds. Reading the catalog of a large project takes longer than most questions about its data, so it
 * is read once for each change of it; a warehouse that does not count its changes is asked every time.
 */
import type { ManifestNode } from "../core/manifest.ts";
import type { RelationName, Warehouse } from "./port.ts";

interface Known {
  readonly at: number;
  readonly keys: ReadonlySet<string>;
}

const known = new WeakMap<Warehouse, Known>();

/** DuckDB's names are not case-sensitive. */
export function nameKey({ database, schema, identifier }: RelationName): string {
  return `${database}\0${schema}\0${identifier}`.toLowerCase();
}

/** The key of what a node makes. */
export function nodeKey({ database, schema, alias }: Pick<ManifestNode, "database" | "schema" | "alias">): string {
  return nameKey({ database, schema, identifier: alias });
}

/** Keys of all tables and views that there are. */
export async function heldRelations(warehouse: Warehouse): Promise<ReadonlySet<string>> {
  const at = warehouse.catalog?.changes;
  const before = known.get(warehouse);
  if (before !== undefined && before.at === at) return before.keys;
  const table = await warehouse.query("select table_catalog, table_schema, table_name from information_schema.tables", {
    limit: Infinity,
  });
  const [databases = [], schemas = [], names = []] = table.data;
  const keys = new Set(
    names.map((name, row) =>
      nameKey({ database: String(databases[row]), schema: String(schemas[row]), identifier: String(name) }),
    ),
  );
  if (at !== undefined && warehouse.catalog?.changes === at) known.set(warehouse, { at, keys });
  return keys;
}
