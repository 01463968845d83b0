import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { EngineError, type Diagnostic } from "../../src/engine/core/errors.ts";
import type { DataProgress } from "../../src/engine/core/events.ts";
import type { ManifestNode } from "../../src/engine/core/manifest.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import { decodeCatalog, findPack, type DataCatalog } from "../../src/engine/warehouse/catalog.ts";
import { createFakeWarehouse } from "../../src/engine/warehouse/fake.ts";
import { createPackLoader, type PackLoaderOptions } from "../../src/engine/warehouse/packs.ts";
import type { DataVars } from "../../src/engine/warehouse/source-loader.ts";
import type { TableMaker } from "../../src/engine/warehouse/table-maker.ts";

const parquet = (inside: string) => new TextEncoder().encode(`PAR1${inside.padEnd(16)}PAR1`);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const FILES: Record<string, Uint8Array> = {
  "tiny/shop__orders.parquet": parquet("orders"),
  "tiny/shop__refunds.parquet": parquet("refunds"),
  "tiny/shop__items.parquet": parquet("items"),
};

function catalog(files: Record<string, Uint8Array> = FILES): DataCatalog {
  const tables = Object.entries(files).map(([file, bytes]) => {
    const [system = "", table = ""] = file.replace(/^.*\/|\.parquet$/g, "").split("__");
    return {
      system,
      table,
      pack: "core",
      file,
      rows: 3,
      bytes: bytes.length,
      sha256: sha256(bytes),
      content_sha256: "",
      columns: [],
      min_date: null,
      max_date: null,
    };
  });
  return {
    generator_version: "1",
    tiers: { tiny: { seed: 42, as_of_date: "2025-12-31", start_date: "2024-07-01", tables } },
  };
}

function source(
  identifier: string,
  location: string | null = `../../public/data/classroom/${identifier}.parquet`,
): ManifestNode {
  const node: Partial<ManifestNode> = {
    unique_id: `source.shop.shop.${identifier}`,
    resource_type: "source",
    name: identifier,
    source_name: "shop",
    identifier,
    database: "strata",
    schema: "raw",
    alias: identifier,
    external_location: location,
    span: { path: "models/sources.yml", from: 3, to: 9 },
  };
  return node as ManifestNode;
}

interface Setting {
  readonly files?: Record<string, Uint8Array>;
  readonly catalog?: unknown;
  readonly tier?: string | null;
}

function setting({ files = FILES, catalog: content = catalog(), tier = "tiny" }: Setting = {}) {
  const read: string[] = [];
  const progress: DataProgress[] = [];
  const options: PackLoaderOptions = {
    tier,
    readCatalog: async () => content,
    async readFile({ pack, location }, { onBytes }) {
      const name = pack?.file ?? location;
      read.push(name);
      const bytes = files[name];
      if (!bytes) throw new EngineError("D001", `The data file "${name}" is missing.`, { hint: "Make it." });
      onBytes(10);
      return bytes;
    },
    sha256,
  };
  const warehouse = createFakeWarehouse();
  const loader = createPackLoader(options);
  const ensure = (...identifiers: string[]): Promise<readonly Diagnostic[]> =>
    loader.ensure(
      identifiers.map((name) => source(name)),
      { warehouse, onProgress: (event) => progress.push(event) },
    );
  return { ensure, loader, warehouse, read, progress, relations: () => [...warehouse.relations.keys()] };
}

const ORDERS = '"strata"."raw"."shop__orders"';
const REFUNDS = '"strata"."raw"."shop__refunds"';
const ITEMS = '"strata"."raw"."shop__items"';

describe("loading packs", () => {
  test("attaches each source that is asked for, once", async () => {
    const { ensure, read, relations } = setting();
    expect(await ensure("shop__orders")).toEqual([]);
    expect(await ensure("shop__orders", "shop__refunds")).toEqual([]);
    expect(read).toEqual(["tiny/shop__orders.parquet", "tiny/shop__refunds.parquet"]);
    expect(relations()).toEqual([ORDERS, REFUNDS]);
  });

  test("reads a file once when two ask for it at the same time", async () => {
    const { ensure, read } = setting();
    await Promise.all([ensure("shop__orders"), ensure("shop__orders")]);
    expect(read).toEqual(["tiny/shop__orders.parquet"]);
  });

  test("starts anew in another warehouse", async () => {
    const { ensure, loader, read } = setting();
    await ensure("shop__orders");
    const another = createFakeWarehouse();
    await loader.ensure([source("shop__orders")], { warehouse: another, onProgress: () => undefined });
    expect(read).toHaveLength(2);
    expect([...another.relations.keys()]).toEqual([ORDERS]);
  });

  test("leaves plain tables alone", async () => {
    const { loader, warehouse, read } = setting();
    expect(await loader.ensure([source("shop__orders", null)], { warehouse, onProgress: () => undefined })).toEqual([]);
    expect(read).toEqual([]);
  });

  test("tells how far it is, in files and bytes", async () => {
    const { ensure, progress } = setting();
    await ensure("shop__orders", "shop__refunds");
    expect(
      progress.map(({ table, done, total, bytes, totalBytes }) => [table, done, total, bytes, totalBytes]),
    ).toEqual([
      ["shop__orders", 0, 2, 0, 48],
      ["shop__orders", 0, 2, 10, 48],
      ["shop__orders", 1, 2, 24, 48],
      ["shop__refunds", 1, 2, 24, 48],
      ["shop__refunds", 1, 2, 34, 48],
      ["shop__refunds", 2, 2, 48, 48],
    ]);
  });

  test("two files are on their way while one is taken in, and no more", async () => {
    const names = ["a", "b", "c", "d", "e"].map((letter) => `shop__${letter}`);
    const files = Object.fromEntries(names.map((name) => [`tiny/${name}.parquet`, parquet(name)]));
    const { loader, warehouse, read } = setting({ files, catalog: catalog(files) });
    const begun: number[] = [];
    const attachParquet = warehouse.attachParquet.bind(warehouse);
    warehouse.attachParquet = (...given) => (begun.push(read.length), attachParquet(...given));
    await loader.ensure(
      names.map((name) => source(name)),
      { warehouse, onProgress: () => undefined },
    );
    expect(begun).toEqual([3, 4, 5, 5, 5]);
    expect(read).toEqual(Object.keys(files));
  });

  const damaged = (bytes: Uint8Array) => ({ ...FILES, "tiny/shop__refunds.parquet": bytes });
  const flipped = parquet("refunds").map((byte, index) => (index === 6 ? byte ^ 1 : byte));
  test.each<[string, Record<string, Uint8Array>, string, RegExp]>([
    [
      "missing",
      { "tiny/shop__orders.parquet": parquet("orders"), "tiny/shop__items.parquet": parquet("items") },
      "D001",
      /is missing/,
    ],
    ["a web page", damaged(new TextEncoder().encode("  <!DOCTYPE html><p>404")), "D002", /is a web page, not Parquet/],
    ["cut off", damaged(parquet("refunds").slice(0, 20)), "D002", /is cut off/],
    [
      "longer than promised",
      damaged(parquet("refunds and more that nobody asked for")),
      "D002",
      /bytes, but the catalog promises 24/,
    ],
    ["altered", damaged(flipped), "D002", /other content than the catalog promises/],
  ])("a file that is %s is a finding about its source, and the others are loaded", async (_, files, code, message) => {
    const { ensure, relations } = setting({ files, catalog: catalog() });
    const [finding, ...more] = await ensure("shop__orders", "shop__refunds", "shop__items");
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code,
      message: expect.stringMatching(message),
      node: "source.shop.shop.shop__refunds",
      at: { path: "models/sources.yml" },
    });
    expect(finding?.message).toContain('"tiny/shop__refunds.parquet"');
    expect(finding?.hint).toBeTruthy();
    expect(relations()).toEqual([ORDERS, ITEMS]);
  });

  test("a file that failed is tried again the next time", async () => {
    const files: Record<string, Uint8Array> = {};
    const { ensure, relations } = setting({ files, catalog: catalog() });
    expect(await ensure("shop__orders")).toHaveLength(1);
    Object.assign(files, FILES);
    expect(await ensure("shop__orders")).toEqual([]);
    expect(relations()).toEqual([ORDERS]);
  });

  test("another row count than promised is D002", async () => {
    const { loader } = setting();
    const warehouse = createFakeWarehouse({ parquetRows: 2 });
    const [finding] = await loader.ensure([source("shop__orders")], { warehouse, onProgress: () => undefined });
    expect(finding).toMatchObject({
      code: "D002",
      message: expect.stringContaining("holds 2 rows, but 3 were expected"),
    });
  });

  test("a cancel leaves the rest unloaded and says so", async () => {
    const { loader, warehouse, relations } = setting();
    const cancel = createCancelSource();
    const findings = await loader.ensure([source("shop__orders"), source("shop__refunds")], {
      warehouse,
      signal: cancel.signal,
      onProgress: ({ done }) => done === 1 && cancel.cancel(),
    });
    expect(findings.map(({ code, node }) => [code, node])).toEqual([["W005", "source.shop.shop.shop__refunds"]]);
    expect(relations()).toEqual([ORDERS]);
  });

  test.each([
    [[], "tiers"],
    [{ tiers: { tiny: { tables: [{ system: "a" }] } } }, "tiers.tiny.tables[0].table"],
  ])("a catalog like %j is D003 for every source", async (content, part) => {
    const { ensure } = setting({ catalog: content });
    const findings = await ensure("shop__orders", "shop__refunds");
    expect(findings.map(({ code }) => code)).toEqual(["D003", "D003"]);
    expect(findings[0]?.message).toContain(`"${part}"`);
  });

  test("without a catalog, files are taken as they are", async () => {
    const { loader, warehouse } = setting({
      catalog: null,
      tier: null,
      files: { "data/orders.parquet": parquet("any") },
    });
    const findings = await loader.ensure([source("orders", "data/orders.parquet")], {
      warehouse,
      onProgress: () => undefined,
    });
    expect(findings).toEqual([]);
    expect([...warehouse.relations.keys()]).toEqual(['"strata"."raw"."orders"']);
  });
});

describe("tables that no file holds", () => {
  /** A maker that notes what it was asked for; `everything` when customers are named. */
  function maker(knows: (name: string) => boolean = () => true) {
    const asked: string[] = [];
    const made: TableMaker = {
      dataFor(vars, tier, lying) {
        if (vars.customer_count === -1)
          throw new EngineError("D006", `"customer_count" is -1.`, { hint: "Choose more." });
        return {
          version: `${tier} ${String(lying?.seed)} ${String(vars.customer_count)}`,
          everything: vars.customer_count !== undefined,
          make(tables, { onTable }) {
            asked.push(tables.map(({ name }) => name).join(" "));
            for (const table of tables) if (knows(table.name)) onTable(table);
            return Promise.resolve();
          },
        };
      },
    };
    return { made, asked };
  }

  function loading(made: TableMaker, vars: DataVars = {}) {
    const content = catalog();
    const tables = content.tiers["tiny"]!.tables.map((table) =>
      table.table === "items" ? { ...table, bytes: 0, sha256: "", made: "browser" as const } : table,
    );
    const read: string[] = [];
    const loader = createPackLoader({
      tier: "tiny",
      readCatalog: async () => ({ ...content, tiers: { tiny: { ...content.tiers["tiny"], tables } } }),
      async readFile({ pack }) {
        read.push(pack?.table ?? "?");
        return FILES[pack?.file ?? ""] ?? new Uint8Array();
      },
      sha256,
      maker: made,
    });
    const warehouse = createFakeWarehouse();
    const ensure = (names: readonly string[], given = vars) =>
      loader.ensure(
        names.map((name) => source(name)),
        { warehouse, vars: given, onProgress: () => undefined },
      );
    return { ensure, read, warehouse };
  }

  test("are made, the others come from their files", async () => {
    const { made, asked } = maker();
    const { ensure, read } = loading(made);
    expect(await ensure(["shop__orders", "shop__items"])).toEqual([]);
    expect([read, asked]).toEqual([["orders"], ["shop__items"]]);
    await ensure(["shop__orders", "shop__items"]);
    expect([read, asked]).toEqual([["orders"], ["shop__items"]]);
  });

  test("are all of them when the vars ask for other data, and files again when they no longer do", async () => {
    const { made, asked } = maker();
    const { ensure, read } = loading(made);
    await ensure(["shop__orders", "shop__refunds"], { customer_count: 5 });
    expect([read, asked]).toEqual([[], ["shop__orders shop__refunds"]]);
    await ensure(["shop__orders"], { customer_count: 6 });
    expect(asked).toEqual(["shop__orders shop__refunds", "shop__orders"]);
    await ensure(["shop__orders"], {});
    expect(read).toEqual(["orders"]);
  });

  test("that the maker does not know are told", async () => {
    const { made } = maker((name) => name !== "shop__items");
    const found = await loading(made).ensure(["shop__items"]);
    expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'D001 The generator makes no table "shop__items".',
    ]);
  });

  test("cannot be asked for in impossible numbers: nothing is begun", async () => {
    const { ensure, read } = loading(maker().made, { customer_count: -1 });
    await expect(ensure(["shop__orders"])).rejects.toMatchObject({ diagnostic: { code: "D006" } });
    expect(read).toEqual([]);
  });

  test("are nobody's with generate_sample_data: false; a table that is not there is told", async () => {
    const { ensure, read } = loading(maker().made, { generate_sample_data: false });
    const [found] = await ensure(["shop__orders"]);
    expect(found).toMatchObject({ code: "D004", node: "source.shop.shop.shop__orders" });
    expect(found?.message).toContain('no table "raw.shop__orders"');
    expect(read).toEqual([]);
  });
});

describe("finding a pack", () => {
  const known = decodeCatalog(catalog());

  test.each([
    ["../../public/data/classroom/shop__orders.parquet", "tiny", "tiny/shop__orders.parquet"],
    ["../../public/data/tiny/shop__orders.parquet", null, "tiny/shop__orders.parquet"],
    ["C:\\data\\tiny\\shop__orders.parquet", null, "tiny/shop__orders.parquet"],
    ["../../public/data/classroom/shop__orders.parquet", null, null],
    ["elsewhere/orders.parquet", "tiny", null],
    ["tiny/shop__orders.parquet", "huge", null],
  ])("%s in tier %s is %s", (location, tier, file) => {
    expect(findPack(known, location, tier)?.file ?? null).toBe(file);
  });
});
