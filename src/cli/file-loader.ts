/**
 * Reads the Parquet files of sources from the file system, relative to the project folder; what no file holds, the maker makes.
 *
 * Where a `catalog.json` lies one folder above a file, the file must hold what the catalog promises; files of other projects are
 * taken as they are.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EngineError } from "../engine/index.ts";
import type { SourceLoader } from "../engine/index.ts";
import { createPackLoader } from "../engine/warehouse/packs.ts";
import type { TableMaker } from "../engine/warehouse/table-maker.ts";

export function createFileLoader(projectDir: string, maker?: TableMaker): SourceLoader {
  const loaders = new Map<string, SourceLoader>();
  return {
    ensure(sources, options) {
      const first = sources.find((source) => source.external_location !== null)?.external_location;
      if (first === undefined || first === null) return Promise.resolve([]);
      const catalog = join(dirname(dirname(resolve(projectDir, first))), "catalog.json");
      let loader = loaders.get(catalog);
      if (!loader) loaders.set(catalog, (loader = catalogLoader(projectDir, catalog, maker)));
      return loader.ensure(sources, options);
    },
  };
}

function catalogLoader(projectDir: string, catalog: string, maker: TableMaker | undefined): SourceLoader {
  return createPackLoader({
    tier: null,
    ...(maker === undefined ? {} : { maker }),
    async readCatalog() {
      try {
        return JSON.parse(await readFile(catalog, "utf8")) as unknown;
      } catch (error) {
        if (isMissing(error)) return null;
        throw new EngineError("D003", `The data catalog "${catalog}" cannot be read.`, {
          hint: "Make the data anew with `npm run data -- --force`.",
          cause: error,
        });
      }
    },
    async readFile({ location }, { onBytes }) {
      const path = resolve(projectDir, location);
      try {
        const bytes = await readFile(path);
        onBytes(bytes.length);
        return bytes;
      } catch (error) {
        if (!isMissing(error)) throw error;
        throw new EngineError("D001", `The data file "${path}" is missing.`, {
          hint: "Make the data with `npm run data`, or set STRATA_DATA_DIR to the folder that holds them.",
          cause: error,
        });
      }
    },
    sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
