/**
 * A module worker that generates a tier and answers with the content hash of each table, to show that a browser makes the same
 * data as Node. Asks nothing of the page: no network, no storage, no eval.
 *
 * Post `{ tier, seed }`; the answer is `{ "app_database__accounts": "<64 hex digits>", … }`, or `{ error }`.
 */
import { contentHash } from "./content-hash.ts";
import { generateTables } from "./generate.ts";
import { tableName } from "./schema/table-schema.ts";
import { DEFAULT_SEED, isTierName } from "./tiers.ts";

self.onmessage = ({ data }: MessageEvent<{ tier: string; seed?: number }>) => {
  if (!isTierName(data.tier)) {
    self.postMessage({ error: `There is no tier named "${data.tier}".` });
    return;
  }
  const hashes: Record<string, string> = {};
  // One table at a time: all of the classroom would be a few hundred megabytes.
  for (const table of generateTables({ tier: data.tier, seed: data.seed ?? DEFAULT_SEED }))
    hashes[tableName(table.schema)] = contentHash(table);
  self.postMessage(hashes);
};
