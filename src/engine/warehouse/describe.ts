/**
 * The columns of a table or view, asked in SQL that both adapters share.
 *
 * `describe` is one cheap statement, but it fails in the same words for a relation that is not there and for a view whose own
 * source is gone; only after a failure is it worth asking the catalog which of the two it was.
 */
import type { Column } from "../core/table.ts";
import { WarehouseError } from "./errors.ts";
import type { RelationName, Warehouse } from "./port.ts";
import { quoteLiteral, renderRelation } from "./sql.ts";

export async function describeRelation(
  warehouse: Pick<Warehouse, "query">,
  relation: RelationName,
): Promise<readonly Column[] | null> {
  try {
    const described = await warehouse.query(`describe ${renderRelation(relation)}`, { limit: Infinity });
    const [names = [], types = []] = described.data;
    return names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
  } catch (thrown) {
    if (thrown instanceof WarehouseError && thrown.diagnostic.code === "W002" && !(await exists(warehouse, relation)))
      return null;
    throw thrown;
  }
}

async function exists(warehouse: Pick<Warehouse, "query">, relation: RelationName): Promise<boolean> {
  const is = (column: string, name: string) => `lower(${column}) = lower(${quoteLiteral(name)})`;
  const found = await warehouse.query(
    `select 1 from information_schema.tables where ${is("table_catalog", relation.database)}` +
      ` and ${is("table_schema", relation.schema)} and ${is("table_name", relation.identifier)}`,
  );
  return found.rowCount > 0;
}
