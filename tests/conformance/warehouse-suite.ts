/**
 * What every warehouse does, whichever DuckDB is behind it. A native database and the browser's own module run the same tests.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EngineError } from "../../src/engine/core/errors.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import type { Value } from "../../src/engine/core/table.ts";
import type { WarehouseError } from "../../src/engine/warehouse/errors.ts";
import { heldRelations, nameKey } from "../../src/engine/warehouse/held-relations.ts";
import type { RelationName, Warehouse } from "../../src/engine/warehouse/port.ts";
import { renderRelation } from "../../src/engine/warehouse/sql.ts";

/** SQL expression, DuckDB's name of its type, and the value that every adapter gives for it. */
const VALUES: readonly (readonly [sql: string, type: string, value: Value])[] = [
  ["true", "BOOLEAN", true],
  ["(-128)::tinyint", "TINYINT", -128],
  ["(-32768)::smallint", "SMALLINT", -32768],
  ["2147483647", "INTEGER", 2147483647],
  ["9007199254740993", "BIGINT", 9007199254740993n],
  ["255::utinyint", "UTINYINT", 255],
  ["65535::usmallint", "USMALLINT", 65535],
  ["4294967295::uinteger", "UINTEGER", 4294967295],
  ["18446744073709551615::ubigint", "UBIGINT", 18446744073709551615n],
  ["sum(1)", "HUGEINT", 1n],
  ["-170141183460469231731687303715884105727::hugeint", "HUGEINT", -170141183460469231731687303715884105727n],
  ["340282366920938463463374607431768211455::uhugeint", "UHUGEINT", 340282366920938463463374607431768211455n],
  ["1.5::float", "FLOAT", 1.5],
  ["0.1::double", "DOUBLE", 0.1],
  ["'nan'::double", "DOUBLE", NaN],
  ["'-inf'::double", "DOUBLE", -Infinity],
  ["12.5::decimal(12,2)", "DECIMAL(12,2)", "12.50"],
  ["-0.05::decimal(4,2)", "DECIMAL(4,2)", "-0.05"],
  ["7::decimal(38,0)", "DECIMAL(38,0)", "7"],
  ["12345678901234567890123456789.123456789::decimal(38,9)", "DECIMAL(38,9)", "12345678901234567890123456789.123456789"],
  ["''", "VARCHAR", ""],
  ["'Zoë 漢字 🍺'", "VARCHAR", "Zoë 漢字 🍺"],
  ["date '2025-12-31'", "DATE", "2025-12-31"],
  ["date '0044-03-15 (BC)'", "DATE", "0044-03-15 (BC)"],
  ["date 'infinity'", "DATE", "infinity"],
  ["timestamp '2025-12-31 10:00:00'", "TIMESTAMP", "2025-12-31 10:00:00"],
  ["timestamp '1969-12-31 23:59:59.25'", "TIMESTAMP", "1969-12-31 23:59:59.25"],
  ["timestamp '9999-12-31 23:59:59.999999'", "TIMESTAMP", "9999-12-31 23:59:59.999999"],
  ["timestamp '-infinity'", "TIMESTAMP", "-infinity"],
  ["timestamp_s '2025-12-31 10:00:00'", "TIMESTAMP_S", "2025-12-31 10:00:00"],
  ["timestamp_ms '2025-12-31 10:00:00.001'", "TIMESTAMP_MS", "2025-12-31 10:00:00.001"],
  ["timestamp_ns '2025-12-31 10:00:00.000000001'", "TIMESTAMP_NS", "2025-12-31 10:00:00.000000001"],
  ["timestamptz '2025-12-31 10:00:00+00'", "TIMESTAMP WITH TIME ZONE", "2025-12-31 10:00:00+00"],
  ["time '23:59:59.5'", "TIME", "23:59:59.5"],
  ["interval '14 months 3 days 04:05:06.5'", "INTERVAL", "1 year 2 months 3 days 04:05:06.5"],
  ["interval '-13 months 1 day -1 hour'", "INTERVAL", "-1 year -1 month 1 day -01:00:00"],
  ["'\\x00\\xFFa'::blob", "BLOB", "\\x00\\xFFa"],
  ["'10110'::bit", "BIT", "10110"],
  ["'4a8601d1-4602-41d1-80ab-3201b278d60a'::uuid", "UUID", "4a8601d1-4602-41d1-80ab-3201b278d60a"],
  ["'ok'::enum('sad', 'ok', 'it''s')", "ENUM('sad', 'ok', 'it''s')", "ok"],
  ["[1, null, 3]", "INTEGER[]", [1, null, 3]],
  ["[[1], [], null]", "INTEGER[][]", [[1], [], null]],
  ["array_value(1.5::decimal(4,2), null)", "DECIMAL(4,2)[2]", ["1.50", null]],
  ["[true, false, null]", "BOOLEAN[]", [true, false, null]],
  ["['ok'::enum('sad', 'ok')]", "ENUM('sad', 'ok')[]", ["ok"]],
  ["{'id': 1, 'value': date '2025-01-01', 'A b': null::bigint}", 'STRUCT(id INTEGER, "value" DATE, "A b" BIGINT)', { id: 1, value: "2025-01-01", "A b": null }],
  ["map{'a': [1], 'b': []}", "MAP(VARCHAR, INTEGER[])", [{ key: "a", value: [1] }, { key: "b", value: [] }]],
  ["union_value(num := 2)", "UNION(num INTEGER)", 2],
  ["null", "INTEGER", null],
  ["null::decimal(9,2)", "DECIMAL(9,2)", null],
  ["null::integer[]", "INTEGER[]", null],
];

export interface SuiteOptions {
  /** Statements that must run at the same time. */
  readonly concurrency: number;
  /** Of DuckDB, for example `v1.4.5`. */
  readonly version: string;
}

export function warehouseSuite(name: string, open: () => Promise<Warehouse>, options: SuiteOptions): void {
  describe(name, () => {
    let warehouse: Warehouse;
    const scratch = mkdtempSync(join(tmpdir(), "strata-suite-"));

    beforeAll(async () => {
      warehouse = await open();
    }, 120_000);
    afterAll(async () => {
      await warehouse.close();
      rmSync(scratch, { recursive: true, force: true });
    });

    const one = async (sql: string): Promise<Value> => (await warehouse.query(sql)).data[0]?.[0] ?? null;
    const relation = (identifier: string, schema = "main", database = "strata"): RelationName => ({ database, schema, identifier });

    async function failure(work: Promise<unknown>): Promise<WarehouseError> {
      const thrown: unknown = await work.then(() => null, (error: unknown) => error);
      expect(thrown).toBeInstanceOf(EngineError);
      return thrown as WarehouseError;
    }

    async function parquetOf(select: string, rowGroupSize = 2048): Promise<Uint8Array> {
      const file = join(scratch, "made.parquet");
      const native = await DuckDBInstance.create(":memory:");
      const connection = await native.connect();
      await connection.run(`copy (${select}) to '${file}' (format parquet, compression zstd, row_group_size ${rowGroupSize})`);
      connection.closeSync();
      native.closeSync();
      return new Uint8Array(readFileSync(file));
    }

    test(`is DuckDB ${options.version}, and its database is called strata`, async () => {
      expect(warehouse.version).toBe(options.version);
      expect(warehouse.concurrency).toBe(options.concurrency);
      expect((await warehouse.query("select current_database(), current_schema()")).data).toEqual([["strata"], ["main"]]);
    });

    describe("values", () => {
      test.each(VALUES)("%s is %s", async (sql, type, value) => {
        const table = await warehouse.query(`select ${sql} as it`);
        expect(table.columns).toEqual([{ name: "it", type }]);
        expect(table.data).toEqual([[value]]);
        expect(table.rowCount).toBe(1);
      });

      test("NULL and the empty string stay apart, row by row", async () => {
        const table = await warehouse.query("select case when range % 2 = 0 then '' end as text, range as n from range(5) order by n");
        expect(table.data).toEqual([["", null, "", null, ""], [0n, 1n, 2n, 3n, 4n]]);
      });

      test("two columns may have the same name", async () => {
        const table = await warehouse.query("select 1 as a, 'x' as a");
        expect(table.columns).toEqual([{ name: "a", type: "INTEGER" }, { name: "a", type: "VARCHAR" }]);
        expect(table.data).toEqual([[1], ["x"]]);
      });

      test("a user's own enum type shows its words", async () => {
        await warehouse.execute("create type mood as enum ('sad', 'fine')");
        expect((await warehouse.query("select 'fine'::mood as m -- how")).data).toEqual([["fine"]]);
      });

      test("more rows than one batch come in order", async () => {
        const table = await warehouse.query("select range as n, range::varchar as t from range(10000) order by n", { limit: Infinity });
        expect(table.rowCount).toBe(10_000);
        expect(table.truncated).toBe(false);
        expect(table.data[0]?.every((value, index) => value === BigInt(index))).toBe(true);
        expect(table.data[1]?.every((value, index) => value === String(index))).toBe(true);
      });
    });

    describe("the limit", () => {
      test.each([
        [3, 3, true],
        [5, 5, false],
        [9, 5, false],
        [0, 0, true],
      ])("of %d keeps %d of 5 rows", async (limit, rows, truncated) => {
        const table = await warehouse.query("select * from range(5)", { limit });
        expect([table.rowCount, table.data[0]?.length, table.truncated]).toEqual([rows, rows, truncated]);
      });

      test("is 500 when nothing is said, and falls inside and between batches alike", async () => {
        expect((await warehouse.query("from range(501)")).truncated).toBe(true);
        expect((await warehouse.query("from range(500)")).truncated).toBe(false);
        expect((await warehouse.query("from range(4096)", { limit: 2048 })).truncated).toBe(true);
        expect((await warehouse.query("from range(2048)", { limit: 2048 })).truncated).toBe(false);
      });

      test("keeps a huge result from being fetched, and the next statement runs", async () => {
        const table = await warehouse.query("select range as n from range(1000000000)", { limit: 2 });
        expect(table.data).toEqual([[0n, 1n]]);
        expect(await one("select 42")).toBe(42);
      });
    });

    test("an empty result still has columns", async () => {
      const table = await warehouse.query("select 1 as a, 'x' as b where false");
      expect(table).toEqual({
        columns: [{ name: "a", type: "INTEGER" }, { name: "b", type: "VARCHAR" }], data: [[], []], rowCount: 0, truncated: false,
      });
    });

    test("execute runs every statement of its text, in order, and text without one", async () => {
      await warehouse.execute("create or replace table steps (n integer); insert into steps values (1); insert into steps select n + 1 from steps;");
      expect((await warehouse.query("select n from steps order by n")).data).toEqual([[1, 2]]);
      await warehouse.execute("");
      await warehouse.execute("-- nothing\n;");
    });

    test("a query without a statement is an error that says so", async () => {
      for (const sql of ["", "-- nothing", " ; "]) {
        const error = await failure(warehouse.query(sql));
        expect([error.diagnostic.code, error.message]).toEqual(["W001", "Parser Error: There is no statement to run."]);
      }
    });

    test("a statement that is no select may return rows", async () => {
      await warehouse.execute("create or replace table returned (n integer)");
      expect((await warehouse.query("insert into returned values (7) returning n")).data).toEqual([[7]]);
      expect((await warehouse.query("show tables")).rowCount).toBeGreaterThan(0);
      expect((await warehouse.query("explain select 1")).rowCount).toBe(1);
      expect(await one("select count(*) from returned")).toBe(1n);
    });

    describe("errors", () => {
      const marked = (text: string) => ({ sql: text.replace("^", ""), position: text.indexOf("^") });

      test.each([
        ["W001", "select 1 form ^x"],
        ["W001", "select a,\n  b,^,\n from x"],
        ["W002", "select 1,\n  ^nope\nfrom (select 1 as a)"],
        ["W002", "select *\nfrom\n\n   ^missing_table"],
        ["W002", "select ^nope(1)"],
        ["W002", "select 'é漢字🍺', ^x"],
        ["W002", `select ${Array.from({ length: 40 }, (_, n) => `${n} as c${n}`).join(", ")}, ^nope, ${Array.from({ length: 40 }, (_, n) => `${n} as d${n}`).join(", ")}`],
        ["W003", "select ^cast(range::varchar || 'x' as integer) from range(3)"],
        ["W002", "create or replace table er (order_id integer); select ^ordr_id from er"],
      ])("%s at the place in %j", async (code, text) => {
        const { sql, position } = marked(text);
        const error = await failure(warehouse.query(sql));
        expect([error.diagnostic.code, error.position]).toEqual([code, position]);
        expect(error.diagnostic.sql).toBe(sql);
        expect(error.diagnostic.hint).toBeTruthy();
        expect(error.message).toMatch(/^\w+ Error: /);
        expect(error.message).not.toContain("LINE 1");
      });

      test("keep DuckDB's suggestion, and offer it as the way out", async () => {
        await warehouse.execute("create or replace table subscriptions (id integer)");
        const error = await failure(warehouse.query("select * from subscription"));
        expect(error.message).toContain('Did you mean "subscriptions"');
        expect(error.diagnostic.hint).toContain('If you meant "subscriptions", write that');
      });

      test("of values and constraints are W003", async () => {
        await warehouse.execute("create or replace table keyed (id integer primary key)");
        expect((await failure(warehouse.execute("insert into keyed values (1), (1)"))).diagnostic.code).toBe("W003");
        expect((await failure(warehouse.query("select error('boom')"))).message).toContain("boom");
      });

      test("leave the database usable", async () => {
        await failure(warehouse.query("select"));
        expect(await one("select 1")).toBe(1);
      });
    });

    describe("cancel", () => {
      const endless = "select sum(range % 7) from range(100000000000)";
      const endlessRows = "select range from range(100000000000) where range = -1";

      test.each([
        ["an aggregate", endless],
        ["rows that never come", endlessRows],
      ])("ends %s within a second, and the database lives on", async (_, sql) => {
        await warehouse.execute("create or replace table kept as select 1 as n");
        const source = createCancelSource();
        const running = failure(warehouse.query(sql, { signal: source.signal }));
        setTimeout(() => source.cancel(), 100);
        const started = performance.now();
        expect((await running).diagnostic.code).toBe("W005");
        expect(performance.now() - started).toBeLessThan(1100);
        expect(await one("select n from kept")).toBe(1);
      });

      test("ends an execute", async () => {
        const source = createCancelSource();
        const running = failure(warehouse.execute(`create or replace table big as ${endless}`, { signal: source.signal }));
        setTimeout(() => source.cancel(), 50);
        expect((await running).diagnostic.code).toBe("W005");
        expect(await one("select count(*) from information_schema.tables where table_name = 'big'")).toBe(0n);
      });

      test("before the start means nothing runs", async () => {
        const source = createCancelSource();
        source.cancel();
        const error = await failure(warehouse.execute("create table never (n integer)", { signal: source.signal }));
        expect(error.diagnostic.code).toBe("W005");
        expect(await warehouse.describe(relation("never"))).toBeNull();
      });
    });

    test("calls may overlap", async () => {
      const sums = await Promise.all(Array.from({ length: 12 }, (_, n) => one(`select sum(range) + ${n} from range(1000)`)));
      expect(sums).toEqual(Array.from({ length: 12 }, (_, n) => 499500n + BigInt(n)));
    });

    describe("a session", () => {
      test("keeps temporary tables and an open transaction from call to call", async () => {
        const kept = await warehouse.session(async (session) => {
          await session.execute("begin transaction; create temporary table parts as select 1 as n");
          await session.execute(`create or replace table ${renderRelation(relation("whole"))} as select * from parts`);
          await session.execute("commit");
          const described = await session.describe({ database: "temp", schema: "main", identifier: "parts" });
          await session.execute("drop table parts");
          return described;
        });
        expect(kept).toEqual([{ name: "n", type: "INTEGER" }]);
        expect((await warehouse.query(`from ${renderRelation(relation("whole"))}`)).data).toEqual([[1]]);
      });

      test("undoes what it leaves open, also when its work fails", async () => {
        const created = `begin transaction; create table ${renderRelation(relation("undone"))} as select 1 as n`;
        await warehouse.session((session) => session.execute(created));
        expect(await warehouse.describe(relation("undone"))).toBeNull();
        const work = warehouse.session(async (session) => {
          await session.execute(created);
          throw new Error("stop");
        });
        await expect(work).rejects.toThrow("stop");
        expect(await warehouse.describe(relation("undone"))).toBeNull();
        expect((await warehouse.query("select 1")).data).toEqual([[1]]);
      });
    });

    describe("what it holds", () => {
      const inCatalog = async (): Promise<string[]> =>
        (await warehouse.query("select lower(concat_ws(chr(0), table_catalog, table_schema, table_name)) from information_schema.tables", { limit: Infinity }))
          .data[0]!.map(String).sort();
      const held = async (): Promise<string[]> => [...(await heldRelations(warehouse))].sort();

      test.each<[string, () => Promise<unknown>]>([
        ["a table is made", () => warehouse.execute("create table held_t as select 1 as n")],
        ["a question makes a table", () => warehouse.query("create table held_q as select 1 as n")],
        ["something is done behind a question", () => warehouse.query("-- a; b\nselect ';' ; create table held_s as select 1 as n")],
        ["a comment in a comment hides where it ends", () => warehouse.query("/* /* */ select 1 */ create table held_c as select 1 as n")],
        ["it is done under explain", () => warehouse.query("explain analyze create table held_e as select 1 as n")],
        ["only the first of two statements succeeds", () => warehouse.execute("create table held_f as select 1 as n; select nothing_at_all").catch(() => null)],
        ["a view is made and renamed", () => warehouse.execute("create view held_v as select 1 as n; alter view held_v rename to held_w")],
        ["a table is dropped", () => warehouse.execute("drop table held_t")],
        ["a schema is dropped with all that is in it", async () => {
          await warehouse.execute("create schema held_schema; create table held_schema.t as select 1 as n");
          await held();
          await warehouse.execute("drop schema held_schema cascade");
        }],
        ["a database is attached and detached", async () => {
          await warehouse.execute("attach ':memory:' as held_db; create table held_db.t as select 1 as n");
          await held();
          await warehouse.execute("detach held_db");
        }],
        ["a file is attached", async () => warehouse.attachParquet(relation("held_pack", "raw"), await parquetOf("select 1 as a"))],
        ["a session makes a table and takes it back", () =>
          warehouse.session(async (session) => {
            await session.execute("begin transaction; create table held_u as select 1 as n");
            expect((await heldRelations(session)).has(nameKey(relation("held_u")))).toBe(true);
          })],
        ["a session makes a table", () => warehouse.session((session) => session.execute("begin transaction; create table held_k as select 1 as n; commit"))],
        ["a statement is cancelled", async () => {
          const cancel = createCancelSource();
          const work = warehouse.execute("create table held_l as select 1 as n; create table held_m as select count(*) as n from range(100000000) a, range(100) b", { signal: cancel.signal });
          setTimeout(() => cancel.cancel(), 50);
          await expect(work).rejects.toThrow();
        }],
      ])("is known again when %s", async (_, change) => {
        await held();
        await change();
        expect(await held()).toEqual(await inCatalog());
      });

      test("is known to who asks while a change is still under way", async () => {
        await held();
        const work = warehouse.execute("create or replace table held_t as select 1 as n");
        const asked = options.concurrency === 1 ? await heldRelations(warehouse) : null;
        await work;
        if (asked !== null) expect(asked.has(nameKey(relation("held_t")))).toBe(true);
        expect(await held()).toEqual(await inCatalog());
      });

      test("is read once, however many questions are asked about the data", async () => {
        const first = await heldRelations(warehouse);
        await warehouse.query("select 1");
        await warehouse.query("/* app */ (with a as (select 1 as n) select * from a)");
        await warehouse.query("-- note\nwith a as (select 1 as n) select * from a;");
        await warehouse.query("from range(3)");
        await warehouse.describe(relation("held_t"));
        expect(await heldRelations(warehouse)).toBe(first);
      });
    });

    describe("describe", () => {
      test("gives the columns of tables and views, in order", async () => {
        await warehouse.execute(
          `create or replace table d (id bigint, amount decimal(12,2), tags varchar[], s struct("value" integer)); create or replace view dv as select * from d`,
        );
        const columns = [
          { name: "id", type: "BIGINT" }, { name: "amount", type: "DECIMAL(12,2)" }, { name: "tags", type: "VARCHAR[]" },
          { name: "s", type: 'STRUCT("value" INTEGER)' },
        ];
        expect(await warehouse.describe(relation("d"))).toEqual(columns);
        expect(await warehouse.describe(relation("dv"))).toEqual(columns);
      });

      test("is null for what is not there, in any database, and an error for a view that lost its source", async () => {
        expect(await warehouse.describe(relation("nothing"))).toBeNull();
        expect(await warehouse.describe(relation("nothing", "nowhere"))).toBeNull();
        expect(await warehouse.describe(relation("nothing", "main", "nobody"))).toBeNull();
        await warehouse.execute("create or replace table gone (n integer); create or replace view lost as select * from gone; drop table gone");
        expect((await failure(warehouse.describe(relation("lost")))).diagnostic.code).toBe("W002");
      });
    });

    describe("names", () => {
      test("may hold quotes, dots and spaces", async () => {
        const odd = relation('he said "hi". Then 漢字', "a schema");
        await warehouse.execute(`create schema if not exists strata."a schema"; create table ${renderRelation(odd)} ("Sel""ect" integer)`);
        expect(await warehouse.describe(odd)).toEqual([{ name: 'Sel"ect', type: "INTEGER" }]);
      });

      test("two schemas and two databases stand side by side", async () => {
        await warehouse.execute("attach ':memory:' as baseline; create schema if not exists strata.variant_a; create schema if not exists baseline.variant_a");
        const places = [relation("m"), relation("m", "variant_a"), relation("m", "main", "baseline"), relation("m", "variant_a", "baseline")];
        for (const [index, place] of places.entries()) {
          await warehouse.execute(`create or replace table ${renderRelation(place)} as select ${index} as n`);
        }
        for (const [index, place] of places.entries()) expect(await one(`select n from ${renderRelation(place)}`)).toBe(index);
        expect(await one("select n from m")).toBe(0);
      });
    });

    describe("attachParquet", () => {
      const rows = `select range as id, (range * 1.25)::decimal(12,2) as amount, date '2025-01-01' + (range % 365)::integer as day,
        timestamp '2025-01-01 00:00:00' + interval (range) second as at, case when range % 3 = 0 then null else 'text ' || range end as text,
        range % 2 = 0 as flag, range * 0.5::double as ratio, (range % 100)::integer as small from range(10000)`;

      test("makes the table, all of its row groups, with types and values kept", async () => {
        const target = relation("invoice", "raw_stripe");
        expect(await warehouse.attachParquet(target, await parquetOf(rows), { expectedRows: 10_000 })).toBe(10_000);
        expect((await warehouse.describe(target))?.map((column) => column.type)).toEqual([
          "BIGINT", "DECIMAL(12,2)", "DATE", "TIMESTAMP", "VARCHAR", "BOOLEAN", "DOUBLE", "INTEGER",
        ]);
        const last = await warehouse.query(`select * from ${renderRelation(target)} order by id desc limit 2`);
        expect(last.data).toEqual([
          [9999n, 9998n], ["12498.75", "12497.50"], ["2025-05-25", "2025-05-24"], ["2025-01-01 02:46:39", "2025-01-01 02:46:38"],
          [null, "text 9998"], [false, true], [4999.5, 4999], [99, 98],
        ]);
        expect((await warehouse.query("select current_database(), current_schema()")).data).toEqual([["strata"], ["main"]]);
      });

      test("replaces a table, also in another database, and a view", async () => {
        await warehouse.execute("attach if not exists ':memory:' as other");
        const target = relation("t", "raw", "other");
        await warehouse.attachParquet(target, await parquetOf("select 1 as a"));
        await warehouse.attachParquet(target, await parquetOf("select 'x' as b from range(3)"));
        expect(await one("select count(b) from other.raw.t")).toBe(3n);
        await warehouse.execute("create or replace view was_view as select 1 as a");
        await warehouse.attachParquet(relation("was_view"), await parquetOf("select 5 as a"));
        expect(await one("select a from was_view")).toBe(5);
      });

      test("takes a file without rows", async () => {
        expect(await warehouse.attachParquet(relation("none"), await parquetOf("select 1 as a, 'x' as b where false"), { expectedRows: 0 })).toBe(0);
        expect(await warehouse.describe(relation("none"))).toEqual([{ name: "a", type: "INTEGER" }, { name: "b", type: "VARCHAR" }]);
      });

      test.each<[string, (whole: Uint8Array) => Uint8Array, RegExp]>([
        ["a web page", () => new TextEncoder().encode("<!doctype html><title>Strata</title>"), /is a web page, not Parquet/],
        ["nothing", () => new Uint8Array(), /is empty/],
        ["something else", () => new TextEncoder().encode("id,amount\n1,2\n"), /is not a Parquet file/],
        ["a download that was cut off", (whole) => whole.slice(0, whole.length - 100), /is cut off/],
        ["a file with its middle gone", (whole) => new Uint8Array([...whole.slice(0, 40), ...whole.slice(whole.length - 40)]), /cannot be read|cannot be decoded/],
      ])("refuses %s and keeps the table that was there", async (_, damage, message) => {
        const target = relation("guarded");
        await warehouse.execute("create or replace table guarded as select 1 as n");
        const error = await failure(warehouse.attachParquet(target, damage(await parquetOf("select range as n, 'x' || range as t from range(100)"))));
        expect(error.diagnostic.code).toBe("D002");
        expect(error.message).toMatch(message);
        expect(error.message).toContain('"guarded"');
        expect(error.diagnostic.hint).toBeTruthy();
        expect(await one("select n from guarded")).toBe(1);
      });

      test("refuses another row count than promised", async () => {
        const target = relation("short");
        const error = await failure(warehouse.attachParquet(target, await parquetOf("from range(9)"), { expectedRows: 10 }));
        expect([error.diagnostic.code, error.message]).toEqual(["D002", expect.stringContaining("holds 9 rows, but 10 were expected")]);
        expect(await warehouse.describe(target)).toBeNull();
        expect(await one("select 1")).toBe(1);
      });

      test("leaves the caller's bytes alone", async () => {
        const bytes = await parquetOf("select 1 as a");
        await warehouse.attachParquet(relation("again"), bytes);
        expect(await warehouse.attachParquet(relation("again"), bytes)).toBe(1);
      });
    });
  });
}
