/** What the catalogue and the history of runs ask of the worker. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { RunFinished } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Column } from "../../engine/core/table.ts";

/** How old a source was when its freshness was last asked. */
export interface SourceAge {
  readonly id: NodeId;
  readonly status: string;
  /** ISO instants. */
  readonly max_loaded_at: string;
  readonly snapshotted_at: string;
  readonly age_s: number;
}

export interface DocsApi {
  /** As the last `dbt source freshness` found them; none before. */
  sourceAges(): Promise<Outcome<readonly SourceAge[]>>;
  /** The columns of everything that is built now; empty while no database runs. */
  builtColumns(): Promise<Outcome<ReadonlyMap<NodeId, readonly Column[]>>>;
  /** The whole catalogue as one HTML file that needs nothing else. */
  docsPage(): Promise<Outcome<Blob>>;
  /**
   * dbt's artifacts as a zip: manifest.json and catalog.json as things stand, run_results.json and sources.json as the last commands
   * left them.
   */
  docsArtifacts(): Promise<Outcome<Blob>>;
  /** run_results.json of a run that ended at `at` (milliseconds since 1970-01-01 UTC). */
  runResults(run: RunFinished, at: number): Promise<Outcome<string>>;
}
