/**
 * What a set of files weighs on the way to a visitor: brotli at level 11 with a window of 16 MB (what `brotli -q 11` does) for
 * text and wasm, as stored for formats that are compressed already (fonts, images, Parquet).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import known from "./known-sizes.json" with { type: "json" };

const dist = resolve(process.env["STRATA_DIST"] ?? resolve(import.meta.dirname, "../../dist"));
const asStored = new Set([".woff2", ".png", ".parquet"]);

/** Bytes of one file of dist. Compressing DuckDB's module takes a minute, so its size is noted by content hash. */
export function transferBytes(path: string): number {
  const bytes = readFileSync(resolve(dist, path));
  if (asStored.has(extname(path))) return bytes.length;
  const noted = (known as Record<string, number>)[createHash("sha256").update(bytes).digest("hex")];
  if (noted) return noted;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

/** Sum over distinct files. */
export function transferredBytes(paths: Iterable<string>): number {
  return [...new Set(paths)].reduce((sum, path) => sum + transferBytes(path), 0);
}
