/**
 * What the page and the service worker say to each other, and the list that the build hands to the service worker.
 */

/** The files of one build, as addresses relative to the folder of index.html. */
export interface BuildList {
  /** Hash over the names and contents of all files; names the cache. */
  readonly id: string;
  /** The page ("./"), scripts, styles, fonts, icons: also the chunks that are loaded lazily. */
  readonly shell: readonly string[];
  /** WebAssembly modules: large, with a hash in the name, kept from one build to the next. */
  readonly wasm: readonly string[];
  /** Modules that most visitors never need: kept like the others once they were used, never stored ahead, not waited for. */
  readonly onDemand: readonly string[];
}

export type PageMessage =
  /** Asks for a report. */
  | { readonly type: "report" }
  /** Stores what is missing, the packs of this data tier included. */
  | { readonly type: "store"; readonly tier: string }
  /** A waiting service worker takes over; said after the user agreed to the update. */
  | { readonly type: "activate" }
  /** An active service worker takes control of a page that was loaded past it (Shift + reload). */
  | { readonly type: "claim" };

export interface OfflineReport {
  readonly type: "offline-report";
  /** The shell, every hashed chunk, the wasm, the catalog and the packs used so far are stored. */
  readonly available: boolean;
  /** The database module was asked for and is stored: the page has painted and the network is free for the rest. */
  readonly engineStored: boolean;
  readonly storedFiles: number;
  readonly totalFiles: number;
  /** Why the last attempt to store something failed, or null. */
  readonly problem: "network" | "storage" | null;
}
