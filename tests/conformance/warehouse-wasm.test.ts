/** What only the browser's database does: it can stop for good, and says so. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EngineError } from "../../src/engine/core/errors.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import { openWasmWarehouse, type WasmWarehouse, type WasmWarehouseOptions } from "../../src/engine/warehouse/wasm.ts";
import { DUCKDB_MODULE, DUCKDB_WORKER, startThread } from "../../scripts/duckdb-thread.ts";

const parquetModule = readFileSync(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm"));
/** One step of it takes minutes, and DuckDB looks for a cancel only between steps. */
const uncancellable = "select count(*) from range(1000000) as a, range(1000000) as b where (a.range * b.range) % 7 = 8";

const open = (options: Partial<WasmWarehouseOptions> = {}) =>
  openWasmWarehouse({ workerUrl: DUCKDB_WORKER, wasmUrl: DUCKDB_MODULE, parquetModule, startWorker: startThread, ...options });

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(() => null, (error: unknown) => error);
  return thrown instanceof EngineError ? thrown.diagnostic.code : String(thrown);
}

/** Starting DuckDB compiles 34 MB of WebAssembly, which takes long where many tests share a processor. */
const SLOW = 120_000;

describe("a database that does not answer a cancel", () => {
  test("is ended; every call that waits, and every later one, says W006", { timeout: SLOW }, async () => {
    const warehouse = await open({ cancelGraceMs: 150 });
    const source = createCancelSource();
    const running = codeOf(warehouse.query(uncancellable, { signal: source.signal }));
    const waiting = [codeOf(warehouse.query("select 1")), codeOf(warehouse.describe({ database: "strata", schema: "main", identifier: "x" }))];
    // Late enough for the statement to have begun: before that a cancel is simply obeyed.
    setTimeout(() => source.cancel(), 1_000);
    expect(await running).toBe("W006");
    expect(await Promise.all(waiting)).toEqual(["W006", "W006"]);
    await warehouse.died;
    expect(warehouse.dead).toBe(true);
    expect(await codeOf(warehouse.execute("select 1"))).toBe("W006");
    await warehouse.close();
  });
});

describe("a database whose module is missing", () => {
  test("says W007", { timeout: SLOW }, async () => {
    expect(await codeOf(open({ wasmUrl: `${DUCKDB_MODULE}.gone` }))).toBe("W007");
  });
});

describe("a small database of another name", () => {
  let warehouse: WasmWarehouse;
  beforeAll(async () => {
    warehouse = await open({ memoryLimit: "128MB", database: "baseline" });
  }, SLOW);
  afterAll(() => warehouse.close());

  test("is called so", async () => {
    expect((await warehouse.query("select current_database()")).data).toEqual([["baseline"]]);
  });

  test("takes a stream of rows only when it is whole: until then the table stands as it was", { timeout: SLOW }, async () => {
    const relation = { database: "baseline", schema: "raw", identifier: "rows" };
    const [stream] = (await warehouse.exportArrow("from range(9)", { mostBytes: 1e6 })) ?? [];
    const groups = async function* () {
      if (stream !== undefined) yield await Promise.resolve(stream.slice());
    };
    const inSchema = "select table_name from information_schema.tables where table_schema = 'raw'";
    expect(await warehouse.attachArrow(relation, { rows: 9, groups })).toBe(9);
    await expect(warehouse.attachArrow(relation, { rows: 10, groups })).rejects.toThrow(/9 rows, but 10 were expected/);
    expect((await warehouse.query(inSchema)).data).toEqual([["rows"]]);
    expect((await warehouse.query("select count(*)::int from baseline.raw.rows")).data).toEqual([[9]]);
    await warehouse.execute("drop table baseline.raw.rows; create view baseline.raw.rows as select 1 as one");
    expect(await warehouse.attachArrow(relation, { rows: 9, groups })).toBe(9);
    expect((await warehouse.query("select count(*)::int from baseline.raw.rows")).data).toEqual([[9]]);
  });

  test("holds tables compressed: 97 MB of values are held in 10", { timeout: SLOW }, async () => {
    const many = "select range % 100 as amount, range // 1000 as thousand, 'abc' || range % 10 as text from range(3_000_000)";
    await warehouse.execute(`create table many as ${many}`);
    expect((await warehouse.query("select sum(amount) from many")).data).toEqual([[148_500_000n]]);
    const held = await warehouse.query("select sum(memory_usage_bytes)::double from duckdb_memory() where tag = 'IN_MEMORY_TABLE'");
    expect(Number(held.data[0]?.[0])).toBeLessThan(10_000_000);
    await warehouse.execute("drop table many");
  });

  test("says W004 when memory runs out, and lives on", { timeout: SLOW }, async () => {
    const big = "create table big as select range as n, md5(range::varchar) || md5((range + 1)::varchar) as text from range(3000000)";
    expect(await codeOf(warehouse.execute(big))).toBe("W004");
    expect((await warehouse.query("select 1")).data).toEqual([[1]]);
  });

  test.each(["set memory_limit = '4GB'", "set autoload_known_extensions = true", "select * from read_parquet('x.parquet')", "select '{}'::json"])(
    "refuses %s at once",
    async (sql) => {
      expect(await codeOf(warehouse.query(sql))).toMatch(/^W00[23]$/);
    },
  );
});
