/** The files on disk: right values in right types, small enough, whole or made again. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataCatalog, PackTable } from "../../../src/datagen/catalog.ts";
import { writeData } from "../../../src/datagen/node.ts";
import { readWish, type DataWish } from "../../../src/datagen/request.ts";
import { SCHEMAS } from "../../../src/datagen/generate.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { NULL_NUMBER, type TableData } from "../../../src/datagen/table.ts";
import { contentHash } from "../../../src/datagen/content-hash.ts";
import { tableOf } from "./generated.ts";

const out = mkdtempSync(join(tmpdir(), "strata-data-"));
const catalog = (): DataCatalog => JSON.parse(readFileSync(join(out, "catalog.json"), "utf8")) as DataCatalog;
const tables = (tier: string): readonly PackTable[] => catalog().tiers[tier]?.tables ?? [];
/** Those of the tiny tier that have a file. */
const files = (): readonly PackTable[] => tables("tiny").filter(({ made }) => made === undefined);

beforeAll(async () => {
  await writeData({ request: readWish({ tier: "tiny" }), out });
}, 120_000);
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe("the catalog", () => {
  test("lists every table with its system, pack, key figures and columns, and the numbers that they were made from", () => {
    expect(catalog().tiers["tiny"]).toMatchObject({
      seed: 42,
      customers: 60,
      locations: 90,
      start_date: "2024-07-01",
      as_of_date: "2025-12-31",
      clean: false,
    });
    expect(tables("tiny").map(tableName)).toEqual(SCHEMAS.map(tableName));
  });

  test("has files for all tables of the smallest tier, and lists those that a page makes itself for the others", async () => {
    for (const entry of tables("tiny")) expect(existsSync(join(out, entry.file)), entry.file).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), "strata-made-"));
    const only = new Set(["app_database__tap_events", "app_database__plans"]);
    await writeData({ request: readWish({ tier: "lesson", customers: 20, locations: 25 }), out: folder, only });
    const made =
      (JSON.parse(readFileSync(join(folder, "catalog.json"), "utf8")) as DataCatalog).tiers["lesson"]?.tables ?? [];
    expect(made.map(({ table, made: by }) => [table, by])).toEqual([
      ["plans", undefined],
      ["tap_events", "browser"],
    ]);
    const entry = made.find(({ table }) => table === "tap_events");
    expect(entry).toMatchObject({ bytes: 0, sha256: "" });
    expect(entry?.content_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(existsSync(join(folder, entry?.file ?? ""))).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });

  test("seals the truth behind the data", () => {
    for (const entry of tables("tiny"))
      expect(entry.sealed, entry.file).toBe(entry.pack === "truth" ? true : undefined);
  });

  test("knows the size and the hash of every file", () => {
    for (const { file, bytes, sha256 } of files()) {
      const content = readFileSync(join(out, file));
      expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([bytes, sha256]);
    }
  });

  test("dates a table by its events", () => {
    const telemetry = tables("tiny").find(({ table }) => table === "device_telemetry_daily");
    expect([telemetry?.min_date, telemetry?.max_date]).toEqual(["2025-01-01", "2025-12-31"]);
  });

  test("no temporary file is left behind", () => {
    expect(readdirSync(out, { recursive: true }).filter((name) => String(name).endsWith(".tmp"))).toEqual([]);
  });
});

describe("the Parquet files", () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(":memory:")).connect();
  });
  async function read(sql: string): Promise<Record<string, unknown>[]> {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  }

  test("have the columns and types of the schema and the rows of the catalog", async () => {
    for (const { file, columns, rows } of files()) {
      const path = join(out, file);
      const described = await read(`describe select * from '${path}'`);
      expect(described.map((row) => ({ name: row["column_name"], type: row["column_type"] }))).toEqual(columns);
      expect(await read(`select count(*)::integer as n from '${path}'`)).toEqual([{ n: rows }]);
    }
  });

  test("hold exactly the generated values: read back, they have the same content hash", async () => {
    for (const entry of files()) {
      const source = tableOf("tiny", `${entry.system}__${entry.table}`);
      const held = entry.columns.map(({ name, type }) => `${heldForm(name, type)} as "${name}"`).join(", ");
      const rows = await read(`select ${held} from '${join(out, entry.file)}'`);
      const copy: TableData = {
        ...source,
        rowCount: rows.length,
        columns: source.columns.map(({ name, type, data }) => ({
          name,
          type,
          data:
            data.kind === "text"
              ? { kind: "text", values: rows.map((row) => row[name] as string | null) }
              : {
                  kind: "number",
                  values: Float64Array.from(rows, (row) => (row[name] === null ? NULL_NUMBER : Number(row[name]))),
                },
        })),
      };
      expect(contentHash(copy), entry.file).toBe(entry.content_sha256);
    }
  });
});

/** The SQL that turns a value of a file into its held form. */
function heldForm(name: string, type: string): string {
  if (type === "DATE") return `("${name}" - date '1970-01-01')`;
  if (type === "TIMESTAMP") return `epoch_us("${name}") // 1000000`;
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  if (scale !== undefined) return `("${name}" * 1${"0".repeat(Number(scale))})::bigint`;
  return type === "BOOLEAN" ? `"${name}"::integer` : `"${name}"`;
}

describe("what is there already", () => {
  const some = join(out, "some");
  const only = new Set(["app_database__accounts", "stripe__invoice"]);
  const make = (wish: DataWish, force = false): Promise<boolean> =>
    writeData({ request: readWish(wish), out: some, only, force });
  const held = (): DataCatalog => JSON.parse(readFileSync(join(some, "catalog.json"), "utf8")) as DataCatalog;
  const victim = join(some, "tiny/stripe__invoice.parquet");
  beforeAll(() => make({ tier: "tiny" }));

  test("is left alone", async () => {
    const before = statSync(victim).mtimeMs;
    expect(await make({ tier: "tiny" })).toBe(false);
    expect(statSync(victim).mtimeMs).toBe(before);
  });

  test("is made again when a file is cut short or missing, byte by byte the same", async () => {
    const before = readFileSync(victim);
    truncateSync(victim, 100);
    expect(await make({ tier: "tiny" })).toBe(true);
    expect(readFileSync(victim).equals(before)).toBe(true);
    rmSync(victim);
    expect(await make({ tier: "tiny" })).toBe(true);
    expect(readFileSync(victim).equals(before)).toBe(true);
  });

  test("is made again for another seed, another size or by force, and another tier stays in the catalog", async () => {
    expect(await make({ tier: "lesson", customers: 20 })).toBe(true);
    expect(await make({ tier: "tiny", seed: 7 })).toBe(true);
    expect(held().tiers["tiny"]?.seed).toBe(7);
    expect(await make({ tier: "tiny" })).toBe(true);
    expect(await make({ tier: "tiny" }, true)).toBe(true);
    expect(Object.keys(held().tiers).toSorted()).toEqual(["lesson", "tiny"]);
  });

  test("is added to when more tables are asked for, also those that a page would make itself", async () => {
    const folder = join(out, "cache");
    const request = readWish({ tier: "tiny" });
    const ask = (...names: string[]) => writeData({ request, out: folder, only: new Set(names), everything: true });
    expect(await ask("app_database__accounts")).toBe(true);
    expect(await ask("app_database__accounts", "stripe__price")).toBe(true);
    expect(await ask("stripe__price")).toBe(false);
    const added = (JSON.parse(readFileSync(join(folder, "catalog.json"), "utf8")) as DataCatalog).tiers["tiny"]?.tables;
    expect(added?.map(tableName)).toEqual(["app_database__accounts", "stripe__price"]);
  });

  test("is made again when the catalog cannot be read", async () => {
    writeFileSync(join(some, "catalog.json"), "{ cut");
    expect(await make({ tier: "tiny" })).toBe(true);
    expect(Object.keys(held().tiers)).toEqual(["tiny"]);
  });
});
