import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { dataVersion } from "../../src/worker/kept/data-version.ts";
import { createCancelSource, type CancelSignal } from "../../src/engine/core/signal.ts";
import { shippedTables, type ShippedEntry, type ShippedPorts } from "../../src/worker/kept/shipped-tables.ts";

const table = (content: string) => ({
  system: "app",
  table: "accounts",
  pack: "core",
  file: "tiny/app__accounts.parquet",
  rows: 1,
  bytes: 1,
  sha256: "",
  content_sha256: content,
  columns: [],
  min_date: null,
  max_date: null,
});
const tier = (content: string) => ({
  seed: 42,
  as_of_date: "2025-12-31",
  start_date: "2024-07-01",
  tables: [table(content)],
});
const catalog = (tiers: Readonly<Record<string, string>>) => ({
  generator_version: "3",
  tiers: Object.fromEntries(Object.entries(tiers).map(([name, content]) => [name, tier(content)])),
});

describe("the version of the data", () => {
  const both = catalog({ tiny: "a", classroom: "b" });

  test("of a shipped tier follows its own tables, whatever other tiers lie beside it", () => {
    const version = dataVersion(both, { tier: "tiny" });
    expect(dataVersion(catalog({ tiny: "a" }), { tier: "tiny", data: { asOf: "2025-06-30" } })).toBe(version);
    expect(dataVersion(catalog({ tiny: "other", classroom: "b" }), { tier: "tiny" })).not.toBe(version);
  });

  test("of data of one's own follows everything that the generator wrote", () => {
    const version = dataVersion(both, { tier: "tiny", data: { seed: 7 } });
    expect(version).not.toBe(dataVersion(both, { tier: "tiny" }));
    expect(dataVersion(catalog({ tiny: "a", classroom: "other" }), { tier: "tiny", data: { seed: 7 } })).not.toBe(
      version,
    );
  });
});

describe("the tables that come with the page", () => {
  const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
  const body = new Uint8Array([1, 2, 3]);
  const entry: ShippedEntry = {
    key: "k",
    node: "model.shop.orders",
    rows: 3,
    columns: [],
    bytes: 3,
    at: 0,
    used: 0,
    file: "tiny/built/orders.table",
    sha256: sha256(body),
  };
  const index = JSON.stringify({ tables: [entry, { key: "half an entry" }] });
  const built = { file: "tiny/built.json", bytes: index.length, sha256: sha256(index) };
  const ports = (files: Readonly<Record<string, Uint8Array | string>>, named: unknown = built): ShippedPorts => ({
    readCatalog: async () => ({ tiers: { tiny: { built: named } } }),
    readFile: async ({ file }) => {
      const found = files[file];
      if (found === undefined) throw new Error("404");
      return typeof found === "string" ? new TextEncoder().encode(found) : found;
    },
    sha256: async (bytes) => sha256(bytes),
  });
  const whole = { "tiny/built.json": index, "tiny/built/orders.table": body };

  test("are those that the catalog's list names, and their bytes are what the list says", async () => {
    const tables = shippedTables({ tier: "tiny" }, ports(whole));
    expect(await tables.list()).toEqual([entry]);
    expect(await tables.read("k")).toEqual(body);
    expect(await tables.read("another")).toBeNull();
  });

  test("are none for data of one's own, another tier, or a list that is not there or not what the catalog promises", async () => {
    expect(await shippedTables({ tier: "tiny", data: { seed: 7 } }, ports(whole)).list()).toEqual([]);
    expect(await shippedTables({ tier: "classroom" }, ports(whole)).list()).toEqual([]);
    expect(await shippedTables({ tier: "tiny" }, ports(whole, "built.json")).list()).toEqual([]);
    expect(await shippedTables({ tier: "tiny" }, ports({ "tiny/built.json": `${index} ` })).list()).toEqual([]);
    await expect(shippedTables({ tier: "tiny" }, ports({})).list()).rejects.toThrow("404");
  });

  test("a table that arrived damaged is not used", async () => {
    const tables = shippedTables(
      { tier: "tiny" },
      ports({ ...whole, "tiny/built/orders.table": new Uint8Array([1, 2, 4]) }),
    );
    await tables.list();
    expect(await tables.read("k")).toBeNull();
  });

  test("a table on its way is given up when the user cancels", async () => {
    const source = createCancelSource();
    const hanging = (signal?: CancelSignal): Promise<Uint8Array> =>
      new Promise((_, fail) => signal?.subscribe(() => fail(new Error("given up"))));
    const all = ports(whole);
    const tables = shippedTables(
      { tier: "tiny" },
      { ...all, readFile: (file, signal) => (file.file === entry.file ? hanging(signal) : all.readFile(file)) },
    );
    await tables.list();
    const read = tables.read("k", source.signal);
    source.cancel();
    await expect(read).rejects.toThrow("given up");
  });
});
