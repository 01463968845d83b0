/**
 * Makes the tiers of seed data that are not there yet, and builds the tables that lessons begin with. Both scripts leave alone what is
 * up to date.
 */
import { tool } from "./run.ts";

export async function makeSeedData(tiers: readonly string[]): Promise<boolean> {
  if ((await tool("tsx", ["scripts/data.ts", "--tier", tiers.join(",")])) !== 0) return false;
  return (await tool("tsx", ["scripts/built-tables.ts", "--tier", tiers.join(",")])) === 0;
}
