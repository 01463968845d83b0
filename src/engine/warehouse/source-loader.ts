/**
 * Brings the data of sources into a warehouse, just before something reads them.
 *
 * The engine asks for the sources that a plan needs and knows nothing of files, packs or networks. A loader remembers what each
 * warehouse already holds, so asking again is cheap. Trouble with one source does not stop the others: every problem comes back
 * as a diagnostic that names the file, and what could be loaded is loaded.
 */
import type { Diagnostic } from "../core/errors.ts";
import type { DataProgress } from "../core/events.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "./port.ts";

/** The vars that may say which data a project's sources have. */
export const DATA_VARS = [
  "customer_count",
  "location_count",
  "start_date",
  "as_of_date",
  "generate_sample_data",
] as const;

/** Their values where the project or the command line sets them, as JSON. */
export type DataVars = Readonly<Partial<Record<(typeof DATA_VARS)[number], unknown>>>;

export interface LoadSourcesOptions {
  readonly warehouse: Warehouse;
  readonly vars?: DataVars;
  readonly signal?: CancelSignal;
  readonly onProgress: (event: DataProgress) => void;
}

export interface SourceLoader {
  /** Sources without an `external_location` are tables of the database and are left alone. Resolves to what went wrong. */
  ensure(sources: readonly ManifestNode[], options: LoadSourcesOptions): Promise<readonly Diagnostic[]>;
}
