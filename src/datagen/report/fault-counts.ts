/** How many faults of each kind were planted, as the manifest lists them. */
import { FAULTS } from "../faults/plant.ts";
import { hasRows, rowsIn, texts, type Tables } from "./read.ts";
import type { FaultCount } from "./report.ts";

const MANIFEST = "truth__fault_manifest";
export const FAULT_TABLES = [MANIFEST] as const;

/** One line per kind that exists, found or not; nothing when there is no manifest or nothing was planted. */
export function faultCounts(tables: Tables): readonly FaultCount[] {
  if (!hasRows(tables, MANIFEST)) return [];
  const ids = texts(tables, MANIFEST, "fault_id");
  const names = texts(tables, MANIFEST, "table_name");
  const lines = new Map<string, number>();
  const damaged = new Map<string, Set<string | null>>();
  for (let row = 0; row < rowsIn(tables, MANIFEST); row += 1) {
    const id = ids[row] ?? "";
    lines.set(id, (lines.get(id) ?? 0) + 1);
    damaged.set(id, (damaged.get(id) ?? new Set()).add(names[row] ?? null));
  }
  return FAULTS.map(({ id, title }) => ({
    id,
    title,
    lines: lines.get(id) ?? 0,
    tables: damaged.get(id)?.size ?? 0,
  }));
}
