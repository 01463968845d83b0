/** The Parquet decoder in the page's worker reads files where they lie. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { afterEach, expect, it, vi } from "vitest";
import { openParquet, writeParquet } from "../../../src/engine/warehouse/wasm-parquet.ts";

afterEach(() => void vi.unstubAllGlobals());

const parquetModule = await readFile(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm"));

async function parquet(numbers: readonly number[]): Promise<Uint8Array> {
  return writeParquet(tableToIPC(tableFromArrays({ n: Int32Array.from(numbers) }), "stream"), parquetModule);
}

async function numbersOf(bytes: Uint8Array): Promise<number[]> {
  const reader = await openParquet(bytes, parquetModule);
  const numbers: number[] = [];
  for await (const group of reader.groups())
    numbers.push(...(tableFromIPC(group).getChild("n")?.toArray() as Int32Array));
  expect(reader.rows).toBe(numbers.length);
  reader.close();
  return numbers;
}

it("no copy of the file goes through the browser: nothing makes a Blob", async () => {
  const file = await parquet([1, 2, 3]);
  vi.stubGlobal("Blob", undefined);
  expect(await numbersOf(file)).toEqual([1, 2, 3]);
});

it("a file may be a piece of something larger", async () => {
  const file = await parquet([4, 5]);
  const larger = Buffer.concat([Buffer.from("before"), file, Buffer.from("after")]);
  expect(await numbersOf(larger.subarray(6, 6 + file.length))).toEqual([4, 5]);
});
