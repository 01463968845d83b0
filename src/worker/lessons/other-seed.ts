/**
 * The bundled project on the data of another company: the tiny tier, made by the generator's worker, in a database beside the learner's.
 * It is where hidden variants look whether an answer holds elsewhere too; what is built there shows up nowhere else.
 */
import type { SourceFile } from "../../engine/core/source-file.ts";
import { openEngine, quoteIdentifier, type Engine, type SourceLoader, type Warehouse } from "../../engine/index.ts";

interface OtherSeedPorts {
  readonly files: readonly SourceFile[];
  readonly builtins: readonly SourceFile[];
  readonly loader: SourceLoader;
  warehouse(): Promise<Warehouse>;
  wall(): number;
  elapsed(): number;
}

export function openOtherSeed(seed: number, ports: OtherSeedPorts): Promise<Engine> {
  const database = `seed_${String(seed)}`;
  const attached = new WeakSet<Warehouse>();
  return openEngine({
    files: ports.files,
    builtins: ports.builtins,
    async warehouse() {
      const warehouse = await ports.warehouse();
      // A database that stopped took what was beside it along.
      if (!attached.has(warehouse))
        await warehouse.execute(`attach if not exists ':memory:' as ${quoteIdentifier(database)}`);
      attached.add(warehouse);
      return warehouse;
    },
    clock: { now: ports.wall, wall: ports.wall, elapsed: ports.elapsed },
    // The name of the file is the name of the database, and relations carry it.
    env: { STRATA_DATA_DIR: "tiny", STRATA_DB: `${database}.duckdb` },
    todayVar: "as_of_date",
    lintProfile: "bundled",
    loadSources: ports.loader,
  });
}
