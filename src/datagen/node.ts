/**
 * The Node side of the generator: writes the tables of a request as Parquet files, and the catalog that describes them.
 *
 * Every file is written under a temporary name and renamed, the catalog last: whoever reads the catalog finds whole files. A table
 * that the catalog has, made by this generator from the same request, is left alone when its file is there in full. A large company
 * is made by two processes, each with its share of the tables; which of them wrote a file cannot be seen in it.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { CatalogTier, DataCatalog, PackTable } from "./catalog.ts";
import type { PlantedFault } from "./faults/dirty-table.ts";
import { SCHEMAS } from "./generate.ts";
import { formatDay } from "./kit/calendar.ts";
import { DOWNLOAD_LEVEL } from "./node-parquet.ts";
import { isWhole, writeShare, writeTables, type ShareListener, type ShareTarget } from "./node-share.ts";
import { writeInProcess } from "./node-process.ts";
import type { DataRequest } from "./request.ts";
import { tableName, type TableSchema } from "./schema/table-schema.ts";
import { MANIFEST, fileShares, wholeShare, type Share } from "./shares.ts";
import { writeFaultManifest } from "./tables/truth/fault-manifest.ts";
import { GENERATOR_VERSION, SHIPPED_TIERS } from "./tiers.ts";

/** zstd's level for files that stay on this disk. */
const QUICK = 3;

export interface WriteOptions {
  readonly request: DataRequest;
  /** Folder of catalog.json; the files lie in a folder below it that is named after the tier. */
  readonly out: string;
  /** Names of tables; all of them unless told. Others that the catalog has already stay. */
  readonly only?: ReadonlySet<string>;
  /** Write files also for what a page makes itself; defaults to false: the catalog then only lists it. */
  readonly everything?: boolean;
  /** Make the tables again even if they are there; defaults to false. */
  readonly force?: boolean;
  readonly log?: (line: string) => void;
}

/** Makes what is not there yet; returns true when it wrote something. */
export async function writeData(options: WriteOptions): Promise<boolean> {
  const { request, out, only, force = false, log = () => undefined } = options;
  const { tier } = request;
  const catalog = await readCatalog(out);
  const kept = force ? [] : await wholeTables(catalog, options);
  const there = new Set(kept.map(({ system, table }) => tableName({ system, table })));
  const wanted = SCHEMAS.map(tableName).filter((name) => (only === undefined || only.has(name)) && !there.has(name));
  if (wanted.length === 0) {
    log(`${tier}: already there (seed ${String(request.seed)}, generator ${GENERATOR_VERSION})`);
    return false;
  }
  await mkdir(join(out, tier), { recursive: true });
  const began = performance.now();
  const made = await makeTables(new Set(wanted), options);
  const byName = new Map([...kept, ...made].map((entry) => [tableName(entry), entry]));
  const tables = SCHEMAS.flatMap((schema) => byName.get(tableName(schema)) ?? []);
  await addToCatalog(out, tier, { ...headOf(request), tables });
  const rows = made.reduce((sum, entry) => sum + entry.rows, 0);
  log(`${tier}: ${String(made.length)} tables, ${String(rows)} rows in ${seconds(performance.now() - began)}`);
  return true;
}

async function makeTables(only: ReadonlySet<string>, options: WriteOptions): Promise<PackTable[]> {
  const { request, log = () => undefined } = options;
  const entries: PackTable[] = [];
  const faults: PlantedFault[] = [];
  const hear: ShareListener = {
    onTable: (entry) => {
      entries.push(entry);
      log(`  ${entry.file}: ${String(entry.rows)} rows, ${String(entry.bytes)} bytes`);
    },
    onPlanted: (planted) => faults.push(...planted),
  };
  const whole = wholeShare(SCHEMAS.map(tableName), (name) => only.has(name), request.clean);
  const [first, second] = fileShares(whole);
  const target = targetOf(options);
  if (isWorthTwo(request, first, second)) {
    const over = new AbortController();
    const shares = [first, second].map((share) => writeInProcess({ share, target }, hear, over.signal));
    await Promise.all(shares).finally(() => over.abort());
  } else await writeShare(whole, target, hear);
  if (only.has(MANIFEST)) await writeTables([writeFaultManifest(faults, request.asOfDay)], target, hear);
  return entries;
}

function targetOf({ request, out, everything = false }: WriteOptions): ShareTarget {
  const shipped = SHIPPED_TIERS.includes(request.tier) && !everything;
  return { request, out, everything, compression: shipped ? DOWNLOAD_LEVEL : QUICK };
}

/** Customers from which on a second process earns what it costs: it lives all their lives once more. */
const WORTH_TWO = 1000;

function isWorthTwo({ customers }: DataRequest, ...shares: readonly Share[]): boolean {
  return (
    customers >= WORTH_TWO &&
    availableParallelism() > 1 &&
    shares.every(({ wanted, listed }) => wanted.size + listed.size > 0)
  );
}

function headOf(request: DataRequest): Omit<CatalogTier, "tables"> {
  const { seed, customers, locations, startDay, asOfDay, clean } = request;
  return {
    seed,
    customers,
    locations,
    start_date: formatDay(startDay),
    as_of_date: formatDay(asOfDay),
    clean,
  };
}

/** The tables of the catalog that this generator would make just so, and whose files are there in full. */
async function wholeTables(
  catalog: DataCatalog | null,
  { request, out, everything = false }: WriteOptions,
): Promise<readonly PackTable[]> {
  const entry = catalog?.tiers[request.tier];
  if (entry === undefined || catalog?.generator_version !== GENERATOR_VERSION) return [];
  const { tables, ...head } = entry;
  if (!Object.entries(headOf(request)).every(([name, value]) => (head as Record<string, unknown>)[name] === value))
    return [];
  const schemas = new Map(SCHEMAS.map((schema) => [tableName(schema), schema]));
  const whole = await Promise.all(
    tables.map(async (table) => {
      const schema = schemas.get(tableName(table));
      if (schema === undefined || !hasColumns(schema, table)) return false;
      if (table.made !== undefined) return !isWhole(request, everything);
      const size = await stat(join(out, table.file)).catch(() => null);
      return size?.size === table.bytes;
    }),
  );
  return tables.filter((_, index) => whole[index] === true);
}

/** A table that has been given another column since is made anew. */
function hasColumns(schema: TableSchema, { columns }: PackTable): boolean {
  const text = (all: readonly { readonly name: string; readonly type: string }[]) =>
    all.map(({ name, type }) => `${name} ${type}`).join();
  return text(columns) === text(Object.entries(schema.columns).map(([name, { type }]) => ({ name, type })));
}

export async function addToCatalog(out: string, tier: string, entry: CatalogTier): Promise<void> {
  // Read once more: another tier may have been added since.
  const latest = await readCatalog(out);
  const kept = latest?.generator_version === GENERATOR_VERSION ? latest.tiers : {};
  const next: DataCatalog = { generator_version: GENERATOR_VERSION, tiers: { ...kept, [tier]: entry } };
  await replaceFile(join(out, "catalog.json"), `${JSON.stringify(next, null, 1)}\n`);
}

export async function readCatalog(out: string): Promise<DataCatalog | null> {
  const path = join(out, "catalog.json");
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(await readFile(path, "utf8")) as DataCatalog;
  } catch {
    return null; // A damaged catalog describes nothing; it is written anew.
  }
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

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
