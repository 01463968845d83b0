/**
 * A first look at bytes that should be a Parquet file, before a decoder sees them.
 *
 * A static host often answers 200 with its index.html for a file that is missing, and a broken download ends early; decoders
 * report both in words that help nobody. A Parquet file starts and ends with the four bytes `PAR1`.
 */
import { EngineError } from "../core/errors.ts";

const MAGIC = [0x50, 0x41, 0x52, 0x31];

/** What is wrong with the bytes, as the end of a sentence about the file; null when they look whole. */
export function parquetFault(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return "is empty";
  if (!hasMagic(bytes, 0)) return looksLikeMarkup(bytes) ? "is a web page, not Parquet" : "is not a Parquet file";
  return bytes.length < 12 || !hasMagic(bytes, bytes.length - 4) ? "is cut off before its end" : null;
}

/** Throws D002 unless the bytes look like a whole Parquet file. `name` is what the message calls it. */
export function requireParquet(bytes: Uint8Array, name: string): void {
  const fault = parquetFault(bytes);
  if (fault) throw damagedPack(`The Parquet file for ${name} ${fault}.`);
}

/** Throws D002 unless the file holds the rows that the catalog promises. */
export function requireRows(name: string, rows: number, expected: number | undefined): void {
  if (expected === undefined || rows === expected) return;
  throw damagedPack(`The Parquet file for ${name} holds ${rows} rows, but ${expected} were expected.`);
}

export function damagedPack(message: string, cause?: unknown): EngineError {
  return new EngineError("D002", message, {
    hint: "Load it again. If that does not help, make the data anew (npm run data) and put the whole folder on the server.",
    cause,
  });
}

function hasMagic(bytes: Uint8Array, at: number): boolean {
  return MAGIC.every((byte, index) => bytes[at + index] === byte);
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 64))
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  return start.startsWith("<");
}
