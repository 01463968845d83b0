/**
 * Makes the tiers of seed data that are not there yet. scripts/data.ts itself leaves alone what is up to date.
 */
import { tool } from "./run.ts";

export async function makeSeedData(tiers: readonly string[]): Promise<boolean> {
  return (await tool("tsx", ["scripts/data.ts", "--tier", tiers.join(",")])) === 0;
}
