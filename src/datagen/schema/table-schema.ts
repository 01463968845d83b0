/**
 * What is known of a source table before a row exists: system, name, pack, key, columns, planned size.
 *
 * From these constants derive the rows' types, the Parquet files, the catalog, the sources' YAML and the data dictionary. To add
 * a table, add its constant to the file of its system and a writer in `tables/<system>/`. Values are held as plain numbers: DATE
 * as days since 1970-01-01, TIMESTAMP as seconds since then, DECIMAL(p,s) as a whole number of units of 10^-s.
 */
import type { Column, ColumnType } from "./columns.ts";

/** A download unit: lessons fetch only the packs that their models need. `generated` is made in the browser, `truth` is sealed. */
export const PACKS = [
  "core",
  "usage",
  "billing",
  "crm-marketing",
  "telemetry",
  "star-lifecycle",
  "generated",
  "truth",
] as const;

export type Pack = (typeof PACKS)[number];

export interface TableSchema {
  readonly system: string;
  readonly table: string;
  readonly pack: Pack;
  /** The primary key; rows are stored in ascending order of it. */
  readonly key: readonly string[];
  /** What one row is, and what a reader would get wrong. */
  readonly description: string;
  /** Planned rows by tier; tests hold the data within a band of it. */
  readonly rows: { readonly classroom: number; readonly full: number };
  /** The planted faults that touch it, by their ids. */
  readonly faults: readonly string[];
  /** Days without a new row are normal, so freshness is not judged. */
  readonly quiet?: true;
  readonly columns: Readonly<Record<string, Column>>;
}

type Held<T extends ColumnType> = T extends "VARCHAR" ? string : T extends "BOOLEAN" ? boolean : number;

/** A row of a table as the writers give it; any column may be null. */
export type RowOf<S extends TableSchema> = {
  readonly [C in keyof S["columns"]]: Held<S["columns"][C]["type"]> | null;
};

/** "app_database__accounts": the name of the file and of the relation that sources use. */
export function tableName({ system, table }: Pick<TableSchema, "system" | "table">): string {
  return `${system}__${table}`;
}
