/**
 * What the database of the open project holds: schemas, relations, columns with types, rows; and which node each relation is.
 *
 * One look at DuckDB's own tables. Its count of a table's rows is exact but for rows that were deleted since.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Column } from "../../engine/core/table.ts";
import type { Engine } from "../../engine/index.ts";
import type { Warehouse } from "../../engine/warehouse/port.ts";
import { quoteLiteral } from "../../engine/index.ts";
import type { HeldRelation, HeldSchema } from "./protocol.ts";

/** What live mode builds on trial, the steps of an X-ray, the rows of results, lessons beside an edited project: nobody's to look at. */
const PASSING = /__live$|^strata_(xray|results)$|^lesson_/;

type Project = Pick<Engine, "manifest" | "project">;

export async function readSchemas(warehouse: Warehouse, engine: Project): Promise<readonly HeldSchema[]> {
  const database = quoteLiteral(engine.project.target.database);
  const all = { limit: Infinity };
  const relations = await warehouse.query(
    `select schema_name, table_name, 'table', estimated_size from duckdb_tables() where database_name = ${database} and not internal
union all select schema_name, view_name, 'view', null from duckdb_views() where database_name = ${database} and not internal
order by 1, 2`,
    all,
  );
  const columns = await columnsByRelation(warehouse, database);
  const nodes = nodesByRelation(engine);
  const owned = new Set([...engine.manifest.nodes.values()].map((node) => node.schema));
  const schemas = new Map<string, HeldRelation[]>();
  for (let row = 0; row < relations.rowCount; row += 1) {
    const [schema, name, kind, rows] = relations.data.map((column) => column[row]);
    if (PASSING.test(String(schema)) && !owned.has(String(schema))) continue;
    const key = keyOf(String(schema), String(name));
    const list = schemas.get(String(schema)) ?? [];
    list.push({
      name: String(name),
      kind: kind === "view" ? "view" : "table",
      rows: rows === null || rows === undefined ? null : Number(rows),
      columns: columns.get(key) ?? [],
      node: nodes.get(key) ?? null,
    });
    schemas.set(String(schema), list);
  }
  return [...schemas].map(([name, list]) => ({ name, relations: list }));
}

export async function schemaColumns(
  warehouse: Warehouse,
  engine: Project,
): Promise<ReadonlyMap<NodeId, readonly Column[]>> {
  const columns = await columnsByRelation(warehouse, quoteLiteral(engine.project.target.database));
  const nodes = nodesByRelation(engine);
  return new Map(
    [...columns].flatMap(([key, list]) => {
      const node = nodes.get(key);
      return node === undefined ? [] : [[node, list] as const];
    }),
  );
}

async function columnsByRelation(warehouse: Warehouse, database: string): Promise<ReadonlyMap<string, Column[]>> {
  const { data, rowCount } = await warehouse.query(
    `select schema_name, table_name, column_name, data_type from duckdb_columns()
where database_name = ${database} and not internal order by schema_name, table_name, column_index`,
    { limit: Infinity },
  );
  const found = new Map<string, Column[]>();
  for (let row = 0; row < rowCount; row += 1) {
    const [schema, table, name, type] = data.map((column) => String(column[row]));
    const key = keyOf(schema ?? "", table ?? "");
    const list = found.get(key) ?? [];
    list.push({ name: name ?? "", type: type ?? "" });
    found.set(key, list);
  }
  return found;
}

function nodesByRelation({ manifest, project }: Project): ReadonlyMap<string, NodeId> {
  const kinds = new Set(["model", "seed", "snapshot", "source"]);
  return new Map(
    [...manifest.nodes.values()]
      .filter((node) => kinds.has(node.resource_type) && node.database === project.target.database)
      .map((node) => [keyOf(node.schema, node.identifier ?? node.alias), node.unique_id]),
  );
}

function keyOf(schema: string, name: string): string {
  return `${schema}\n${name}`.toLowerCase();
}
