/**
 * Files -> a zip that is the same, byte for byte, whenever the files are the same: sorted by path, one date for all.
 */
import { zipSync, type Zippable } from "fflate";
import type { SourceFile } from "../engine/core/source-file.ts";

export interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Zip dates have no time zone; the local reading of this one is the same everywhere. */
const DATE = new Date(2000, 0, 1);

export function writeZip(texts: readonly SourceFile[], data: readonly NamedBytes[] = []): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  for (const { path, text } of texts) files.set(path, encoder.encode(text));
  for (const { path, bytes } of data) files.set(path, bytes);
  const sorted: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    const packed = /\.parquet$/i.test(path);
    sorted[path] = [files.get(path) ?? new Uint8Array(), { level: packed ? 0 : 6, mtime: DATE }];
  }
  return zipSync(sorted);
}
