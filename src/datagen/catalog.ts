/** The shape of `public/data/catalog.json`: what was generated, and how to check that a file is the right one. */

export interface DataCatalog {
  readonly generator_version: string;
  readonly tiers: Readonly<Record<string, CatalogTier>>;
}

export interface CatalogTier {
  readonly seed: number;
  /** ISO dates, both included. */
  readonly start_date: string;
  readonly as_of_date: string;
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
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** SHA-256 of the values, see `content-hash.ts`. */
  readonly content_sha256: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** First and last day of the table's own event time; null when it has none. */
  readonly min_date: string | null;
  readonly max_date: string | null;
}
