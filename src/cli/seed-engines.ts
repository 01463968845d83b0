/**
 * The bundled project on the data of other companies, for hidden variants `seed:N`: made here, built in databases beside the one in
 * which the lessons are proven, as the page does it.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeData } from "../datagen/node.ts";
import { readWish } from "../datagen/request.ts";
import { quoteIdentifier, succeed } from "../engine/index.ts";
import type { Outcome } from "../engine/index.ts";
import type { SeedEngine, SeedEngines } from "../lessons/engine-port.ts";
import { openNativeEngine, type NativeEngine } from "./native-engine.ts";

/** A class of tables from another seed is looked at, not worked with: the smallest tier tells enough. */
const TIER = "tiny";

/** They live as long as the database of `native`. */
export function openSeedEngines({ warehouse }: Pick<NativeEngine, "warehouse">, projectDir: string): SeedEngines {
  const opened = new Map<number, Promise<Outcome<SeedEngine>>>();
  const open = async (seed: number): Promise<Outcome<SeedEngine>> => {
    const folder = await makeData(TIER, seed);
    const database = `seed_${String(seed)}`;
    await (await warehouse()).execute(`attach if not exists ':memory:' as ${quoteIdentifier(database)}`);
    // The name of the file is the name of the database, and relations carry it.
    const env = { STRATA_DATA_DIR: folder, STRATA_DB: `${database}.duckdb` };
    return succeed((await openNativeEngine({ projectDir, warehouse, env })).engine);
  };
  return (seed) => {
    const opening = opened.get(seed) ?? open(seed);
    opened.set(seed, opening);
    return opening;
  };
}

/** Data of a seed, kept beside other temporary files: the next time they lie there already. */
export async function makeData(tier: string, seed: number): Promise<string> {
  const out = join(tmpdir(), `strata-lessons-${String(seed)}`);
  await writeData({ request: readWish({ tier, seed }), out });
  return join(out, tier);
}
