/**
 * The Node side of the generator: writes the tables of a tier as zstd Parquet with native DuckDB, and the catalog.
 *
 * Every file is written under a temporary name and renamed, the catalog last: whoever reads the catalog finds whole files. A
 * tier is skipped when the catalog has it with the same generator version and seed and all its files are there in full.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  BIGINT,
  DuckDBDataChunk,
  DuckDBInstance,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { CatalogTier, DataCatalog, PackTable } from "./catalog.ts";
import { contentHash } from "./content-hash.ts";
import { generate } from "./generate.ts";
import { formatDay } from "./kit/calendar.ts";
import { dateRange } from "./date-range.ts";
import type { ColumnType } from "./schema.ts";
import { NULL_NUMBER, tableName, type ColumnData, type TableData } from "./table.ts";
import { GENERATOR_VERSION, TIERS, type TierName } from "./tiers.ts";

/** Rows per Parquet row group: the browser decodes one group at a time. A multiple of DuckDB's vector of 2,048 rows. */
const ROW_GROUP_ROWS = 245760;
const CHUNK_ROWS = 2048;

export interface WriteOptions {
  readonly tier: TierName;
  readonly seed: number;
  /** Folder of catalog.json. */
  readonly out: string;
  /** Make the tier again even if it is there; defaults to false. */
  readonly force?: boolean;
  readonly log?: (line: string) => void;
}

/** Makes a tier unless it is there already; returns true when it wrote something. */
export async function writeTier({
  tier,
  seed,
  out,
  force = false,
  log = () => undefined,
}: WriteOptions): Promise<boolean> {
  const catalog = await readCatalog(out);
  if (!force && (await isComplete(catalog, tier, seed, out))) {
    log(`${tier}: already there (seed ${String(seed)}, generator ${GENERATOR_VERSION})`);
    return false;
  }
  await mkdir(join(out, tier), { recursive: true });
  const began = performance.now();
  const generated = generate({ tier, seed });
  log(`${tier}: generated in ${String(Math.round(performance.now() - began))} ms`);
  const entries = await writeTables(generated, tier, out, log);
  const { startDay, asOfDay } = TIERS[tier];
  const entry: CatalogTier = { seed, start_date: formatDay(startDay), as_of_date: formatDay(asOfDay), tables: entries };
  // Read once more: another tier may have been added since.
  const latest = await readCatalog(out);
  const kept = latest?.generator_version === GENERATOR_VERSION ? latest.tiers : {};
  const next: DataCatalog = { generator_version: GENERATOR_VERSION, tiers: { ...kept, [tier]: entry } };
  await replaceFile(join(out, "catalog.json"), `${JSON.stringify(next, null, 2)}\n`);
  return true;
}

async function readCatalog(out: string): Promise<DataCatalog | null> {
  const path = join(out, "catalog.json");
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(await readFile(path, "utf8")) as DataCatalog;
  } catch {
    return null; // A damaged catalog describes nothing; it is written anew.
  }
}

async function isComplete(catalog: DataCatalog | null, tier: TierName, seed: number, out: string): Promise<boolean> {
  const entry = catalog?.tiers[tier];
  if (entry === undefined || catalog?.generator_version !== GENERATOR_VERSION || entry.seed !== seed) return false;
  for (const { file, bytes } of entry.tables) {
    const size = await stat(join(out, file))
      .then((found) => found.size)
      .catch(() => -1);
    if (size !== bytes) return false;
  }
  return true;
}

async function writeTables(
  tables: readonly TableData[],
  tier: string,
  out: string,
  log: (line: string) => void,
): Promise<PackTable[]> {
  // One thread, so that the same values give the same bytes.
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const entries: PackTable[] = [];
    for (const table of tables) entries.push(await writeTable(connection, table, tier, out, log));
    return entries;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeTable(
  connection: DuckDBConnection,
  table: TableData,
  tier: string,
  out: string,
  log: (line: string) => void,
): Promise<PackTable> {
  const { schema, rowCount } = table;
  const file = `${tier}/${tableName(schema)}.parquet`;
  await stage(connection, table);
  const path = join(out, file);
  const temporary = `${path}.${String(process.pid)}.tmp`;
  const columns = table.columns.map(({ name, type }) => `${fromHeld(name, type)} as "${name}"`).join(", ");
  await connection.run(
    `copy (select ${columns} from staged) to '${temporary.replaceAll("'", "''")}' ` +
      `(format parquet, parquet_version v2, compression zstd, compression_level 22, row_group_size ${String(ROW_GROUP_ROWS)})`,
  );
  await connection.run("drop table staged");
  const content = await readFile(temporary);
  await rename(temporary, path);
  log(`  ${file}  ${String(rowCount)} rows, ${String(content.length)} bytes`);
  return {
    system: schema.system,
    table: schema.table,
    pack: schema.pack,
    file,
    rows: rowCount,
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    content_sha256: contentHash(table),
    columns: table.columns.map(({ name, type }) => ({ name, type })),
    ...dateRange(table),
  };
}

/** Fills a table `staged` with the held values: whole numbers and text. */
async function stage(connection: DuckDBConnection, table: TableData): Promise<void> {
  const types = table.columns.map(({ type }) => stagedType(type));
  const definition = table.columns.map(({ name }, index) => `"${name}" ${String(types[index])}`).join(", ");
  await connection.run(`create table staged (${definition})`);
  const appender = await connection.createAppender("staged");
  for (let from = 0; from < table.rowCount; from += CHUNK_ROWS) {
    const to = Math.min(from + CHUNK_ROWS, table.rowCount);
    const chunk = DuckDBDataChunk.create(types, to - from);
    chunk.setColumns(table.columns.map((column, index) => slice(column, from, to, types[index] === BIGINT)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function stagedType(type: ColumnType): DuckDBType {
  if (type === "VARCHAR") return VARCHAR;
  return type === "BIGINT" || type === "TIMESTAMP" || type.startsWith("DECIMAL") ? BIGINT : INTEGER;
}

function slice({ data }: ColumnData, from: number, to: number, wide: boolean): DuckDBValue[] {
  const result: DuckDBValue[] = [];
  for (let row = from; row < to; row += 1) {
    const value = data.values[row] ?? null;
    if (value === null || value === NULL_NUMBER) result.push(null);
    else result.push(wide ? BigInt(value) : value);
  }
  return result;
}

/** The SQL that turns a held value into a value of its column's type. */
function fromHeld(name: string, type: ColumnType): string {
  if (type === "DATE") return `(date '1970-01-01' + "${name}")`;
  if (type === "TIMESTAMP") return `make_timestamp("${name}" * 1000000)`;
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  // A product of decimals is exact; a division would go through floating point.
  if (scale !== undefined) return `("${name}"::decimal(18,0) * 0.${"0".repeat(Number(scale) - 1)}1)::${type}`;
  return `"${name}"::${type}`;
}

async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${String(process.pid)}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
