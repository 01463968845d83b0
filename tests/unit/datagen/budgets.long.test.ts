/** What the classroom costs to download: eight megabytes in all, no pack over two, the truth not counted. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DataCatalog, PackTable } from "../../../src/datagen/catalog.ts";
import { writeData } from "../../../src/datagen/node.ts";
import { readWish } from "../../../src/datagen/request.ts";

const out = mkdtempSync(join(tmpdir(), "strata-budgets-"));
let tables: readonly PackTable[] = [];
beforeAll(async () => {
  await writeData({ request: readWish({ tier: "classroom" }), out });
  tables =
    (JSON.parse(readFileSync(join(out, "catalog.json"), "utf8")) as DataCatalog).tiers["classroom"]?.tables ?? [];
}, 600_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

test("everything is at most 8.0 MB, and no pack is over 2.0 MB", () => {
  const packs = new Map<string, number>();
  for (const { pack, bytes, sealed } of tables) if (sealed !== true) packs.set(pack, (packs.get(pack) ?? 0) + bytes);
  expect(Object.fromEntries([...packs].filter(([, bytes]) => bytes > 2_000_000))).toEqual({});
  expect([...packs.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(8_000_000);
});

test("files come in row groups that a browser can decode one at a time", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const path = join(out, "classroom/app_database__device_telemetry_daily.parquet");
  const groups = await connection.runAndReadAll(
    `select distinct row_group_id, row_group_num_rows::integer as n from parquet_metadata('${path}')`,
  );
  expect(groups.getRows().length).toBeGreaterThan(1);
  for (const [, rows] of groups.getRows()) expect(Number(rows)).toBeLessThanOrEqual(245_760);
  connection.closeSync();
});
