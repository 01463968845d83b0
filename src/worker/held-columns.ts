/**
 * A warehouse that answers `describe` for all relations from one look at what the database holds.
 *
 * Column lineage of a project that is not built yet asks for a hundred relations that are not there, each a trip to the database's
 * worker. `forget` has to be called after anything was built.
 */
import type { Column } from "../engine/core/table.ts";
import type { RelationName, Warehouse } from "../engine/warehouse/port.ts";

export interface HeldColumns {
  readonly warehouse: Warehouse;
  forget(): void;
}

const COLUMNS = `select lower(concat_ws('.', database_name, schema_name, table_name)) as relation, column_name, data_type
from duckdb_columns() where not internal order by database_name, schema_name, table_name, column_index`;

export function holdColumns(warehouse: Warehouse): HeldColumns {
  let held: Promise<ReadonlyMap<string, Column[]>> | null = null;
  return {
    forget: () => (held = null),
    warehouse: {
      version: warehouse.version,
      concurrency: warehouse.concurrency,
      execute: (...given) => warehouse.execute(...given),
      query: (...given) => warehouse.query(...given),
      session: (work) => warehouse.session(work),
      attachParquet: (...given) => warehouse.attachParquet(...given),
      close: () => warehouse.close(),
      async describe(relation: RelationName) {
        held ??= readColumns(warehouse);
        // A database that cannot list everything, because one view is broken, may still describe one relation.
        const known = await held.catch(() => null);
        if (known === null) return warehouse.describe(relation);
        const { database, schema, identifier } = relation;
        return known.get(`${database}.${schema}.${identifier}`.toLowerCase()) ?? null;
      },
    },
  };
}

async function readColumns(warehouse: Warehouse): Promise<ReadonlyMap<string, Column[]>> {
  const { data, rowCount } = await warehouse.query(COLUMNS, { limit: Infinity });
  const found = new Map<string, Column[]>();
  for (let row = 0; row < rowCount; row += 1) {
    const [relation, name, type] = data.map((column) => String(column[row]));
    const columns = found.get(relation ?? "") ?? [];
    columns.push({ name: name ?? "", type: type ?? "" });
    found.set(relation ?? "", columns);
  }
  return found;
}
