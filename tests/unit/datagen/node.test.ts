/** The files on disk: right values in right types, small enough, whole or made again. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataCatalog, PackTable } from "../../../src/datagen/catalog.ts";
import { writeTier } from "../../../src/datagen/node.ts";
import * as schema from "../../../src/datagen/schema.ts";
import { NULL_NUMBER, type TableData } from "../../../src/datagen/table.ts";
import { contentHash } from "../../../src/datagen/content-hash.ts";
import { tableOf } from "./generated.ts";

const out = mkdtempSync(join(tmpdir(), "strata-data-"));
const catalog = (): DataCatalog => JSON.parse(readFileSync(join(out, "catalog.json"), "utf8")) as DataCatalog;
const tables = (tier: string): readonly PackTable[] => catalog().tiers[tier]?.tables ?? [];

beforeAll(async () => {
  await writeTier({ tier: "tiny", seed: 42, out });
  await writeTier({ tier: "classroom", seed: 42, out });
}, 120_000);
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe("the catalog", () => {
  test("lists both tiers and every table with its system, pack, key figures and columns", () => {
    expect(catalog()).toMatchObject({
      tiers: {
        tiny: { seed: 42, start_date: "2024-07-01", as_of_date: "2025-12-31" },
        classroom: { seed: 42, start_date: "2021-01-01", as_of_date: "2025-12-31" },
      },
    });
    const expected = Object.values(schema).map((entry) => `${entry.system}__${entry.table}`);
    for (const tier of ["tiny", "classroom"]) {
      expect(
        tables(tier)
          .map(({ system, table }) => `${system}__${table}`)
          .toSorted(),
      ).toEqual(expected.toSorted());
    }
  });

  test("knows the size and the hash of every file", () => {
    for (const { file, bytes, sha256 } of tables("tiny")) {
      const content = readFileSync(join(out, file));
      expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([bytes, sha256]);
    }
  });

  test("dates a table by its events", () => {
    const telemetry = tables("classroom").find(({ table }) => table === "device_telemetry_daily");
    expect([telemetry?.min_date, telemetry?.max_date]).toEqual(["2025-01-01", "2025-12-31"]);
  });

  test("no temporary file is left behind", () => {
    expect(readdirSync(out, { recursive: true }).filter((name) => String(name).endsWith(".tmp"))).toEqual([]);
  });
});

describe("budgets of the classroom", () => {
  test("everything is under 2.5 MB, and no pack is over 2.0 MB", () => {
    const packs = new Map<string, number>();
    for (const { pack, bytes } of tables("classroom")) packs.set(pack, (packs.get(pack) ?? 0) + bytes);
    expect([...packs.keys()].toSorted()).toEqual(["billing", "core", "telemetry"]);
    for (const bytes of packs.values()) expect(bytes).toBeLessThan(2_000_000);
    expect([...packs.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(2_500_000);
  });
});

describe("the Parquet files", () => {
  async function read(sql: string): Promise<Record<string, unknown>[]> {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS() as Record<string, unknown>[];
    connection.closeSync();
    instance.closeSync();
    return rows;
  }

  test("have the columns and types of the schema and the rows of the catalog", async () => {
    for (const { file, columns, rows } of tables("tiny")) {
      const path = join(out, file);
      const described = await read(`describe select * from '${path}'`);
      expect(described.map((row) => ({ name: row["column_name"], type: row["column_type"] }))).toEqual(columns);
      expect(await read(`select count(*)::integer as n from '${path}'`)).toEqual([{ n: rows }]);
    }
  });

  test("come in row groups that a browser can decode one at a time", async () => {
    const path = join(out, "classroom/app_database__device_telemetry_daily.parquet");
    const groups = await read(
      `select distinct row_group_id, row_group_num_rows::integer as n from parquet_metadata('${path}')`,
    );
    expect(groups.length).toBeGreaterThan(2);
    for (const { n } of groups) expect(n).toBeLessThanOrEqual(245_760);
  });

  test("hold exactly the generated values: read back, they have the same content hash", async () => {
    for (const entry of tables("tiny")) {
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
  const victim = join(out, "tiny/stripe__invoice.parquet");

  test("is left alone", async () => {
    const before = statSync(victim).mtimeMs;
    expect(await writeTier({ tier: "tiny", seed: 42, out })).toBe(false);
    expect(statSync(victim).mtimeMs).toBe(before);
  });

  test("is made again when a file is cut short or missing, byte by byte the same", async () => {
    const { bytes, sha256 } = tables("tiny").find(({ file }) => file === "tiny/stripe__invoice.parquet") ?? {};
    truncateSync(victim, 100);
    expect(await writeTier({ tier: "tiny", seed: 42, out })).toBe(true);
    expect(statSync(victim).size).toBe(bytes);
    rmSync(victim);
    expect(await writeTier({ tier: "tiny", seed: 42, out })).toBe(true);
    expect(createHash("sha256").update(readFileSync(victim)).digest("hex")).toBe(sha256);
  });

  test("is made again for another seed or by force, and the other tier stays in the catalog", async () => {
    expect(await writeTier({ tier: "tiny", seed: 7, out })).toBe(true);
    expect(catalog().tiers["tiny"]?.seed).toBe(7);
    expect(await writeTier({ tier: "tiny", seed: 42, out })).toBe(true);
    expect(await writeTier({ tier: "tiny", seed: 42, out, force: true })).toBe(true);
    expect(Object.keys(catalog().tiers)).toEqual(["tiny", "classroom"]);
  });

  test("is made again when the catalog cannot be read", async () => {
    writeFileSync(join(out, "catalog.json"), "{ cut");
    expect(await writeTier({ tier: "tiny", seed: 42, out })).toBe(true);
    expect(Object.keys(catalog().tiers)).toEqual(["tiny"]);
  });
});
