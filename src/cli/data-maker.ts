/**
 * Makes source tables for a project's vars on this machine: as Parquet files in a folder of their own below the target folder, where
 * the next command finds them again.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SCHEMAS } from "../datagen/generate.ts";
import { writeData } from "../datagen/node.ts";
import { askedData } from "../datagen/project-vars.ts";
import { ImpossibleData, readWish, requestKey, type DataRequest, type DataWish } from "../datagen/request.ts";
import { tableName } from "../datagen/schema/table-schema.ts";
import { GENERATOR_VERSION, isTierName } from "../datagen/tiers.ts";
import { EngineError } from "../engine/index.ts";
import type { TableMaker, WantedTable } from "../engine/warehouse/table-maker.ts";
import type { LoadSourcesOptions } from "../engine/warehouse/source-loader.ts";

/** `folder` is asked only when something is made. */
export function createDataMaker(folder: () => string): TableMaker {
  return {
    dataFor(vars, tier, lying) {
      // A folder with another name holds data of somebody's own; what is made beside them is the classroom's.
      const { wish, changed } = askedData({ tier: isTierName(tier) ? tier : "classroom" }, lying, vars);
      const request = readRequest(wish);
      const key = requestKey(request);
      return {
        version: `${GENERATOR_VERSION} ${key}`,
        everything: changed,
        make: (tables, load) => makeTables(request, tables, join(folder(), "data", key), load),
      };
    },
  };
}

async function makeTables(
  request: DataRequest,
  tables: readonly WantedTable[],
  out: string,
  load: LoadSourcesOptions & { readonly onTable: (table: WantedTable) => void },
): Promise<void> {
  await writeData({ request, out, only: new Set(tables.map(({ name }) => name)), everything: true }).catch(
    (thrown: unknown) => {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new EngineError("D007", `The data could not be written to "${out}": ${reason.replace(/\.$/, "")}.`, {
        hint: "Make room on the disk, or give another folder with --target-path.",
        cause: thrown,
      });
    },
  );
  const names = new Set(SCHEMAS.map(tableName));
  for (const table of tables) {
    if (!names.has(table.name)) continue;
    if (load.signal?.cancelled === true) return;
    const bytes = await readFile(join(out, request.tier, `${table.name}.parquet`));
    await load.warehouse.attachParquet(table.relation, bytes, load.signal === undefined ? {} : { signal: load.signal });
    load.onTable(table);
  }
}

function readRequest(wish: DataWish): DataRequest {
  try {
    return readWish(wish);
  } catch (thrown) {
    if (!(thrown instanceof ImpossibleData)) throw thrown;
    throw new EngineError("D006", thrown.message, { hint: thrown.hint, cause: thrown });
  }
}
