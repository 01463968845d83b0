/** What a run hands to macros. */
import type { Column } from "../core/table.ts";
import { ColumnObject } from "../context/column.ts";
import { RelationObject } from "../context/relation.ts";
import type { PyValue } from "../jinja/values.ts";

export function columnValues(columns: readonly Column[]): PyValue {
  return columns.map((column) => new ColumnObject(column.name, column.type));
}

/** A temporary table: it prints without database and schema. */
export function temporaryRelation(identifier: string): RelationObject {
  return new RelationObject({ path: { database: null, schema: null, identifier }, type: "table" });
}
