/**
 * Builds the tables that lessons begin with ahead of their use, and puts them beside the data packs: a lesson is then open in the time
 * that it takes to fetch a few hundred kilobytes, instead of building a hundred models.
 *
 * The page takes such a table only where the fingerprint of its own project names it (src/engine/kept/fingerprint.ts), so a table that
 * is out of date is never used, only useless. It is built by the page's own worker code on the page's own database, in Node.
 *
 *   tsx scripts/built-tables.ts --tier tiny,classroom     leaves alone what is up to date
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { createDataMaker } from "../src/cli/data-maker.ts";
import { createFileLoader } from "../src/cli/file-loader.ts";
import { readBuiltins, readProjectFiles } from "../src/cli/project-files.ts";
import { GROUP_ROWS } from "../src/datagen/arrow-stream.ts";
import { addToCatalog, readCatalog } from "../src/datagen/node.ts";
import type { SourceFile } from "../src/engine/index.ts";
import { KEPT_FORMAT } from "../src/engine/kept/fingerprint.ts";
import type { KeptEntry, TableCarrier } from "../src/engine/kept/kept-tables.ts";
import { openWasmWarehouse, type WasmWarehouse } from "../src/engine/warehouse/wasm.ts";
import { loadPack } from "../src/lessons/load.ts";
import { takenAs } from "../src/worker/kept/arrow-carrier.ts";
import { dataVersion } from "../src/worker/kept/data-version.ts";
import type { KeptPlacePorts } from "../src/worker/kept/kept-desk.ts";
import type { ShippedEntry, ShippedFile, ShippedIndex } from "../src/worker/kept/shipped-tables.ts";
import { Workbench } from "../src/worker/workbench.ts";
import { DUCKDB_MODULE, DUCKDB_WORKER, startThread } from "./duckdb-thread.ts";
import { root } from "./run.ts";

/** A larger table takes longer to fetch than to build from its parents. */
const MOST_BYTES = 10_000_000;
/** How the files are written: the page decodes a row group while the database takes in the one before. */
const PARQUET = `format parquet, parquet_version v2, compression zstd, compression_level 19, row_group_size ${String(GROUP_ROWS)}`;
const data = resolve(root, "public/data");

interface Built {
  readonly entry: KeptEntry;
  readonly body: Uint8Array;
}

const { values } = parseArgs({ options: { tier: { type: "string", default: "tiny,lesson,classroom" } } });
const files = await readProjectFiles(resolve(root, "src/models"));
const builtins = await readBuiltins();
const lessons = loadPack(await readProjectFiles(resolve(root, "src/lessons/content"))).pack;
const names = [
  ...new Set(lessons?.modules.flatMap((module) => module.lessons.flatMap((lesson) => lesson.uses))),
].sort();
for (const tier of values.tier.split(",")) await makeTier(tier);
process.exit(0);

async function makeTier(tier: string): Promise<void> {
  const catalog = await readCatalog(data);
  const entry = catalog?.tiers[tier];
  if (entry === undefined) throw new Error(`There are no data of the tier "${tier}": npm run data -- --tier ${tier}`);
  const stamp = createHash("sha256")
    .update(JSON.stringify([KEPT_FORMAT, MOST_BYTES, PARQUET, dataVersion(catalog, { tier }), names, files, builtins]))
    .digest("hex");
  const place = join(data, tier, "built");
  const index = join(data, tier, "built.json");
  const before = await readFile(index, "utf8").catch(() => null);
  if (before !== null && (JSON.parse(before) as { readonly stamp?: string }).stamp === stamp && isNamed(entry, before))
    return;
  const started = Date.now();
  const built = (await build(tier)).filter(({ body }) => body.length <= MOST_BYTES);
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const tables: ShippedEntry[] = [];
  for (const { entry: table, body } of built) {
    const file = `${tier}/built/${table.node.split(".").at(-1) ?? table.node}.parquet`;
    await writeFile(join(data, file), body);
    tables.push({ ...table, at: 0, used: 0, file, sha256: hashOf(body) });
  }
  const text = JSON.stringify({ stamp, tables } satisfies ShippedIndex & { readonly stamp: string });
  await writeFile(index, text);
  await addToCatalog(data, tier, { ...entry, built: fileOf(`${tier}/built.json`, text) });
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  console.log(
    `${tier}: ${String(tables.length)} tables for lessons built ahead, ${(bytes / 1e6).toFixed(1)} MB, ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
}

/** Takes tables away as small files; the page's own carrier puts them back. */
function parquetCarrier(warehouse: WasmWarehouse): TableCarrier {
  return {
    take: (relation) => takenAs(warehouse, relation, async (sql) => rewritten(await warehouse.exportParquet(sql))),
    put: () => Promise.reject(new Error("Nothing is put back here.")),
  };
}

/** The page's writer is quick; native DuckDB writes smaller files. One thread keeps the rows in their order. */
async function rewritten(file: Uint8Array): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "strata-built-"));
  const [given, small] = [join(folder, "given.parquet"), join(folder, "small.parquet")];
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  try {
    await writeFile(given, file);
    const connection = await instance.connect();
    await connection.run(`copy (from '${given}') to '${small}' (${PARQUET})`);
    connection.closeSync();
    return await readFile(small);
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

function isNamed(entry: { readonly built?: ShippedFile }, text: string): boolean {
  return entry.built?.sha256 === hashOf(text);
}

function fileOf(file: string, text: string): ShippedFile {
  return { file, bytes: Buffer.byteLength(text), sha256: hashOf(text) };
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What a visitor's page would keep after it has built what all lessons use. */
async function build(tier: string): Promise<readonly Built[]> {
  const scratch = await mkdtemp(join(tmpdir(), "strata-built-"));
  const kept = keptInMemory(tier);
  const parquetModule = await readFile(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm"));
  let running: WasmWarehouse | null = null;
  const isDbt = (file: SourceFile) => file.path.startsWith("dbt/");
  const workbench = new Workbench({
    bundled: files,
    builtins: builtins.filter(isDbt),
    lentMacros: () => Promise.resolve(builtins.filter((file) => !isDbt(file))),
    openParser: () => Promise.reject(new Error("No SQL is parsed here.")),
    async openWarehouse(database) {
      const opened = {
        workerUrl: DUCKDB_WORKER,
        wasmUrl: DUCKDB_MODULE,
        parquetModule,
        startWorker: startThread,
        database,
      };
      const warehouse = await openWasmWarehouse(opened);
      running = warehouse;
      return warehouse;
    },
    createLoader: () =>
      createFileLoader(
        data,
        createDataMaker(() => scratch),
      ),
    planData: () => Promise.reject(new Error("No data are planned here.")),
    kept: () => Promise.resolve(kept.ports),
    wall: () => Date.now(),
    elapsed: () => performance.now(),
  });
  try {
    const opened = await workbench.open({ workspace: "main", overlay: {}, tier, dataUrl: "" });
    if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
    const select = names.map((name) => `+${name}`).join(" ");
    const run = await workbench.command(`build --select ${select} --resource-type model seed snapshot`);
    const problem = run.ok ? run.value.diagnostics.find(({ severity }) => severity === "error") : run.diagnostics[0];
    if (problem !== undefined) throw new Error(`${problem.message} (${problem.node ?? "no node"})`);
    await kept.putAway();
    return kept.built;
  } finally {
    await (running as WasmWarehouse | null)?.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function keptInMemory(tier: string): {
  readonly ports: KeptPlacePorts;
  readonly built: readonly Built[];
  putAway(): Promise<void>;
} {
  const built: Built[] = [];
  let later: () => Promise<void> = () => Promise.resolve();
  return {
    built,
    putAway: () => later(),
    ports: {
      place: {
        list: () => Promise.resolve([]),
        read: () => Promise.resolve(null),
        write: (entry, body) => Promise.resolve(void built.push({ entry, body })),
        touch: () => Promise.resolve(),
        remove: () => Promise.resolve(),
        settings: () => Promise.resolve({ reuse: true, budget: Infinity }),
        setSettings: () => Promise.resolve(),
      },
      carrier: (warehouse) => parquetCarrier(warehouse as WasmWarehouse),
      dataVersion: async () => dataVersion(await readCatalog(data), { tier }),
      later(work) {
        later = work;
        return () => undefined;
      },
    },
  };
}
