/** What the service worker keeps of data: which versions, and how little it asks the browser for that. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { KeptFiles } from "../../src/app/service-worker/kept.ts";
import { KnownCache } from "../../src/app/service-worker/known-cache.ts";

const scope = "https://host/lab/";
const versionOf = (content: string) => createHash("sha256").update(content).digest("hex").slice(0, 16);
const packOf = (content: string) => `${scope}data/tiny/a.parquet?v=${versionOf(content)}`;

let stored: Map<string, Response>;
let asked: string[];

beforeEach(() => {
  stored = new Map();
  asked = [];
  const cache = {
    keys: () => {
      asked.push("all");
      return Promise.resolve([...stored.keys()].map((url) => ({ url })));
    },
    match: (address: string) => {
      asked.push(address);
      return Promise.resolve(stored.get(address)?.clone());
    },
    put: (address: string, response: Response) => Promise.resolve(void stored.set(address, response)),
    delete: (address: string) => Promise.resolve(stored.delete(address)),
  };
  vi.stubGlobal("caches", { open: () => Promise.resolve(cache) });
});
afterEach(() => void vi.unstubAllGlobals());

const serve = (content: string) => vi.stubGlobal("fetch", () => Promise.resolve(new Response(content)));
const parquetFiles = () => [...stored.keys()].filter((address) => address.includes(".parquet?v="));

it("a visit that finds a thousand files stored asks the browser once for all of them", async () => {
  const packs = Array.from(
    { length: 1000 },
    (_, index) => `${scope}data/tiny/${String(index)}.parquet?v=0123456789abcdef`,
  );
  for (const pack of packs)
    stored.set(pack, new Response("rows")).set(pack.replace("?v=", "?in-use="), new Response(""));
  const kept = new KeptFiles(scope, new KnownCache("kept"));
  expect(await kept.packs()).toEqual(packs);
  for (const pack of packs) await kept.store(pack);
  expect(asked).toEqual(["all"]);
});

it("another version of a pack takes the place of the one before", async () => {
  const kept = new KeptFiles(scope, new KnownCache("kept"));
  serve("old rows");
  await kept.store(packOf("old rows"));
  serve("new rows");
  await kept.store(packOf("new rows"));
  expect(parquetFiles()).toEqual([packOf("new rows")]);
  expect(await kept.packs()).toEqual([packOf("new rows")]);
});

it("a pack that arrives damaged is missed, and the earlier version stays until the new one is there", async () => {
  const cache = new KnownCache("kept");
  const kept = new KeptFiles(scope, cache);
  serve("old rows");
  await kept.store(packOf("old rows"));
  serve("new ro");
  await expect(kept.store(packOf("new rows"))).rejects.toThrow("did not arrive whole");
  expect(parquetFiles()).toEqual([packOf("old rows")]);
  const [wanted = ""] = await kept.packs();
  expect(wanted).toBe(packOf("new rows"));
  expect(await cache.has(wanted)).toBe(false);
});

it("what the page has thrown away is stored anew once the list is read again", async () => {
  const cache = new KnownCache("kept");
  const kept = new KeptFiles(scope, cache);
  serve("rows");
  await kept.store(packOf("rows"));
  stored.clear();
  cache.readAgain();
  expect(await kept.packs()).toEqual([]);
  await kept.store(packOf("rows"));
  expect(parquetFiles()).toEqual([packOf("rows")]);
});

it("an update drops modules of earlier builds and packs that are no longer in use", async () => {
  const kept = new KeptFiles(scope, new KnownCache("kept"));
  stored.set(`${scope}assets/old.wasm`, new Response("")).set(`${scope}assets/new.wasm`, new Response(""));
  serve("rows");
  await kept.store(packOf("rows"));
  stored.set(`${scope}data/tiny/b.parquet?v=0123456789abcdef`, new Response("unnoted"));
  const updated = new KeptFiles(scope, new KnownCache("kept"));
  await updated.tidy([`${scope}assets/new.wasm`]);
  expect([...stored.keys()].filter((address) => !address.includes("in-use"))).toEqual([
    `${scope}assets/new.wasm`,
    packOf("rows"),
  ]);
});

it("what an earlier build has stored stays in use after an update", async () => {
  stored.set(packOf("rows"), new Response("rows"));
  stored.set(packOf("rows").replace(/\?.*/, ""), new Response(versionOf("rows")));
  const kept = new KeptFiles(scope, new KnownCache("kept"));
  await kept.tidy([]);
  expect(parquetFiles()).toEqual([packOf("rows")]);
  expect(await kept.packs()).toEqual([packOf("rows")]);
});
