/** What each pack weighs against what it may: eight megabytes in all for the classroom, two for any pack. */
import type { PackTable } from "../catalog.ts";
import { PACKS } from "../schema/table-schema.ts";
import type { PackSize } from "./report.ts";

export const PACK_BUDGET_BYTES = 2_000_000;
export const TOTAL_BUDGET_BYTES = 8_000_000;

/** Nobody downloads what is made in the page, and the truth only when asked for. */
const WITHOUT_BUDGET: readonly string[] = ["generated", "truth"];

export function packSizes(tables: readonly Pick<PackTable, "pack" | "rows" | "bytes">[]): readonly PackSize[] {
  return PACKS.flatMap((pack): PackSize[] => {
    const own = tables.filter((table) => table.pack === pack);
    if (own.length === 0) return [];
    const total = (of: "rows" | "bytes"): number => own.reduce((sum, table) => sum + table[of], 0);
    const budget = WITHOUT_BUDGET.includes(pack) ? null : PACK_BUDGET_BYTES;
    return [{ pack, tables: own.length, rows: total("rows"), bytes: total("bytes"), budget }];
  });
}

/** Bytes of all packs that have a budget. */
export function downloadBytes(packs: readonly PackSize[]): number {
  return packs.reduce((sum, { bytes, budget }) => sum + (budget === null ? 0 : bytes), 0);
}

/** The larger tiers are never downloaded, so only the one that everybody gets has a budget. */
export function overBudget(packs: readonly PackSize[]): readonly string[] {
  const heavy = packs.filter(({ bytes, budget }) => budget !== null && bytes > budget).map(({ pack }) => pack);
  return downloadBytes(packs) > TOTAL_BUDGET_BYTES ? [...heavy, "all packs together"] : heavy;
}
