/**
 * Makes source tables that no file holds. The loader of packs asks it first what a project's vars mean for its data.
 *
 * The engine knows no generator: page and command line bring their own, each with its own way into its database.
 */
import type { ManifestNode } from "../core/manifest.ts";
import type { DataTier } from "./catalog.ts";
import type { RelationName } from "./port.ts";
import type { DataVars, LoadSourcesOptions } from "./source-loader.ts";

export interface WantedTable {
  /** Name of the file that the source asks for, without its ending: "stripe__invoice". */
  readonly name: string;
  /** The file, as the source has it. */
  readonly location: string;
  readonly relation: RelationName;
  readonly source: ManifestNode;
}

export interface MadeData {
  /** Changes when the content of the tables does. */
  readonly version: string;
  /** True when no file fits, because the vars ask for other data than those that lie there. */
  readonly everything: boolean;
  /** Makes those of the tables that there are and puts them into the database; `onTable` is called after each. Throws what went wrong. */
  make(
    tables: readonly WantedTable[],
    load: LoadSourcesOptions & { readonly onTable: (table: WantedTable) => void },
  ): Promise<void>;
}

export interface TableMaker {
  /**
   * Throws D006 when the vars ask for something impossible. `tier` names the folder that the sources look into, `lying` is what the
   * catalog says of it; null when it says nothing.
   */
  dataFor(vars: DataVars, tier: string, lying: DataTier | null): MadeData;
}
