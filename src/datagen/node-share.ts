/**
 * Makes the tables of a share and writes them as Parquet files: a table in, its entry of the catalog out.
 *
 * One table is in memory at a time, and the one before it, which DuckDB still writes on a thread of its own.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PackTable } from "./catalog.ts";
import { contentHash, type Hasher } from "./content-hash.ts";
import { dateRange } from "./date-range.ts";
import type { PlantedFault } from "./faults/dirty-table.ts";
import { generateShare } from "./generate.ts";
import { ParquetWriter } from "./node-parquet.ts";
import { tierOf, type DataRequest } from "./request.ts";
import { tableName } from "./schema/table-schema.ts";
import type { Share } from "./shares.ts";
import type { ColumnData, TableData } from "./table.ts";

export interface ShareTarget {
  readonly request: DataRequest;
  /** Folder of the catalog. */
  readonly out: string;
  /** Write files also for what a page makes itself. */
  readonly everything: boolean;
  /** zstd's level. */
  readonly compression: number;
}

export interface ShareListener {
  onTable(entry: PackTable): void;
  onPlanted(faults: readonly PlantedFault[]): void;
}

export async function writeShare(share: Share, target: ShareTarget, hear: ShareListener): Promise<void> {
  const { request } = target;
  const { seed, clean } = request;
  const tables = generateShare({ tier: tierOf(request), seed, clean }, share, (faults) => hear.onPlanted(faults));
  await writeTables(tables, target, hear);
}

export async function writeTables(
  tables: Iterable<TableData>,
  target: ShareTarget,
  { onTable }: Pick<ShareListener, "onTable">,
): Promise<void> {
  const writer = await ParquetWriter.open(target.compression);
  let writing: Promise<void> = Promise.resolve();
  try {
    for (const table of tables) {
      // DuckDB writes a table while the next one is made here, but no more than one.
      await writing;
      const entry = entryOf(table, target);
      if (entry.made !== undefined) {
        onTable({ ...entry, content_sha256: contentHash(table, nativeHash()) });
        letGo(table);
        continue;
      }
      const path = join(target.out, entry.file);
      const { written } = await writer.write(table, path);
      const content_sha256 = contentHash(table, nativeHash());
      letGo(table);
      writing = written.then(async () => onTable({ ...entry, content_sha256, ...(await fileFacts(path)) }));
      // Trouble is told by the await above or below.
      writing.catch(() => undefined);
    }
    await writing;
  } finally {
    await writing.catch(() => undefined);
    writer.close();
  }
}

/** The loop and the generator hold the table itself while the next one is made; hundreds of megabytes of values need not stay. */
function letGo(table: { columns: readonly ColumnData[] }): void {
  table.columns = [];
}

/** Ten times as fast as the one in plain arithmetic, which browsers share. */
function nativeHash(): Hasher {
  const hash = createHash("sha256");
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest("hex") };
}

/** The smallest tier has files for all tables: it is what tests and other tools read. */
export function isWhole({ tier }: DataRequest, everything: boolean): boolean {
  return everything || tier === "tiny";
}

/** What the catalog says of a table before its file is there. */
function entryOf({ schema, rowCount, columns }: TableData, { request, everything }: ShareTarget): PackTable {
  return {
    system: schema.system,
    table: schema.table,
    pack: schema.pack,
    file: `${request.tier}/${tableName(schema)}.parquet`,
    rows: rowCount,
    bytes: 0,
    sha256: "",
    content_sha256: "",
    ...(schema.pack === "generated" && !isWhole(request, everything) ? { made: "browser" as const } : {}),
    ...(schema.pack === "truth" ? { sealed: true as const } : {}),
    columns: columns.map(({ name, type }) => ({ name, type })),
    ...dateRange({ schema, rowCount, columns }),
  };
}

async function fileFacts(path: string): Promise<Pick<PackTable, "bytes" | "sha256">> {
  const content = await readFile(path);
  return { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}
