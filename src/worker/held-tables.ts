/** Which tables of a project's sources the database holds, with their rows. */
import type { ManifestNode } from "../engine/core/manifest.ts";
import type { Engine } from "../engine/index.ts";
import type { Warehouse } from "../engine/warehouse/port.ts";
import type { HeldTable } from "./protocol.ts";

/** What loading everything loads. A source with `meta: {sealed: true}` waits until a query asks for it by name. */
export function openSources(engine: Pick<Engine, "manifest">): readonly ManifestNode[] {
  return sourcesOf(engine).filter((source) => source.meta["sealed"] !== true && source.config.meta["sealed"] !== true);
}

export function sourcesOf({ manifest }: Pick<Engine, "manifest">): readonly ManifestNode[] {
  return [...manifest.nodes.values()].filter((node) => node.resource_type === "source");
}

export async function heldTables(
  warehouse: Warehouse,
  sources: readonly ManifestNode[],
): Promise<readonly HeldTable[]> {
  const { data, rowCount } = await warehouse.query(
    "select lower(concat_ws('.', database_name, schema_name, table_name)), estimated_size from duckdb_tables()",
    { limit: Infinity },
  );
  const rows = new Map<string, number>();
  for (let row = 0; row < rowCount; row += 1) rows.set(String(data[0]?.[row]), Number(data[1]?.[row]));
  return sources.flatMap((source) => {
    const identifier = source.identifier ?? source.name;
    const held = rows.get(`${source.database}.${source.schema}.${identifier}`.toLowerCase());
    return held === undefined ? [] : [{ name: `${source.source_name ?? ""}.${source.name}`, rows: held }];
  });
}
