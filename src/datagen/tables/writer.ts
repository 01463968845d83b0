/** A table of a source system and the function that writes it from what happened. */
import type { Company } from "../company.ts";
import type { TableSchema } from "../schema/table-schema.ts";
import type { TableData } from "../table.ts";

export interface TableWriter {
  readonly schema: TableSchema;
  readonly write: (company: Company) => TableData;
}

export function writer(schema: TableSchema, write: TableWriter["write"]): TableWriter {
  return { schema, write };
}
