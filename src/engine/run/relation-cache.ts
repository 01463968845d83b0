/**
 * What the warehouse holds, asked once per run, as dbt's relation cache: one query instead of one per node.
 *
 * The run notes what it builds and drops itself. What hooks do behind its back is not seen, so whoever builds must not rely on a
 * relation being absent.
 */
import type { RelationName, Warehouse } from "../warehouse/port.ts";

export type RelationKind = "table" | "view";

export class RelationCache {
  readonly #known: Map<string, RelationKind>;

  private constructor(known: Map<string, RelationKind>) {
    this.#known = known;
  }

  static empty(): RelationCache {
    return new RelationCache(new Map());
  }

  static async read(warehouse: Pick<Warehouse, "query">): Promise<RelationCache> {
    const table = await warehouse.query(
      "select table_catalog, table_schema, table_name, table_type from information_schema.tables",
      { limit: Infinity },
    );
    const [databases = [], schemas = [], names = [], types = []] = table.data;
    const known = new Map<string, RelationKind>();
    for (let row = 0; row < table.rowCount; row += 1) {
      const name = { database: String(databases[row]), schema: String(schemas[row]), identifier: String(names[row]) };
      known.set(keyOf(name), types[row] === "VIEW" ? "view" : "table");
    }
    return new RelationCache(known);
  }

  get(relation: RelationName): RelationKind | null {
    return this.#known.get(keyOf(relation)) ?? null;
  }

  set(relation: RelationName, kind: RelationKind | null): void {
    if (kind === null) this.#known.delete(keyOf(relation));
    else this.#known.set(keyOf(relation), kind);
  }
}

/** DuckDB's names are not case-sensitive. */
function keyOf(relation: RelationName): string {
  return `${relation.database}\0${relation.schema}\0${relation.identifier}`.toLowerCase();
}
