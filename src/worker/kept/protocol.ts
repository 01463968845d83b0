/** What the page asks about tables that are kept from build to build. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";

export interface KeptSettings {
  /** False: everything is built anew, and nothing is put away. */
  readonly reuse: boolean;
  /** Most bytes on this device. */
  readonly budget: number;
}

export interface KeptTable {
  readonly node: NodeId;
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds since 1970-01-01 UTC: when it was put away, and when it was last put back. */
  readonly at: number;
  readonly used: number;
}

export interface KeptState {
  readonly settings: KeptSettings;
  /** The last used first. */
  readonly tables: readonly KeptTable[];
  readonly bytes: number;
  /** Tables that were put back since the page was opened. */
  readonly putBack: number;
}

export interface KeptApi {
  keptState(): Promise<Outcome<KeptState>>;
  setKept(settings: KeptSettings): Promise<Outcome<KeptState>>;
  emptyKept(): Promise<Outcome<KeptState>>;
}
