/** The shape of `public/data/catalog.json`: what was generated, and how to check that a file is the right one. */
import type { Report } from "./report/report.ts";

export interface DataCatalog {
  readonly generator_version: string;
  readonly tiers: Readonly<Record<string, CatalogTier>>;
}

export interface CatalogTier {
  readonly seed: number;
  readonly customers: number;
  readonly locations: number;
  /** ISO dates, both included. */
  readonly start_date: string;
  readonly as_of_date: string;
  /** True when no faults were planted. */
  readonly clean: boolean;
  /** How well the company is calibrated; left out of tiers that are not shipped. */
  readonly report?: Report;
  /** Path, size and SHA-256 of the list of tables that were built of these data ahead, where they were. */
  readonly built?: { readonly file: string; readonly bytes: number; readonly sha256: string };
  readonly tables: readonly PackTable[];
}

export interface PackTable {
  readonly system: string;
  readonly table: string;
  readonly pack: string;
  /** Path relative to the catalog, for example "classroom/stripe__invoice.parquet". */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the file; empty when there is none. */
  readonly sha256: string;
  /** SHA-256 of the values, see `content-hash.ts`. */
  readonly content_sha256: string;
  /** There is no file: whoever wants the table makes it from the seed, and gets the values of `content_sha256`. */
  readonly made?: "browser";
  /** The truth behind the data, for instructors: loaded only when a source asks for it by name. */
  readonly sealed?: true;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** First and last day of the table's own event time; null when it has none. */
  readonly min_date: string | null;
  readonly max_date: string | null;
}
