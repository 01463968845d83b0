import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canCarry, takeSql, wayOf } from "../../src/engine/kept/carry.ts";
import { packPieces, unpackPieces } from "../../src/engine/kept/parcel.ts";
import type { KeptEntry } from "../../src/engine/kept/kept-tables.ts";
import { openWasmWarehouse, type WasmWarehouse } from "../../src/engine/warehouse/wasm.ts";
import { arrowCarrier } from "../../src/worker/kept/arrow-carrier.ts";
import { DUCKDB_MODULE, DUCKDB_WORKER, startThread } from "../../scripts/duckdb-thread.ts";

describe("a parcel", () => {
  const pieces = [new Uint8Array([1, 2, 3]), new Uint8Array(), new Uint8Array([4])];

  test("holds several pieces and gives them back", () => {
    expect(unpackPieces(packPieces(pieces))?.map((piece) => [...piece])).toEqual([[1, 2, 3], [], [4]]);
    expect(unpackPieces(packPieces([]))).toEqual([]);
  });

  test("that is cut off, longer than it was or none at all is refused", () => {
    const parcel = packPieces(pieces);
    for (let length = 0; length < parcel.length; length += 1)
      expect(unpackPieces(parcel.subarray(0, length))).toBeNull();
    expect(unpackPieces(new Uint8Array([...parcel, 0]))).toBeNull();
    expect(unpackPieces(new TextEncoder().encode("<!doctype html><title>no parcel</title>"))).toBeNull();
  });
});

test("types travel exactly, as text, or not at all", () => {
  const ways = [
    "INTEGER",
    "DECIMAL(18,4)",
    "VARCHAR[]",
    "HUGEINT",
    "ENUM('a', 'b')",
    "STRUCT(a INTEGER)",
    "MAP(VARCHAR, INTEGER)",
    "HUGEINT[]",
  ];
  expect(ways.map(wayOf)).toEqual(["exact", "exact", "exact", "text", "text", null, null, null]);
  expect(canCarry([])).toBe(false);
});

describe("a table in the browser's database", () => {
  const SLOW = 120_000;
  const relation = (identifier: string) => ({ database: "strata", schema: "main", identifier });
  let warehouse: WasmWarehouse;
  beforeAll(async () => {
    const parquetModule = readFileSync(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm"));
    warehouse = await openWasmWarehouse({
      workerUrl: DUCKDB_WORKER,
      wasmUrl: DUCKDB_MODULE,
      parquetModule,
      startWorker: startThread,
    });
  }, SLOW);
  afterAll(() => warehouse.close());

  const entryOf = (taken: { rows: number; columns: KeptEntry["columns"]; body: Uint8Array }): KeptEntry => ({
    key: "k",
    node: "model.shop.every",
    rows: taken.rows,
    columns: taken.columns,
    bytes: taken.body.length,
    at: 0,
    used: 0,
  });
  const allOf = (identifier: string) => warehouse.query(`select * from main.${identifier}`, { limit: Infinity });

  test(
    "that is taken away and put back has the same rows and the same types, whatever they are",
    { timeout: SLOW },
    async () => {
      await warehouse.execute(`create table main.every as select
      range::integer as id, range::utinyint as small, (range * 170141183460469231731687303715::hugeint) as huge,
      case when range % 3 = 0 then null else 'ä ' || range || chr(10) end as text, (range / 7)::decimal(18, 5) as price,
      range / 7 as share, date '2024-02-28' + range::integer as day, timestamp '2024-01-01 00:00:00.000001' + interval (range) hour as moment,
      time '10:00:00' + interval (range) minute as clock, interval (range) day as length, range % 2 = 0 as flag,
      (case range % 2 when 0 then 'even' else 'odd' end)::enum('even', 'odd') as kind, [range, null, 2]::integer[] as list,
      ('00000000-0000-0000-0000-0000000000' || lpad((range % 90 + 10)::varchar, 2, '0'))::uuid as id2, ''::blob as bytes
      from range(200)`);
      const carrier = arrowCarrier(warehouse);
      const before = await warehouse.query("select * from main.every", { limit: Infinity });
      const taken = await carrier.take(relation("every"));
      expect(taken?.rows).toBe(200);
      await carrier.put(relation("again"), entryOf(taken!), taken!.body);
      const after = await warehouse.query("select * from main.again", { limit: Infinity });
      expect(after.columns).toEqual(before.columns);
      expect(after.data).toEqual(before.data);
      expect(await warehouse.describe(relation("again"))).toEqual(await warehouse.describe(relation("every")));
    },
  );

  test("that came with the page as a Parquet file is put back as it was", { timeout: SLOW }, async () => {
    const columns = (await warehouse.describe(relation("every"))) ?? [];
    const body = await warehouse.exportParquet(takeSql(relation("every"), columns));
    const entry = entryOf({ rows: 200, columns, body });
    expect(await arrowCarrier(warehouse).put(relation("shipped"), entry, body)).toBe(200);
    const [before, after] = [await allOf("every"), await allOf("shipped")];
    expect(after).toEqual(before);
    await expect(arrowCarrier(warehouse).put(relation("shipped"), entry, body.subarray(0, 900))).rejects.toThrow();
    expect(await allOf("shipped")).toEqual(before);
  });

  test("may be large, or empty", { timeout: SLOW }, async () => {
    const carrier = arrowCarrier(warehouse);
    await warehouse.execute(
      "create table main.large as select range as id, md5(range::varchar) as text from range(100000); create table main.none as select * from main.large where false",
    );
    for (const [name, rows] of [
      ["large", 100_000],
      ["none", 0],
    ] as const) {
      const taken = await carrier.take(relation(name));
      expect(taken?.rows).toBe(rows);
      expect(await carrier.put(relation(`${name}_again`), entryOf(taken!), taken!.body)).toBe(rows);
      const differing = await warehouse.query(
        `select count(*) from (from main.${name} except all from main.${name}_again) union all select count(*) from main.${name}_again`,
      );
      expect(differing.data[0]?.map(Number)).toEqual([0, rows]);
    }
  });

  test("whose bytes were damaged is refused, and what stood there stays", { timeout: SLOW }, async () => {
    const carrier = arrowCarrier(warehouse);
    const taken = await carrier.take(relation("every"));
    const { body } = taken!;
    const torn = body.slice();
    torn[Math.floor(torn.length / 2)]! ^= 0xff;
    for (const bad of [body.subarray(0, body.length - 9), torn, new Uint8Array()])
      await expect(carrier.put(relation("every"), entryOf(taken!), bad)).rejects.toThrow();
    expect((await warehouse.query("select count(*) from main.every")).data[0]?.map(Number)).toEqual([200]);
  });

  test("with columns that cannot travel, or that is not there, is left where it is", { timeout: SLOW }, async () => {
    await warehouse.execute("create table main.nested as select {'a': 1} as s");
    const carrier = arrowCarrier(warehouse);
    expect(await carrier.take(relation("nested"))).toBeNull();
    expect(await carrier.take(relation("nowhere"))).toBeNull();
  });
});
