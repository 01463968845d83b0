/** The one result that is pinned, for comparing it with whatever is run next, here or on another page. */
import type { Table } from "../../engine/core/table.ts";

export interface PinnedResult {
  readonly name: string;
  readonly table: Table;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

class Pinned {
  result: PinnedResult | null = $state.raw(null);
}

export const pinned = new Pinned();
